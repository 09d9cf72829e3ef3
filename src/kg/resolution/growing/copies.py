"""Which documents tell one story, for those that came, changed or went, and whomever they share a band with.

What comes out is what `find_copies` makes of all sketches at once. A story is joined afresh where it lost something:
a document, or a sketch that was a hub and is none any more. Else it only grows.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.resolution.copies import ALIKE, HUBS, band, count_bands, key_of, likeness
from kg.resolution.growing.desk import Lately

Node = int | str
"""A sketch whose story is to be found, or a story as it was."""
_LATELY = 4_000
"""Sketches in memory, 2 MB."""
_NEAR = """SELECT near.sketch, band.sketch FROM (SELECT key, sketch FROM work_band ORDER BY key LIMIT -1) near
CROSS JOIN band ON band.key = near.key AND band.sketch <> near.sketch AND band.sketch <= ifnull(
(SELECT hub.sketch FROM band hub WHERE hub.key = near.key ORDER BY hub.sketch LIMIT 1 OFFSET :hubs - 1), :all)"""
_CROWDED = """SELECT key FROM (SELECT DISTINCT key FROM work_band) new
WHERE EXISTS (SELECT 1 FROM band WHERE band.key = new.key LIMIT 1 OFFSET :hubs)
UNION SELECT key FROM (SELECT key, count(*) gone FROM work_gone GROUP BY key) old
WHERE gone + (SELECT count(*) FROM (SELECT 1 FROM band WHERE band.key = old.key LIMIT :hubs + 1)) > :hubs"""
_HUBS = "SELECT sketch FROM band WHERE key = ? AND {} ORDER BY sketch LIMIT ?"
_TOLD = "SELECT before, document, sketch FROM work_told CROSS JOIN seen USING (document) WHERE sketch IS NOT NULL"
_OLD = "NOT EXISTS (SELECT 1 FROM work_come WHERE work_come.key = band.sketch)"


def tell_anew(db: sqlite3.Connection, document: str, story: str | None, sketches: Iterable[int | None]) -> None:
    """Marks a document whose sketch came, changed or went; `sketches` are what it had and has."""
    if story is not None:
        db.execute("INSERT OR IGNORE INTO work_story VALUES (?)", (story,))
    marked = [(sketch,) for sketch in sketches if sketch is not None]
    db.executemany("INSERT OR IGNORE INTO work_sketch VALUES (?)", marked)
    db.execute("INSERT INTO work_told VALUES (?, ?, NULL)", (story or document, document))


def keep_sketch(db: sqlite3.Connection, sketch: bytes) -> int | None:
    """The key of a sketch, under which it is kept from now on; None for none."""
    if not sketch:
        return None
    key = key_of(sketch)
    db.execute("INSERT OR IGNORE INTO sketch VALUES (?, ?, 0)", (key, sketch))
    return key


def settle_copies(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Finds the stories of all marked documents; each that tells another now, with the one before and the one now."""
    _change_bands(db)
    promoted = _change_hubs(db)
    for (story,) in db.execute("SELECT story FROM work_story").fetchall():
        _part(db, story)
    stories = _Stories(db)
    for one, other in db.execute(_NEAR, {"hubs": HUBS, "all": 2**63 - 1}):
        stories.compare(one, other)
    for key, hub in promoted:
        for (other,) in db.execute(f"SELECT sketch FROM band WHERE key = ? AND {_OLD}", (key,)):
            stories.compare(hub, other)
    for (story,) in db.execute("SELECT story FROM work_story"):
        _join_afresh(db, stories, story)
    stories.name()
    yield from _moved(db)


def _change_bands(db: sqlite3.Connection) -> None:
    """Takes away the bands of sketches that no document has any more, and puts those of new ones in.

    One that marked documents alone have, of which one had it before, goes and comes.
    """
    find = """SELECT key, said, banded, EXISTS (SELECT 1 FROM seen WHERE seen.sketch = sketch.key),
    EXISTS (SELECT 1 FROM seen WHERE seen.sketch = sketch.key AND story IS NOT NULL)
    FROM work_sketch CROSS JOIN sketch USING (key)"""
    for key, said, banded, wanted, stays in db.execute(find):
        for moves, table in ((banded, "work_gone"), (wanted, "work_band")):
            if moves and not (banded and stays):
                rows = ((band(said, place), key) for place in range(count_bands(said)))
                db.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        if wanted and not (banded and stays):
            db.execute("INSERT INTO work_come VALUES (?)", (key,))
    db.execute("DELETE FROM sketch WHERE key IN (SELECT sketch FROM work_gone EXCEPT SELECT key FROM work_come)")
    db.execute("DELETE FROM band WHERE (key, sketch) IN (SELECT key, sketch FROM work_gone)")
    db.execute("UPDATE sketch SET banded = 1 WHERE key IN (SELECT key FROM work_come)")
    db.execute("INSERT INTO band SELECT key, sketch FROM work_band ORDER BY key, sketch")


