"""Third step: which things may be one, for those that are not as before."""

from __future__ import annotations

import json
from collections import defaultdict

from kg.resolution.clusters import weigh
from kg.resolution.doubts import LEAST
from kg.resolution.growing.codec import write
from kg.resolution.growing.desk import Desk
from kg.resolution.growing.things import drop_edges
from kg.resolution.judgement import MOST_SUPPORT
from kg.resolution.rulings import Side

_FIRST, _SECOND = 1, 2


def find_near(desk: Desk) -> None:
    """Weighs the marked things against all that they share a block or a judgement with; marks what that concerns."""
    judged = _judged(desk)
    for (thing,) in desk.db.execute("SELECT thing FROM work_thing ORDER BY thing"):
        drop_edges(desk.db, thing)
    for (thing,) in desk.db.execute("SELECT thing FROM work_thing ORDER BY thing"):
        near = _near(desk, thing) | _ruled(desk, thing, judged)
        for other in sorted(near):
            # Of two that are both marked, the later one has its turn.
            if other < thing or not _marked(desk, other):
                _weigh(desk, thing, other)
    desk.db.execute("INSERT OR IGNORE INTO work_seed SELECT thing FROM work_thing")


def _marked(desk: Desk, thing: int) -> bool:
    return desk.db.execute("SELECT 1 FROM work_thing WHERE thing = ?", (thing,)).fetchone() is not None


def _weigh(desk: Desk, one: int, other: int) -> None:
    # What the names are worth tells of nearly all pairs, without their profiles, that these cannot make them one.
    if desk.judge.weigh(desk.subjects[one], desk.subjects[other]).score + MOST_SUPPORT < LEAST:
        return
    ends = sorted((one, other), key=lambda thing: desk.clusters[thing].places[0])
    found = weigh(desk.clusters[ends[0]], desk.clusters[ends[1]], desk.judge)
    if found.score >= LEAST:
        row = (min(ends), max(ends), found.score, write(found.reasons))
        desk.db.execute("INSERT INTO edge VALUES (?, ?, ?, ?)", row)


def _near(desk: Desk, thing: int) -> set[int]:
    """Those that share a block that is not crowded, and of which a telling block of the one is one of the other."""
    row = desk.db.execute("SELECT named FROM thing WHERE id = ?", (thing,)).fetchone()
    telling: dict[int, bool] = defaultdict(bool)
    crowds: list[tuple[str, int]] = []
    for key, side in desk.keys_of(row[0]).items():
        if not side:
            continue
        if desk.db.execute("SELECT 1 FROM crowd WHERE key = ?", (key,)).fetchone():
            crowds.append((key, side))
            continue
        for other, its in desk.db.execute("SELECT thing, side FROM block WHERE key = ?", (key,)):
            telling[other] |= _tells(side, its)
    telling.pop(thing, None)
    return {other for other, tells in telling.items() if tells or _tells_in_crowd(desk, other, crowds)}


def _tells(side: int, its: int) -> bool:
    return bool((side & _FIRST and its & _SECOND) or (side & _SECOND and its & _FIRST))


def _tells_in_crowd(desk: Desk, other: int, crowds: list[tuple[str, int]]) -> bool:
    for key, side in crowds:
        row = desk.db.execute("SELECT side FROM block WHERE key = ? AND thing = ?", (key, other)).fetchone()
        if row and _tells(side, row[0]):
            return True
    return False


def _judged(desk: Desk) -> dict[Side, set[int]]:
    meant: dict[Side, set[int]] = defaultdict(set)
    for thing, judged in desk.db.execute("SELECT id, judged FROM thing WHERE judged <> '[]'"):
        for number, side in json.loads(judged):
            meant[number, side].add(thing)
    return meant


def _ruled(desk: Desk, thing: int, judged: dict[Side, set[int]]) -> set[int]:
    """Those that a judgement sets beside this one."""
    if not judged:
        return set()
    sides = desk.subjects[thing].sides
    return {other for number, side in sides for other in judged.get((number, 1 - side), ())} - {thing}
