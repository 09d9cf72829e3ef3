"""How a graph follows what became of its parts: in steps, so that it does not matter how much that is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from kg.graph.quads import quads
from kg.graph.vocabulary import Vocabulary
from kg.model import Change, Portion

STEP = 10_000
"""Quads that are in memory at once, at most: some 10 MB here and 30 in the engine."""
Changes = Callable[[bool], Iterator[Change]]
"""Gives all changes, or (True) those alone that take something away."""
Item = TypeVar("Item")


class Following:
    """Changes the default graph of a store."""

    def __init__(self, graph: ox.Store, vocabulary: Vocabulary) -> None:
        self._graph = graph
        self._vocabulary = vocabulary

    def follow(self, changes: Changes) -> bool:
        """Makes the graph say what is after the changes, if it says what was before; whether anything was to do.

        Done twice, it is as done once. Few changes are one transaction.
        """
        come, gone = set[ox.Quad](), set[ox.Quad]()
        for change in changes(False):
            before, after = self._quads(change.before), self._quads(change.after)
            come |= after - before
            gone |= before - after
            if len(come) + len(gone) > STEP:
                del come, gone
                self._follow_in_steps(changes)
                return True
        change_graph(self._graph, come, gone - come)
        return bool(come or gone)

    def _follow_in_steps(self, changes: Changes) -> None:
        """What is lost goes first, since what one part loses another may gain."""
        losses = (self._quads(one.before) - self._quads(one.after) for one in changes(True))
        self._in_steps(gone=(quad for lost in losses for quad in lost))
        gains = (self._quads(one.after) - self._quads(one.before) for one in changes(False))
        self._in_steps(come=(quad for gained in gains for quad in gained))

    def say(self, everything: Iterable[Portion], on_disk: bool = False) -> bool:
        """Makes the graph say exactly this; whether it said something else."""
        with tempfile.TemporaryDirectory(prefix="kg-") as folder:
            wanted = ox.Store(folder) if on_disk else ox.Store()
            for some in _steps(quad for part in everything for quad in self._quads(part)):
                wanted.bulk_extend(some)
            gone = self._in_steps(gone=(quad for quad in self.present() if quad not in wanted))
            come = self._in_steps(come=(quad for quad in wanted if quad not in self._graph))
            del wanted
        return gone or come

    def present(self) -> Iterator[ox.Quad]:
        """The quads of the default graph."""
        return iter(self._graph.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def _in_steps(self, come: Iterable[ox.Quad] = (), gone: Iterable[ox.Quad] = ()) -> bool:
        changed = False
        for some in _steps(gone):
            change_graph(self._graph, (), some)
            changed = True
        for some in _steps(come):
            # No transaction: it takes half the time and memory, and what is told twice does not matter here.
            self._graph.bulk_extend(some)
            changed = True
        return changed

    def _quads(self, part: Portion) -> set[ox.Quad]:
        return quads(part.knowledge, part.documents, self._vocabulary)


def change_graph(graph: ox.Store, added: Collection[ox.Quad], removed: Collection[ox.Quad]) -> None:
    """One transaction."""
    # One update or one extend is one transaction: there is no other way to have one from Python.
    if removed:
        operations = [f"{verb} DATA {{ {_data(some)} }}" for verb, some in (("DELETE", removed), ("INSERT", added))]
        graph.update(" ;\n".join(operations))
    elif added:
        graph.extend(added)


def _data(some: Iterable[ox.Quad]) -> str:
    return "\n".join(f"{quad.triple} ." for quad in some)


def _steps(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, STEP)):
        yield some
