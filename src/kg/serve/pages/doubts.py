"""Names that may be one thing's: the pairs in doubt, what was judged of them, and the jobs that judge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.graph.store import Store
from kg.joining import Bearers, find_undecided
from kg.model import Entity, Judgement, Meant, Verdict
from kg.names import plain
from kg.resolution import Doubt
from kg.review import decide, take_back
from kg.serve.keeping import Kept
from kg.serve.pages import links
from kg.serve.pages.cards import Card, Cards
from kg.serve.pages.page import Ask, Desk, Model
from kg.serve.pages.paging import LISTED, offset, pages
from kg.serve.worker import Bench

MOST = 2000
"""Pairs that are kept, the most doubtful: forty pages, which nobody judges in a day."""
WAIT = 8.0
"""Seconds for a browser to wait for the first list: of a store that another kg made, all names are compared for it."""
LATEST = 8
"""Judgements beside the pairs."""


def doubts(desk: Desk, ask: Ask) -> Model:
    """Pairs of names in doubt, the most doubtful first, without those that were judged since they were found."""
    store, cards, page = desk.bench.store, Cards(desk.bench.store), ask.number()
    found = _kept(desk.bench, ask.made)
    judged = store.judgements()
    fresh = {_pair(one.left.name, one.right.name) for one in judged if mark(one) not in found["judged"]}
    pairs = [one for one in found["pairs"] if _pair(one["left"], one["right"]) not in fresh]
    shown = pairs[offset(page) : offset(page) + LISTED]
    return {
        "title": "Names in doubt",
        "pairs": [{**one, "things": [cards.entity(id_) for id_ in dict.fromkeys(one["ids"])]} for one in shown],
        "left_out": found["total"] - len(found["pairs"]),
        "judgements": [told(one) for one in judged[:LATEST]],
        "judged": len(judged),
        **pages(len(pairs), page, links.doubts),
    }


def judgements(desk: Desk, ask: Ask) -> Model:
    """What was judged, the newest first."""
    found, page = desk.bench.store.judgements(), ask.number()
    return {
        "title": "Judgements",
        "judgements": [told(one) for one in found[offset(page) : offset(page) + LISTED]],
        **pages(len(found), page, links.judgements),
    }


def about(store: Store, entity: Entity) -> list[Card]:
    """What was judged of the names of an entity."""
    names = {plain(one) for one in (entity.name, *entity.aliases)}
    return [told(one) for one in store.judgements() if names & {plain(one.left.name), plain(one.right.name)}]


def told(one: Judgement) -> Card:
    """A judgement as pages show it."""
    ends = {"left": _said(one.left), "right": _said(one.right)}
    return {**ends, "verdict": str(one.verdict), "by": one.by, "at": one.at, "mark": mark(one)}


def mark(one: Judgement) -> str:
    """Stands for a judgement in a form."""
    return hashlib.sha256(repr(one).encode("utf-8", "replace")).hexdigest()[:16]


def make(bench: Bench, file: str) -> None:
    """Looks for the pairs in doubt in the store as it is now, and writes them to this file."""
    store = bench.store
    judged, found, bearers = store.judgements(), find_undecided(store), Bearers(store)
    said = {
        "judged": [mark(one) for one in judged],
        "total": len(found),
        "pairs": [_row(one, bearers) for one in found[:MOST]],
    }
    Path(file).write_text(json.dumps(said), encoding="utf-8")


def judge(bench: Bench, names: tuple[str, str], verdict: Verdict, by: str, at: str) -> str:
    """Keeps what a person decided; the entity to show then: the one with the id `at`, or else who bears its name now.

    A QueryError where the two cannot be judged so.
    """
    store = bench.written
    before = store.reading.entity(at) if at else None
    decide(store, names, verdict, by, datetime.now(UTC).isoformat(timespec="seconds"))
    return _heir(store, before)


def undo(bench: Bench, wanted: str, at: str) -> str:
    """Takes back the judgement of this mark; as `judge`."""
    store = bench.written
    before = store.reading.entity(at) if at else None
    found = next((one for one in store.judgements() if mark(one) == wanted), None)
    if found is None or not take_back(store, found):
        raise QueryError("this judgement is not kept any more; somebody took it back, or judged the pair anew")
    return _heir(store, before)


def _heir(store: Store, before: Entity | None) -> str:
    if before is None or store.reading.entity(before.id):
        return before.id if before else ""
    named = (one for one in Bearers(store).called(before.name) if before.name in (one.name, *one.aliases))
    return next((one.id for one in named), "")


def _kept(bench: Bench, file: str) -> Mapping[str, Any]:
    """What `make` wrote; a worker that has read it keeps it."""
    known = bench.kept.get("doubts")
    if not known or known[0] != file:
        bench.kept["doubts"] = known = (file, json.loads(Path(file).read_text(encoding="utf-8")))
    found: Mapping[str, Any] = known[1]
    return found


def _row(one: Doubt, bearers: Bearers) -> Card:
    ends = [_end(name, id_, one, bearers) for name, id_ in zip((one.left, one.right), one.ids, strict=True)]
    return {**asdict(one), "joined": one.joined, "one": ends[0], "other": ends[1]}


def _end(name: str, id_: str, doubt: Doubt, bearers: Bearers) -> str:
    """How `decide` is told whom the name stands for: by the name where only one thing bears it, else by the id."""
    if doubt.joined:
        return name
    clear = name == id_ or (len(bearers.called(name)) == 1 and bearers.entity(name) is None)
    return name if clear and plain(doubt.left) != plain(doubt.right) else id_


def _pair(one: str, other: str) -> frozenset[str]:
    return frozenset((plain(one), plain(other)))


def _said(meant: Meant) -> Card:
    return {"name": meant.name, "documents": _links(meant.documents)}


def _links(documents: Iterable[str]) -> Sequence[Card]:
    return [{"id": one, "href": links.document(one)} for one in documents]


DOUBTS = Kept("doubts", "the names in doubt", make, WAIT)
"""What a server keeps for a person to judge; not looked for before somebody asks."""
