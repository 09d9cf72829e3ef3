"""Which words belong to a post and are no body."""

import pytest

from kg.model import Span
from kg.nlp.fields import ends_office, is_field, joint_fields


@pytest.mark.parametrize(
    ("kind", "words", "following", "field"),
    [
        ("GovernmentAgency", "Pensions", "Secretary", True),
        ("GovernmentAgency", "Monetary Affairs", "Commissioner", True),
        ("GovernmentAgency", "Home Affairs", "spokesman", True),
        ("GovernmentAgency", "Pentagon", "spokesman", False),
        ("GovernmentAgency", "METI", "minister", False),
        ("GovernmentAgency", "Harbour Office", "minister", False),
        ("PoliticalParty", "Labour", "minister", False),
    ],
)
def test_the_field_of_a_minister_is_no_body(kind: str, words: str, following: str, field: bool) -> None:
    assert is_field(kind, words, following) is field


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Germany's Trade and Labour Minister Otto Lind", ["Trade and Labour"]),
        ("The Culture, Media and Sport Secretary said", ["Culture, Media and Sport"]),
        ("Work and Pensions Secretary Ann Roe", ["Work and Pensions"]),
        ("Congress and Foreign Minister Otto Lind", []),
        ("Lind and Prime Minister Ann Roe", []),
        ("Trade and Labour ministers met", []),
    ],
)
def test_fields_that_are_joined_before_a_post(text: str, fields: list[str]) -> None:
    assert [text[span.start : span.end] for span in joint_fields(text)] == fields


@pytest.mark.parametrize(
    ("text", "name", "ends"),
    [
        ("Chancellor of the Exchequer Otto Lind", "Exchequer", True),
        ("a shadow Chancellor of the Exchequer", "Exchequer", True),
        ("the Exchequer", "Exchequer", False),
        ("the Chancellor of the University", "University", False),
    ],
)
def test_what_ends_an_office_that_begins_before_it(text: str, name: str, ends: bool) -> None:
    start = text.index(name)
    assert ends_office(text, Span(start, start + len(name)), {"chancellor", "chancellor of the exchequer"}) is ends
