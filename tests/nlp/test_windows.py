"""Cutting a text into windows."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.pieces import Pieces
from kg.nlp.windows import LONGEST, OVERLAP, windows

STOP = 1012


def pieces_with_stops(lengths: list[int]) -> Pieces:
    ids = np.concatenate([np.array([*[2000] * (n - 1), STOP]) for n in lengths]) if lengths else np.zeros(0, dtype=int)
    places = np.arange(len(ids))
    return Pieces(ids, np.zeros_like(ids), places, places + 1)


def test_a_short_text_is_one_window() -> None:
    (window,) = windows(pieces_with_stops([20, 30]), [0])
    assert (window.start, window.end, window.own_start, window.own_end) == (0, 50, 0, 50)


def test_an_empty_text_has_none() -> None:
    assert windows(pieces_with_stops([]), []) == []


def test_neighbours_share_enough_for_facts_across_the_seam() -> None:
    cut = windows(pieces_with_stops([25] * 60), [0])
    assert len(cut) > 3
    assert all(a.end - b.start >= OVERLAP for a, b in pairwise(cut))


@given(st.lists(st.integers(1, 900), min_size=1, max_size=40))
def test_windows_cover_the_text_and_own_it_once(lengths: list[int]) -> None:
    pieces = pieces_with_stops(lengths)
    cut = windows(pieces, [0])
    assert all(0 < w.end - w.start <= LONGEST for w in cut)
    assert all(w.start <= w.own_start <= w.own_end <= w.end for w in cut)
    assert [w.own_start for w in cut] == [0, *(w.own_end for w in cut[:-1])]
    assert cut[-1].own_end == len(pieces)
