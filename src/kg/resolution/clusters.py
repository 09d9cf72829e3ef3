"""Chains of all documents joined into things, in an order that only what is known decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Merge
from kg.names import Family, Name
from kg.resolution.chains import Chain, Place, fullest
from kg.resolution.judgement import THRESHOLD, Judge, Subject
from kg.resolution.profiles import Profile

_CROWDED = 100
"""Things that share a block key beyond which the key tells too little to compare them all."""
_CLEAR = 0.1
"""A short name joins the best of several that fit only if it is better by this much."""


@dataclass(slots=True)
class Cluster:
    """Chains that are one thing."""

    subject: Subject
    chains: list[Chain]
    merges: list[Merge] = field(default_factory=list)

    @property
    def sure(self) -> bool:
        """Whether its name alone says who it is."""
        return not _is_part(self.subject.best)

    @property
    def home(self) -> str:
        """The only document that may speak of it, for what has no name of its own; else empty."""
        return self.chains[0].place[0] if self.chains[0].local else ""


def cluster(chains: Iterable[Chain], profiles: Mapping[Place, Profile], judge: Judge) -> list[Cluster]:
    """Every chain in one cluster, sorted by place; a function of the set of chains."""
    start = [_alone(chain, profiles[chain.place]) for chain in sorted(chains, key=lambda c: c.place)]
    joined = _join_namesakes(start, judge)
    return _join_alike(joined, judge)


def _alone(chain: Chain, profile: Profile) -> Cluster:
    own = Profile()
    own.add(profile)
    return Cluster(Subject(chain.type, chain.best, chain.forms, own), [chain])


def _is_part(name: Name) -> bool:
    """A surname, or a first name, alone."""
    return name.family is Family.PERSON and len(name.words) == 1


def _join_namesakes(clusters: Sequence[Cluster], judge: Judge) -> list[Cluster]:
    """Joins things of one name, each to the first that nothing speaks against."""
    groups: dict[tuple[str, str, str], list[Cluster]] = defaultdict(list)
    apart: list[Cluster] = []
    for item in clusters:
        if not item.sure:
            apart.append(item)
            continue
        group = groups[item.subject.best.family, item.subject.best.key, item.home]
        for other in group:
            found = judge.judge(other.subject, item.subject)
            if found.score >= THRESHOLD:
                _absorb(other, item, Merge(item.subject.best.text, other.subject.best.text, found.score, found.reasons))
                break
        else:
            group.append(item)
    return sorted([*apart, *(c for group in groups.values() for c in group)], key=lambda c: c.chains[0].place)


def _absorb(into: Cluster, other: Cluster, merge: Merge) -> None:
    into.chains += other.chains
    into.merges += [*other.merges, merge]
    forms = into.subject.forms | other.subject.forms
    into.subject.profile.add(other.subject.profile)
    best = fullest((into.subject.best, other.subject.best), {})
    into.subject = Subject(into.subject.type, best, forms, into.subject.profile)


@dataclass(frozen=True, slots=True)
class _Edge:
    weight: float
    """As `Judge.weigh` gives it."""
    left: int
    right: int
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        return min(1.0, self.weight)


def _join_alike(clusters: Sequence[Cluster], judge: Judge) -> list[Cluster]:
    """Joins things of different names, the surest first, unless some member of the one rules out some of the other."""
    edges = _unambiguous(_edges(clusters, judge), clusters, judge)
    home = list(range(len(clusters)))
    members = {i: [i] for i in home}
    merges: dict[int, list[Merge]] = defaultdict(list)
    for edge in sorted(edges, key=lambda e: (-e.score, e.left, e.right)):
        a, b = sorted((home[edge.left], home[edge.right]))
        pairs = ((clusters[x].subject, clusters[y].subject) for x in members[a] for y in members[b])
        if a == b or not all(judge.may_join(x, y) for x, y in pairs):
            continue
        name, other = (clusters[i].subject.best.text for i in (edge.right, edge.left))
        merges[a] += [*merges.pop(b, []), Merge(name, other, edge.score, edge.reasons)]
        members[a] += members.pop(b)
        for i in members[a]:
            home[i] = a
    return [_united([clusters[i] for i in sorted(members[root])], merges[root]) for root in sorted(members)]


def _united(parts: Sequence[Cluster], merges: Sequence[Merge]) -> Cluster:
    first = parts[0]
    for part, merge in zip(parts[1:], merges, strict=True):
        _absorb(first, part, merge)
    first.chains.sort(key=lambda c: c.place)
    return first


def _edges(clusters: Sequence[Cluster], judge: Judge) -> list[_Edge]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, item in enumerate(clusters):
        if not item.chains[0].local and not item.subject.best.country:
            keys = {key for form in item.subject.forms for key in judge.namer.blocks(form)}
            for key in keys:
                blocks[item.subject.best.family, key].append(i)
    pairs = {(i, j) for near in blocks.values() if len(near) <= _CROWDED for i in near for j in near if i < j}
    found = []
    for i, j in sorted(pairs):
        judged = judge.weigh(clusters[i].subject, clusters[j].subject)
        if judged.score >= THRESHOLD:
            found.append(_Edge(judged.score, i, j, judged.reasons))
    return found


def _unambiguous(edges: Sequence[_Edge], clusters: Sequence[Cluster], judge: Judge) -> list[_Edge]:
    """`edges` without those of a short name to fuller ones that rule each other out and fit it equally well."""
    upward: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        short, long = sorted((edge.left, edge.right), key=lambda i: _length(clusters[i]))
        if _length(clusters[short]) < _length(clusters[long]):
            upward[short].append(edge)
    dropped = {edge for short, found in upward.items() for edge in _doubtful(short, found, clusters, judge)}
    return [edge for edge in edges if edge not in dropped]


def _doubtful(short: int, edges: Sequence[_Edge], clusters: Sequence[Cluster], judge: Judge) -> list[_Edge]:
    ranked = sorted(edges, key=lambda e: (-e.weight, e.left, e.right))
    best, *rest = ranked
    other = clusters[_far(best, short)].subject
    rivals = [e for e in rest if not judge.may_join(other, clusters[_far(e, short)].subject)]
    if any(round(best.weight - e.weight, 4) < _CLEAR for e in rivals):
        return ranked
    return rivals


def _far(edge: _Edge, near: int) -> int:
    return edge.right if edge.left == near else edge.left


def _length(item: Cluster) -> int:
    best = item.subject.best
    return 0 if best.acronym and len(best.words) == 1 else len(best.words)
