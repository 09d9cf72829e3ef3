"""Which marks are kept where the model and the value grammar differ."""

import pytest

from kg.nlp.marking import is_field, is_sound, without_parts
from kg.nlp.marks import Mark


def test_a_part_of_a_stated_date_is_left_out() -> None:
    day, year, whole = Mark(3, 5, "Date", 0.9), Mark(6, 7, "Date", 0.9), Mark(3, 7, "Date", 1.0)
    assert without_parts([day, year], [whole]) == []


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
    ],
)
def test_a_law_and_a_person_in_small_letters_are_no_names(kind: str, words: str, sound: bool) -> None:
    assert is_sound(kind, words) is sound


@pytest.mark.parametrize(
    ("kind", "words", "following", "field"),
    [
        ("GovernmentAgency", "Pensions", "Secretary", True),
        ("GovernmentAgency", "Monetary Affairs", "Commissioner", True),
        ("GovernmentAgency", "Home Affairs", "spokesman", True),
        ("GovernmentAgency", "Pentagon", "spokesman", False),
        ("GovernmentAgency", "METI", "minister", False),
        ("PoliticalParty", "Labour", "minister", False),
    ],
)
def test_the_field_of_a_minister_is_no_body(kind: str, words: str, following: str, field: bool) -> None:
    assert is_field(kind, words, following) is field
