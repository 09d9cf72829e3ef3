"""From tag scores to spans: the best legal BIO sequence (Viterbi)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Pieces `start` to `end` (half-open) tagged as a span of kind number `kind`."""

    start: int
    end: int
    kind: int
    score: float
    """Mean probability of the span's tags, in [0, 1]."""


def log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def decode(scores: Floats, kinds: int, breaks: NDArray[np.bool_], joined: NDArray[np.bool_]) -> list[Tagged]:
    """The spans of the best tag sequence in which an I follows only a B or I of its kind.

    `scores` is (pieces, 1 + 2 * kinds): O, the Bs, the Is. No span crosses into a piece where `breaks` holds; a piece
    where `joined` holds goes on with a word, so that no span begins or ends before it.
    """
    if not len(scores):
        return []
    logs = log_softmax(scores)
    tags = _best_path(logs, kinds, breaks, joined)
    probabilities = np.exp(logs[np.arange(len(tags)), tags])
    found: list[Tagged] = []
    begins = np.flatnonzero((tags >= 1) & (tags <= kinds))
    for start in begins.tolist():
        end = start + 1
        while end < len(tags) and tags[end] > kinds:
            end += 1
        found.append(Tagged(start, end, int(tags[start]) - 1, float(probabilities[start:end].mean())))
    return found


def _best_path(logs: Floats, kinds: int, breaks: NDArray[np.bool_], joined: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Viterbi in which O and B may follow anything: only the best predecessor of any tag and of each I matter."""
    length = len(logs)
    previous = np.zeros((length, 1 + 2 * kinds), dtype=np.int64)
    best = logs[0].copy()
    best[1 + kinds :] = -1e9
    own = np.arange(1, 1 + kinds)
    for place in range(1, length):
        top = 0 if joined[place] else int(best.argmax())
        inside = best[1 + kinds :] >= best[1 : 1 + kinds]
        previous[place, : 1 + kinds] = top
        previous[place, 1 + kinds :] = np.where(inside, own + kinds, own)
        follow = np.maximum(best[1 + kinds :], best[1 : 1 + kinds])
        if breaks[place]:
            follow = np.full_like(follow, -1e9)
        best = np.concatenate([best[top] + logs[place, : 1 + kinds], follow + logs[place, 1 + kinds :]])
        if joined[place]:
            best[1 : 1 + kinds] = -1e9
    path = np.zeros(length, dtype=np.int64)
    path[-1] = best.argmax()
    for place in range(length - 1, 0, -1):
        path[place - 1] = previous[place, path[place]]
    return path
