"""The directory of a store: its names, ready to be searched, and its facts by date; made anew for each view of it.

    <folder>/names.sqlite   entities by how many facts they take part in, their names, facts, documents, rows of hubs
    <folder>/grams.npy      rows of `names` by runs of three letters, for names that are not spelled as in the store
    <folder>/starts.npy     where the rows of each run begin

Rows of `names` stand in order of their entities' facts, so that the first rows that match are the best ones.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from kg.names import plain
from kg.serve.pages import links
from kg.serve.pages.rows import Row
from kg.serve.worker import Bench

DATABASE, GRAMS, STARTS = "names.sqlite", "grams.npy", "starts.npy"
BUCKETS = 1 << 16
"""Runs of letters share a bucket now and then; names are compared in full before they are shown."""
LONGEST = 200
"""Characters of a name that are looked at."""
CANDIDATES = 120
"""Names compared in full, 15 microseconds each; more find no more of names with two letters wrong."""
NEAR_ENOUGH = 62.0
"""Of 100: below it, names have little but their letters in common."""
_WORD = re.compile(r"\w+")
_HITS = """SELECT e.id, e.name, e.type, e.facts, n.name, n.plain FROM names n JOIN entities e ON e.number = n.entity
WHERE n.row IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found by one of its names."""

    id: str
    name: str
    type: str
    facts: int
    matched: str
    """The name that it was found by."""
    score: float = 100.0

    def model(self) -> dict[str, Any]:
        also = self.matched if self.matched != self.name else ""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "facts": self.facts,
            "also": also,
            "href": links.entity(self.id),
        }


class Directory:
    """Opened by a worker for as long as there is no newer one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = sqlite3.connect(f"{(folder / DATABASE).as_uri()}?mode=ro&immutable=1", uri=True)
        self._grams: NDArray[np.uint32] = np.load(folder / GRAMS, mmap_mode="r")
        self._starts: NDArray[np.int64] = np.load(folder / STARTS, mmap_mode="r")
        (self._version,) = self.rows.execute("SELECT version FROM view").fetchone()
        (self._names,) = self.rows.execute("SELECT COUNT(*) FROM names").fetchone()

    @classmethod
    def of(cls, bench: Bench, folder: str) -> Self:
        """The one in this folder; a worker that has it open keeps it so."""
        known = bench.kept.get("directory")
        if not isinstance(known, cls) or str(known.folder) != folder:
            bench.kept["directory"] = known = cls(Path(folder))
        return known

    def ends(self, identifier: str, version: int) -> list[Row]:
        """All facts of a hub, as `read_rows` gives them; none of what is no hub, or where this is of another view."""
        if version != self._version:
            return []
        text = """SELECT fact, predicate, way, other, value, modality, confidence, date, until FROM ends
        WHERE entity = ? ORDER BY place"""
        return [Row(*row) for row in self.rows.execute(text, (identifier,))]

    def find(self, words: str, most: int = 10) -> list[Hit]:
        """Entities with such a name, the best first: the same, then what begins so, has such words, or nearly."""
        wanted = plain(words)[:LONGEST] or words.strip()[:LONGEST].casefold()
        if not wanted:
            return []
        found = list(self._beginning(wanted, most))
        if len({hit.id for hit in found}) < most:
            found += self._near(wanted)
        best: dict[str, Hit] = {}
        for hit in sorted(found, key=lambda one: (-one.score, -one.facts, one.id, one.matched != one.name)):
            best.setdefault(hit.id, hit)
        return list(best.values())[:most]

    def named(self, names: Sequence[str]) -> dict[str, str]:
        """Where each of these that is an entity's name leads: to the entity, or to all that have the name."""
        said = "SELECT COUNT(*), MIN(id) FROM entities WHERE name = ?"
        rows = [(name, *self.rows.execute(said, (name,)).fetchone()) for name in dict.fromkeys(names)]
        return {name: links.entity(one) if many == 1 else links.search(name) for name, many, one in rows if many}

    def similar(self, identifier: str, names: Sequence[str], most: int) -> list[Hit]:
        """Other entities whose names look like one of these."""
        found: dict[str, Hit] = {}
        for name in names:
            for hit in self._near(plain(name)[:LONGEST]):
                if hit.id != identifier and (hit.id not in found or hit.score > found[hit.id].score):
                    found[hit.id] = hit
        return sorted(found.values(), key=lambda one: (-one.score, -one.facts, one.id))[:most]

    def _beginning(self, wanted: str, most: int) -> Iterator[Hit]:
        exact = [row for (row,) in self.rows.execute("SELECT row FROM names WHERE plain = ? LIMIT ?", (wanted, most))]
        terms = " AND ".join(f'"{word}"*' for word in _WORD.findall(wanted))
        starts = self.rows.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", (terms or '""', most * 5))
        for hit, name in self._hits([*exact, *(row for (row,) in starts)]):
            score = 200.0 if name == wanted else 150.0 if name.startswith(wanted) else 120.0
            yield _scored(hit, score)

    def _near(self, wanted: str) -> list[Hit]:
        """Names that share most runs of three letters with the wanted one, compared letter by letter."""
        keys = _keys(_padded([wanted]))[0]
        parts = [self._grams[self._starts[key] : self._starts[key + 1]] for key in set(keys.tolist())]
        if not parts or not self._names:
            return []
        shared = np.bincount(np.concatenate(parts), minlength=self._names + 1)
        first = np.argsort(-shared, kind="stable")[:CANDIDATES] if self._names < 5000 else _largest(shared, CANDIDATES)
        hits = self._hits([int(row) for row in first if shared[row] * 4 >= min(len(parts), 8)])
        scored = [_scored(hit, _likeness(wanted, name)) for hit, name in hits]
        return [hit for hit in scored if hit.score >= NEAR_ENOUGH]

    def _hits(self, rows: Sequence[int]) -> list[tuple[Hit, str]]:
        found = self.rows.execute(_HITS, (str(list(dict.fromkeys(rows))),))
        return [(Hit(*row[:5]), row[5]) for row in found]


