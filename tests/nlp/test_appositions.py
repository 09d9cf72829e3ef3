"""Descriptions right before the name that they are of, on marked sentences."""

import pytest
from marked_sentences import parts

from kg.nlp.appositions import of_names


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{The Welsh data watchdog=DescOrg}, {Ofgwarch=Regulator}, fined it.", {0: 1}),
        ("He fled to {the capital=DescPlace}, the {Vale=City} (as it was).", {0: 1}),
        ("So did {his brother=DescPerson}, {Ivo Lund=Person}.", {0: 1}),
        ("The chair of {the bank=DescOrg}, {Ida Roe=Person}, left.", {}),
        ("Leaving {the bank=DescOrg}, {Alder=Company}'s founder wept.", {}),
        ("At {the bank=DescOrg} {Alder=Company}, he said.", {}),
    ],
)
def test_name_of_its_kind_in_commas_is_what_is_described(marked: str, expected: dict[int, int]) -> None:
    text, spans, found = parts(marked)
    assert of_names(found, spans, text) == expected
