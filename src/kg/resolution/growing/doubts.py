"""The pairs in doubt, from the edges that are remembered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from kg.resolution.chains import Place
from kg.resolution.doubts import SURE, Doubt
from kg.resolution.judgement import RULED

_EDGES = """SELECT low, high, weight, reasons, one.id, other.id FROM edge
JOIN thing a ON a.id = low JOIN thing b ON b.id = high
JOIN entity one ON one.key = a.entity JOIN entity other ON other.key = b.entity
WHERE weight <= ? AND (a.entity <> b.entity OR weight < ?)"""


@dataclass(frozen=True, slots=True)
class _End:
    name: str
    first: Place
    documents: int


def remembered_doubts(db: sqlite3.Connection) -> Iterator[Doubt]:
    """What `doubts` ranks, in no order, but for pairs that nobody needs to be asked of."""
    ends: dict[int, _End] = {}
    for low, high, weight, reasons, *ids in db.execute(_EDGES, (RULED, SURE)):
        pair = []
        for thing, id_ in zip((low, high), ids, strict=True):
            if thing not in ends:
                ends[thing] = _end(db, thing)
            pair.append((ends[thing], id_))
        (left, its), (right, others) = sorted(pair, key=lambda end: end[0].first)
        counts = (left.documents, right.documents)
        yield Doubt(left.name, right.name, (its, others), min(1.0, weight), tuple(json.loads(reasons)), counts)


def _end(db: sqlite3.Connection, thing: int) -> _End:
    named, said = db.execute("SELECT named, said FROM thing WHERE id = ?", (thing,)).fetchone()
    places = json.loads(said)[1]
    (document, number), documents = places[0], {document for document, _ in places}
    return _End(json.loads(named)[2][0], (document, number), len(documents))
