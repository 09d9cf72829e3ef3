"""Whose a named unit is, on marked sentences."""

import pytest
from marked_sentences import parts

from kg.nlp.owners import of_units


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
def test_its_before_a_named_unit_is_the_name_before_it(marked: str, expected: dict[int, int]) -> None:
    text, spans, found = parts(marked)
    assert of_units(found, spans, text) == expected
