"""What no name and no title begins with."""

import re

import numpy as np
import pytest

from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark
from kg.nlp.openings import is_zone, opening, without_openings
from kg.nlp.pieces import Pieces

OFFICES = frozenset({"chancellor", "secretary"})


@pytest.mark.parametrize(
    ("kind", "words", "before", "rest"),
    [
        ("Event", "GMT Harbour Fair", "opens at 1300 ", "Harbour Fair"),
        ("Event", "GMT Harbour Fair", "the ", "GMT Harbour Fair"),
        ("Company", "GMT", "at 1300 ", "GMT"),
        ("Company", "FIAT Works", "the 50 ", "FIAT Works"),
        ("Person", "Exchequer Ann Lee", "said Chancellor of the ", "Ann Lee"),
        ("Person", "Ann Lee", "said Chancellor of the ", "Ann Lee"),
        ("Person", "Mary Ann Lee", "friends of the ", "Mary Ann Lee"),
        ("Title", "Oslo-based analyst", "an ", "analyst"),
        ("Title", "New Oslo-based analyst", "a ", "analyst"),
        ("Title", "home-based analyst", "a ", "home-based analyst"),
        ("Company", "Oslo-based Brill", "the ", "Oslo-based Brill"),
    ],
)
def test_the_time_the_office_and_the_place_before_a_mark_are_none_of_it(
    kind: str, words: str, before: str, rest: str
) -> None:
    assert words[opening(kind, words, before, OFFICES) :] == rest


def test_a_mark_begins_with_its_own_first_piece() -> None:
    text = "At 1300 GMT Harbour Fair opens"
    spans = np.array([found.span() for found in re.finditer(r"\w+", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    encoded = Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})
    date = Mark(1, 3, "Date", 0.9)
    found = without_openings(encoded, text, [date, Mark(2, 5, "Event", 0.8)], OFFICES)
    assert found == [date, Mark(3, 5, "Event", 0.8)]


def test_time_zones() -> None:
    assert is_zone("GMT")
    assert not is_zone("Gmt")
