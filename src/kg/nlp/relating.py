"""Scores all pairs of marks, joins pronouns and descriptions to names, and sums pairs up to chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.nlp.confidence import Rivals, rivals_of
from kg.nlp.encoding import Encoded
from kg.nlp.marks import VALUES, Mark
from kg.nlp.pairs import codes, pair_features
from kg.nlp.weights import Weights

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_MARGIN = 1e-3
"""Of a logit: more than what rounding may take from a sum of odds."""


@dataclass(frozen=True, slots=True)
class PairScores:
    """Scores of the ordered pairs of the marks of one window, but for those that begin with a value."""

    marks: tuple[int, ...]
    """Indices into the text's marks."""
    owned: frozenset[int]
    """Those of them that the window decides about."""
    subjects: Ints
    """Places in `marks` of all but values, in order: what may be a source of a link, refer back or be referred to."""
    relation: Floats
    """(subjects, marks, links), logits."""
    status: Floats
    modality: Floats
    same: Floats
    """(subjects, marks): how well the mark serves as antecedent of the subject; 0 is as good as none."""


def score_pairs(weights: Weights, encoded: Encoded, marks: Sequence[Mark]) -> list[PairScores]:
    """The scores of each window that holds two marks or more, one of them no value."""
    kinds = {kind: number for number, kind in enumerate(weights.labels("kinds"))}
    groups = np.array(weights.meta["labels"]["groups"], dtype=np.int64)
    parts = np.cumsum([len(weights.labels(name)) for name in ("links", "statuses", "modalities")])
    result = []
    for window, states in zip(encoded.windows, encoded.states, strict=True):
        inside = [i for i, mark in enumerate(marks) if window.start <= mark.start and mark.end <= window.end]
        subjects = np.array([row for row, i in enumerate(inside) if marks[i].kind not in VALUES], dtype=np.int64)
        if len(inside) < 2 or not len(subjects):
            continue
        rows = np.array(
            [
                (marks[i].start - window.start + 1, marks[i].end - window.start + 1, kinds[marks[i].kind])
                for i in inside
            ],
            dtype=np.int64,
        )
        ids = np.concatenate([[0], encoded.pieces.ids[window.start : window.end], [0]])
        mean = np.zeros((len(rows), len(states)), dtype=np.float32)
        for row, (start, end, _) in enumerate(rows.tolist()):
            mean[row, start:end] = 1 / (end - start)
        features = pair_features(ids, rows[:, 0], rows[:, 1], groups[rows[:, 2]])
        inputs = {"states": states, "mean": mean, "mentions": rows, "subjects": subjects}
        (scores,) = weights.pairs.run(["scores"], inputs | {"codes": codes(features[subjects])})
        relation, status, modality, same = np.split(scores, parts, axis=-1)
        owned = frozenset(i for i in inside if window.own_start <= marks[i].start < window.own_end)
        result.append(PairScores(tuple(inside), owned, subjects, relation, status, modality, same[..., 0]))
    return result


def join_references(
    scored: Sequence[PairScores], chains: list[int], references: frozenset[int], openers: frozenset[int]
) -> None:
    """Gives each mark of `references` the chain of its best antecedents, in place.

    Where it has none, one of `openers` begins a chain, which later marks may join, and any other stays at -1. A name
    that follows such a chain and has it as antecedent takes it over: `In her speech Ms Roe`.
    `chains` holds the chains of the names, and -1 for all else. An antecedent is chosen by chain, the probability of
    its mentions summed, against that of none (Lee et al. 2017).
    """
    fresh = max(chains, default=-1) + 1
    begun: dict[int, list[int]] = {}
    for window in scored:
        order = [window.marks[row] for row in window.subjects.tolist()]
        odds = np.exp(np.clip(window.same[:, window.subjects], -30, 30)).tolist()
        for place, mark in enumerate(order):
            if mark not in window.owned or not (mark in references or begun):
                continue
            known = [chains[other] for other in order[:place]]
            if mark not in references:
                taken = _antecedent(odds[place], [chain if chain in begun else -1 for chain in known])
                for member in begun.pop(taken, ()):
                    chains[member] = chains[mark]
                continue
            chains[mark] = _antecedent(odds[place], known)
            if chains[mark] < 0 and mark in openers:
                chains[mark], fresh = fresh, fresh + 1
                begun[chains[mark]] = []
            if chains[mark] in begun:
                begun[chains[mark]].append(mark)


def _antecedent(odds: Sequence[float], chains: Sequence[int]) -> int:
    """The likeliest of the chains of the first few marks, given the odds of each; -1 where none is likelier."""
    weights: dict[int, float] = defaultdict(float)
    for chance, chain in zip(odds, chains, strict=False):
        if chain >= 0:
            weights[chain] += chance
    best = max(sorted(weights), key=lambda chain: weights[chain], default=-1)
    return best if weights[best] >= 1 else -1


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A label that holds between two chains, and the pair of marks that says it best."""

    source: int
    target: int
    """Indices into the text's marks."""
    label: int
    logit: float
    """Log of the sum of the odds of all pairs of the two chains."""
    status: int
    modality: int
    crowd: int
    """How many things and values the window holds: the more there are, the more pairs may be wrong by chance."""
    rivals: Rivals
    """The highest logits of what the window says instead."""


