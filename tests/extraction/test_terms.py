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
    filled = fill_term(claim.qualifiers, claim, Reading(analysis), ONTOLOGY)
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
        ("{Ann Roe=e1/Person} of {Acme=e2/Company} ({1998=v1/Date}–{2004=v2/Date}) left.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} in {1998=v1/Date}-{2004=v2/Date}.", ("1998", "2004")),
        ("{Ann Roe=e1/Person} ran {Acme=e2/Company} in {1998=v1/Date} and {2004=v2/Date}.", ("", "")),
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
    filled = fill_term(claim.qualifiers, claim, Reading(analysis), ONTOLOGY)
    assert (filled.date, filled.start_date, filled.end_date) == ("", "1998", "2004")


def test_what_happened_once_has_no_term(analyse):
    analysis = analyse("{Ann Roe=e1/Person} founded {Acme=e2/Company}, until {2004=v1/Date} a bakery.")
    reading, claim = Reading(analysis), _claim(analysis)
    assert qualify(claim, reading, ONTOLOGY).qualifiers.end_date == "2004"
    assert qualify(replace(claim, predicate="founderOf"), reading, ONTOLOGY).qualifiers.end_date == ""


def test_a_date_right_before_the_title(analyse):
    analysis = analyse("{Ann Roe=e1/Person} of {Acme=e2/Company}, until {2004=v1/Date} its chairwoman, left.")
    assert _term(analysis, Qualifiers(title="chairwoman")) == ("", "2004")


def test_a_date_beside_the_post_of_another_person(analyse):
    text = "{Ann Roe=e1/Person} of {Acme=e2/Company} met {Bo Lund=e3/Person}, {Beta=e4/Company}'s chairman since"
    analysis = analyse(text + " {2003=v1/Date}.")
    assert _term(analysis, Qualifiers(title="chairman")) == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        "a judge for six years until {2004=v1/Date}",
        "until {2004=v1/Date} a judge",
        "deputy chairwoman until {2004=v1/Date}",
    ],
)
def test_a_date_beside_another_post_is_not_the_claims(analyse, words):
    analysis = analyse(f"{{Acme=e2/Company}} chairwoman {{Ann Roe=e1/Person}}, {words}, left.")
    assert _term(analysis, Qualifiers(title="chairwoman", end_date="2004")) == ("", "")
    assert _term(analysis, Qualifiers(title="judge", end_date="2004"))[1] == ("2004" if "judge" in words else "")


def test_of_a_post_that_is_not_named_a_date_beside_a_named_one_says_nothing(analyse):
    analysis = analyse("{Ann Roe=e1/Person} and Bo, president of {Acme=e2/Company} since {1990=v1/Date}, left.")
    assert _term(analysis) == ("", "")
    assert _term(analysis, Qualifiers(title="president")) == ("1990", "")


def test_the_dates_of_joint_posts_and_of_longer_titles_stay(analyse):
    analysis = analyse("{Ann Roe=e1/Person}, founder and chairwoman of {Acme=e2/Company} since {2003=v1/Date}, left.")
    for title in ("founder and chairwoman", "founder", "chairwoman"):
        assert _term(analysis, Qualifiers(title=title, start_date="2003")) == ("2003", "")


@pytest.mark.parametrize(
    ("marked", "relation", "term"),
    [
        ("{Acme=e1/Company}, {Beta=e2/Company}'s parent since {2015=v1/Date}, lost.", "subsidiaryOf", ("2015", "")),
        ("{Acme=e1/Company}, since {2015=v1/Date} part of {Beta=e2/Company}, lost.", "subsidiaryOf", ("2015", "")),
        ("{Acme=e1/Company} has owned {Beta=e2/Company} since {2015=v1/Date}.", "ownerOf", ("2015", "")),
        ("{Acme=e1/Company} was a customer of {Beta=e2/Company} until {2015=v1/Date}.", "supplierOf", ("", "2015")),
        ("{Roe=e1/Person} ({1850=v1/Date}-{1931=v2/Date}) owned {Acme=e2/Company}.", "ownerOf", ("", "")),
        ("{Acme=e1/Company} of {Oslo=e2/City}, since {2015=v1/Date} bankrupt, lost.", "operatesIn", ("", "")),
        ("{Roe=e1/Person} runs {Oslo=e3/City}'s {Acme=e2/Company} since {2015=v1/Date}.", "headquarteredIn", ("", "")),
    ],
)
def test_what_is_no_post_holds_since_a_day_too(analyse, marked, relation, term):
    analysis = analyse(marked)
    claim = replace(_claim(analysis), predicate=relation)
    filled = qualify(claim, Reading(analysis), ONTOLOGY).qualifiers
    assert (filled.start_date, filled.end_date) == term


