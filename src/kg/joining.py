"""What a store's documents say together: resolution and the graph follow what came, changed or went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.graph.store import Store
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


def count_each(store: Store, settings: Settings, documents: Iterable[str]) -> list[tuple[int, int]]:
    """How many entities each of these documents mentions, and of how many facts it is a source, after `refresh`."""
    with store.remembering() as database:
        memory = Memory(database, store.ontology, settings)
        return [memory.counts(document) for document in documents]
