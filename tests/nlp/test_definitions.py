"""Definitions in parentheses."""

import pytest
from marked_sentences import parts

from kg import ontology
from kg.names import namer
from kg.nlp.definitions import definitions, of_defined_kinds

TABLES = namer(ontology.load()).tables


def found(text: str) -> list[tuple[str, str, bool]]:
    return [
        (text[one.full.start : one.full.end], text[one.acronym.start : one.acronym.end], one.is_common)
        for one in definitions(text, TABLES.link, TABLES.head)
    ]


@pytest.mark.parametrize(
    ("text", "full", "acronym"),
    [
        ("The Coastal Board for Trade and the Islands (CBTI) met.", "Coastal Board for Trade and the Islands", "CBTI"),
        ("A North Sea Economic Co-operation (Nsec) summit", "North Sea Economic Co-operation", "Nsec"),
        ("Oslo. Ferry Owners of Norway (FOON) left.", "Ferry Owners of Norway", "FOON"),
    ],
)
def test_initials_say_where_the_name_begins_and_ends(text: str, full: str, acronym: str) -> None:
    assert found(text) == [(full, acronym, False)]


def test_words_in_small_letters_are_a_common_noun_unless_they_end_in_a_head_of_bodies() -> None:
    assert found("tiny low-level waste (LLW)") == [("low-level waste", "LLW", True)]
    assert found("in wide-angle TV (WATV)") == [("wide-angle TV", "WATV", True)]
    assert found("sent a motion message (MMS)") == [("motion message", "MMS", True)], "a service that is left unsaid"
    assert found("the Motion Message (MMS)") == []
    assert found("a message (MS), a motion message (MMX)") == []
    assert found("the harbour safety authority (HSA)") == []


@pytest.mark.parametrize(
    "text", ["Rita Lund (Hafn) won.", "Trade Board (TB)", "Board of Trade (and)", "Sea, Air Rail (SAR)"]
)
def test_other_words_define_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        (
            "The {European Coal Forum=Organization} ({ECF=Event}) met. {ECF=Event} rose.",
            ["Organization"] * 3,
        ),
        ("{ECF=Event} ({European Coal Forum=Organization}) met.", ["Organization"] * 2),
        ("{Nordic Rail Pact=Organization} ({Narp=City}) ended.", ["Organization", "City"]),
        ("{Nordic Rail Pact=Organization} ({Nrp=City}) ended.", ["Organization"] * 2),
        ("{European Coal Forum=Organization} ({ECF=Regulator}) met.", ["Organization", "Regulator"]),
        ("{European Coal Forum=Organization} and {ECF=Event} met.", ["Organization", "Event"]),
        ("{Harbour Board=Organization} ({HB=Product}) met.", ["Organization", "Product"]),
        ("with {TPS=Company} ({Tide Positioning System=Product})", ["Product"] * 2),
    ],
)
def test_an_acronym_in_brackets_is_what_its_full_name_is(marked: str, kinds: list[str]) -> None:
    text, spans, found = parts(marked)
    assert [mark.kind for mark in of_defined_kinds(found, spans, text, namer(ontology.load()))] == kinds
