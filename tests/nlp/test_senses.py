"""Kinds of names from all of their mentions, on hand-made scores."""

import numpy as np
import pytest

from kg.nlp.senses import agree, likeliest
from kg.nlp.spans import Tagged, log_softmax

KINDS = 2


def read(certain: list[float], words: list[str]) -> list[Tagged]:
    """One-piece spans in a row; each is of kind 1 by so many logits, of kind 0 if they are negative."""
    scores = np.zeros((len(certain), 1 + 2 * KINDS), dtype=np.float32)
    scores[:, 1], scores[:, 2] = 5, 5 + np.array(certain)
    logs = log_softmax(scores)
    kinds = [int(logit > 0) for logit in certain]
    spans = [Tagged(i, i + 1, kind, float(np.exp(logs[i, 1 + kind]))) for i, kind in enumerate(kinds)]
    return agree(spans, scores, KINDS, words)


def test_a_doubtful_mention_follows_the_others() -> None:
    found = read([4.0, -0.5, 4.0], ["NASA", "Nasa", "NASA"])
    assert [span.kind for span in found] == [1, 1, 1]
    assert found[1].score == pytest.approx(1 / (1 + np.exp(0.5)), abs=0.02), "the probability of the new kind"


def test_a_sure_mention_keeps_its_kind_among_many_others() -> None:
    found = read([2.0] * 50 + [-6.0], ["Ford"] * 51)
    assert [span.kind for span in found] == [1] * 50 + [0]


def test_other_words_have_no_say() -> None:
    assert [span.kind for span in read([4.0, -0.5, 4.0], ["Oslo", "NASA", "Oslo"])] == [1, 0, 1]


def test_what_is_no_name_stays_as_it_is() -> None:
    assert [span.kind for span in read([4.0, -0.5, 4.0], ["May", "", "May"])] == [1, 0, 1]


def test_all_pieces_of_a_name_speak() -> None:
    scores = np.array([[0, 3, 2, 0, 0], [0, 0, 0, 0, 4], [0, 0, 4, 0, 0], [0, 0, 0, 0, 4]], dtype=np.float32)
    spans = [Tagged(0, 2, 0, 0.5), Tagged(2, 4, 1, 0.9)]
    assert [span.kind for span in agree(spans, scores, KINDS, ["New York", "New York"])] == [1, 1]


def test_a_kind_that_is_ruled_out_gives_way_to_the_next_or_to_no_name() -> None:
    span = Tagged(0, 1, 1, 0.9)
    scores = np.array([[1.0, 2.0, 6.0, 0.0, 0.0]], dtype=np.float32)
    found = likeliest(span, scores, KINDS, [0])
    assert found is not None
    assert (found.kind, found.score) == (0, pytest.approx(0.018, abs=0.003))
    assert likeliest(span, scores + np.array([3, 0, 0, 0, 0], dtype=np.float32), KINDS, [0]) is None
