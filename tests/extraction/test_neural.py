"""From the model's links to claims, on hand-made links."""

from __future__ import annotations

from dataclasses import replace

from kg import ontology as ontologies
from kg.extraction import neural
from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Link, Modality
from kg.settings import Settings

ONTOLOGY = ontologies.load()
TOLD_TWICE = (
    "{Acme=e1/Company} bought {Beta=e2/Company} on {Monday=v1/Date}. {Acme=e1/Company} paid {$5m=v2/Money}."
    " Then came {Beta=e2/Company}."
)


def _claims(analysis: Analysis, *links: Link) -> list[Claim]:
    return list(neural.claims(Reading(replace(analysis, links=links)), ONTOLOGY, Settings()))


def test_a_sure_link_is_a_claim_with_status_and_modality(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, *_ = analysis.mentions
    (claim,) = _claims(analysis, Link(acme, beta, "acquired", 0.9, "agreed", Modality.PLANNED))
    assert (claim.predicate, claim.evidence.score) == ("acquired", 0.9)
    assert (claim.qualifiers.status, claim.qualifiers.modality) == ("agreed", Modality.PLANNED)


def test_a_link_below_the_threshold_and_one_that_names_no_relation_are_none(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, *_ = analysis.mentions
    assert _claims(analysis, Link(acme, beta, "acquired", 0.4), Link(acme, beta, "title", 0.9)) == []


def test_where_one_sentence_says_it_two_sentences_do_not_count(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, _, beta_again = analysis.mentions
    (claim,) = _claims(analysis, Link(acme, beta_again, "acquired", 0.9), Link(acme, beta, "acquired", 0.9))
    assert claim.evidence.quote == "Acme bought Beta on Monday."


def test_a_sentence_that_hardly_says_it_does_not_silence_two_that_do(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, _, beta_again = analysis.mentions
    (claim,) = _claims(analysis, Link(acme, beta_again, "acquired", 0.9), Link(acme, beta, "acquired", 0.3))
    assert claim.evidence.object == beta_again.span


def test_a_value_tied_to_both_ends_qualifies_once_where_it_fits_best(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, *_ = analysis.mentions
    monday = next(value for value in analysis.values if value.text == "Monday")
    ties = [
        Link(end, monday, f"{name}{side}", score)
        for name, score in (("date", 0.9), ("startDate", 0.6))
        for end, side in ((acme, ""), (beta, "^"))
    ]
    (claim,) = _claims(analysis, Link(acme, beta, "acquired", 0.9), *ties)
    assert (claim.qualifiers.date, claim.qualifiers.start_date) == (monday.lexical, "")


def test_a_value_tied_to_one_end_only_qualifies_nothing(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, *_ = analysis.mentions
    (money,) = [value for value in analysis.values if value.text == "$5m"]
    (claim,) = _claims(analysis, Link(acme, beta, "acquired", 0.9), Link(acme, money, "amount", 0.9))
    assert claim.qualifiers.amount == ""


def test_what_happens_has_no_start_and_what_lasts_has(analyse):
    analysis = analyse(TOLD_TWICE)
    acme, beta, *_ = analysis.mentions
    monday = next(value for value in analysis.values if value.text == "Monday")
    ties = [Link(end, monday, f"startDate{side}", 0.9) for end, side in ((acme, ""), (beta, "^"))]
    happened, lasting = _claims(analysis, Link(acme, beta, "acquired", 0.9), Link(acme, beta, "ownerOf", 0.9), *ties)
    assert (happened.predicate, happened.qualifiers.start_date) == ("acquired", "")
    assert (lasting.predicate, lasting.qualifiers.start_date) == ("ownerOf", "Monday")
