"""Decoding of BIO tags."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.nlp.spans import decode, log_softmax

OUT, B0, B1, I0, I1 = range(5)


def scores_for(tags: list[int]) -> np.ndarray:
    scores = np.zeros((len(tags), 5), dtype=np.float32)
    scores[np.arange(len(tags)), tags] = 5
    return scores


def spans(scores: np.ndarray, breaks: tuple[int, ...] = (), joined: tuple[int, ...] = ()) -> list[tuple[int, int, int]]:
    masks = np.zeros((2, len(scores)), dtype=bool)
    masks[0, list(breaks)] = True
    masks[1, list(joined)] = True
    return [(t.start, t.end, t.kind) for t in decode(scores, 2, masks[0], masks[1])]


def test_reads_spans_of_two_kinds() -> None:
    assert spans(scores_for([OUT, B0, I0, OUT, B1, B1, I1])) == [(1, 3, 0), (4, 5, 1), (5, 7, 1)]


def test_an_inside_tag_without_its_begin_becomes_a_span() -> None:
    scores = scores_for([OUT, I1, I1, OUT])
    scores[0, OUT] = 9
    assert spans(scores) == [(1, 3, 1)]


def test_no_span_crosses_a_break() -> None:
    assert spans(scores_for([B0, I0, I0, I0]), breaks=(2,)) == [(0, 2, 0), (2, 4, 0)]


def test_no_span_begins_or_ends_inside_a_word() -> None:
    scores = scores_for([OUT, B0, B1, OUT, OUT])
    scores[1, B0] = 20
    assert spans(scores, joined=(2, 3)) == [(1, 4, 0)]
    scores[1, OUT] = 40
    assert spans(scores, joined=(2, 3)) == []


def test_an_empty_text_has_no_spans() -> None:
    assert spans(np.zeros((0, 5), dtype=np.float32)) == []


def legal(tags: tuple[int, ...], breaks: set[int], joined: set[int]) -> bool:
    """Whether no I stands alone or crosses a break, and no span begins or ends before a joined piece."""
    for k, tag in enumerate(tags):
        before = tags[k - 1] if k else OUT
        if tag >= I0 and (k in breaks or before not in (tag, tag - 2)):
            return False
        if k in joined and tag < I0 and (tag, before) != (OUT, OUT):
            return False
    return True


ROWS = st.lists(st.lists(st.integers(-30, 30), min_size=5, max_size=5), min_size=1, max_size=5)
PLACES = st.sets(st.integers(1, 4), max_size=2)


@settings(deadline=None)
@given(ROWS, PLACES, PLACES)
def test_finds_the_best_legal_sequence(rows: list[list[int]], breaks: set[int], joined: set[int]) -> None:
    breaks = {k for k in breaks if k < len(rows)}
    joined = {k for k in joined if k < len(rows)} - breaks
    logs = log_softmax(np.array(rows, dtype=np.float32) / 7)

    def value(tags: tuple[int, ...]) -> float:
        return float(sum(logs[k, t] for k, t in enumerate(tags)))

    every = product(range(5), repeat=len(rows))
    best = max(value(tags) for tags in every if legal(tags, breaks, joined))
    found = [OUT] * len(rows)
    for start, end, kind in spans(np.array(rows, dtype=np.float32) / 7, tuple(breaks), tuple(joined)):
        found[start:end] = [I0 + kind] * (end - start)
        found[start] = B0 + kind
    assert legal(tuple(found), breaks, joined)
    assert abs(value(tuple(found)) - best) < 1e-4
