"""The shortest paths between two entities, by widening circles around both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from kg.graph.edges import Link

MOST_SEEN = 50_000
"""Entities looked at before a path is given up: about a second's work."""
MOST_PATHS = 5
"""Paths of equal length that are shown."""
Links = Callable[[Collection[str]], Sequence[Link]]


def shortest(links: Links, start: str, end: str) -> list[list[str]]:
    """Up to five paths of the smallest number of steps, sorted; none where there is none within reach."""
    rings = {start: [{start}], end: [{end}]}
    ties: dict[str, set[str]] = defaultdict(set)
    while not (met := set().union(*rings[start]) & set().union(*rings[end])):
        if sum(map(len, (*rings[start], *rings[end]))) > MOST_SEEN:
            return []
        side = min(rings, key=lambda one: (len(rings[one][-1]), one == end))
        if not rings[side][-1]:
            return []
        rings[side].append(_wider(links, rings[side], ties))
    return _walk(rings[start], rings[end], ties, met)


def _wider(links: Links, rings: Sequence[set[str]], ties: dict[str, set[str]]) -> set[str]:
    for link in links(sorted(rings[-1])):
        ties[link.subject].add(link.object)
        ties[link.object].add(link.subject)
    reached = set().union(*(ties[one] for one in rings[-1]))
    return reached - set().union(*rings)


def _walk(
    ours: Sequence[set[str]], theirs: Sequence[set[str]], ties: Mapping[str, set[str]], met: set[str]
) -> list[list[str]]:
    found = []
    for middle in sorted(met):
        for back in _back(middle, ours, ties):
            for ahead in _back(middle, theirs, ties):
                found.append([*reversed(back), middle, *ahead])
                if len(found) == MOST_PATHS:
                    return sorted(found)
    return sorted(found)


def _back(one: str, rings: Sequence[set[str]], ties: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The ways from here to the middle of the rings, ring by ring."""
    far = next(number for number, ring in enumerate(rings) if one in ring)
    if far == 0:
        yield []
        return
    for nearer in sorted(ties[one] & rings[far - 1]):
        for rest in _back(nearer, rings, ties):
            yield [nearer, *rest]
