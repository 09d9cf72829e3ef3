"""A change cut into requests that a server takes, in an order that never shows a reader half a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from pyoxigraph import NamedNode, Triple

from kg.graph.vocabulary import Vocabulary

LARGEST = 1000
"""Triples in a request: Virtuoso 7.2.5 compiles 2,000 in one INSERT DATA, and little more."""
HEAVIEST = 1_000_000
"""Characters in a request: nginx lets a megabyte through unless it is told otherwise; what is refused is halved."""


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


Change = tuple[bool, str, Triple]
"""True to add a triple, false to take it away; how it is written; the triple."""


def batches(present: set[Triple], wanted: set[Triple], vocabulary: Vocabulary) -> Iterator[Batch]:
    """Turns `present` into `wanted`.

    What a thing points to is there before it, and goes after it: documents, merges, evidence, entities, facts. All that
    changes about one thing is in one batch, unless that alone is more than a batch may hold.
    """
    changes: dict[NamedNode, list[Change]] = defaultdict(list)
    for added, some in ((False, present - wanted), (True, wanted - present)):
        for triple in some:
            changes[_subject(triple)].append((added, str(triple), triple))
    kept = {triple.subject for triple in wanted}
    place = _place(vocabulary)
    coming = sorted((node for node in changes if node in kept), key=place)
    going = sorted((node for node in changes if node not in kept), key=place, reverse=True)
    for nodes in (coming, going):
        for packed in _packed(sorted(changes[node], key=itemgetter(0, 1)) for node in nodes):
            yield _batch((added, triple) for added, _, triple in packed)


def _packed(groups: Iterable[list[Change]]) -> Iterator[list[Change]]:
    packed: list[Change] = []
    weight = 0
    for part in (part for group in groups for part in _parts(group)):
        heavy = _weight(part)
        if packed and (len(packed) + len(part) > LARGEST or weight + heavy > HEAVIEST):
            yield packed
            packed, weight = [], 0
        packed += part
        weight += heavy
    if packed:
        yield packed


def _parts(group: list[Change]) -> Iterator[list[Change]]:
    if len(group) == 1 or (len(group) <= LARGEST and _weight(group) <= HEAVIEST):
        yield group
        return
    middle = len(group) // 2
    yield from _parts(group[:middle])
    yield from _parts(group[middle:])


def _weight(changes: list[Change]) -> int:
    return sum(len(text) for _, text, _ in changes)


def _batch(changes: Iterable[tuple[bool, Triple]]) -> Batch:
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
