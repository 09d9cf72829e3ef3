"""Groups of entities that have more to do with each other than with the rest: how to look at a large store as a whole.

Louvain's method (networkx) on the most connected entities; the others go to the group that they have most to do with.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.graph.edges import Network
from kg.serve.keeping import Kept
from kg.serve.worker import Bench

CORE = 2500
"""Entities that Louvain's method is given: about a second's work."""
ROUNDS = 6
"""Of taking in what hangs on something that has a group."""
SEED = 7
SMALL = 90
"""Entities that are shown one by one; more are shown in groups."""

Ties = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Groups:
    """Entities in groups, the largest first; in each the most connected first."""

    members: tuple[tuple[str, ...], ...]
    between: Mapping[tuple[int, int], int]
    """Facts between two groups."""

    @property
    def of(self) -> dict[str, int]:
        return {one: number for number, group in enumerate(self.members) for one in group}


def make(bench: Bench, file: str) -> None:
    """Finds the groups of the whole store as it is now, and writes them to this file."""
    groups = split(ties_of(Network(bench.store)))
    said: dict[str, Any] = {"members": groups.members, "between": [[*pair, n] for pair, n in groups.between.items()]}
    Path(file).write_text(json.dumps(said), encoding="utf-8")


def read(bench: Bench, file: str) -> Groups:
    """The groups in this file; a worker that has read them keeps them."""
    known = bench.kept.get("groups")
    if not known or known[0] != file:
        said = json.loads(Path(file).read_text(encoding="utf-8"))
        members = tuple(tuple(some) for some in said["members"])
        groups = Groups(members, {(one, other): count for one, other, count in said["between"]})
        bench.kept["groups"] = known = (file, groups)
    found: Groups = known[1]
    return found


def ties_of(network: Network) -> Ties:
    """Who is linked with whom, by how many facts."""
    ties: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, other, count in network.pairs():
        ties[one][other] += count
        ties[other][one] += count
    return ties


def within(ties: Ties, members: Sequence[str]) -> Ties:
    """The same among some of the entities."""
    some = set(members)
    return {one: {other: count for other, count in ties[one].items() if other in some} for one in members}


def split(ties: Ties) -> Groups:
    """The entities in groups; the same for equal ties."""
    ranked = sorted(ties, key=lambda one: (-len(ties[one]), one))
    group: dict[str, int] = {}
    for number, members in enumerate(_louvain(ties, ranked[:CORE])):
        group.update(dict.fromkeys(members, number))
    _take_in(ties, ranked, group)
    gathered: dict[int, list[str]] = defaultdict(list)
    for one in ranked:
        gathered[group[one]].append(one)
    return _counted(ties, sorted(gathered.values(), key=lambda some: (-len(some), some[0])))


def _louvain(ties: Ties, core: Sequence[str]) -> list[set[str]]:
    import networkx as nx  # noqa: PLC0415  (takes 0.3 s, which only this needs)

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(core)
    for one, others in within(ties, core).items():
        graph.add_weighted_edges_from((one, other, count) for other, count in sorted(others.items()) if one < other)
    return [set(found) for found in nx.community.louvain_communities(graph, seed=SEED)]


def _take_in(ties: Ties, ranked: Sequence[str], group: dict[str, int]) -> None:
    """Gives each of the rest the group of what it is most linked with; what hangs on none of them makes its own."""
    rest = [one for one in ranked if one not in group]
    for _ in range(ROUNDS):
        left = []
        for one in rest:
            votes: Counter[int] = Counter()
            for other, count in ties[one].items():
                if other in group:
                    votes[group[other]] += count
            if votes:
                group[one] = min(votes, key=lambda number: (-votes[number], number))
            else:
                left.append(one)
        if len(left) == len(rest):
            break
        rest = left
    fresh = max(group.values(), default=-1) + 1
    for one in rest:
        if one not in group:
            fresh = _flood(ties, one, group, fresh)


def _flood(ties: Ties, one: str, group: dict[str, int], number: int) -> int:
    waiting = [one]
    while waiting:
        current = waiting.pop()
        if current not in group:
            group[current] = number
            waiting += ties[current]
    return number + 1


def _counted(ties: Ties, members: Sequence[Sequence[str]]) -> Groups:
    group = {one: number for number, some in enumerate(members) for one in some}
    between: Counter[tuple[int, int]] = Counter()
    for one, others in ties.items():
        for other, count in others.items():
            if one < other and group[one] != group[other]:
                between[min(group[one], group[other]), max(group[one], group[other])] += count
    return Groups(tuple(tuple(some) for some in members), dict(between))


GROUPS = Kept("groups", "the groups of the store", make)
"""What a server keeps for the view of the whole store."""
