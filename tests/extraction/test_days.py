"""When facts that only a pattern found happened, on hand-made links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction.days import date_patterns
from kg.extraction.reading import PATTERNS, Reading
from kg.model import Analysis, Claim, Link, Qualifiers

ONTOLOGY = ontologies.load()
NONE = Qualifiers()


def _dated(analysis: Analysis, extractor: str = PATTERNS, known: Qualifiers = NONE) -> Qualifiers:
    """The qualifiers of `acquired` between the first two mentions, both ends of which are tied to the first value."""
    subject, other = analysis.mentions[:2]
    day = analysis.values[0]
    reading = Reading(replace(analysis, links=(Link(subject, day, "date", 0.9), Link(other, day, "date^", 0.9))))
    claim = Claim(subject, "acquired", other, known, reading.evidence(subject, other, extractor, 0.9))
    (dated,) = date_patterns([claim], reading, ONTOLOGY)
    return dated.qualifiers


def test_a_pattern_has_the_day_that_both_its_ends_are_tied_to(analyse):
    analysis = analyse("{Acme=e1/Company} bought {Beta=e2/Company} in {2003=v1/Date}.")
    assert _dated(analysis) == Qualifiers(date="2003")
    assert _dated(analysis, known=Qualifiers(amount="5 USD")) == Qualifiers(amount="5 USD", date="2003")


@pytest.mark.parametrize("known", [Qualifiers(date="2001"), Qualifiers(end_date="2001")])
def test_what_is_known_stays(analyse, known):
    analysis = analyse("{Acme=e1/Company} bought {Beta=e2/Company} in {2003=v1/Date}.")
    assert _dated(analysis, known=known) == known


def test_claims_of_the_model_have_theirs_already(analyse):
    analysis = analyse("{Acme=e1/Company} bought {Beta=e2/Company} in {2003=v1/Date}.")
    assert _dated(analysis, "neural") == NONE


def test_a_day_of_another_sentence_is_not_taken(analyse):
    analysis = analyse("{Acme=e1/Company} bought {Beta=e2/Company}. It was sold in {2003=v1/Date}.")
    assert _dated(analysis) == NONE
