"""Verb and noun cues on hand-made trees, and who acts where nobody is named."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction import extract
from kg.model import MentionKind, Modality
from kg.settings import Settings

ONTOLOGY = ontologies.load()


def _claims(analysis):
    return extract(analysis, ONTOLOGY, Settings()).claims


def _facts(analysis):
    return {(claim.subject.text, claim.predicate, claim.object.text) for claim in _claims(analysis)}


def test_both_of_two_subjects(analyse):
    analysis = analyse(
        "{Brill=e1/Company} and {Tarn=e2/Company} later sued {Acme=e3/Company}.",
        "nsubj<5 cc<3 conj<1 advmod<5 ROOT<5/sue/VBD obj<5 punct<5",
    )
    assert _facts(analysis) == {("Brill", "sued", "Acme"), ("Tarn", "sued", "Acme")}


def test_relative_clause_speaks_of_its_noun(analyse):
    analysis = analyse(
        "{Brill=e1/Company}, which last year quietly bought {Tarn=e2/Company}, closed.",
        "nsubj<10 punct<7 nsubj<7 amod<5 obl<7 advmod<7 acl:relcl<1/buy/VBD obj<7 punct<7 ROOT<10/close/VBD punct<10",
    )
    assert ("Brill", "acquired", "Tarn") in _facts(analysis)


def test_reduced_passive(analyse):
    analysis = analyse(
        "{Brill=e1/Company}, sued again by {Tarn=e2/Company}, closed.",
        "nsubj<8 punct<3 acl<1/sue/VBN advmod<3 case<6 obl<3 punct<3 ROOT<8/close/VBD punct<8",
    )
    assert _facts(analysis) == {("Tarn", "sued", "Brill")}


def test_fine_by_nobody_has_an_unnamed_authority(analyse):
    analysis = analyse(
        "{Brill=e1/Company} closed. It brought a fine against {the firm=e1/desc}.",
        "nsubj<2 ROOT<2/close/VBD punct<2 nsubj<5 ROOT<5/bring/VBD det<7 obj<5 case<10 det<10 nmod<7 punct<5",
    )
    extraction = extract(analysis, ONTOLOGY, Settings())
    (claim,) = extraction.claims
    assert (claim.predicate, claim.object.text) == ("fined", "the firm")
    assert (claim.subject.kind, claim.subject.type) == (MentionKind.DESCRIPTION, "Regulator")
    assert claim.subject.chain not in {mention.chain for mention in analysis.mentions}
    assert claim.subject in extraction.mentions


_SPOKE_AND_FINED = (
    "nmod:poss<3 case<1 nsubj<4 ROOT<4/speak/VBD case<6 obl<4 punct<4"
    " nsubj<9 ROOT<9/bring/VBD det<11 obj<9 case<14 det<14 nmod<11 punct<9"
)


def test_fine_is_by_the_country_whose_regulators_are_spoken_of(analyse):
    analysis = analyse(
        "{China=e2/Country}'s regulators spoke to {Brill=e1/Company}. It brought a fine against {the firm=e1/desc}.",
        _SPOKE_AND_FINED,
    )
    assert ("China", "fined", "the firm") in _facts(analysis)


def test_whom_a_firm_competes_with_may_stand_behind_what_for(analyse):
    analysis = analyse(
        "{Brill=e1/Company} competes for workers with {Tarn=e2/Company}.",
        "nsubj<2 ROOT<2/compete/VBZ case<4 obl<2 case<6 obl<2 punct<2",
    )
    assert ("Brill", "competitorOf", "Tarn") in _facts(analysis)


def test_the_court_of_another_sentence_does_not_fine(analyse):
    analysis = analyse(
        "{China=e2/Country}'s courts spoke to {Brill=e1/Company}. It brought a fine against {the firm=e1/desc}.",
        _SPOKE_AND_FINED,
    )
    (claim,) = [claim for claim in extract(analysis, ONTOLOGY, Settings()).claims if claim.predicate == "fined"]
    assert claim.subject.kind is MentionKind.DESCRIPTION


@pytest.mark.parametrize(
    ("marked", "tree", "modality"),
    [
        ("{Brill=e1/Company} sued {Tarn=e2/Company}.", "nsubj<2 ROOT<2/sue/VBD obj<2 punct<2", Modality.ASSERTED),
        (
            "{Brill=e1/Company} never sued {Tarn=e2/Company}.",
            "nsubj<3 advmod<3 ROOT<3/sue/VBD obj<3 punct<3",
            Modality.NEGATED,
        ),
        (
            "{Brill=e1/Company} will sue {Tarn=e2/Company}.",
            "nsubj<3 aux<3 ROOT<3/sue/VB obj<3 punct<3",
            Modality.PLANNED,
        ),
        (
            "{Brill=e1/Company} may sue {Tarn=e2/Company}.",
            "nsubj<3 aux<3 ROOT<3/sue/VB obj<3 punct<3",
            Modality.HYPOTHETICAL,
        ),
        (
            "{Brill=e1/Company} reportedly sued {Tarn=e2/Company}.",
            "nsubj<3 advmod<3 ROOT<3/sue/VBD obj<3 punct<3",
            Modality.RUMOURED,
        ),
        (
            "{Brill=e1/Company} denied suing {Tarn=e2/Company}.",
            "nsubj<2 ROOT<2/deny/VBD xcomp<2/sue/VBG obj<3 punct<2",
            Modality.NEGATED,
        ),
        (
            "{Brill=e1/Company} plans to sue {Tarn=e2/Company}.",
            "nsubj<2 ROOT<2/plan/VBZ mark<4 xcomp<2/sue/VB obj<4 punct<2",
            Modality.PLANNED,
        ),
        (
            "{Brill=e1/Company} sued {Tarn=e2/Company}, papers say.",
            "nsubj<2 ccomp<6/sue/VBD obj<2 punct<2 nsubj<6 ROOT<6/say/VBP punct<6",
            Modality.ASSERTED,
        ),
    ],
)
def test_modality(analyse, marked, tree, modality):
    (claim,) = _claims(analyse(marked, tree))
    assert (claim.subject.text, claim.predicate, claim.object.text) == ("Brill", "sued", "Tarn")
    assert claim.qualifiers.modality is modality


@pytest.mark.parametrize(
    ("noun", "tag", "units"), [("unit", "NN", {"Tarn"}), ("units", "NNS", {"Tarn", "Acme"})], ids=["one", "several"]
)
def test_a_noun_in_the_singular_has_one_name(analyse, noun, tag, units):
    analysis = analyse(
        f"{{Brill=e1/Company}} sued its=e1 {noun} {{Tarn=e2/Company}} and {{Acme=e3/Company}}.".replace(
            "its=e1", "{its=e1/pron}"
        ),
        f"nsubj<2 ROOT<2/sue/VBD nmod:poss<4 obj<2/unit/{tag} appos<4 cc<7 conj<5 punct<2",
    )
    owned = {unit for unit, predicate, owner in _facts(analysis) if predicate == "subsidiaryOf"}
    assert owned == units


def test_a_post_inside_a_planned_clause_is_held_now(analyse):
    analysis = analyse(
        "{Brill=e1/Company} chairman {Bo Dahl=e2/Person} will leave.",
        "compound<2 nsubj<6 appos<2 flat<3 aux<6 ROOT<6/leave/VB punct<6",
    )
    (claim,) = _claims(analysis)
    assert (claim.predicate, claim.qualifiers.modality) == ("chairOf", Modality.ASSERTED)
