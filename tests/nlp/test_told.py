"""Which kinds the words beside a name and the name tables tell."""

import re

import numpy as np
import pytest

from kg import ontology
from kg.nlp.encoding import Encoded
from kg.nlp.kinds import Kinds
from kg.nlp.marks import Mark
from kg.nlp.pieces import Pieces
from kg.nlp.told import of_told_kinds

KINDS = Kinds(ontology.load())


def encoded(text: str) -> Encoded:
    """The words of `text` as its pieces."""
    spans = np.array([found.span() for found in re.finditer(r"\w+", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    return Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})


@pytest.mark.parametrize(
    ("kind", "score", "told"),
    [("Organization", 0.6, "Country"), ("Organization", 0.95, "Organization"), ("Event", 0.6, "Event")],
)
def test_a_doubtful_firm_with_the_name_of_a_country_is_the_country(kind: str, score: float, told: str) -> None:
    text = "the Russian Federation left"
    assert of_told_kinds(encoded(text), text, [Mark(1, 3, kind, score)], KINDS) == [Mark(1, 3, told, score)]


@pytest.mark.parametrize(("kind", "told"), [("Event", "Place"), ("Organization", "Place"), ("Person", "Person")])
def test_a_part_of_the_world_is_no_doubtful_firm_and_no_event(kind: str, told: str) -> None:
    assert of_told_kinds(encoded("the Eurozone"), "the Eurozone", [Mark(1, 2, kind, 0.6)], KINDS)[0].kind == told


@pytest.mark.parametrize(("kind", "told"), [("Company", "Country"), ("GovernmentAgency", "GovernmentAgency")])
def test_a_governments_seat_is_no_firm(kind: str, told: str) -> None:
    assert of_told_kinds(encoded("the Kremlin"), "the Kremlin", [Mark(1, 2, kind, 0.6)], KINDS)[0].kind == told


def test_a_product_is_told_by_the_word_before_it() -> None:
    text = "the film Rosewater by Oxley"
    marks = [Mark(2, 3, "Company", 0.9), Mark(4, 5, "Company", 0.9)]
    assert of_told_kinds(encoded(text), text, marks, KINDS) == [Mark(2, 3, "Product", 0.9), marks[1]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the Corvo Brandt founder", "Company"),
        ("The Corvo Brandt chief executive", "Company"),
        ("the Corvo Brandt lawyer", "Person"),
        ("with Corvo Brandt founder of Oxley", "Person"),
    ],
)
def test_what_is_founded_or_run_is_no_person(text: str, told: str) -> None:
    assert of_told_kinds(encoded(text), text, [Mark(1, 3, "Person", 0.9)], KINDS)[0].kind == told


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [("a post on Chirpo", 3, "Company"), ("she posted on Chirpo", 3, "Company"), ("a blog on Chirpo", 3, "Person")],
)
def test_what_one_posts_on_is_no_person(text: str, place: int, told: str) -> None:
    assert of_told_kinds(encoded(text), text, [Mark(place, place + 1, "Person", 0.9)], KINDS)[0].kind == told


def test_a_name_behind_a_form_of_address_is_a_person() -> None:
    text = "for Mr Oslo in Oslo"
    marks = [Mark(2, 3, "City", 0.6), Mark(4, 5, "City", 0.9)]
    assert of_told_kinds(encoded(text), text, marks, KINDS) == [Mark(2, 3, "Person", 0.6), marks[1]]


@pytest.mark.parametrize(
    ("words", "kind", "score", "told"),
    [
        ("Tories", "Organization", 0.4, "PoliticalParty"),
        ("Tories", "Company", 0.95, "Company"),
        ("Tories", "Person", 0.4, "Person"),
        ("Federal Trade Commission", "Event", 0.6, "Regulator"),
        ("European Commission", "Organization", 0.6, "Organization"),
    ],
)
def test_a_doubtful_name_of_a_known_body_is_of_its_class(words: str, kind: str, score: float, told: str) -> None:
    mark = Mark(0, len(words.split()), kind, score)
    assert of_told_kinds(encoded(words), words, [mark], KINDS)[0].kind == told


def kinds_of(text: str, marks: list[Mark]) -> list[str]:
    """The kinds that are told, in order."""
    return [mark.kind for mark in of_told_kinds(encoded(text), text, marks, KINDS)]


def test_a_work_is_one_wherever_the_text_names_it() -> None:
    text = "Rosewater sells. The film Rosewater won. Nobody saw The Rosewater."
    marks = [Mark(0, 1, "Company", 0.9), Mark(4, 5, "Company", 0.9), Mark(8, 10, "Organization", 0.4)]
    assert kinds_of(text, marks) == ["Product"] * 3


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("the rock band Corvo came", "Product", "Organization"),
        ("for Corvo singer Ann Lee", "Company", "Organization"),
        ("a Norland singer Ann Lee", "Country", "Country"),
        ("the group Corvo came", "Company", "Company"),
    ],
)
def test_a_band_is_no_firm(text: str, kind: str, told: str) -> None:
    place = 3 if "band" in text else 2 if "group" in text else 1
    assert kinds_of(text, [Mark(place, place + 1, kind, 0.95)]) == [told]


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        ("Norland Film Awards", "Organization", "Event"),
        ("Harbour Electronics Show", "Regulator", "Event"),
        ("Harbour Electronics Show", "Product", "Product"),
        ("Oxley Summit", "Company", "Company"),
        ("Awards", "Organization", "Organization"),
    ],
)
def test_what_is_called_by_a_word_for_a_gathering_is_no_body(words: str, kind: str, told: str) -> None:
    assert kinds_of(words, [Mark(0, len(words.split()), kind, 0.95)]) == [told]
