"""From arc scores to a dependency tree: the best tree with one root (Chu & Liu 1965, Edmonds 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]


def best_tree(scores: Scores) -> Heads:
    """The head of each of `n` words of a sentence; the root's head is itself.

    `scores` is (n, n): row = dependent, column = head, diagonal = how well the word serves as root.
    """
    heads: Heads = scores.argmax(axis=1)
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) == 1 and not _cycle(heads, int(roots[0])):
        return heads
    root = int(np.diag(scores).argmax())
    rooted = scores.astype(np.float64)
    np.fill_diagonal(rooted, -np.inf)
    rooted[root] = -np.inf
    result = _edmonds(rooted, root)
    result[root] = root
    return result


def _cycle(heads: Heads, root: int) -> list[int]:
    """The words of one cycle that does not pass the root; empty if there is none."""
    state = [0] * len(heads)
    state[root] = 2
    for first in range(len(heads)):
        word, path = first, []
        while not state[word]:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


def _edmonds(scores: NDArray[np.float64], root: int) -> Heads:
    heads: Heads = scores.argmax(axis=1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    ring = np.array(cycle)
    rest = np.setdiff1d(np.arange(len(heads)), ring)
    kept = scores[ring, heads[ring]]
    # The cycle becomes one node: entering it at a word costs that word's present arc.
    entering = scores[np.ix_(ring, rest)] - kept[:, None]
    leaving = scores[np.ix_(rest, ring)]
    size = len(rest)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    smaller[size, :size] = entering.max(axis=0)
    smaller[:size, size] = leaving.max(axis=1)
    solved = _edmonds(smaller, int(np.flatnonzero(rest == root)[0]))
    for place, word in enumerate(rest.tolist()):
        if word != root:
            head = int(solved[place])
            heads[word] = rest[head] if head < size else ring[leaving[place].argmax()]
    outer = int(solved[size])
    broken = int(ring[entering[:, outer].argmax()])
    heads[broken] = rest[outer]
    return heads
