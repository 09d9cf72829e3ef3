"""What only the model says has to be spoken of."""

from __future__ import annotations

import pytest

from kg.extraction.reading import Reading
from kg.extraction.signs import is_unsaid
from kg.model import Analysis, Claim, Qualifiers


def _claim(analysis: Analysis, predicate: str, extractor: str = "neural") -> tuple[Claim, Reading]:
    reading = Reading(analysis)
    subject, other = analysis.mentions[0], [*analysis.values, *analysis.mentions[1:]][0]
    return Claim(subject, predicate, other, Qualifiers(), reading.evidence(subject, other, extractor, 0.7)), reading


@pytest.mark.parametrize(
    ("marked", "living"),
    [
        ("{Bo Dahl=e1/Person} is on trial after his arrest in {2003=v1/Date}.", True),
        ("{Bo Dahl=e1/Person}, who died in {2003=v1/Date}, ran the firm.", False),
        ("{Bo Dahl=e1/Person} drowned off Malta in {2003=v1/Date}.", False),
        ("{Bo Dahl=e1/Person} (Turku, 3 May 1921 – Oslo, {2003=v1/Date}) painted.", False),
    ],
)
def test_nobody_dies_without_a_sign_of_it(analyse, marked, living):
    assert is_unsaid(*_claim(analyse(marked), "deathDate")) is living
    assert not is_unsaid(*_claim(analyse(marked), "birthDate"))
    assert not is_unsaid(*_claim(analyse(marked), "deathDate", "patterns"))


@pytest.mark.parametrize(
    ("marked", "predicate", "unsaid"),
    [
        ("{Elm=e1/Company} backs the start-up {Oak=e2/Company} with advice.", "acquired", True),
        ("{Elm=e1/Company} is in talks on a bid for {Oak=e2/Company}.", "acquired", False),
        ("In aid of {Elm=e1/Organization}, the {Oak Fair=e2/Event} will feature maps.", "organized", True),
        ("{Elm=e1/Organization} invited a thousand guests to the {Oak Fair=e2/Event}.", "organized", False),
        ("{Elm=e1/Organization}'s {Oak Fair=e2/Event} was full.", "organized", False),
    ],
)
def test_what_no_word_speaks_of_is_a_guess(analyse, marked, predicate, unsaid):
    assert is_unsaid(*_claim(analyse(marked), predicate)) is unsaid
    assert not is_unsaid(*_claim(analyse(marked), predicate, "patterns"))
