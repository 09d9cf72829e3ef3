"""Cuts a text's word pieces into overlapping windows that the encoder can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kg.nlp.pieces import SENTENCE_ENDS, Pieces

LONGEST = 384
"""Word pieces of a window; training saw up to about 340, the encoder's places end at 512."""

OVERLAP = 110
"""Word pieces that two windows share at least where sentences allow: the reach of nearly all facts of the corpus."""


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` (half-open) are read together; `own_start` to `own_end` are decided here."""

    start: int
    end: int
    own_start: int
    own_end: int


def chunks(pieces: Pieces, breaks: Sequence[int]) -> list[int]:
    """Places where a window may be cut: after sentence ends and at `breaks`, and inside what is still too long."""
    ends = np.flatnonzero(np.isin(pieces.ids, SENTENCE_ENDS)) + 1
    places = sorted({0, len(pieces), *ends.tolist(), *breaks})
    cut: list[int] = [0]
    for place in places[1:]:
        while place - cut[-1] > LONGEST // 2:
            cut.append(cut[-1] + LONGEST // 2)
        cut.append(place)
    return cut


def windows(pieces: Pieces, breaks: Sequence[int]) -> list[Window]:
    """Windows that cover the pieces; each chunk is owned by the window that shows most on both of its sides."""
    if not len(pieces):
        return []
    cuts = chunks(pieces, breaks)
    spans: list[tuple[int, int]] = []
    first = 0
    while True:
        last = first + 1
        while last + 1 < len(cuts) and cuts[last + 1] - cuts[first] <= LONGEST:
            last += 1
        spans.append((cuts[first], cuts[last]))
        if last == len(cuts) - 1:
            break
        following = last
        while following - 1 > first and cuts[last] - cuts[following] < OVERLAP:
            following -= 1
        first = following
    borders = [0]
    for (_, end), (start, _) in pairwise(spans):
        middle = (start + end) / 2
        borders.append(min((c for c in cuts if start <= c <= end), key=lambda c: abs(c - middle)))
    borders.append(len(pieces))
    return [
        Window(start, end, own, following)
        for (start, end), own, following in zip(spans, borders, borders[1:], strict=False)
    ]