@pytest.mark.parametrize(
    ("marked", "tree", "end"),
    [
        (
            "{Ann Roe=e1/Person} came from {Acme=e2/Company} in {2004=v1/Date}",
            "nsubj<3 flat<1 root<3/come/VBD case<5 obl<3/acme/NNP case<7 obl<3",
            "2004",
        ),
        (
            "{Ann Roe=e1/Person} joined {Acme=e2/Company} in {2004=v1/Date}",
            "nsubj<3 flat<1 root<3/join/VBD obj<3/acme/NNP case<6 obl<3",
            "",
        ),
        (
            "{Ann Roe=e1/Person} spoke from {Acme=e2/Company} in {2004=v1/Date}",
            "nsubj<3 flat<1 root<3/speak/VBD case<5 obl<3/acme/NNP case<7 obl<3",
            "",
        ),
        (
            "{Ann Roe=e1/Person} came from {Acme=e2/Company} after {2004=v1/Date}",
            "nsubj<3 flat<1 root<3/come/VBD case<5 obl<3/acme/NNP case<7 obl<3",
            "",
        ),
    ],
)
def test_who_comes_from_a_firm_has_left_it_then(analyse, marked, tree, end):
    analysis = analyse(marked, tree)
    assert qualify(_claim(analysis), Reading(analysis), ONTOLOGY).qualifiers.end_date == end


@pytest.mark.parametrize("words", ["is director on {1 June 2004=v1/Date}", "new director in {1 June 2004=v1/Date}"])
def test_a_day_behind_another_post_is_not_the_claims(analyse, words):
    analysis = analyse(f"{{Acme=e1/Company}}'s editor, {{Ann Roe=e2/Person}}, {words}.")
    assert _term(analysis, Qualifiers(title="editor", start_date="2004-06-01")) == ("", "")
    assert _term(analysis, Qualifiers(title="director", start_date="2004-06-01")) == ("2004-06-01", "")


@pytest.mark.parametrize(
    ("marked", "tree", "relation", "term"),
    [
        (
            "{Roe=e1/Person} lived since {2004=v1/Date} at {Oslo=e2/City}",
            "nsubj<2 root<2/live/VBD case<4 obl<2 case<6 obl<2",
            "livesIn",
            ("2004", ""),
        ),
        (
            "{Roe=e1/Person} is banned until {2004=v1/Date} by {Acme=e2/Organization}",
            "nsubj:pass<3 aux:pass<3/be/VBZ root<3/ban/VBN case<5 obl<3 case<7 obl:agent<3",
            "blocked",
            ("", "2004"),
        ),
        (
            "{Roe=e1/Person} lived since {2004=v1/Date} , left {Oslo=e2/City}",
            "nsubj<2 root<2/live/VBD case<4 obl<2 punct<2 xcomp<2/leave/VBD obj<6",
            "livesIn",
            ("", ""),
        ),
    ],
)
def test_a_term_behind_the_verb_that_joins_the_ends(analyse, marked, tree, relation, term):
    analysis = analyse(marked, tree)
    claim = replace(_claim(analysis), predicate=relation)
    filled = qualify(claim, Reading(analysis), ONTOLOGY).qualifiers
    assert (filled.start_date, filled.end_date) == term


def test_other_words_for_the_post_are_the_post(analyse):
    analysis = analyse("{Ann Roe=e1/Person}, chief executive of {Acme=e2/Company}, stays as CEO until {2004=v1/Date}.")
    assert _term(analysis, Qualifiers(title="chief executive", end_date="2004")) == ("", "2004")
    analysis = analyse(
        "{Ann Roe=e1/Person}, chief executive of {Acme=e2/Company}, stays as adviser until {2004=v1/Date}."
    )
    assert _term(analysis, Qualifiers(title="chief executive", end_date="2004")) == ("", "")
