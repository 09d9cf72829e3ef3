"""Fourth step: things that chains of edges connect are joined into entities; those get their ids."""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.names import plain
from kg.resolution.clusters import Edge, join_alike
from kg.resolution.entities import Draft, draft_of, name_all
from kg.resolution.growing.codec import dump_details, dump_entity
from kg.resolution.growing.desk import Desk
from kg.resolution.judgement import THRESHOLD


def join_things(desk: Desk) -> None:
    """Makes the entities of all that is connected with a marked thing; marks what is not as before."""
    for (seed,) in desk.db.execute("SELECT thing FROM work_seed ORDER BY thing"):
        if desk.db.execute("SELECT 1 FROM thing WHERE id = ?", (seed,)).fetchone() and not _met(desk.db, seed):
            _join(desk, _connected(desk.db, seed))
    gone = "SELECT key FROM work_old_entity EXCEPT SELECT key FROM work_new_entity"
    for (key,) in desk.db.execute(gone).fetchall():
        _note(desk.db, key)
        _call(desk.db, key, desk.db.execute("SELECT said FROM entity WHERE key = ?", (key,)).fetchone()[0], None)
        desk.db.execute("DELETE FROM entity WHERE key = ?", (key,))


def _met(db: sqlite3.Connection, thing: int) -> bool:
    return db.execute("SELECT 1 FROM work_met WHERE thing = ?", (thing,)).fetchone() is not None


def _connected(db: sqlite3.Connection, seed: int) -> list[int]:
    found, todo = {seed}, [seed]
    find = (
        "SELECT high FROM edge WHERE low = ? AND weight >= ? UNION SELECT low FROM edge WHERE high = ? AND weight >= ?"
    )
    while todo:
        thing = todo.pop()
        others = {other for (other,) in db.execute(find, (thing, THRESHOLD, thing, THRESHOLD))}
        todo += others - found
        found |= others
    db.executemany("INSERT INTO work_met VALUES (?)", [(thing,) for thing in found])
    return sorted(found)


def _join(desk: Desk, things: Sequence[int]) -> None:
    parts = sorted(((thing, desk.cluster(thing)) for thing in things), key=lambda part: part[1].places[0])
    home = {place: thing for thing, item in parts for place in item.places[:1]}
    sizes = {thing: len(item.places) for thing, item in parts}
    marks = ",".join("?" * len(things))
    rows = desk.db.execute(f"SELECT id, entity FROM thing WHERE id IN ({marks})", list(things))
    was = {thing: entity for thing, entity in rows if entity is not None}
    desk.db.executemany("INSERT OR IGNORE INTO work_old_entity VALUES (?)", [(key,) for key in was.values()])
    free = {key for key in was.values() if not _taken(desk.db, key)}
    for item in join_alike([item for _, item in parts], _edges(desk.db, [thing for thing, _ in parts]), desk.judge):
        members = [home[place] for place in item.places if place in home]
        votes = Counter[int]()
        for thing in members:
            if was.get(thing) in free:
                votes[was[thing]] += sizes[thing]
        key = min(votes, key=lambda one: (-votes[one], one), default=None)
        free.discard(key or 0)
        key = _keep(desk, draft_of(item, desk.namer, desk.ontology), key)
        _move(desk.db, key, [thing for thing in members if was.get(thing) != key])


def _taken(db: sqlite3.Connection, key: int) -> bool:
    """Whether an entity has found its things in this revision already: what fell apart has one of this number."""
    return db.execute("SELECT 1 FROM work_new_entity WHERE key = ?", (key,)).fetchone() is not None


def _edges(db: sqlite3.Connection, things: Sequence[int]) -> list[Edge]:
    """The edges among some things, the numbers of which are their places in `things`."""
    if len(things) == 1:
        return []
    at = {thing: place for place, thing in enumerate(things)}
    found = []
    for thing in things:
        find = "SELECT high, weight, reasons FROM edge WHERE low = ? AND weight >= ?"
        for high, weight, reasons in db.execute(find, (thing, THRESHOLD)):
            left, right = sorted((at[thing], at[high]))
            found.append(Edge(weight, left, right, tuple(json.loads(reasons))))
    return sorted(found, key=lambda edge: (edge.left, edge.right))


def _move(db: sqlite3.Connection, key: int, things: Iterable[int]) -> None:
    """Makes things those of another entity; what documents claim of them is then of other pairs."""
    for thing in things:
        db.execute("UPDATE thing SET entity = ? WHERE id = ?", (key, thing))
        documents = "SELECT DISTINCT chain.document FROM chain JOIN thing ON thing.grouped = chain.grouped"
        db.execute(
            f"INSERT OR IGNORE INTO work_document {documents} WHERE thing.id = ? AND chain.thing = thing.id", (thing,)
        )


