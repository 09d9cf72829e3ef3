"""The state of a graph view: all of it stands in the address, so that a link, the JSON twin and each export agree.

    e=ID             an entity to start from, opened to its first neighbours; may come again, as all may
    x=RELATION,WAY,COUNT,ID  neighbours added: of one relation and way (`out`, `in`) or, where these are empty, of any
    path=ID          two of them: the shortest paths between them
    p=X,Y,ID         an entity pinned to a place
    h=ID             an entity hidden
    group=ID         the group of entities around this one, opened; a second one is a group within the first
    relation= modality= source= since= until= confidence=   filters: what is left out is neither drawn nor counted
    without=CLASS    a class that is hidden
    s=FACT or s=~ID  the fact or entity that is shown in the panel; the server does not look at it

Where nothing is started from, the whole store is shown, in groups if it is large.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.graph.edges import Edge
from kg.model import Modality
from kg.serve.refusals import BAD_REQUEST, NOT_FOUND, Refusal

MOST_STARTS = 20
MOST_STEPS = 150
"""Expansions and pins: more than a person makes, less than fills a request."""
MOST_AT_ONCE = 200
_YEAR = re.compile(r"\d{4}")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Expand:
    """Neighbours of an entity to add."""

    id: str
    count: int
    relation: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """The place of an entity, chosen by hand."""

    id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Which facts count; empty means all."""

    relations: frozenset[str] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    sources: frozenset[str] = frozenset()
    """Publishers."""
    since: str = ""
    until: str = ""
    """Years."""
    confidence: float = 0.0

    def __bool__(self) -> bool:
        return self != Filters()

    def passes(self, edge: Edge, publishers: frozenset[str]) -> bool:
        """True where the edge, said by these, counts. What has no date is of no year."""
        return (
            (not self.relations or edge.link.predicate in self.relations)
            and (not self.modalities or edge.modality in self.modalities)
            and (not self.sources or not self.sources.isdisjoint(publishers))
            and (not self.since or edge.until[:4] >= self.since)
            and (not self.until or "" < edge.since[:4] <= self.until)
            and edge.confidence >= self.confidence
        )


@dataclass(frozen=True, slots=True)
class State:
    """What is to be drawn."""

    starts: tuple[str, ...] = ()
    steps: tuple[Expand | Pin, ...] = ()
    """In the order in which they were made."""
    path: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    filters: Filters = field(default_factory=Filters)

    @property
    def whole(self) -> bool:
        """True where the whole store, or a group of it, is asked for."""
        return not self.starts and not self.path


def read_state(pairs: Sequence[Pair]) -> State:
    """The state that a query string says; Refusals (400) for what it should not say."""
    steps = tuple(_step(name, value) for name, value in pairs if name in ("x", "p"))
    starts, path = _all(pairs, "e"), _all(pairs, "path")
    if len(starts) > MOST_STARTS or len(steps) > MOST_STEPS:
        raise Refusal(BAD_REQUEST, f"expected at most {MOST_STARTS} entities to start from and {MOST_STEPS} steps")
    if len(path) not in (0, 2):
        raise Refusal(BAD_REQUEST, f"got {len(path)} ends of a path, expected two different ones (path=ID&path=ID)")
    return State(
        starts,
        steps,
        path,
        frozenset(_all(pairs, "h")),
        _all(pairs, "group"),
        frozenset(_all(pairs, "without")),
        _filters(pairs),
    )


def unknown(identifier: str) -> Refusal:
    """What is said where the store holds no entity of this id."""
    return Refusal(NOT_FOUND, f"no entity has the id {identifier[:200]!r} here; search for it by name")


def _all(pairs: Sequence[Pair], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for name, value in pairs if name == wanted and value))


def _step(name: str, value: str) -> Expand | Pin:
    try:
        if name == "p":
            x, y, identifier = value.split(",", 2)
            return Pin(identifier, _number(x), _number(y))
        relation, way, count, identifier = value.split(",", 3)
        if way not in ("", "in", "out"):
            raise ValueError(way)
        return Expand(identifier, min(max(int(count), 1), MOST_AT_ONCE), relation, way)
    except ValueError as error:
        wanted = "p=X,Y,ID" if name == "p" else "x=RELATION,WAY,COUNT,ID (way: in, out or nothing)"
        raise Refusal(BAD_REQUEST, f"got {name}={value[:80]!r}, expected {wanted}") from error


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found) or abs(found) > 1e6:
        raise ValueError(text)
    return found


def _filters(pairs: Sequence[Pair]) -> Filters:
    said = dict(pairs)
    try:
        return Filters(
            frozenset(_all(pairs, "relation")),
            frozenset(Modality(one) for one in _all(pairs, "modality")),
            frozenset(_all(pairs, "source")),
            _year(said.get("since", "")),
            _year(said.get("until", "")),
            min(max(_number(said.get("confidence") or "0"), 0.0), 1.0),
        )
    except ValueError as error:
        raise Refusal(
            BAD_REQUEST,
            f"{error}: expected years of four digits in since and until, a number from 0 to 1 in confidence, and a "
            f"modality of {', '.join(Modality)}",
        ) from error


def _year(text: str) -> str:
    if text and not _YEAR.fullmatch(text):
        raise ValueError(f"got {text[:20]!r}")
    return text
