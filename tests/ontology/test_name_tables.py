"""The name tables are complete in themselves and speak of the same things."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from kg import ontology as ontologies

NAMES = ontologies.load().names
COUNTRIES: list[dict[str, Any]] = NAMES["countries"]["country"]
TERRITORIES: list[dict[str, Any]] = NAMES["countries"]["territory"]
BLOCS: list[dict[str, Any]] = NAMES["countries"]["bloc"]
BODIES: list[dict[str, Any]] = NAMES["bodies"]["body"]
LANDS = {entry["name"] for entry in [*COUNTRIES, *TERRITORIES, *BLOCS]}


def named(entries: list[dict[str, Any]], word: str) -> list[str]:
    return [e["name"] for e in entries if word in (e["name"], *e["aliases"], *e.get("demonyms", ()))]


def test_every_member_of_the_united_nations_is_there() -> None:
    assert len(COUNTRIES) == 193 + len({"Kosovo", "Palestine", "Taiwan", "Vatican City"})


@pytest.mark.parametrize(
    ("word", "country"),
    [("US", "United States"), ("U.S.", "United States"), ("British", "United Kingdom"), ("Dutch", "Netherlands")],
)
def test_names_and_demonyms_lead_to_countries(word: str, country: str) -> None:
    assert named(COUNTRIES, word) == [country]


def test_a_shared_demonym_stands_at_each_country_and_the_likelier_comes_first() -> None:
    assert named(COUNTRIES, "Congolese") == ["Democratic Republic of the Congo", "Republic of the Congo"]
    assert named(COUNTRIES, "Dominican") == ["Dominican Republic", "Dominica"]


def test_names_of_lands_are_unique() -> None:
    assert [name for name, count in Counter(e["name"] for e in [*COUNTRIES, *TERRITORIES]).items() if count > 1] == []


def test_a_seat_stands_for_one_government() -> None:
    seats = Counter(s for e in [*COUNTRIES, *TERRITORIES] for s in {e["capital"], *e["seats"]} if s)
    assert [seat for seat, count in seats.items() if count > 1] == []


@pytest.mark.parametrize("table", [COUNTRIES, TERRITORIES])
def test_entries_say_all_that_they_must(table: list[dict[str, Any]]) -> None:
    expected = {"name", "aliases", "demonyms", "capital", "seats"}
    assert [e["name"] for e in table if set(e) - {"of"} != expected] == []


def test_territories_belong_to_known_countries() -> None:
    assert {e["of"] for e in TERRITORIES} - {""} <= {e["name"] for e in COUNTRIES}


def test_bodies_belong_to_known_lands_and_classes() -> None:
    assert {body["country"] for body in BODIES} - {""} <= LANDS
    classes = ontologies.load().classes
    assert {entry["class"] for entry in [*BODIES, *BLOCS]} <= set(classes)
    assert len(BODIES) > 150


def test_a_body_of_one_country_has_one_entry() -> None:
    counts = Counter((body["name"], body["country"]) for body in BODIES)
    assert [key for key, count in counts.items() if count > 1] == []


def test_acronyms_of_one_country_are_not_shared() -> None:
    counts = Counter((alias, body["country"]) for body in BODIES for alias in body["aliases"])
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("stem", "table", "word"),
    [
        ("legal", "suffix", "gmbh"),
        ("legal", "suffix", "sp z o o"),
        ("legal", "prefix", "pt"),
        ("honorifics", "female", "dame"),
        ("honorifics", "rank", "lieutenant colonel"),
        ("honorifics", "after", "jr"),
    ],
)
def test_word_lists_hold_what_news_uses(stem: str, table: str, word: str) -> None:
    assert word in NAMES[stem][table]


@pytest.mark.parametrize("stem", ["legal", "honorifics"])
def test_word_lists_are_lower_case_without_repeats(stem: str) -> None:
    for words in NAMES[stem].values():
        assert [word for word, count in Counter(words).items() if count > 1 or word != word.lower()] == []


def test_no_form_of_address_starts_a_well_known_company() -> None:
    cut = {word for table in ("male", "female", "any") for word in NAMES["honorifics"][table]}
    assert not cut & {"general", "king", "hon", "ing", "st", "brother", "pan", "don", "major", "canon"}


def test_nicknames_are_other_than_the_name() -> None:
    given: dict[str, list[str]] = NAMES["nicknames"]["given"]
    assert "Bill" in given["William"] and "Bob" in given["Robert"]
    assert [name for name, forms in given.items() if not forms or name in forms or len(set(forms)) < len(forms)] == []
    assert len(given) > 150
