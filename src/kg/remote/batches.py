"""A change cut into requests that a server takes, in an order that never shows a reader half a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.graph.vocabulary import Vocabulary

LARGEST = 1000
"""Triples in a request: Virtuoso 7.2.5 compiles 2,000 in one INSERT DATA, and little more."""
HEAVIEST = 1_000_000
"""Bytes in a request, about: nginx lets a megabyte through unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request takes away and adds, in this order. Done twice, it does no more."""

    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.removed) + len(self.added)

    def halves(self) -> tuple[Batch, Batch]:
        """The same change in two."""
        everything = [(False, one) for one in self.removed] + [(True, one) for one in self.added]
        middle = len(everything) // 2
        return _batch(everything[:middle]), _batch(everything[middle:])


Change = tuple[bool, Triple]
"""True to add the triple, false to take it away."""


def batches(present: set[Triple], wanted: set[Triple], vocabulary: Vocabulary) -> Iterator[Batch]:
    """Turns `present` into `wanted`.

    What a thing points to is there before it, and goes after it: documents, merges, evidence, entities, facts. All that
    changes about one thing is in one batch, unless that alone is more than a batch may hold.
    """
    changes: dict[NamedNode, list[Change]] = defaultdict(list)
    for added, some in ((False, present - wanted), (True, wanted - present)):
        for triple in some:
            changes[_subject(triple)].append((added, triple))
    kept = {triple.subject for triple in wanted}
    place = _place(vocabulary)
    coming = sorted((node for node in changes if node in kept), key=place)
    going = sorted((node for node in changes if node not in kept), key=place, reverse=True)
    for nodes in (coming, going):
        yield from map(_batch, _packed(sorted(changes[node], key=_order) for node in nodes))


def _packed(groups: Iterable[list[Change]]) -> Iterator[list[Change]]:
    packed: list[Change] = []
    weight = 0
    for group in groups:
        heavy = sum(map(_weight, group))
        if packed and (len(packed) + len(group) > LARGEST or weight + heavy > HEAVIEST):
            yield packed
            packed, weight = [], 0
        for change in group:
            if packed and (len(packed) >= LARGEST or weight + _weight(change) > HEAVIEST):
                yield packed
                packed, weight = [], 0
            packed.append(change)
            weight += _weight(change)
    if packed:
        yield packed


def _batch(changes: Iterable[Change]) -> Batch:
    known = list(changes)
    removed, added = (tuple(triple for adds, triple in known if adds is wanted) for wanted in (False, True))
    return Batch(removed, added)


def _place(vocabulary: Vocabulary) -> Callable[[NamedNode], tuple[int, str]]:
    heads = [vocabulary.prefixes[name] for name in ("doc", "merge", "evidence")]
    fact = vocabulary.prefixes["fact"]

    def place(node: NamedNode) -> tuple[int, str]:
        rank = next((rank for rank, head in enumerate(heads) if node.value.startswith(head)), len(heads))
        return rank + node.value.startswith(fact), node.value

    return place


def _subject(triple: Triple) -> NamedNode:
    assert isinstance(triple.subject, NamedNode)
    return triple.subject


def _order(change: Change) -> tuple[bool, str]:
    return change[0], str(change[1])


def _weight(change: Change) -> int:
    return len(str(change[1]))