def chain_links(scored: Sequence[PairScores], chains: Sequence[int], least: float) -> list[ChainLink]:
    """What holds between chains with a logit of `least` or more.

    Beside the best pair of each two chains, every other pair that is sure by itself is given too: a further place
    that says so.
    """
    found: dict[tuple[int, int, int], ChainLink] = {}
    for window in scored:
        for link in _links(window, _Members.of(window, chains), least):
            key = link.source, link.target, link.label
            known = found.get(key)
            if known is None or known.logit < link.logit:
                found[key] = link
    return sorted(found.values(), key=lambda link: (link.source, link.target, link.label))


@dataclass(frozen=True, slots=True)
class _Members:
    """Which marks of a window stand for which chain, as rows and as columns of its scores."""

    sources: Ints
    """The chain of each row; -1 where it has none."""
    targets: Ints
    """The chain of each column."""
    sizes: Ints
    """How many columns the chain of each column has."""

    @classmethod
    def of(cls, window: PairScores, chains: Sequence[int]) -> _Members:
        own = np.array([chains[mark] for mark in window.marks], dtype=np.int64)
        _, places, counts = np.unique(own, return_inverse=True, return_counts=True)
        return cls(own[window.subjects], own, counts[places])


def _links(window: PairScores, members: _Members, least: float) -> list[ChainLink]:
    """What one window says: places of links with the logits of their chains."""
    pairs = _likely(window, members, least)
    if not len(pairs):
        return []
    odds = _odds(window.relation[tuple(pairs.T)])
    single = members.sizes[window.subjects[pairs[:, 0]]] * members.sizes[pairs[:, 1]] == 1
    logits = _log(odds[single])
    sure = logits >= least
    places = [pairs[single][sure]]
    summed = [logits[sure]]
    several = {(int(members.sources[i]), int(members.targets[j]), label) for i, j, label in pairs[~single].tolist()}
    for one, two, label in sorted(several):
        rows, columns = np.flatnonzero(members.sources == one), np.flatnonzero(members.targets == two)
        block = window.relation[rows[:, None], columns[None, :], label]
        logit = _log(_odds(block).sum())
        if logit >= least:
            sayers = block > 0
            sayers.flat[block.argmax()] = True
            inside = np.argwhere(sayers)
            places.append(np.stack([rows[inside[:, 0]], columns[inside[:, 1]], np.full(len(inside), label)], axis=1))
            summed.append(np.full(len(inside), logit))
    at = np.concatenate(places)
    said = np.stack([members.sources[at[:, 0]], members.targets[at[:, 1]], at[:, 2]], axis=1)
    crowd = len(set(members.targets.tolist()) - {-1})
    return _as_links(window, at, said, np.concatenate(summed), crowd)


def _likely(window: PairScores, members: _Members, least: float) -> Ints:
    """(row, column, label) of the pairs of two chains without one of which the odds cannot sum up to `least`."""
    sources, targets = members.sources[:, None], members.targets[None, :]
    may_be = (sources >= 0) & (targets >= 0) & (sources != targets)
    sizes = members.sizes[window.subjects][:, None] * members.sizes[None, :]
    limits = np.where(may_be, least - _MARGIN - np.log(sizes), np.inf)
    return np.argwhere(window.relation >= limits[:, :, None].astype(np.float32))


def _as_links(window: PairScores, places: Ints, said: Ints, logits: Floats, crowd: int) -> list[ChainLink]:
    """The links at `places` (row, column, label), each of which says what `said` has of it (chain, chain, label)."""
    rows, columns = places[:, 0], places[:, 1]
    statuses, modalities = window.status[rows, columns].argmax(-1), window.modality[rows, columns].argmax(-1)
    marks = np.array(window.marks, dtype=np.int64)
    known = logits.tolist()
    rivals = rivals_of([(source, target, label) for source, target, label in said.tolist()], known)
    ends = np.stack([marks[window.subjects[rows]], marks[columns], places[:, 2]], axis=1).tolist()
    manners = np.stack([statuses, modalities], axis=1).tolist()
    return [
        ChainLink(source, target, label, logit, status, modality, crowd, against)
        for (source, target, label), logit, (status, modality), against in zip(
            ends, known, manners, rivals, strict=True
        )
    ]


def _odds(logits: Floats) -> Floats:
    result: Floats = np.exp(np.clip(logits, -20, 15))
    return result


def _log(odds: Any) -> Any:
    return np.log(np.maximum(odds, np.float32(1e-12)))
