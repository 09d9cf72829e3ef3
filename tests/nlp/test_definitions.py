"""Acronyms in brackets and `its unit`, on marked sentences."""

from __future__ import annotations

import re

import pytest

from kg import ontology
from kg.model import Span
from kg.names import namer
from kg.nlp.definitions import owners, with_defined
from kg.nlp.marks import Mark

_MARK = re.compile(r"\{([^=}]*)=(\w+)\}")


def parts(marked: str) -> tuple[str, list[Span], list[Mark]]:
    """`{name=Kind}` marks a mark: the text, and the spans and marks in it, whose pieces do not matter."""
    text, spans, found, last = "", [], [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1])))
        found.append(Mark(len(found), len(found) + 1, match[2], 1.0))
        text += match[1]
        last = match.end()
    return text + marked[last:], spans, found


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
    ],
)
def test_an_acronym_in_brackets_is_what_its_full_name_is(marked, kinds):
    text, spans, found = parts(marked)
    assert [mark.kind for mark in with_defined(found, spans, text, namer(ontology.load()))] == kinds


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It sued {Brill=Company}, {its=PronThing} unit {Tarn=Company}, and {Acme=Company}.", {1: 0}),
        ("It sued {Brill=Company}, {its=PronThing} German retail arm {Tarn=Company}.", {1: 0}),
        ("{Acme=Company} said {Brill=Company}, {its=PronThing} unit, fell. {Tarn=Company} rose.", {}),
        ("{Acme=Company} said of {Brill=Company} and {its=PronThing} unit {Tarn=Company}", {}),
        ("{Acme=Company} met {Brill=Company}, {its=PronThing} rival {Tarn=Company}", {}),
    ],
)
def test_its_before_a_named_unit_is_the_name_before_it(marked, expected):
    text, spans, found = parts(marked)
    assert owners(found, spans, text) == expected
