"""What no name ends with."""

import re

import numpy as np
import pytest

from kg.nlp.encoding import Encoded
from kg.nlp.endings import end_of_name, without_endings
from kg.nlp.marks import Mark
from kg.nlp.pieces import Pieces


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Anders - an", "Anders"),
        ("Rain Without Roofs – the", "Rain Without Roofs"),
        ("Holm - Vik", "Holm - Vik"),
        ("GBT)", "GBT"),
        ("Brill (Norway)", "Brill (Norway)"),
        ("Quay Nine's", "Quay Nine"),
        ("Harper's", "Harper's"),
    ],
)
def test_a_name_ends_before_asides_brackets_and_the_mark_of_an_owner(words: str, name: str) -> None:
    assert words[: end_of_name(words, {"Quay Nine"})] == name


@pytest.mark.parametrize(("score", "is_cut"), [(0.5, True), (0.95, False)])
def test_a_sure_name_keeps_its_mark_of_an_owner(score: float, is_cut: bool) -> None:
    text = "Brill's shares; Brill"
    spans = np.array([found.span() for found in re.finditer(r"\w+|[^\w\s]", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    encoded = Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})
    found = [Mark(0, 3, "Company", score), Mark(5, 6, "Company", 0.9)]
    assert without_endings(encoded, text, found)[0].end == (1 if is_cut else 3)
