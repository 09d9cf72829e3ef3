"""Second step: chains of one name joined into things, name by name; the blocks that things lie in."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.resolution.chains import Place
from kg.resolution.clusters import CROWDED, Cluster, alone, join_namesake
from kg.resolution.growing.adding import Firsts, Row, add_chains, dump_firsts, note_first
from kg.resolution.growing.codec import dump_cluster, dump_names, dump_sides, load_chain
from kg.resolution.growing.desk import Desk


def join_names(desk: Desk) -> None:
    """Makes the things of all names that documents or judgements concern; marks those that are not as before."""
    for (grouped,) in desk.db.execute("SELECT grouped FROM work_group ORDER BY grouped"):
        _join(desk, grouped)
    _settle_blocks(desk.db)


def judged_names(desk: Desk, told: Iterable[tuple[str, str]]) -> None:
    """Marks the names of things that a judgement means, by the family and key of a name, or that one meant before."""
    rows = desk.db.execute("SELECT DISTINCT grouped FROM thing WHERE judged <> '[]'").fetchall()
    find = "SELECT DISTINCT grouped FROM thing JOIN block ON block.thing = thing.id WHERE block.key = ?"
    for family, key in told:
        for named in (f"{family}:{key}", f"={family}:{key}"):
            rows += desk.db.execute(find, (named,)).fetchall()
    desk.db.executemany("INSERT OR IGNORE INTO work_group VALUES (?)", rows)


def _join(desk: Desk, grouped: str) -> None:
    find = "SELECT id, entity, judged, named, said, firsts FROM thing WHERE grouped = ?"
    known = {thing: Row(*row) for thing, *row in desk.db.execute(find, (grouped,))}
    for thing, row in known.items() if len(known) == 1 else ():
        added = add_chains(desk, grouped, row)
        if added:
            _keep(desk, grouped, added.item, (thing, row), added.firsts)
            _move(desk.db, thing, added.places)
            return
    _join_all(desk, grouped, known)


def _join_all(desk: Desk, grouped: str, known: dict[int, Row]) -> None:
    group: list[Cluster] = []
    was: dict[Place, int | None] = {}
    firsts: Firsts = {}
    find = "SELECT document, number, thing, said FROM chain WHERE grouped = ? ORDER BY document, number"
    for document, number, thing, said in desk.db.execute(find, (grouped,)):
        chain, profile = load_chain((document, number), said, desk.namer)
        was[chain.place] = thing
        join_namesake(group, alone(chain, profile, desk.judge), desk.judge)
        if len(group) == 1:
            note_first(firsts, chain.place, profile)
    for item, thing in _numbered(group, was, known):
        row = known.pop(thing, None) if thing is not None else None
        thing = _keep(desk, grouped, item, (thing, row), firsts if len(group) == 1 else None)
        _move(desk.db, thing, [place for place in item.places if was[place] != thing])
    for thing, row in known.items():
        _drop(desk, thing, row)


def _move(db: sqlite3.Connection, thing: int, places: Sequence[Place]) -> None:
    """Makes chains those of a thing."""
    db.executemany("UPDATE chain SET thing = ? WHERE document = ? AND number = ?", [(thing, *one) for one in places])
    documents = sorted({(document,) for document, _ in places})
    db.executemany("INSERT OR IGNORE INTO work_document VALUES (?)", documents)


def _numbered(
    group: Iterable[Cluster], was: dict[Place, int | None], known: dict[int, Row]
) -> Iterator[tuple[Cluster, int | None]]:
    """Each cluster with the number of the thing that most of its chains were: numbers stay where they can."""
    free = set(known)
    for item in group:
        votes = Counter(thing for place in item.places if (thing := was[place]) in free)
        thing = min(votes, key=lambda one: (-votes[one], one or 0), default=None)
        free.discard(thing or 0)
        yield item, thing


def _keep(desk: Desk, grouped: str, item: Cluster, was: tuple[int | None, Row | None], firsts: Firsts | None) -> int:
    """The number of a thing that is written down; `was` is the number that it had and what was written then."""
    thing, row = was
    new = (dump_sides(item), dump_names(item, desk.namer), dump_cluster(item))
    known = dump_firsts(item, firsts) if firsts is not None else None
    if thing is not None and row is not None:
        if (*new, known) == (row.judged, row.named, row.said, row.firsts):
            return thing
        update = "UPDATE thing SET judged = ?, named = ?, said = ?, firsts = ? WHERE id = ?"
        desk.db.execute(update, (*new, known, thing))
    else:
        insert = "INSERT INTO thing (grouped, judged, named, said, firsts) VALUES (?, ?, ?, ?, ?)"
        thing = desk.db.execute(insert, (grouped, *new, known)).lastrowid or 0
    desk.db.execute("INSERT OR IGNORE INTO work_thing VALUES (?)", (thing,))
    if row is None or row.named != new[1]:
        after = desk.keys(item.subject.best, item.subject.forms, item.local)
        _change_blocks(desk.db, thing, desk.keys_of(row.named) if row else {}, after)
    return thing


def _drop(desk: Desk, thing: int, row: Row) -> None:
    """Forgets a thing; what had an edge to it may fall apart."""
    _change_blocks(desk.db, thing, desk.keys_of(row.named), {})
    drop_edges(desk.db, thing)
    if row.entity is not None:
        desk.db.execute("INSERT OR IGNORE INTO work_old_entity VALUES (?)", (row.entity,))
    desk.db.execute("DELETE FROM thing WHERE id = ?", (thing,))


def drop_edges(db: sqlite3.Connection, thing: int) -> None:
    """Forgets what a thing may be one with, and marks these others."""
    for near, far in (("low", "high"), ("high", "low")):
        others = db.execute(f"SELECT {far} FROM edge WHERE {near} = ?", (thing,)).fetchall()
        db.executemany("INSERT OR IGNORE INTO work_seed VALUES (?)", others)
        db.execute(f"DELETE FROM edge WHERE {near} = ?", (thing,))


def _change_blocks(db: sqlite3.Connection, thing: int, before: dict[str, int], after: dict[str, int]) -> None:
    gone = [key for key in before if before[key] != after.get(key)]
    come = [key for key in after if before.get(key) != after[key]]
    db.executemany("DELETE FROM block WHERE key = ? AND thing = ?", [(key, thing) for key in gone])
    db.executemany("INSERT OR IGNORE INTO work_block VALUES (?)", [(key,) for key in gone])
    db.executemany("INSERT INTO work_new_block VALUES (?, ?, ?)", [(key, thing, after[key]) for key in come])


def _settle_blocks(db: sqlite3.Connection) -> None:
    """Puts the new rows of blocks in, all in order; where a block became crowded or is no more, all in it change."""
    db.execute("INSERT INTO block SELECT key, thing, side FROM work_new_block ORDER BY key, thing")
    db.execute("INSERT OR IGNORE INTO work_block SELECT DISTINCT key FROM work_new_block")
    count = "SELECT count(*) FROM (SELECT 1 FROM block WHERE key = ? LIMIT ?)"
    for (key,) in db.execute("SELECT key FROM work_block"):
        crowded = db.execute(count, (key, CROWDED + 1)).fetchone()[0] > CROWDED
        known = db.execute("SELECT 1 FROM crowd WHERE key = ?", (key,)).fetchone() is not None
        if crowded and not known:
            db.execute("INSERT INTO crowd VALUES (?)", (key,))
        elif known and not crowded:
            db.execute("DELETE FROM crowd WHERE key = ?", (key,))
        if crowded != known:
            db.execute("INSERT OR IGNORE INTO work_thing SELECT thing FROM block WHERE key = ?", (key,))
