"""What all steps of a revision work with: the tables, the judge, and the things that were looked at last."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from kg.names import Name, Namer
from kg.resolution.clusters import Cluster
from kg.resolution.growing.codec import load_cluster, load_names
from kg.resolution.judgement import Judge, Subject

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings

Key = TypeVar("Key")
Value = TypeVar("Value")
_THINGS, _SUBJECTS = 500, 4_000
"""Some 3 MB each. Things are looked at in the order of their names, so that those alike come soon after each other."""
NOTHING = "[]"
"""Of the sides of judgements: that none means a thing."""


@dataclass(frozen=True)
class Desk:
    """One revision's."""

    db: sqlite3.Connection
    judge: Judge
    settings: Settings

    @property
    def ontology(self) -> Ontology:
        return self.judge.ontology

    @property
    def namer(self) -> Namer:
        return self.judge.namer

    @cached_property
    def clusters(self) -> Lately[int, Cluster]:
        """The cluster of each thing, to be looked at and not changed."""
        return Lately(self.cluster, _THINGS)

    def cluster(self, thing: int) -> Cluster:
        """The cluster of a thing, which may be changed."""
        find = "SELECT named, judged, said FROM thing WHERE id = ?"
        named, judged, said = self.db.execute(find, (thing,)).fetchone()
        return load_cluster(named, judged, said, self.namer)

    @cached_property
    def subjects(self) -> Lately[int, Subject]:
        """Who each thing is, but for its profile."""
        return Lately(self._subject, _SUBJECTS)

    def _subject(self, thing: int) -> Subject:
        named, judged = self.db.execute("SELECT named, judged FROM thing WHERE id = ?", (thing,)).fetchone()
        return load_names(named, judged, self.namer)[0]

    def keys(self, best: Name, forms: frozenset[Name], local: bool) -> dict[str, int]:
        """The blocks of a thing, and in which of the two parts that `Namer.telling` tells apart each is (1, 2 or 3).

        Countries are alike to nothing; the rows of theirs (0) only serve to find them by a name.
        """
        if local:
            return {}
        if best.country:
            return {f"={form.family}:{form.key}": 0 for form in forms}
        keys = frozenset(key for form in forms for key in self.namer.blocks(form))
        first, second = self.namer.telling(best, keys)
        return {f"{best.family}:{key}": (key in first) + 2 * (key in second) for key in keys}

    def keys_of(self, named: str) -> dict[str, int]:
        """The blocks of a thing as `dump_names` wrote it."""
        subject, local = load_names(named, NOTHING, self.namer)
        return self.keys(subject.best, subject.forms, local)


class Lately(Generic[Key, Value]):
    """What was asked for lately, remembered."""

    def __init__(self, find: Callable[[Key], Value], most: int) -> None:
        self._find = find
        self._most = most
        self._found: OrderedDict[Key, Value] = OrderedDict()

    def __getitem__(self, key: Key) -> Value:
        if key in self._found:
            self._found.move_to_end(key)
            return self._found[key]
        value = self._found[key] = self._find(key)
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return value
