"""Decoding of BIO tags."""

from itertools import product

import numpy as np
from hypothesis import given
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


def legal(tags: tuple[int, ...]) -> bool:
    return all(t < I0 or (k and tags[k - 1] in (t, t - 2)) for k, t in enumerate(tags))


@given(st.lists(st.lists(st.integers(-30, 30), min_size=5, max_size=5), min_size=1, max_size=4))
def test_finds_the_best_legal_sequence(rows: list[list[int]]) -> None:
    scores = np.array(rows, dtype=np.float32) / 7
    logs = log_softmax(scores)

    def value(tags: tuple[int, ...]) -> float:
        return float(sum(logs[k, t] for k, t in enumerate(tags)))

    best = max(value(tags) for tags in product(range(5), repeat=len(rows)) if legal(tags))
    found = [OUT] * len(rows)
    for start, end, kind in spans(scores):
        found[start:end] = [I0 + kind] * (end - start)
        found[start] = B0 + kind
    assert legal(tuple(found))
    assert abs(value(tuple(found)) - best) < 1e-4
