"""Where a relative comes from is said of the relative alone."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction.kin import is_of_kin
from kg.extraction.patterns import surface_claims
from kg.extraction.reading import Reading
from kg.model import Claim, Qualifiers

ONTOLOGY = ontologies.load()
WIFE = "{Bo Dahl=e1/Person} left {his=e1/pron} {Danish=e2/Country}-born wife, {Ann Lee=e3/Person}."


def _claim(analysis, subject: str, predicate: str = "bornIn") -> tuple[Claim, Reading]:
    reading = Reading(analysis)
    one = next(item for item in analysis.mentions if item.text == subject)
    place = next(item for item in analysis.mentions if item.type in ("Country", "City"))
    return Claim(one, predicate, place, Qualifiers(), reading.evidence(one, place, "neural", 0.9)), reading


@pytest.mark.parametrize(
    ("marked", "subject", "predicate", "of_kin"),
    [
        (WIFE, "Bo Dahl", "bornIn", True),
        (WIFE, "his", "bornIn", True),
        (WIFE, "Ann Lee", "bornIn", False),
        ("{Bo Dahl=e1/Person}'s {Danish=e2/Country} brother {Cy Dahl=e3/Person} left.", "Bo Dahl", "nationality", True),
        ("{Bo Dahl=e1/Person}'s {Danish=e2/Country} partner in crime left.", "Bo Dahl", "livesIn", False),
        ("{Bo Dahl=e1/Person}, {Danish=e2/Country} husband of {Ann Lee=e3/Person}.", "Bo Dahl", "nationality", False),
    ],
)  # fmt: skip
def test_a_relatives_origin_is_not_that_of_who_has_the_relative(analyse, marked, subject, predicate, of_kin):
    assert is_of_kin(*_claim(analyse(marked), subject, predicate)) is of_kin


def test_a_relative_is_born_where_the_words_before_say(analyse):
    found = surface_claims(Reading(analyse(WIFE)), ONTOLOGY)
    assert ("Ann Lee", "bornIn") in {(claim.subject.text, claim.predicate) for claim in found}
