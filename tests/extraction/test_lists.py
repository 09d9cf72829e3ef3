"""What is said of one member of a list, and of which others it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.model import Link
from kg.settings import Settings

ONTOLOGY = ontologies.load()


def _singular(analysis):
    """The analysis with the lemma of each plural that a cue knows by its singular."""
    for token in analysis.doc:
        token.lemma_ = token.lower_.removesuffix("s") if token.lower_ in ("firms", "banks") else token.lemma_
    return analysis


def _facts(analysis, *links):
    """The facts of an analysis to which the model adds links: subject, relation, object, all as written."""
    by_text = {mention.text: mention for mention in analysis.mentions}
    told = tuple(Link(by_text[source], by_text[target], label, 0.8) for source, label, target in links)
    found = extract(replace(analysis, links=told), ONTOLOGY, Settings()).claims
    return {(claim.subject.text, claim.predicate, claim.object.text) for claim in found}


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("{German=e1/Country} firms {Brill=e2/Company} and {Tarn=e3/Company} closed.", {"Brill", "Tarn"}),
        (
            "{German=e1/Country} firms {Brill Foods=e2/Company} (BF) and {Tarn=e3/Company} fell.",
            {"Brill Foods", "Tarn"},
        ),
        ("{German=e1/Country} insurer {Brill=e2/Company} and {Tarn=e3/Company} closed.", {"Brill"}),
        ("{German=e1/Country} firms {Brill=e2/Company} and {Tarn=e3/Company} of {Oslo=e4/City} fell.", {"Brill"}),
        ("{German=e1/Country} banks such as {Brill=e2/Company} and {Tarn=e3/Company} fell.", {"Brill", "Tarn"}),
    ],
)
def test_only_a_noun_in_the_plural_takes_a_list(analyse, marked, names):
    assert {
        fact[0] for fact in _facts(_singular(analyse(marked))) if fact[1:] == ("headquarteredIn", "German")
    } == names


def test_a_comma_parts_a_single_name_from_a_noun_in_the_plural(analyse):
    several = "The {UK=e1/Country} firms, {Brill=e2/Company} and {Tarn=e3/Company}, fell."
    assert {fact[0] for fact in _facts(_singular(analyse(several)))} == {"Brill", "Tarn"}
    one = "The {UK=e1/Country} bank, {Brill=e2/Company}, fell."
    assert {fact[0] for fact in _facts(analyse(one))} == {"Brill"}
    other = "Hinting at better times for {UK=e1/Country} banks, {Brill=e2/Company} said so."
    assert not _facts(_singular(analyse(other)))


def test_managers_are_each_a_manager(analyse):
    facts = _facts(analyse("{Brill=e1/Company} managers {Ann Lee=e2/Person} and {Bo Dahl=e3/Person} left."))
    assert facts == {("Ann Lee", "holdsPositionAt", "Brill"), ("Bo Dahl", "holdsPositionAt", "Brill")}


def test_what_one_place_of_a_list_sees_all_see(analyse):
    analysis = analyse(
        "{Brill=e1/Company} was seen to thrive in the {UK=e2/Country}, {Ireland=e3/Country} and {Malta=e4/Country}."
    )
    facts = _facts(analysis, ("Brill", "operatesIn", "UK"))
    assert facts == {("Brill", "operatesIn", place) for place in ("UK", "Ireland", "Malta")}


@pytest.mark.parametrize(
    "marked",
    [
        "{Brill=e1/Company} may thrive in {Malta=e2/Country} and {Ireland=e3/Country}'s north.",
        "{Brill=e1/Company} may thrive in {Malta=e2/Country}, {Ireland=e3/Country}, which is near.",
        "{Brill=e1/Company} may thrive in {Malta=e2/Country} and {Tarn=e3/Company}.",
        "{Brill=e1/Company} may thrive in {Malta=e2/Country} and {Ireland=e3/Country}, an island.",
        "It may thrive in {Malta=e2/Country} and {Ireland=e3/Country}. {Brill=e1/Company} said so.",
    ],
)
def test_what_is_no_list_shares_nothing(analyse, marked):
    assert _facts(analyse(marked), ("Brill", "operatesIn", "Malta")) == {("Brill", "operatesIn", "Malta")}


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        (
            "{Vang=e9/Company} buys from {Malta=e1/Country}'s {Brill=e2/Company} and {Tarn=e3/Company}.",
            {"Brill", "Tarn"},
        ),
        ("{Vang=e9/Company} buys from {Brill=e2/Company} and {Tarn=e3/Company} near {Malta=e1/Country}.", {"Brill"}),
        ("{Brill=e2/Company}, loved in {Malta=e1/Country} and {Ireland=e3/Country}, fell.", {"Brill"}),
    ],
)
def test_a_list_shares_the_seat_that_stands_before_it_and_a_body_has_one_seat(analyse, marked, names):
    facts = _facts(analyse(marked), ("Brill", "headquarteredIn", "Malta"))
    assert facts == {(name, "headquarteredIn", "Malta") for name in names}


def test_a_member_of_a_list_with_its_own_is_not_given_anothers(analyse):
    analysis = analyse("{Brill=e1/Company} and {Tarn=e2/Company} sell in {Malta=e3/Country} and in {Oslo=e4/City}.")
    own = ("Brill", "operatesIn", "Malta"), ("Tarn", "operatesIn", "Oslo")
    assert _facts(analysis, *own) == set(own)


def test_shared_claim_is_less_sure(analyse):
    analysis = analyse("{Ann Lee=e1/Person} and {Bo Dahl=e2/Person} went to the {Oslo Forum=e3/Event}.")
    link = Link(analysis.mentions[0], analysis.mentions[2], "attended", 0.8)
    scores = {
        c.subject.text: c.evidence.score for c in extract(replace(analysis, links=(link,)), ONTOLOGY, Settings()).claims
    }
    assert scores == {"Ann Lee": 0.8, "Bo Dahl": pytest.approx(0.72)}


@pytest.mark.parametrize(
    ("marked", "holds"),
    [
        ("{Brill=e1/Company} and {Tarn=e2/Company} have both built one.", False),
        ("{Brill=e1/Company} and {Tarn=e2/Company} each built one.", False),
        ("It fears rivals such as {Brill=e1/Company} and {Tarn=e2/Company}.", False),
        ("{Brill=e1/Company} and {Tarn=e2/Company} compete hard.", True),
    ],
)
def test_members_that_do_the_same_are_no_rivals(analyse, marked, holds):
    assert bool(_facts(analyse(marked), ("Brill", "competitorOf", "Tarn"))) == holds


def test_who_is_listed_with_an_unsure_one_is_sure_enough_where_that_one_is(analyse):
    analysis = analyse("{Brill=e1/Company} and {Tarn=e2/Company} sell to {Vang=e3/Company}.")
    brill, _, vang = analysis.mentions
    unsure = replace(analysis, links=(Link(brill, vang, "supplierOf", 0.52),))
    scores = {claim.subject.text: claim.evidence.score for claim in extract(unsure, ONTOLOGY, Settings()).claims}
    assert scores == {"Brill": 0.52, "Tarn": Settings().min_confidence}
