"""Chains of all documents joined into things, in an order that only what is known decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.model import Merge
from kg.names import SPELLINGS, Family, Likeness, Name, Namer
from kg.resolution.chains import Chain, Place, fullest
from kg.resolution.judgement import RULED, THRESHOLD, Judge, Subject
from kg.resolution.profiles import Profile
from kg.resolution.rulings import Side

CROWDED = 100
"""Things that share a block key beyond which the key tells too little to compare them all."""
_CLEAR = 0.1
"""A short name joins the best of several that fit only if it is better by this much."""
_DOUBT = 0.01
"""Below the threshold: what a person may judge."""


@dataclass(slots=True)
class Cluster:
    """Chains that are one thing, and what is left of them when they are counted together."""

    subject: Subject
    places: list[Place]
    names: dict[str, tuple[int, int]]
    """Each name as written -> in how many chains, and how often."""
    types: Counter[str]
    described: str = ""
    local: bool = False
    """Both as in the first chain."""
    merges: list[Merge] = field(default_factory=list)

    @property
    def group(self) -> tuple[str, str, str]:
        """Equal for all that may be joined for their name alone; of a person's part of a name, for nothing else."""
        if is_part(self.subject.best):
            document, chain = self.places[0]
            return "", document, str(chain)
        return self.subject.best.family, self.subject.best.key, self.home

    @property
    def home(self) -> str:
        """The only document that may speak of it, for what has no name of its own; else empty."""
        return self.places[0][0] if self.local else ""


def cluster(chains: Iterable[Chain], profiles: Mapping[Place, Profile], judge: Judge) -> list[Cluster]:
    """Every chain in one cluster, sorted by place; a function of the set of chains."""
    found = namesakes(chains, profiles, judge)
    return join_alike(found, find_edges(found, judge, THRESHOLD), judge)


def namesakes(chains: Iterable[Chain], profiles: Mapping[Place, Profile], judge: Judge) -> list[Cluster]:
    """Every chain in one cluster with others of the same name, sorted by place."""
    groups: dict[tuple[str, str, str], list[Cluster]] = defaultdict(list)
    for chain in sorted(chains, key=lambda c: c.place):
        item = alone(chain, profiles[chain.place], judge)
        join_namesake(groups[item.group], item, judge)
    return sorted((item for group in groups.values() for item in group), key=lambda c: c.places[0])


def alone(chain: Chain, profile: Profile, judge: Judge) -> Cluster:
    """A cluster of one chain, which later ones may join."""
    own = Profile()
    own.add(profile)
    subject = Subject(chain.type, chain.best, chain.forms, own, judge.rulings.sides(chain))
    names = {text: (1, count) for text, count in chain.names}
    return Cluster(subject, [chain.place], names, Counter([chain.type]), chain.described, chain.local)


def is_part(name: Name) -> bool:
    """A surname, or a first name, alone."""
    return name.family is Family.PERSON and len(name.words) == 1


def join_namesake(group: list[Cluster], item: Cluster, judge: Judge) -> None:
    """Joins `item` to the first of its group that nothing speaks against, or lets it stand there by itself."""
    for other in group:
        found = judge.judge(other.subject, item.subject)
        if found.score >= THRESHOLD:
            absorb(other, item, Merge(item.subject.best.text, other.subject.best.text, found.score, found.reasons))
            return
    group.append(item)


