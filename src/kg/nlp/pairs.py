"""What stands between two mentions, as small integers: the features of a pair beside the model's states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.nlp.pieces import SENTENCE_ENDS

Ints = NDArray[np.int64]

DISTANCES = np.array([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 160])
"""Lower bounds, in word pieces, of the distance classes."""

SIZES = (2 * (len(DISTANCES) + 1), 4, 4, 4)
"""Number of values of each feature, in the order of `pair_features`."""


def pair_features(ids: Ints, starts: Ints, ends: Ints, groups: Ints) -> Ints:
    """Features of all ordered pairs of `n` mentions as an array of shape (n, n, 4).

    They are: signed distance class, sentence ends between the two (0-3), mentions of the first one's group
    between them (0-3), and of the second one's. `ids` are the window's word pieces, `starts` and `ends` the
    mentions' places in it (half-open), `groups` small numbers that tell coarse kinds apart.
    """
    first, second = starts[:, None], starts[None, :]
    gap = np.maximum(np.maximum(second - ends[:, None], first - ends[None, :]), -1)
    distance = np.searchsorted(DISTANCES, gap, side="right")
    signed = np.where(first <= second, distance, distance + len(DISTANCES) + 1)
    stops = np.concatenate([[0], np.cumsum(np.isin(ids, SENTENCE_ENDS))])
    sentences = np.abs(stops[second] - stops[first])
    low, high = np.minimum(first, second), np.maximum(first, second)
    features = [signed, np.minimum(sentences, 3)]
    between = np.stack([_between(starts, groups == g, low, high) for g in range(int(groups.max(initial=0)) + 1)])
    rows = np.arange(len(starts))
    features.append(np.minimum(between[groups[:, None], rows[:, None], rows[None, :]], 3))
    features.append(np.minimum(between[groups[None, :], rows[:, None], rows[None, :]], 3))
    return np.stack(features, axis=-1).astype(np.int64)


def _between(starts: Ints, members: NDArray[np.bool_], low: Ints, high: Ints) -> Ints:
    """How many of `members` start strictly between two positions, for all pairs."""
    places = np.sort(starts[members])
    count: Ints = np.searchsorted(places, high, side="left") - np.searchsorted(places, low, side="right")
    return np.maximum(count, 0)


def codes(features: Ints) -> Ints:
    """One number for all features of each pair, below the product of `SIZES`; the last feature runs fastest."""
    result: Ints = np.ravel_multi_index(tuple(np.moveaxis(features, -1, 0)), SIZES).astype(np.int64)
    return result
