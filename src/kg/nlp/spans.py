"""From tag scores to spans: the best legal BIO sequence (Viterbi)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEVER = np.float32(-1e9)


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


def decode(scores: Floats, kinds: int, breaks: Mask, joined: Mask) -> list[Tagged]:
    """The spans of the best tag sequence in which an I follows only a B or I of its kind.

    `scores` is (pieces, 1 + 2 * kinds): O, the Bs, the Is. No span crosses into a piece where `breaks` holds; a piece
    where `joined` holds goes on with a word, so that no span begins or ends before it.
    """
    if not len(scores):
        return []
    logs = log_softmax(scores)
    tags = _Path(logs, kinds, breaks, joined).best()
    probabilities = np.exp(logs[np.arange(len(tags)), tags])
    begins = np.flatnonzero((tags >= 1) & (tags <= kinds))
    others = np.append(np.flatnonzero(tags <= kinds), len(tags))
    ends = others[np.searchsorted(others, begins, side="right")]
    return [
        Tagged(start, end, int(tags[start]) - 1, float(probabilities[start:end].mean()))
        for start, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]


class _Path:
    """The search for the best legal tag sequence of one layer.

    Nearly everywhere the best tag of each piece by itself makes a legal sequence, and no legal one can be better. So
    pieces are cut into stretches that begin with an O by itself, and only those that hold something illegal are
    searched through. A stretch is solved as if anything might stand before it; where its solution begins with an I,
    it is solved again together with the stretch before it.
    """

    def __init__(self, logs: Floats, kinds: int, breaks: Mask, joined: Mask) -> None:
        self.logs, self.kinds, self.breaks, self.joined = logs, kinds, breaks, joined
        self.tags: Ints = logs.argmax(axis=1)

    def best(self) -> Ints:
        starts = np.flatnonzero((self.tags == 0) & ~self.joined)
        starts = starts if len(starts) and starts[0] == 0 else np.insert(starts, 0, 0)
        doubtful = np.unique(np.searchsorted(starts, self._illegal(), side="right")) - 1
        ends = np.append(starts[1:], len(self.tags))
        for stretch in doubtful.tolist():
            first, end = stretch, int(ends[stretch])
            while True:
                path = self._search(int(starts[first]), end)
                if path[0] <= self.kinds or not first:
                    break
                first -= 1
            self.tags[starts[first] : end] = path
        return self.tags

    def _illegal(self) -> Ints:
        """The pieces whose own best tags may not follow that of the piece before them."""
        tags = self.tags
        before = np.insert(tags[:-1], 0, 0)
        inside = tags > self.kinds
        goes_on = (before == tags) | (before == tags - self.kinds)
        illegal = inside & (self.breaks | ~goes_on)
        illegal |= self.joined & ~inside & ((tags > 0) | (before > 0))
        return np.flatnonzero(illegal)

    def _search(self, start: int, end: int) -> Ints:
        """Viterbi in which O and B may follow anything: only the best predecessor of any tag and of each I matter."""
        logs, kinds, own = self.logs[start:end], self.kinds, np.arange(1, 1 + self.kinds)
        previous = np.zeros((len(logs), 1 + 2 * kinds), dtype=np.int64)
        best = logs[0].copy()
        if not start or self.breaks[start]:
            best[1 + kinds :] = NEVER
        for place in range(1, len(logs)):
            joined = self.joined[start + place]
            top = 0 if joined else int(best.argmax())
            begun, inside = best[1 : 1 + kinds], best[1 + kinds :]
            previous[place, : 1 + kinds] = top
            previous[place, 1 + kinds :] = np.where(inside >= begun, own + kinds, own)
            follow = np.full(kinds, NEVER) if self.breaks[start + place] else np.maximum(inside, begun)
            best = np.concatenate([best[top] + logs[place, : 1 + kinds], follow + logs[place, 1 + kinds :]])
            if joined:
                best[1 : 1 + kinds] = NEVER
        path = np.zeros(len(logs), dtype=np.int64)
        path[-1] = best.argmax()
        for place in range(len(logs) - 1, 0, -1):
            path[place - 1] = previous[place, path[place]]
        return path