def absorb(into: Cluster, other: Cluster, merge: Merge) -> None:
    """Counts `other`, which is not used any more, to `into`."""
    into.places += other.places
    into.types += other.types
    for text, (chains, times) in other.names.items():
        known = into.names.get(text, (0, 0))
        into.names[text] = (known[0] + chains, known[1] + times)
    into.merges += [*other.merges, merge]
    forms = into.subject.forms | other.subject.forms
    into.subject.profile.add(other.subject.profile)
    best = fullest((into.subject.best, other.subject.best), {})
    sides = into.subject.sides | other.subject.sides
    into.subject = Subject(into.subject.type, best, forms, into.subject.profile, sides)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two things, by number, that may be one."""

    weight: float
    """As `Judge.weigh` gives it."""
    left: int
    right: int
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        return min(1.0, self.weight)

    @property
    def ruled(self) -> float:
        """More than 0 where a person judged the two the same: the newer, the more."""
        return self.weight if self.weight > RULED else 0.0


def join_alike(clusters: Sequence[Cluster], edges: Sequence[Edge], judge: Judge) -> list[Cluster]:
    """Joins things of different names, the surest first, unless some member of the one rules out some of the other.

    `clusters` are sorted by place, `edges` those of `THRESHOLD` and more between them. What comes of things that no
    chain of edges connects with the others does not depend on the others.
    """
    edges = _unambiguous(edges, clusters, judge)
    home = list(range(len(clusters)))
    members = {i: [i] for i in home}
    merges: dict[int, list[Merge]] = defaultdict(list)
    for edge in sorted(edges, key=lambda e: (-e.ruled, -e.score, e.left, e.right)):
        a, b = sorted((home[edge.left], home[edge.right]))
        pairs = ((clusters[x].subject, clusters[y].subject) for x in members[a] for y in members[b])
        agrees = judge.overrules if edge.ruled else judge.may_join
        if a == b or not all(agrees(x, y) for x, y in pairs):
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
        absorb(first, part, merge)
    first.places.sort()
    return first


def find_edges(clusters: Sequence[Cluster], judge: Judge, least: float) -> list[Edge]:
    """The pairs that weigh at least so much, of those that share a block or that a person judged the same."""
    found = []
    for i, j in sorted(_near(clusters, judge.namer) | _judged(clusters)):
        judged = weigh(clusters[i], clusters[j], judge)
        if judged.score >= least:
            found.append(Edge(judged.score, i, j, judged.reasons))
    return found


def weigh(one: Cluster, other: Cluster, judge: Judge) -> Likeness:
    """How much speaks for two things being one, the one that was seen first given first."""
    found = judge.weigh(one.subject, other.subject)
    if THRESHOLD <= found.score < RULED and _told_apart(one, other, judge.namer):
        return replace(found, score=THRESHOLD - _DOUBT)
    return found


def _told_apart(one: Cluster, other: Cluster, namer: Namer) -> bool:
    """Whether a text speaks of both, two bodies whose one name the other only begins with or holds: a firm, its unit.

    All that such a text says of the one stands beside the other, so that it cannot speak for their being one. `Labour`
    beside the Labour Party is no part of it.
    """
    a, b = one.subject.best, other.subject.best
    if a.family is not Family.BODY or not (set(a.words) < set(b.words) or set(b.words) < set(a.words)):
        return False
    if set(a.words) ^ set(b.words) <= namer.tables.implied:
        return False
    both = {document for document, _ in one.places} & {document for document, _ in other.places}
    return bool(both) and namer.compare(a, b).score < SPELLINGS


def _judged(clusters: Sequence[Cluster]) -> set[tuple[int, int]]:
    meant: dict[Side, list[int]] = defaultdict(list)
    for i, item in enumerate(clusters):
        for side in item.subject.sides:
            meant[side].append(i)
    pairs = ((i, j) for (n, side), own in meant.items() if not side for i in own for j in meant.get((n, 1), ()))
    return {(min(i, j), max(i, j)) for i, j in pairs if i != j}


def _near(clusters: Sequence[Cluster], namer: Namer) -> set[tuple[int, int]]:
    """Pairs that share a block that is not crowded, but for those whose names cannot be alike for all that.

    A crowded block gives no pair, so that pairs grow as the things do, not as their square.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    telling: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
    for i, item in enumerate(clusters):
        if not item.local and not item.subject.best.country:
            keys = frozenset(key for form in item.subject.forms for key in namer.blocks(form))
            telling[i] = namer.telling(item.subject.best, keys)
            for key in keys:
                blocks[item.subject.best.family, key].append(i)
    crowds = (near for near in blocks.values() if 1 < len(near) <= CROWDED)
    return {
        (i, j)
        for near in crowds
        for i, j in combinations(near, 2)
        if not (telling[i][0].isdisjoint(telling[j][1]) and telling[j][0].isdisjoint(telling[i][1]))
    }


def _unambiguous(edges: Sequence[Edge], clusters: Sequence[Cluster], judge: Judge) -> list[Edge]:
    """`edges` without those of a short name to fuller ones that rule each other out and fit it equally well."""
    upward: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.ruled:
            continue
        short, long = sorted((edge.left, edge.right), key=lambda i: _length(clusters[i]))
        if _length(clusters[short]) < _length(clusters[long]):
            upward[short].append(edge)
    dropped = {edge for short, found in upward.items() for edge in _doubtful(short, found, clusters, judge)}
    return [edge for edge in edges if edge not in dropped]


def _doubtful(short: int, edges: Sequence[Edge], clusters: Sequence[Cluster], judge: Judge) -> list[Edge]:
    ranked = sorted(edges, key=lambda e: (-e.weight, e.left, e.right))
    best, *rest = ranked
    other = clusters[_far(best, short)].subject
    rivals = [e for e in rest if not judge.may_join(other, clusters[_far(e, short)].subject)]
    if any(round(best.weight - e.weight, 4) < _CLEAR for e in rivals):
        return ranked
    return rivals


def _far(edge: Edge, near: int) -> int:
    return edge.right if edge.left == near else edge.left


def _length(item: Cluster) -> int:
    best = item.subject.best
    return 0 if best.acronym and len(best.words) == 1 else len(best.words)
