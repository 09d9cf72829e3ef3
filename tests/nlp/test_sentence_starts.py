"""Where a sentence may begin, whatever the model says."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from kg.nlp.encoding import Encoded
from kg.nlp.pieces import Pieces
from kg.nlp.trees import _Trees

_NONE = np.zeros(0, dtype=np.int64)
_UNREAD = Encoded(Pieces(_NONE, _NONE, _NONE, _NONE), (), (), (), {})


@pytest.mark.parametrize(
    ("text", "word", "number", "expected"),
    [
        ('It fell. "We knew," she said.', '"', 0, True),
        ('It fell. "We knew," she said.', '"', 1, False),
        ("It fell. 'We knew,' she said.", "'", 0, True),
        ('It fell.\n\n"We knew," she said.', '"', 0, True),
        ("It fell. \u201cWe knew,\u201d she said.", "\u201d", 0, False),
        ("It fell. We knew.", "We", 0, True),
        ("It fell. We knew.", ".", 0, False),
    ],
)
def test_a_straight_quotation_mark_closes_only_right_behind_a_word(text, word, number, expected):
    doc = spacy.blank("en")(text)
    places = [token.i for token in doc if token.text == word]
    assert _Trees(doc, _UNREAD, None)._may_begin()[places[number]] == expected