def _change_hubs(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """Marks the stories of sketches that are no hubs any more; bands with those that were none before."""
    promoted = []
    for (key,) in db.execute(_CROWDED, {"hubs": HUBS}).fetchall():
        old = {sketch for (sketch,) in db.execute(_HUBS.format(_OLD), (key, HUBS))}
        gone = {sketch for (sketch,) in db.execute("SELECT sketch FROM work_gone WHERE key = ?", (key,))}
        before = set(sorted(old | gone)[:HUBS])
        after = {sketch for (sketch,) in db.execute(_HUBS.format("1"), (key, HUBS))}
        mark = "INSERT OR IGNORE INTO work_story SELECT story FROM seen WHERE sketch = ? AND story IS NOT NULL LIMIT 1"
        db.executemany(mark, [(sketch,) for sketch in (before & old) - after])
        promoted += [(key, sketch) for sketch in sorted(after - before)]
    return promoted


def _part(db: sqlite3.Connection, story: str) -> None:
    """Lets each document of a story be told anew."""
    rows = _tellers(db, story)
    db.executemany("INSERT INTO work_told VALUES (?, ?, NULL)", rows)
    db.executemany("UPDATE seen SET story = NULL WHERE story = ? AND document = ?", rows)


def _join_afresh(db: sqlite3.Connection, stories: _Stories, story: str) -> None:
    """Compares what is left of a story, band by band, until all of it is one again."""
    find = f"SELECT DISTINCT sketch FROM ({_TOLD}) WHERE before = ?"
    left = [sketch for (sketch,) in db.execute(find, (story,))]
    place = 0
    while left and len({stories.root(sketch) for sketch in left}) > 1:
        sharing: dict[int, list[int]] = defaultdict(list)
        for sketch in left:
            if place < count_bands(stories.sketches[sketch]):
                sharing[band(stories.sketches[sketch], place)].append(sketch)
        if not sharing:
            break
        for key, some in sharing.items():
            for (hub,) in db.execute(_HUBS.format("1"), (key, HUBS)).fetchall():
                for sketch in some:
                    stories.compare(hub, sketch)
        place += 1


class _Stories:
    """Sketches and stories joined into stories; what is alone costs nothing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._above: dict[Node, Node] = {}
        find = "SELECT said FROM sketch WHERE key = ?"
        self.sketches = Lately[int, bytes](lambda key: bytes(db.execute(find, (key,)).fetchone()[0]), _LATELY)
        self._nodes = Lately[int, Node](self._node, _LATELY)

    def _node(self, sketch: int) -> Node:
        find = "SELECT story FROM seen WHERE sketch = ? AND story IS NOT NULL LIMIT 1"
        row = self._db.execute(find, (sketch,)).fetchone()
        return str(row[0]) if row else sketch

    def root(self, sketch: int) -> Node:
        return self._root(self._nodes[sketch])

    def _root(self, node: Node) -> Node:
        above = self._above
        while (higher := above.get(node, node)) != node:
            above[node] = above.get(higher, higher)
            node = higher
        return node

    def compare(self, one: int, other: int) -> None:
        """Joins two that are alike."""
        root, further = self.root(one), self.root(other)
        if root != further and likeness(self.sketches[one], self.sketches[other]) >= ALIKE:
            self._above[further] = root
            self._above.setdefault(root, root)

    def name(self) -> None:
        """Writes down the first document of each story, for all documents that this may be new to."""
        firsts: dict[Node, str] = {}
        for _, document, sketch in self._db.execute(_TOLD):
            root = self.root(sketch)
            if root in self._above or isinstance(root, str):
                firsts[root] = min(document, firsts.get(root, document))
        known = [node for node in {*firsts, *self._above} if isinstance(node, str)]
        for node in known:
            root = self._root(node)
            firsts[root] = min(node, firsts.get(root, node))
        least = "SELECT min(document) FROM seen WHERE sketch = ?"
        for before, document, sketch in self._db.execute(_TOLD):
            first = firsts.get(self.root(sketch)) or self._db.execute(least, (sketch,)).fetchone()[0]
            self._db.execute(
                "UPDATE work_told SET after = ? WHERE before = ? AND document = ?", (first, before, document)
            )
        for node in known:
            if (first := firsts[self._root(node)]) != node:
                rows = [(story, document, first) for story, document in _tellers(self._db, node)]
                self._db.executemany("INSERT INTO work_told VALUES (?, ?, ?)", rows)


def _tellers(db: sqlite3.Connection, story: str) -> list[tuple[str, str]]:
    """The documents of a story, each behind the story."""
    find = "SELECT story, document FROM seen WHERE {} = ? AND story = ? AND {}"
    first = db.execute(find.format("document", "1"), (story, story)).fetchall()
    return first + db.execute(find.format("story", "story <> document"), (story, story)).fetchall()


def _moved(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Writes the stories down where they belong; see `settle_copies`."""
    find = "SELECT document, before, ifnull(after, document) FROM work_told CROSS JOIN seen USING (document)"
    for document, before, after in db.execute(find):
        db.execute("UPDATE seen SET story = ? WHERE document = ?", (after, document))
        if before != after:
            yield document, before, after
