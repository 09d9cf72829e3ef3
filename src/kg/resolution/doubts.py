"""Pairs of things that are joined or kept apart without much certainty: what a person may decide best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity
from kg.resolution.chains import Place
from kg.resolution.clusters import Cluster, Edge, find_edges
from kg.resolution.judgement import THRESHOLD, Judge

LEAST, SURE = 0.5, 0.9
"""Below the one, two names have too little in common to ask; from the other on, nobody needs to be asked."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that may stand for one thing."""

    left: str
    right: str
    """Names as the texts have them."""
    ids: tuple[str, str]
    """The entities that they belong to; twice the same where they were joined."""
    score: float
    reasons: tuple[str, ...]
    documents: tuple[int, int]
    """How many documents speak of each."""

    @property
    def joined(self) -> bool:
        return self.ids[0] == self.ids[1]


def doubts(clusters: Sequence[Cluster], judge: Judge, entities: Mapping[Place, Entity]) -> list[Doubt]:
    """The doubtful pairs of `clusters`, as `rank` gives them."""
    return rank(_doubt(edge, clusters, entities) for edge in find_edges(clusters, judge, LEAST) if not edge.ruled)


def rank(found: Iterable[Doubt]) -> list[Doubt]:
    """Those that a person needs to be asked of, nearest to the threshold first; one a pair of entities and names."""
    open_ = [one for one in found if not one.joined or one.score < SURE]
    best = {
        (frozenset(one.ids), frozenset((one.left, one.right))): one for one in sorted(open_, key=_rank, reverse=True)
    }
    return sorted(best.values(), key=_rank)


def _doubt(edge: Edge, clusters: Sequence[Cluster], entities: Mapping[Place, Entity]) -> Doubt:
    ends = [clusters[number] for number in (edge.left, edge.right)]
    names = [end.subject.best.text for end in ends]
    ids = [entities[end.places[0]].id for end in ends]
    counts = [len({document for document, _ in end.places}) for end in ends]
    return Doubt(names[0], names[1], (ids[0], ids[1]), edge.score, edge.reasons, (counts[0], counts[1]))


def _rank(doubt: Doubt) -> tuple[float, int, str, str, tuple[str, str], tuple[str, ...]]:
    distance = abs(round(doubt.score - THRESHOLD, 4))
    return (distance, -sum(doubt.documents), doubt.left, doubt.right, doubt.ids, doubt.reasons)
