"""Which values the model's links give to which facts, on hand-made links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction import neural, ties
from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Link, Mention, Value
from kg.settings import Settings

ONTOLOGY = ontologies.load()


def _claims(analysis: Analysis, *links: Link) -> list[Claim]:
    return list(neural.claims(Reading(replace(analysis, links=links)), ONTOLOGY, Settings()))


def _ties(subject: Mention, other: Mention, value: Value, name: str, score: float = 0.9) -> tuple[Link, Link]:
    return Link(subject, value, name, score), Link(other, value, f"{name}^", score)


def _qualified(analysis: Analysis, relation: str, name: str) -> Claim:
    """The claim of the first two mentions with the first value tied to both under a name."""
    subject, other = analysis.mentions[:2]
    (claim,) = _claims(analysis, Link(subject, other, relation, 0.9), *_ties(subject, other, analysis.values[0], name))
    return claim


def test_a_value_tied_far_better_to_another_fact_is_not_shared(analyse):
    analysis = analyse("{Acme=e1/Company} has {14%=v1/Percent} of {Beta=e2/Company}, {Gamma=e3/Company} the rest.")
    acme, beta, gamma = analysis.mentions
    (share,) = analysis.values
    owners = Link(acme, beta, "ownerOf", 0.9), Link(gamma, beta, "ownerOf", 0.9)
    to_beta, to_acme = Link(beta, share, "amount^", 0.9), Link(acme, share, "amount", 0.9)
    claims = _claims(analysis, *owners, to_beta, to_acme, Link(gamma, share, "amount", 0.5))
    assert [(claim.subject.text, claim.qualifiers.amount) for claim in claims] == [("Acme", "14 %"), ("Gamma", "")]
    claims = _claims(analysis, *owners, to_beta, to_acme, Link(gamma, share, "amount", 0.8))
    assert [claim.qualifiers.amount for claim in claims] == ["14 %", "14 %"]


def test_only_ownership_has_a_share_as_amount(analyse):
    analysis = analyse("{Acme=e1/Company} bought {14%=v1/Percent} of {Beta=e2/Company}.")
    assert _qualified(analysis, "ownerOf", "amount").qualifiers.amount == "14 %"
    assert _qualified(analysis, "partnerOf", "amount").qualifiers.amount == ""


def test_two_relations_of_one_pair_share_a_value(analyse):
    analysis = analyse("{Acme=e1/Company} bought {Beta=e2/Company} for {$14m=v1/Money}.")
    acme, beta = analysis.mentions
    links = Link(acme, beta, "acquired", 0.9), Link(acme, beta, "investedIn", 0.9)
    claims = _claims(analysis, *links, *_ties(acme, beta, analysis.values[0], "amount"))
    assert [claim.qualifiers.amount for claim in claims] == ["14000000 USD", "14000000 USD"]


@pytest.mark.parametrize(
    ("words", "name", "field"),
    [
        ("since", "startDate", "start_date"),
        ("from", "startDate", "start_date"),
        ("until", "endDate", "end_date"),
        ("in", "startDate", "start_date"),
        ("in", "endDate", "end_date"),
    ],
)
def test_a_date_is_a_start_or_an_end_where_the_word_before_it_lets_it_be(analyse, words, name, field):
    analysis = analyse(f"{{Ann Roe=e1/Person}} sat in {{Acme Party=e2/PoliticalParty}}, {words} {{2003=v1/Date}}.")
    assert getattr(_qualified(analysis, "memberOf", name).qualifiers, field) == "2003"


@pytest.mark.parametrize(("words", "name"), [("since", "endDate"), ("from", "endDate"), ("until", "startDate")])
def test_since_begins_and_until_ends(analyse, words, name):
    analysis = analyse(f"{{Ann Roe=e1/Person}} sat in {{Acme Party=e2/PoliticalParty}}, {words} {{2003=v1/Date}}.")
    qualifiers = _qualified(analysis, "memberOf", name).qualifiers
    assert (qualifiers.start_date, qualifiers.end_date) == ("", "")


def test_a_post_has_a_term_and_no_day(analyse):
    analysis = analyse("{Ann Roe=e1/Person} chaired {Acme=e2/Company} in {2003=v1/Date}.")
    assert _qualified(analysis, "chairOf", "date").qualifiers.date == ""
    assert _qualified(analysis, "founderOf", "date").qualifiers.date == "2003"


def test_a_stake_is_a_share_and_a_price_a_sum(analyse):
    analysis = analyse("{Acme=e1/Company} took {Beta=e2/Company} for {$5m=v1/Money}.")
    assert _qualified(analysis, "ownerOf", "amount").qualifiers.amount == ""
    assert _qualified(analysis, "acquired", "amount").qualifiers.amount == "5000000 USD"


@pytest.mark.parametrize(("start", "end", "kept"), [(0.8, 0.7, ("2019", "")), (0.7, 0.8, ("", "2005"))])
def test_of_a_start_after_its_end_the_surer_one_stays(analyse, start, end, kept):
    analysis = analyse("{Ann Roe=e1/Person} chaired {Acme=e2/Company}: {2019=v1/Date}, {2005=v2/Date}.")
    (roe, acme), (late, early) = analysis.mentions, analysis.values
    links = (*_ties(roe, acme, late, "startDate", start), *_ties(roe, acme, early, "endDate", end))
    (claim,) = _claims(analysis, Link(roe, acme, "chairOf", 0.9), *links)
    assert (claim.qualifiers.start_date, claim.qualifiers.end_date) == kept


def test_a_month_and_its_year_are_in_order():
    assert ties.is_in_order({"start_date": "2023-06", "end_date": "2023"})
    assert ties.is_in_order({"start_date": "2023-W26", "end_date": "2022"})
    assert not ties.is_in_order({"start_date": "2023-06-05", "end_date": "2023-05"})


def _two(analysis: Analysis, relations: tuple[str, str], name: str, scores: tuple[float, float]) -> list[str]:
    """The dates, under a name, of two facts that both have links to the first value."""
    first, second, body = analysis.mentions
    day = analysis.values[0]
    facts = Link(first, body, relations[0], 0.9), Link(second, body, relations[1], 0.9)
    ties = [Link(end, day, name, score) for end, score in zip((first, second), scores, strict=True)]
    found = _claims(analysis, *facts, *ties, Link(body, day, f"{name}^", 0.9))
    fields = {"startDate": "start_date", "endDate": "end_date"}
    return [getattr(claim.qualifiers, fields.get(name, name)) for claim in sorted(found, key=lambda c: c.subject.span)]


@pytest.mark.parametrize(("word", "days"), [("since", ["2003", ""]), ("in", ["2003", "2003"])])
def test_a_date_that_a_word_binds_is_of_one_fact(analyse, word, days):
    text = f"{{Ann Roe=e1/Person}} and {{Bo Lund=e2/Person}} joined {{Acme=e3/Company}} {word} {{2003=v1/Date}}."
    assert _two(analyse(text), ("directorOf", "directorOf"), "startDate", (0.9, 0.8)) == days


@pytest.mark.parametrize(("relation", "days"), [("directorOf", ["2003", "2003"]), ("ownerOf", ["2003", ""])])
def test_facts_that_end_together_are_of_one_relation(analyse, relation, days):
    text = "{Ann Roe=e1/Person} and {Bo Lund=e2/Person} left {Acme=e3/Company} in {2003=v1/Date}."
    assert _two(analyse(text), ("directorOf", relation), "endDate", (0.9, 0.8)) == days


def test_studies_end_and_have_no_day(analyse):
    analysis = analyse("{Ann Roe=e1/Person} left {Acme College=e2/EducationalOrganization} in {2003=v1/Date}.")
    assert _qualified(analysis, "educatedAt", "endDate").qualifiers.end_date == "2003"
    assert _qualified(analysis, "educatedAt", "date").qualifiers.date == ""


def test_the_day_of_a_deal_ends_what_the_seller_had(analyse):
    analysis = analyse("{Acme=e1/Company} sold {Gamma=e3/Company} to {Beta=e2/Company} in {2003=v1/Date}.")
    acme, gamma, beta = analysis.mentions
    day = analysis.values[0]
    links = (Link(acme, gamma, "ownerOf", 0.9), *_ties(acme, gamma, day, "endDate", 0.6))
    deal = (Link(beta, gamma, "acquired", 0.9), *_ties(beta, gamma, day, "date", 0.9))
    dates = {claim.predicate: claim.qualifiers for claim in _claims(analysis, *links, *deal)}
    assert (dates["ownerOf"].end_date, dates["acquired"].date) == ("2003", "2003")


@pytest.mark.parametrize(
    ("marked", "start"),
    [
        ("{Acme=e1/Company} trades in {Oslo=e2/City}, and since {2003=v1/Date} in Bergen too.", ""),
        ("{Acme=e1/Company} trades in {Oslo=e2/City} and, since {2003=v1/Date}, in Bergen too.", ""),
        ("{Acme=e1/Company} mines and, since {2003=v1/Date}, trades in {Oslo=e2/City}.", "2003"),
        ("{Acme=e1/Company} mines and trades in {Oslo=e2/City}, since {2003=v1/Date}.", "2003"),
    ],
)
def test_what_and_adds_since_a_day_began_then_alone(analyse, marked, start):
    assert _qualified(analyse(marked), "operatesIn", "startDate").qualifiers.start_date == start