def gram_index(names: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Rows (from 1 on) of the names that hold each run of three letters, bucket after bucket, and where each begins."""
    keys, rows = _keys(_padded(names))
    order = np.argsort(keys, kind="stable")
    starts = np.searchsorted(keys[order], np.arange(BUCKETS + 1))
    return rows[order], starts.astype(np.int64)


def _padded(names: Sequence[str]) -> str:
    return "\n".join(f" {name} " for name in names) + "\n"


def _keys(text: str) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """The bucket of each run of three letters that lies in one line, and the number of that line, from 1 on."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    rows = (np.cumsum(codes == ord("\n")) + 1).astype(np.uint32)
    first, second, third = codes[:-2], codes[1:-1], codes[2:]
    mixed = first * np.uint32(2654435761) + second * np.uint32(40503 * 977) + third * np.uint32(97)
    keys = ((mixed ^ (mixed >> np.uint32(15))) % np.uint32(BUCKETS)).astype(np.uint16)
    inside = (first != ord("\n")) & (second != ord("\n")) & (third != ord("\n"))
    return keys[inside], rows[:-2][inside]


def _largest(shared: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    some = np.argpartition(-shared, most)[:most]
    return some[np.lexsort((some, -shared[some]))]


def _likeness(wanted: str, name: str) -> float:
    """Of 100: whole names, the same words in another order, or the beginning of a longer name as it is being typed."""
    whole = fuzz.ratio(wanted, name)
    begun = fuzz.ratio(wanted, name[: len(wanted) + 1]) * 0.95
    words = max((fuzz.ratio(wanted, part) for part in name.split()), default=0.0) * 0.9
    return max(whole, begun, words, fuzz.token_sort_ratio(wanted, name) * 0.97)


def _scored(hit: Hit, score: float) -> Hit:
    return Hit(hit.id, hit.name, hit.type, hit.facts, hit.matched, score)
