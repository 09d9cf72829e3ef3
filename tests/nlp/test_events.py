"""Described events."""

import pytest

from kg.model import Span
from kg.nlp import events


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The symposium was held on Friday.", ["The symposium"]),
        ("His first appearance at the annual event since May.", ["the annual event"]),
        ("The occasion was a symposium in the capital.", ["The occasion"]),
        ("She spoke at the two-day trade conference.", ["the two-day trade conference"]),
        ("They sat at the round table.", ["the round table"]),
        ("They met at the Harbour Forum.", []),
        ("They met at the Northpier conference.", []),
        ("A meeting was called.", []),
        ("The meeting of shareholders backed him.", []),
        ("The forums are full.", []),
        ("They met in the conference room.", []),
    ],
)
def test_finds_definite_events(text: str, found: list[str]) -> None:
    assert [text[s.start : s.end] for s in events.find(text, [Span(0, len(text))])] == found


def test_looks_only_inside_the_body() -> None:
    text = "the summit / the summit"
    assert events.find(text, [Span(13, len(text))]) == [Span(13, 23)]


@pytest.mark.parametrize(
    ("description", "event"),
    [
        ("The Harbour Awards ceremony", "Harbour Awards"),
        ("the third Harbour Awards gathering", "Harbour Awards"),
        ("the Harbour Cup final", None),
        ("the annual ceremony", None),
        ("the Harbour Awards", None),
    ],
)
def test_a_description_may_name_its_event(description: str, event: str | None) -> None:
    assert events.named_in(description, ["Harbour", "Harbour Awards", "Harbour Cup", "Quay Expo"]) == event


@pytest.mark.parametrize(
    ("event", "gathers"),
    [
        ("election", False),
        ("Monday night's vote", False),
        ("spring conference", True),
        ("round table", True),
        ("Harbour Expo", True),
        ("Harbour Games 2010", True),
    ],
)
def test_people_meet_at_some_events(event: str, gathers: bool) -> None:
    assert events.may_gather(event) is gathers


@pytest.mark.parametrize(
    ("description", "another"),
    [
        ("the next meeting", True),
        ("Previous summit", True),
        ("the annual meeting", False),
        ("the meeting next to it", False),
    ],
)
def test_a_description_may_set_its_event_apart_from_the_one_spoken_of(description: str, another: bool) -> None:
    assert events.is_another(description) is another


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("the party's spring conference", "spring", "spring conference"),
        ("the Harbour Days festival", "Harbour Days", ""),
        ("after the spring election", "spring", ""),
    ],
)
def test_an_event_in_small_letters_ends_with_its_head(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    end = events.end_of_head(text, Span(start, start + len(name)))
    assert text[start : max(end, start)] == whole
