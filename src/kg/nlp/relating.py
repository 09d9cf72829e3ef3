"""Scores all pairs of marks, joins pronouns and descriptions to names, and sums pairs up to chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.nlp.encoding import Encoded
from kg.nlp.marking import Mark
from kg.nlp.pairs import pair_features
from kg.nlp.weights import Weights

Floats = NDArray[np.float32]
OUTPUTS = ("relation", "status", "modality", "same")


@dataclass(frozen=True, slots=True)
class PairScores:
    """Scores of all ordered pairs of the marks of one window."""

    marks: tuple[int, ...]
    """Indices into the text's marks."""
    owned: frozenset[int]
    """Those of them that the window decides about."""
    relation: Floats
    """(n, n, links), logits."""
    status: Floats
    modality: Floats
    same: Floats
    """(n, n): how well the column serves as antecedent of the row; 0 is as good as none."""


def score_pairs(weights: Weights, encoded: Encoded, marks: Sequence[Mark]) -> list[PairScores]:
    """The scores of each window that holds two marks or more."""
    kinds = {kind: number for number, kind in enumerate(weights.labels("kinds"))}
    groups = np.array(weights.meta["labels"]["groups"], dtype=np.int64)
    result = []
    for window, states in zip(encoded.windows, encoded.states, strict=True):
        inside = [i for i, mark in enumerate(marks) if window.start <= mark.start and mark.end <= window.end]
        if len(inside) < 2:
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
        inputs = {"states": states, "mean": mean, "mentions": rows, "features": features}
        owned = frozenset(i for i in inside if window.own_start <= marks[i].start < window.own_end)
        result.append(PairScores(tuple(inside), owned, *weights.pairs.run(list(OUTPUTS), inputs)))
    return result


def join_references(
    scored: Sequence[PairScores],
    chains: list[int],
    references: frozenset[int],
    things: frozenset[int],
    openers: frozenset[int],
) -> None:
    """Gives each mark of `references` the chain of its best antecedents, in place.

    Where it has none, one of `openers` begins a chain, which later marks may join, and any other stays at -1.
    `chains` holds the chains of the names, and -1 for all else; `things` are the marks that may be antecedents. An
    antecedent is chosen by chain, the probability of its mentions summed, against that of none (Lee et al. 2017).
    """
    fresh = max(chains, default=-1) + 1
    for window in scored:
        order = [row for row, mark in enumerate(window.marks) if mark in things]
        for place, row in enumerate(order):
            mark = window.marks[row]
            if mark not in references or mark not in window.owned:
                continue
            weights: dict[int, float] = defaultdict(float)
            for column in order[:place]:
                chain = chains[window.marks[column]]
                if chain >= 0:
                    weights[chain] += float(np.exp(np.clip(window.same[row, column], -30, 30)))
            best = max(sorted(weights), key=lambda chain: weights[chain], default=-1)
            if weights[best] >= 1:
                chains[mark] = best
            elif mark in openers:
                chains[mark], fresh = fresh, fresh + 1


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


def chain_links(
    scored: Sequence[PairScores], chains: Sequence[int], sources: frozenset[int], least: float
) -> list[ChainLink]:
    """What holds between chains with a logit of `least` or more; only marks of `sources` are sources.

    Beside the best pair of each two chains, every other pair that is sure by itself is given too: a further place
    that says so.
    """
    found: dict[tuple[int, int, int], ChainLink] = {}
    for window in scored:
        kept = [row for row, mark in enumerate(window.marks) if chains[mark] >= 0]
        if len(kept) < 2:
            continue
        member = _membership([chains[window.marks[row]] for row in kept])
        logits = window.relation[np.ix_(kept, kept)]
        pooled = _pool(logits, member)
        for one, two, label in np.argwhere(pooled >= least).tolist():
            if one == two:
                continue
            rows, columns = np.flatnonzero(member[one]), np.flatnonzero(member[two])
            block = logits[np.ix_(rows, columns)][..., label]
            best = np.unravel_index(int(block.argmax()), block.shape)
            for i, j in {(int(best[0]), int(best[1])), *map(tuple, np.argwhere(block > 0).tolist())}:
                row, column = kept[rows[i]], kept[columns[j]]
                source, target = window.marks[row], window.marks[column]
                link = ChainLink(
                    source, target, label, float(pooled[one, two, label]),
                    int(window.status[row, column].argmax()), int(window.modality[row, column].argmax()),
                )  # fmt: skip
                known = found.get((source, target, label))
                if source in sources and (known is None or known.logit < link.logit):
                    found[source, target, label] = link
    return sorted(found.values(), key=lambda link: (link.source, link.target, link.label))


def _membership(chains: Sequence[int]) -> Floats:
    """(chains, mentions): 1 where the mention is of the chain; chains in order of their number."""
    numbers = sorted(set(chains))
    member = np.zeros((len(numbers), len(chains)), dtype=np.float32)
    for column, chain in enumerate(chains):
        member[numbers.index(chain), column] = 1
    return member


def _pool(logits: Floats, member: Floats) -> Floats:
    """(chains, chains, links): log of the summed odds of the mention pairs of each two chains."""
    odds = np.exp(np.clip(logits, -20, 15))
    summed = np.tensordot(member, odds, axes=(1, 0))
    summed = np.tensordot(member, summed, axes=(1, 1)).transpose(1, 0, 2)
    result: Floats = np.log(np.maximum(summed, 1e-12))
    return result
