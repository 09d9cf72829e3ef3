"""What the headline of a text says by what stands below it."""

import pytest

from kg.model import Span
from kg.nlp.headlines import end_of_headline, surnames

TEXT = "Marsden unveils plan\n\nHelen Marsden has unveiled a plan with Marsden Holdings."


def names(*marked: tuple[str, int, str]) -> list[tuple[Span, str]]:
    """Spans of words from a character on, with their kinds."""
    starts = [(TEXT.index(words, at), words, kind) for words, at, kind in marked]
    return [(Span(start, start + len(words)), kind) for start, words, kind in starts]


@pytest.mark.parametrize(
    ("marked", "people"),
    [
        ([("Marsden", 0, "Company"), ("Helen Marsden", 0, "Person")], [0]),
        ([("Marsden", 0, "Company"), ("Helen Marsden", 0, "Person"), ("Marsden Holdings", 0, "Company")], []),
        ([("Marsden", 0, "City"), ("Helen Marsden", 0, "Person")], []),
        ([("Marsden", 0, "Company"), ("Marsden", 27, "Person")], []),
        ([("Helen Marsden", 0, "Person"), ("Marsden", 60, "Company")], []),
    ],
)
def test_a_surname_in_the_headline_is_of_the_person_named_below(
    marked: list[tuple[str, int, str]], people: list[int]
) -> None:
    assert surnames(TEXT, names(*marked)) == people


def test_where_a_headline_ends() -> None:
    assert end_of_headline(TEXT) == TEXT.index("Helen")
    assert end_of_headline("A long " + "line " * 30) == 0
