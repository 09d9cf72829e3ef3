"""One list of claims of what several extractors found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction.combine import (
    enforce,
    keep_specific,
    merge,
    prefer_named,
    prefer_patterns,
    prefer_rivals,
    settle_places,
    settle_rivals,
    spare_bidders,
    spare_bodies,
)
from kg.model import Claim, Evidence, Mention, MentionKind, Modality, Qualifiers, Span

ONTOLOGY = ontologies.load()
SENTENCE = Span(0, 40)


def _mention(start: int, chain: int, kind: str = "Company", how: MentionKind = MentionKind.NAME) -> Mention:
    return Mention("doc", Span(start, start + 4), "Acme", how, kind, chain)


ACME, BETA, ANN = _mention(0, 0), _mention(10, 1), _mention(20, 2, "Person")


def _claim(subject: Mention, predicate: str, other: Mention, score: float = 0.9, **qualifiers: str) -> Claim:
    evidence = Evidence("doc", SENTENCE, "…", subject.span, other.span, "patterns", score)
    return Claim(subject, predicate, other, Qualifiers(**qualifiers), evidence)


def test_one_claim_a_sentence_with_the_best_score_and_all_qualifiers():
    found = [_claim(ACME, "fined", BETA, 0.6, amount="5 USD"), _claim(ACME, "fined", BETA, 0.8, reason="fraud")]
    (claim,) = merge(found, ONTOLOGY)
    assert (claim.evidence.score, claim.qualifiers.amount, claim.qualifiers.reason) == (0.8, "5 USD", "fraud")


def test_a_denial_is_not_lost_to_a_surer_assertion():
    found = [_claim(ACME, "fined", BETA, 0.9), _claim(ACME, "fined", BETA, 0.6, modality=Modality.NEGATED)]
    assert [claim.qualifiers.modality for claim in merge(found, ONTOLOGY)] == [Modality.NEGATED]


def test_symmetric_relations_are_said_once():
    assert len(merge([_claim(ACME, "partnerOf", BETA), _claim(BETA, "partnerOf", ACME)], ONTOLOGY)) == 1
    assert len(merge([_claim(ACME, "sued", BETA), _claim(BETA, "sued", ACME)], ONTOLOGY)) == 2


def test_order_does_not_matter():
    found = [_claim(ACME, "partnerOf", BETA, 0.9), _claim(BETA, "partnerOf", ACME, 0.9), _claim(ANN, "ceoOf", ACME)]
    assert merge(found, ONTOLOGY) == merge(reversed(found), ONTOLOGY)


@pytest.mark.parametrize(
    ("subject", "predicate", "other"),
    [(ACME, "ceoOf", BETA), (ANN, "mergedWith", ACME), (ACME, "sued", ACME), (ANN, "bornIn", ACME)],
)
def test_ends_that_do_not_fit_are_dropped(subject, predicate, other):
    assert enforce([_claim(subject, predicate, other)], [ACME, BETA, ANN], ONTOLOGY) == []


@pytest.mark.parametrize(("kind", "made"), [("Product", True), ("MediaOrganization", True), ("Company", False)])
def test_no_firm_makes_what_a_description_of_a_firm_stands_for(kind, made):
    name, chip = _mention(30, 3, kind), _mention(40, 3, kind, MentionKind.DESCRIPTION)
    assert bool(enforce([_claim(ACME, "produces", chip)], [ACME, name, chip], ONTOLOGY)) is made
    assert enforce([_claim(ACME, "produces", name)], [ACME, name, chip], ONTOLOGY)


def test_a_description_has_the_class_of_the_name_in_its_chain():
    him = _mention(30, 2, "Organization", MentionKind.DESCRIPTION)
    claim = _claim(him, "ceoOf", ACME)
    assert enforce([claim], [ACME, ANN, him], ONTOLOGY) == [claim]


def test_the_most_specific_role_stands_for_the_same_post():
    general = _claim(ANN, "holdsPositionAt", ACME, title="president")
    specific = _claim(ANN, "ceoOf", ACME, title="president and CEO")
    assert keep_specific([general, specific], ONTOLOGY) == [specific]


def test_another_post_at_the_same_firm_stays():
    both = [_claim(ANN, "holdsPositionAt", ACME, title="analyst"), _claim(ANN, "ceoOf", ACME, title="chief executive")]
    assert keep_specific(both, ONTOLOGY) == both


def _by_model(claim: Claim) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, extractor="neural"))


def test_in_a_list_of_executives_the_pattern_knows_whose_firm_it_is():
    own, neighbour = _claim(ANN, "ceoOf", ACME), _by_model(_claim(ANN, "ceoOf", BETA))
    assert prefer_patterns([own, neighbour], ONTOLOGY) == [own]
    assert prefer_patterns([neighbour], ONTOLOGY) == [neighbour]


def test_a_pattern_says_nothing_against_other_relations_and_other_sentences():
    elsewhere = Span(50, 60)
    own = _claim(ANN, "ceoOf", ACME)
    later = _by_model(_claim(ANN, "ceoOf", BETA))
    later = replace(later, evidence=replace(later.evidence, span=elsewhere))
    other = _by_model(_claim(ANN, "founderOf", BETA))
    assert prefer_patterns([own, later, other], ONTOLOGY) == [own, later, other]


def test_an_authority_left_open_yields_to_the_named_one():
    watchdog, country = _mention(30, 3, "Regulator", MentionKind.DESCRIPTION), _mention(34, 4, "Country")
    named, left_open, by_country = (_claim(who, "fined", BETA) for who in (ACME, watchdog, country))
    mentions = [ACME, BETA, watchdog, country]
    assert prefer_named([named, left_open, by_country], mentions) == [named]
    assert prefer_named([left_open], mentions) == [left_open]


def test_a_country_does_not_fine_its_own_authority_that_fines():
    watchdog, china = _mention(20, 5, "Regulator"), _mention(30, 6, "Country")
    fine, spill = _claim(watchdog, "fined", ACME), _by_model(_claim(china, "fined", watchdog))
    mentions = [ACME, watchdog, china]
    assert spare_bodies([fine, spill], mentions) == [fine]
    assert spare_bodies([spill], mentions) == [spill]


def test_of_two_chiefs_of_one_firm_in_a_sentence_the_surer_stays():
    bo = _mention(30, 3, "Person")
    surer, weaker = _by_model(_claim(ANN, "ceoOf", ACME, 0.9)), _by_model(_claim(bo, "ceoOf", ACME, 0.6))
    assert settle_rivals([weaker, surer]) == [surer]


def test_a_chief_and_his_forerunner_are_no_rivals():
    bo = _mention(30, 3, "Person")
    now, before = _by_model(_claim(ANN, "ceoOf", ACME, 0.9)), _by_model(_claim(bo, "ceoOf", ACME, 0.6, status="former"))
    assert settle_rivals([now, before]) == [now, before]


def test_two_founders_of_one_firm_stay_but_one_founded_one():
    bo = _mention(30, 3, "Person")
    first, second = _by_model(_claim(ANN, "founderOf", ACME, 0.9)), _by_model(_claim(bo, "founderOf", ACME, 0.8))
    neighbour = _by_model(_claim(bo, "founderOf", BETA, 0.6))
    assert settle_rivals([first, second, neighbour]) == [first, second]


OSLO = _mention(10, 1, "City")


def test_one_sentence_gives_a_body_a_seat_or_a_place_but_not_both():
    seat, place = _claim(ACME, "headquarteredIn", OSLO, 0.6), _claim(ACME, "locatedIn", OSLO, 0.7)
    assert settle_places([seat, place]) == [place]
    surer = replace(seat, evidence=replace(seat.evidence, score=0.7))
    assert settle_places([surer, place]) == [surer]
    elsewhere = replace(seat, evidence=replace(seat.evidence, span=Span(50, 90)))
    assert settle_places([elsewhere, place]) == [elsewhere, place]


def test_the_model_makes_no_partners_of_two_whom_a_pattern_finds_rivals():
    rivals, guess = _claim(ACME, "competitorOf", BETA), _claim(BETA, "partnerOf", ACME)
    partners = replace(guess, evidence=replace(guess.evidence, extractor="neural"))
    elsewhere = replace(partners, evidence=replace(partners.evidence, span=Span(50, 90)))
    assert prefer_rivals([partners, rivals, elsewhere, guess]) == [rivals, elsewhere, guess]
    assert prefer_rivals([partners]) == [partners]


def _guess(claim: Claim) -> Claim:
    return replace(claim, evidence=replace(claim.evidence, extractor="neural"))


def test_who_only_bids_owns_nothing():
    owns, bids = _guess(_claim(ACME, "ownerOf", BETA)), _claim(ACME, "acquired", BETA, status="proposed")
    assert spare_bidders([owns, bids]) == [bids]
    planned = _claim(ACME, "acquired", BETA, modality=Modality.HYPOTHETICAL)
    assert spare_bidders([owns, planned]) == [planned]


@pytest.mark.parametrize("known", [{"amount": "12 %"}, {"start_date": "2003"}, {"status": "former"}])
def test_what_a_bidder_has_of_it_stays(known):
    owns, bids = _guess(_claim(ACME, "ownerOf", BETA, **known)), _claim(ACME, "acquired", BETA, status="failed")
    assert spare_bidders([owns, bids]) == [owns, bids]


def test_who_has_bought_owns_and_so_does_whom_a_pattern_finds():
    owns, bought = _guess(_claim(ACME, "ownerOf", BETA)), _claim(ACME, "acquired", BETA, status="completed")
    bids = _claim(ACME, "acquired", BETA, status="proposed")
    assert spare_bidders([owns, bought, bids]) == [owns, bought, bids]
    assert spare_bidders([_claim(ACME, "ownerOf", BETA), bids]) == [_claim(ACME, "ownerOf", BETA), bids]
