"""Which marks are kept where the model and the value grammar differ."""

import re

import numpy as np
import pytest

from kg import ontology
from kg.nlp.definitions import as_defined
from kg.nlp.encoding import Encoded
from kg.nlp.kinds import Kinds
from kg.nlp.marking import (
    describes,
    is_sound,
    no_foreign_lands,
    without_crossed,
    without_parts,
    without_posts,
)
from kg.nlp.marks import Mark
from kg.nlp.pieces import Pieces
from kg.nlp.spans import Tagged

KINDS = Kinds(ontology.load())


def encoded(text: str) -> Encoded:
    """The words of `text` as its pieces."""
    spans = np.array([found.span() for found in re.finditer(r"\w+", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    return Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})


def test_a_part_of_a_stated_date_is_left_out() -> None:
    day, year, whole = Mark(3, 5, "Date", 0.9), Mark(6, 7, "Date", 0.9), Mark(3, 7, "Date", 1.0)
    assert without_parts([day, year], [whole]) == []


def test_a_description_that_ends_inside_a_name_goes_and_one_that_holds_it_stays() -> None:
    name, cut, whole = Mark(1, 5, "Event", 0.9), Mark(0, 4, "DescThing", 0.5), Mark(0, 7, "DescThing", 0.5)
    assert without_crossed([cut, name]) == [name]
    assert without_crossed([whole, name]) == [whole, name]


def test_a_mark_of_another_kind_or_as_long_as_the_stated_one_stays() -> None:
    number, date = Mark(3, 5, "Number", 0.9), Mark(3, 7, "Date", 0.9)
    assert without_parts([number, date], [Mark(3, 7, "Date", 1.0)]) == [number, date]


@pytest.mark.parametrize(
    ("kind", "words", "sound"),
    [
        ("Regulator", "General Data Protection Regulation", False),
        ("Organization", "Clean Air Act", False),
        ("GovernmentAgency", "Prudential Regulation Authority", True),
        ("Person", "cher", False),
        ("Product", "iPhone", True),
        ("DescThing", "the act", True),
        ("Title", "act", True),
        ("Organization", "Common Fishing Policy", False),
        ("Company", "Oxley Paper", True),
        ("Date", "1405 GMT", False),
        ("Date", "3.30pm", False),
        ("Date", "noon", False),
        ("Date", "2014", True),
        ("Date", "12 May", True),
    ],
)
def test_a_law_a_person_in_small_letters_and_a_time_of_day_are_no_marks(kind: str, words: str, sound: bool) -> None:
    assert is_sound(kind, words) is sound


@pytest.mark.parametrize(
    ("text", "kind", "stays"),
    [
        ("Germany's Labour Minister", "PoliticalParty", True),
        ("Germany's Trade and Labour Minister", "PoliticalParty", False),
        ("Germany's Trade and Labour Minister", "Person", True),
    ],
)
def test_a_body_in_the_words_of_a_post_is_none(text: str, kind: str, stays: bool) -> None:
    words = encoded(text)
    place = text.replace("'", " ").split().index("Labour")
    assert (without_posts(words, text, [Mark(place, place + 1, kind, 0.9)], KINDS) != []) is stays


def test_what_is_no_land_takes_the_next_kind_of_name() -> None:
    scores = np.zeros((2, 7), dtype=np.float32)
    scores[:, 1], scores[:, 2], scores[:, 3] = 4, 6, 5
    spans = [Tagged(0, 1, 1, 0.9), Tagged(1, 2, 1, 0.9)]
    found = no_foreign_lands(spans, scores, ["Person", "Country", "Date"], [True, False])
    assert [span.kind for span in found] == [1, 0], "a date is no kind of name"


def test_a_definition_joins_the_parts_of_a_name_and_gives_the_acronym_its_kind() -> None:
    text = "Board for Trade and the Islands (BTI) met"
    marks = [Mark(0, 3, "Organization", 0.9), Mark(5, 6, "Place", 0.7), Mark(6, 7, "Event", 0.6)]
    whole = [Mark(6, 7, "Organization", 0.6), Mark(0, 6, "Organization", 0.9)]
    assert as_defined(encoded(text), text, marks, KINDS.tables) == whole


def test_the_acronym_of_a_common_noun_is_no_name() -> None:
    text = "wide angle vision (WAV) sells"
    assert as_defined(encoded(text), text, [Mark(3, 4, "Product", 0.9)], KINDS.tables) == []


def test_a_body_whose_full_name_is_tagged_as_an_event_is_what_its_acronym_is() -> None:
    text = "Gulf Trade Board (GTB)"
    marks = [Mark(0, 3, "Event", 0.9), Mark(3, 4, "Organization", 0.6)]
    whole = [marks[1], Mark(0, 3, "Organization", 0.9)]
    assert as_defined(encoded(text), text, marks, KINDS.tables) == whole


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (["DET", "NOUN"], True),
        (["PRON", "ADJ", "NOUN"], True),
        (["PROPN", "PART", "NOUN"], True),
        (["DET"], False),
        (["NOUN"], False),
        (["ADJ", "NOUN"], False),
    ],
)
def test_only_definite_words_with_a_noun_describe_a_thing(tags: list[str], told: bool) -> None:
    assert describes(tags) is told
