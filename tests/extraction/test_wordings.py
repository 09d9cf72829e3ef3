"""Which verb is the title of a post that no noun names."""

from __future__ import annotations

import pytest

from kg import ontology
from kg.extraction.reading import Reading
from kg.extraction.wordings import word
from kg.model import Analysis, Claim, Mention, Qualifiers

ONTOLOGY = ontology.load()


def _claim(analysis: Analysis, reading: Reading, predicate: str, title: str = "") -> Claim:
    holder = next(item for item in analysis.mentions if item.type == "Person")
    body = next(item for item in analysis.mentions if isinstance(item, Mention) and item.type != "Person")
    return Claim(holder, predicate, body, Qualifiers(title=title), reading.evidence(holder, body, "neural", 0.9))


@pytest.mark.parametrize(
    ("marked", "predicate", "title"),
    [
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "ceoOf", "runs"),
        ("{Ada Nord=e1/Person}, who once headed the {Birch=e2/Company}.", "ceoOf", "headed"),
        ("{Birch=e2/Company} shut; {Ada Nord=e1/Person} has run {it=e2/pron}.", "ceoOf", "run"),
        ("The {Birch=e2/Company}, which {Ada Nord=e1/Person} leads, closed.", "holdsPositionAt", "leads"),
        ("{Ada Nord=e1/Person} chairs {Birch=e2/Company}.", "chairOf", "chairs"),
        ("{Ada Nord=e1/Person} chairs {Birch=e2/Company}.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company} 's shops.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs shops near {Birch=e2/Company}.", "ceoOf", ""),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "founderOf", ""),
    ],
)
def test_a_verb_between_holder_and_body_is_the_title(analyse, marked, predicate, title):
    analysis = analyse(marked)
    reading = Reading(analysis)
    (claim,) = word([_claim(analysis, reading, predicate)], reading, ONTOLOGY)
    assert claim.qualifiers.title == title


@pytest.mark.parametrize(
    ("marked", "title", "predicate"),
    [
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "", "ceoOf"),
        ("{Birch=e2/Company}, which is now led by {Ada Nord=e1/Person}, shut.", "", "ceoOf"),
        ("{Ada Nord=e1/Person} will be the first from outside to run {Birch=e2/Company}.", "run", "ceoOf"),
        ("{Ada Nord=e1/Person} is to run {Birch=e2/Company}'s shops.", "run", "holdsPositionAt"),
        ("{Birch=e2/Company}, led by {Ada Nord=e1/Person}'s aunt, shut.", "", "holdsPositionAt"),
        ("{Birch=e2/Company} led {Ada Nord=e1/Person} astray.", "", "holdsPositionAt"),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Company}.", "head of sales", "holdsPositionAt"),
        ("{Ada Nord=e1/Person} runs {Birch=e2/Regulator}.", "", "holdsPositionAt"),
        ("{Ada Nord=e1/Person} edits {Birch=e2/Company}.", "", "holdsPositionAt"),
        ("{Ada Nord=e1/Person} once chaired the {Birch=e2/Regulator}.", "", "chairOf"),
        ("{Birch=e2/Company} is chaired by {Ada Nord=e1/Person}.", "", "chairOf"),
    ],
)
def test_whoever_runs_a_firm_is_its_chief(analyse, marked, title, predicate):
    reading = Reading(analyse(marked))
    claims = word([_claim(reading.analysis, reading, "holdsPositionAt", title)], reading, ONTOLOGY)
    assert [claim.predicate for claim in claims] == [predicate]


@pytest.mark.parametrize(
    ("words", "status"),
    [("led", "former"), ("who had run", ""), ("has led", ""), ("chairs", ""), (", who once headed", "former")],
)
def test_a_post_told_by_a_verb_in_the_past_is_over(analyse, words, status):
    reading = Reading(analyse(f"{{Ada Nord=e1/Person}} {words} {{Birch=e2/Company}}."))
    (claim,) = word([_claim(reading.analysis, reading, "holdsPositionAt")], reading, ONTOLOGY)
    assert claim.qualifiers.status == status


def test_whom_a_firm_was_led_by_may_lead_it_still(analyse):
    reading = Reading(analyse("{Birch=e2/Company} was led by {Ada Nord=e1/Person}."))
    (claim,) = word([_claim(reading.analysis, reading, "ceoOf")], reading, ONTOLOGY)
    assert (claim.qualifiers.title, claim.qualifiers.status) == ("led", "")


def test_a_post_that_a_noun_names_keeps_it(analyse):
    analysis = analyse("{Ada Nord=e1/Person} runs {Birch=e2/Company}.")
    reading = Reading(analysis)
    for title in ("boss", "head"):
        claims = [_claim(analysis, reading, "ceoOf"), _claim(analysis, reading, "ceoOf", title)]
        assert [claim.qualifiers.title for claim in word(claims, reading, ONTOLOGY)] == ["", title]
