"""Last step: claims that are of other pairs of entities than before, and the facts of all pairs that are concerned."""

from __future__ import annotations

import sqlite3
from collections import Counter

from kg.model import Entity
from kg.resolution.dates import Stated
from kg.resolution.facts import lift, put_together
from kg.resolution.growing.codec import dump_facts, load_claim
from kg.resolution.growing.desk import Desk, Lately
from kg.resolution.growing.documents import NONE
from kg.resolution.qualifiers import Source

_ENDS = 1000


def place_claims(desk: Desk) -> None:
    """Looks up the entities of the claims of marked documents; marks the pairs that claims left or came to."""
    for (document,) in desk.db.execute("SELECT document FROM work_document ORDER BY document"):
        _place(desk.db, document)


def _place(db: sqlite3.Connection, document: str) -> None:
    find = "SELECT number, subject, target, low, high FROM claim WHERE document = ?"
    claims = db.execute(find, (document,)).fetchall()
    if not claims:
        return
    find = "SELECT number, entity FROM chain JOIN thing ON thing.id = chain.thing WHERE document = ?"
    entities: dict[int, int] = dict(db.execute(find, (document,)))
    moved, pairs = [], set()
    for number, subject, target, *was in claims:
        pair = _pair(entities.get(subject, NONE), NONE if target is None else entities.get(target), target is None)
        if pair != tuple(was):
            moved.append((*pair, document, number))
            pairs |= {pair, (was[0], was[1])}
    db.executemany("UPDATE claim SET low = ?, high = ? WHERE document = ? AND number = ?", moved)
    db.executemany("INSERT OR IGNORE INTO work_pair VALUES (?, ?)", [pair for pair in sorted(pairs) if pair[0]])


def _pair(subject: int, target: int | None, valued: bool) -> tuple[int, int]:
    """The entities of a claim in the order of their numbers; a value is no entity, and makes the second `NONE`."""
    if valued and subject:
        return subject, NONE
    if not subject or not target or subject == target:
        return NONE, NONE
    return min(subject, target), max(subject, target)


def put_facts(desk: Desk) -> None:
    """Makes the facts of all marked pairs."""
    ends = Lately[int, Entity | None](lambda key: _end(desk.db, key), _ENDS)
    for low, high in desk.db.execute("SELECT low, high FROM work_pair ORDER BY low, high"):
        facts = put_together(_stated(desk, low, high, ends), desk.ontology, desk.settings)
        after = dump_facts(facts) if facts else None
        row = desk.db.execute("SELECT said FROM fact WHERE low = ? AND high = ?", (low, high)).fetchone()
        before = row[0] if row else None
        if after == before:
            continue
        desk.db.execute("INSERT INTO change VALUES ('fact', ?, ?)", (before, after))
        desk.db.execute("DELETE FROM fact WHERE low = ? AND high = ?", (low, high))
        desk.db.execute("DELETE FROM told WHERE low = ? AND high = ?", (low, high))
        if after:
            counts = (len(facts), sum(fact.asserted for fact in facts))
            desk.db.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", (low, high, *counts, after))
            told = Counter(document for fact in facts for document in {one.document for one in fact.evidence})
            rows = [(document, low, high, number) for document, number in sorted(told.items())]
            desk.db.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", rows)


def _end(db: sqlite3.Connection, key: int) -> Entity | None:
    row = db.execute("SELECT id, type FROM entity WHERE key = ?", (key,)).fetchone()
    return Entity(row[0], row[1], "") if row else None


def _stated(desk: Desk, low: int, high: int, ends: Lately[int, Entity | None]) -> list[Stated]:
    """What documents say of a pair, by document and place in it."""
    found: list[Stated] = []
    rows = desk.db.execute(
        "SELECT claim.document, thing.entity, claim.said, published, story FROM claim JOIN seen USING (document) "
        "JOIN chain ON chain.document = claim.document AND chain.number = claim.subject "
        "JOIN thing ON thing.id = chain.thing WHERE low = ? AND high = ? ORDER BY claim.document, claim.number",
        (low, high),
    )
    for document, key, said, published, story in rows:
        predicate, value, text, qualifiers, evidence = load_claim(said, document)
        subject, target = ends[key], value or ends[high if key == low else low]
        triple = lift(predicate, subject, target, desk.ontology) if subject and target else None
        if triple is not None:
            found.append((triple, Source(qualifiers, evidence, text, published, story)))
    return found