def _keep(desk: Desk, draft: Draft, key: int | None) -> int:
    details = dump_details(draft.name, draft.aliases, draft.documents, draft.merges)
    row = (draft.slug, *draft.places[0], draft.type, details)
    fields = "slug, document, number, type, said"
    if key is None:
        new = desk.db.execute(f"INSERT INTO entity ({fields}) VALUES (?, ?, ?, ?, ?)", row)
        key = new.lastrowid or 0
        _call(desk.db, key, None, details)
        desk.db.execute("INSERT INTO work_entity VALUES (?, NULL)", (key,))
        desk.db.execute("INSERT OR IGNORE INTO work_slug VALUES (?)", (draft.slug,))
    elif row != (was := desk.db.execute(f"SELECT {fields} FROM entity WHERE key = ?", (key,)).fetchone()):
        _note(desk.db, key)
        _call(desk.db, key, was[-1], details)
        assign = "slug = ?, document = ?, number = ?, type = ?, said = ?"
        desk.db.execute(f"UPDATE entity SET {assign} WHERE key = ?", (*row, key))
        desk.db.execute("INSERT OR IGNORE INTO work_slug VALUES (?)", (draft.slug,))
    desk.db.execute("INSERT OR IGNORE INTO work_new_entity VALUES (?)", (key,))
    return key


def _call(db: sqlite3.Connection, key: int, before: str | None, after: str | None) -> None:
    """Keeps by what names an entity is found, given its details as they were and as they are."""
    was, is_ = ({plain(one) for one in _names(said)} if said else set() for said in (before, after))
    db.executemany("DELETE FROM called WHERE name = ? AND entity = ?", [(name, key) for name in sorted(was - is_)])
    db.executemany("INSERT INTO called VALUES (?, ?)", [(name, key) for name in sorted(is_ - was)])


def _names(said: str) -> list[str]:
    name, aliases, *_ = json.loads(said)
    return [name, *aliases]


def _note(db: sqlite3.Connection, key: int) -> None:
    """Keeps in mind what an entity was like before it changes for the first time."""
    find = "SELECT slug, id, type, said FROM entity WHERE key = ?"
    slug, id_, cls, said = db.execute(find, (key,)).fetchone()
    if id_ is None or db.execute("SELECT 1 FROM work_entity WHERE key = ?", (key,)).fetchone():
        return
    db.execute("INSERT INTO work_entity VALUES (?, ?)", (key, dump_entity(id_, cls, said)))
    db.execute("INSERT OR IGNORE INTO work_slug VALUES (?)", (slug,))
    db.execute("INSERT INTO work_lost VALUES (?, ?)", (slug, id_))


def give_ids(desk: Desk) -> None:
    """Names the entities of all marked slugs; then those of longer slugs that such an id comes or goes for.

    An id begins with the slug and goes on, if it does, behind a `-`. So it can only be that of another slug if the
    one slug is the beginning of the other, and the shorter one, which sorts first, has it.
    """
    todo = [slug for (slug,) in desk.db.execute("SELECT slug FROM work_slug ORDER BY slug")]
    queued = set(todo)
    while todo:
        slug = heapq.heappop(todo)
        for longer in _name(desk.db, slug) - queued:
            queued.add(longer)
            heapq.heappush(todo, longer)
    _tell_entities(desk.db)


def _name(db: sqlite3.Connection, slug: str) -> set[str]:
    """Gives the ids of one slug's entities; the slugs that this may concern."""
    find = "SELECT key, document, number, type, id FROM entity WHERE slug = ? ORDER BY document, number"
    rows = db.execute(find, (slug,)).fetchall()
    lost = {id_ for (id_,) in db.execute("SELECT id FROM work_lost WHERE slug = ?", (slug,))}
    taken = "SELECT 1 FROM entity WHERE id = ? AND slug < ?"
    ids = name_all(
        slug,
        [(cls, (document, number)) for _, document, number, cls, _ in rows],
        lambda id_: db.execute(taken, (id_, slug)).fetchone() is not None,
    )
    before = lost | {row[-1] for row in rows if row[-1]}
    for (key, *_, known), id_ in zip(rows, ids, strict=True):
        if known != id_:
            _note(db, key)
            db.execute("UPDATE entity SET id = ? WHERE key = ?", (id_, key))
    return {longer for id_ in before ^ set(ids) for longer in _longer(db, slug, id_)}


def _longer(db: sqlite3.Connection, slug: str, id_: str) -> list[str]:
    """The slugs that entities have and that continue `slug` as `id_` does."""
    ends = [at for at, sign in enumerate(f"{id_}-") if sign == "-" and at > len(slug)]
    known = "SELECT 1 FROM entity WHERE slug = ? LIMIT 1"
    return [id_[:end] for end in ends if db.execute(known, (id_[:end],)).fetchone()]


def _tell_entities(db: sqlite3.Connection) -> None:
    """Writes down what entities were and are; facts of those that have another id or class may change."""
    find = "SELECT work_entity.key, before, id, type, said FROM work_entity LEFT JOIN entity USING (key) ORDER BY key"
    for key, before, id_, cls, said in db.execute(find):
        after = dump_entity(id_, cls, said) if id_ is not None else None
        if before == after:
            continue
        db.execute("INSERT INTO change VALUES ('entity', ?, ?)", (before, after))
        if before and after and json.loads(before)[:2] != [id_, cls]:
            pairs = "SELECT low, high FROM claim WHERE low = ? UNION SELECT low, high FROM claim WHERE high = ?"
            db.executemany("INSERT OR IGNORE INTO work_pair VALUES (?, ?)", db.execute(pairs, (key, key)).fetchall())
