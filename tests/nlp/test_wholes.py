"""Names that one place of a text cuts and another has whole."""

import re

import numpy as np
import pytest

from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark, words_of
from kg.nlp.pieces import Pieces
from kg.nlp.wholes import with_wholes


def encoded(text: str) -> Encoded:
    """The words of `text` as its pieces."""
    spans = np.array([found.span() for found in re.finditer(r"\w+", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    return Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})


WHOLE = Mark(0, 3, "Product", 0.9)


@pytest.mark.parametrize(
    ("rest", "marks", "names"),
    [
        ("World of Tides sells", [(3, 4, "Company"), (5, 6, "City")], ["World of Tides"]),
        ("a World of Tides disc", [(6, 7, "City")], ["World of Tides"]),
        ("World of Tides Abroad", [(3, 4, "Company"), (5, 7, "Company")], ["World", "Tides Abroad"]),
        ("World of Tidesmen", [(3, 4, "Company")], ["World"]),
        ("World and Tides", [(3, 4, "Company"), (5, 6, "City")], ["World", "Tides"]),
    ],
)
def test_what_is_whole_elsewhere_is_whole(rest: str, marks: list[tuple[int, int, str]], names: list[str]) -> None:
    text = f"World of Tides. {rest}"
    read = encoded(text)
    found = with_wholes(read, text, [WHOLE, *(Mark(*mark, 0.5) for mark in marks)])
    assert [words_of(read, text, mark) for mark in found] == ["World of Tides", *names]
    assert found[0] == WHOLE
    assert len(names) > 1 or names == ["World"] or found[1].kind == "Product"


def test_an_article_makes_no_whole() -> None:
    text = "The Tides rose. The Tides fell"
    marks = [Mark(0, 2, "Product", 0.9), Mark(4, 5, "Organization", 0.5)]
    assert with_wholes(encoded(text), text, marks) == marks
