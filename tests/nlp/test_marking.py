"""Which marks are kept where the model and the value grammar differ."""

import pytest

from kg.nlp.marking import Mark, is_sound, trimmed, without_parts


@pytest.mark.parametrize(
    ("kind", "words", "kept"),
    [
        ("Company", ["Brill", "-"], (3, 4)),
        ("Country", ["Scottish", "and"], (3, 4)),
        ("Company", ["Marks", "&", "Spencer"], (3, 6)),
        ("Company", ["Brill", "Inc", "."], (3, 6)),
        ("Date", ["March", "."], (3, 4)),
    ],
)
def test_joints_and_stops_are_no_edges_of_a_name(kind: str, words: list[str], kept: tuple[int, int]) -> None:
    mark = trimmed(Mark(3, 3 + len(words), kind, 0.9), words)
    assert mark is not None
    assert (mark.start, mark.end, mark.kind) == (*kept, kind)


def test_nothing_is_left_of_a_joint() -> None:
    assert trimmed(Mark(3, 4, "Company", 0.9), ["and"]) is None


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
