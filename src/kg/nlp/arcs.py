"""From arc scores to a dependency tree: the best tree with one root (Chu & Liu 1965, Edmonds 1967)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

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


def _cycle(heads: Heads, root: int, gone: Collection[int] = ()) -> list[int]:
    """The words of one cycle that does not pass the root; empty if there is none. Those of `gone` are no nodes now."""
    governors = heads.tolist()
    state = [0] * len(governors)
    for word in (root, *gone):
        state[word] = 2
    for first in range(len(governors)):
        word, path = first, []
        while not state[word]:
            state[word] = 1
            path.append(word)
            word = governors[word]
        if state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


@dataclass(frozen=True, slots=True)
class _Ring:
    """A cycle that became one node, under the number of its first word."""

    words: NDArray[np.int64]
    heads: NDArray[np.int64]
    """The head of each word inside the cycle."""
    entered: NDArray[np.int64]
    """For each node as head of the ring: the place in `words` of the word that would hang on it."""
    left: NDArray[np.int64]
    """For each node that may hang on the ring: the place in `words` of the word that it would hang on."""


def _edmonds(scores: NDArray[np.float64], root: int) -> Heads:
    """The best tree under `root`; overwrites `scores`, where nodes that a ring has taken in are cut off in place."""
    heads: Heads = scores.argmax(axis=1)
    heads[root] = root
    rings: list[_Ring] = []
    gone: set[int] = set()
    while cycle := _cycle(heads, root, gone):
        ring = _contract(scores, heads, np.array(cycle))
        rings.append(ring)
        node = int(ring.words[0])
        gone.update(cycle[1:])
        names = np.arange(len(heads))
        names[ring.words] = node
        heads = names[heads]
        heads[node] = scores[node].argmax()
    for ring in reversed(rings):
        _expand(ring, heads)
    return heads


def _contract(scores: NDArray[np.float64], heads: Heads, words: NDArray[np.int64]) -> _Ring:
    """Makes one node of a cycle, in place: to enter it at a word costs that word's present arc."""
    inside = heads[words]
    entering = scores[words] - scores[words, inside][:, None]
    leaving = scores[:, words]
    node = words[0]
    scores[words] = -np.inf
    scores[node] = entering.max(axis=0)
    best = leaving.max(axis=1)
    best[words] = -np.inf
    scores[:, words] = -np.inf
    scores[:, node] = best
    return _Ring(words, inside, entering.argmax(axis=0), leaving.argmax(axis=1))


def _expand(ring: _Ring, heads: Heads) -> None:
    """Opens a ring again, in place: it is broken where it is entered."""
    node = ring.words[0]
    outer = heads[node]
    hanging = np.flatnonzero(heads == node)
    heads[hanging] = ring.words[ring.left[hanging]]
    heads[ring.words] = ring.heads
    heads[ring.words[ring.entered[outer]]] = outer
