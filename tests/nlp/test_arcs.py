"""Decoding of dependency trees."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.arcs import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    if sum(head == word for word, head in enumerate(heads)) != 1:
        return False
    for word in range(len(heads)):
        steps, at = 0, word
        while heads[at] != at and steps <= len(heads):
            at, steps = heads[at], steps + 1
        if steps > len(heads):
            return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


def test_a_word_alone_is_the_root() -> None:
    assert best_tree(np.zeros((1, 1), dtype=np.float32)).tolist() == [0]


def test_breaks_a_cycle_at_its_weakest_arc() -> None:
    scores = np.array([[9, 0, 0], [4, 0, 8], [1, 8, 0]], dtype=np.float32)
    assert best_tree(scores).tolist() == [0, 0, 1]


def test_keeps_one_root_of_two() -> None:
    scores = np.array([[5, 1, 1], [2, 6, 1], [1, 3, 0]], dtype=np.float32)
    assert best_tree(scores).tolist() == [1, 1, 1]


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(-20, 20), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_is_a_tree_and_no_tree_with_its_root_is_better(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    heads = tuple(best_tree(scores).tolist())
    assert is_tree(heads)
    root = next(word for word, head in enumerate(heads) if word == head)
    rivals = (h for h in product(range(len(rows)), repeat=len(rows)) if is_tree(h) and h[root] == root)
    assert total(scores, heads) >= max(total(scores, rival) for rival in rivals) - 1e-4
