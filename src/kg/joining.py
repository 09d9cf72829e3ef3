"""What a store's documents say together: resolution and the graph follow what came, changed or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.graph.store import Store
from kg.model import Entity
from kg.names import plain
from kg.resolution import Doubt, find_doubts
from kg.resolution.growing import Memory, Totals
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.ontology import Ontology


def refresh(store: Store, ontology: Ontology, settings: Settings) -> Totals:
    """Makes the graph of a store say what its extractions and judgements say; how much that is.

    A run that was ended in between is gone on with. The graph is the same as if all documents had come at once.
    """
    with store.remembering() as database:
        memory = Memory(database, ontology, settings)
        pending = memory.pending
    if pending:
        _follow(store, memory)
    with store.remembering():
        afresh = memory.prepare()
        memory.revise(store.touched(afresh), store.extraction, store.judgements())
    _follow(store, memory)
    return memory.totals()


def _follow(store: Store, memory: Memory) -> None:
    store.follow(memory.changes, memory.everything)
    with store.remembering():
        memory.forget()


@contextmanager
def _remembered(store: Store) -> Iterator[Memory]:
    with store.remembering() as database:
        yield Memory(database, store.ontology, store.settings)


def count_each(store: Store, settings: Settings, documents: Iterable[str]) -> list[tuple[int, int]]:
    """How many entities each of these documents mentions, and of how many facts it is a source, after `refresh`."""
    with store.remembering() as database:
        memory = Memory(database, store.ontology, settings)
        return [memory.counts(document) for document in documents]


def total(store: Store) -> Totals:
    """How much the documents of a store say together, after `refresh`."""
    with _remembered(store) as memory:
        return memory.totals()


def find_undecided(store: Store) -> list[Doubt]:
    """Pairs of names of which it is not clear whether they are one thing's, as the graph has them, the best first."""
    with _remembered(store) as memory:
        if memory.current:
            return memory.doubts()
    return find_doubts(store.extractions(), store.ontology, store.judgements())  # another kg made this store


class Bearers:
    """Who bears which name in a store, as the graph has it; reads no more than is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with _remembered(store) as memory:
            self._all = None if memory.current else _All(store.reading.entities())

    def called(self, name: str) -> list[Entity]:
        """The entities that bear this name, however it is written, by id."""
        if self._all is not None:
            return self._all.named.get(plain(name), [])
        with _remembered(self._store) as memory:
            return memory.called(name)

    def entity(self, identifier: str) -> Entity | None:
        """The entity with this id; None where there is none."""
        if self._all is not None:
            return self._all.known.get(identifier)
        with _remembered(self._store) as memory:
            return memory.entity(identifier)


class _All:
    """All entities, for a store that another kg made: which of them bear a name, and which has an id."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.known: dict[str, Entity] = {}
        self.named: defaultdict[str, list[Entity]] = defaultdict(list)
        for one in entities:
            self.known[one.id] = one
            for name in {plain(own) for own in (one.name, *one.aliases)}:
                self.named[name].append(one)
