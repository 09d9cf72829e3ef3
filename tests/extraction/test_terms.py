"""Since when and until when something held, by the words before a date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology
from kg.extraction.qualifiers import qualify
from kg.extraction.reading import Reading
from kg.extraction.terms import fill_term
from kg.model import Analysis, Claim, Qualifiers

NONE = Qualifiers()
ONTOLOGY = ontology.load()


def _claim(analysis: Analysis, qualifiers: Qualifiers = NONE) -> Claim:
    subject, target = analysis.mentions[:2]
    evidence = Reading(analysis).evidence(subject, target, "neural", 0.9)
    return Claim(subject, "ceoOf", target, qualifiers, evidence)


def _term(analysis: Analysis, qualifiers: Qualifiers = NONE) -> tuple[str, str]:
    claim = _claim(analysis, qualifiers)
    filled = fill_term(claim.qualifiers, claim, Reading(analysis))
    return filled.start_date, filled.end_date


@pytest.mark.parametrize(
    ("marked", "term"),
    [
        ("{Ann Roe=e1/Person} has run {Acme=e2/Company} since {2003=v1/Date}.", ("2003", "")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} until {2004=v1/Date}.", ("", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} from {May 1998=v1/Date} to {2004=v2/Date}.", ("1998-05", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} from {1998 to 2004=v1/Date}.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company}, from {1998 to 2004=v1/Date}.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} of {Acme=e2/Company} ({1998-2004=v1/Date}) left.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} in {1998-2004=v1/Date}.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} of {Acme=e2/Company} spoke in {Oslo=e3/City} until {2004=v1/Date}.", ("", "")),
        ("{Ann Roe=e1/Person} joined {Acme=e2/Company} in {2004=v1/Date}.", ("", "")),
    ],
)
def test_a_date_right_behind_an_end(analyse, marked, term):
    assert _term(analyse(marked)) == term


def test_a_date_right_behind_the_title(analyse):
    analysis = analyse("{Ann Roe=e1/Person}, {Acme=e2/Company}'s chief executive since {2003=v1/Date}, left.")
    assert _term(analysis) == ("", "")
    assert _term(analysis, Qualifiers(title="chief executive")) == ("2003", "")


def test_what_is_known_stays(analyse):
    analysis = analyse("{Ann Roe=e1/Person} has run {Acme=e2/Company} since {2003=v1/Date}.")
    assert _term(analysis, Qualifiers(start_date="2001")) == ("2001", "")


def test_a_range_of_years_is_a_start_and_an_end(analyse):
    analysis = analyse("{Ann Roe=e1/Person}, once of {Acme=e2/Company}.")
    assert _term(analysis, Qualifiers(start_date="1998/2004")) == ("1998", "2004")
    claim = _claim(analysis, Qualifiers(date="1998/2004"))
    filled = fill_term(claim.qualifiers, claim, Reading(analysis))
    assert (filled.date, filled.start_date, filled.end_date) == ("", "1998", "2004")


def test_what_happened_once_has_no_term(analyse):
    analysis = analyse("{Ann Roe=e1/Person} founded {Acme=e2/Company}, until {2004=v1/Date} a bakery.")
    reading, claim = Reading(analysis), _claim(analysis)
    assert qualify(claim, reading, ONTOLOGY).qualifiers.end_date == "2004"
    assert qualify(replace(claim, predicate="founderOf"), reading, ONTOLOGY).qualifiers.end_date == ""
