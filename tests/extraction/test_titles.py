"""Which words of a sentence are a fact's title, and where it begins and ends."""

from __future__ import annotations

import pytest

from kg import ontology as ontologies
from kg.extraction.posts import Posts
from kg.extraction.reading import Reading
from kg.extraction.titles import beside, retyped, settled
from kg.model import Claim, Mention, Qualifiers

ONTOLOGY = ontologies.load()


def _settled(analysis, title: str, predicate: str = "holdsPositionAt", kinds: dict[str, str] | None = None) -> str:
    for token in analysis.doc:
        token.pos_ = (kinds or {}).get(token.text, token.pos_)
    reading = Reading(analysis)
    subject = next(item for item in analysis.mentions if item.type == "Person")
    other = next(item for item in analysis.mentions if item.type != "Person" and isinstance(item, Mention))
    claim = Claim(subject, predicate, other, Qualifiers(title=title), reading.evidence(subject, other, "neural", 0.9))
    return settled(claim, reading, ONTOLOGY)


@pytest.mark.parametrize(
    ("marked", "title", "whole"),
    [
        ("{Ada Nord=e1/Person}, a home garden and lawn analyst at {Birch=e2/Company}, left.", "lawn analyst",
         "home garden and lawn analyst"),
        ("{Ada Nord=e1/Person}, head of the ferry division at {Birch=e2/Company}.", "head of the ferry",
         "head of the ferry division"),
        ("{Ada Nord=e1/Person}, singer and a former team leader at {Birch=e2/Company}.", "team leader", "team leader"),
        ("{Ada Nord=e1/Person}, editor-in-chief of the {Birch=e2/Company}.", "", "editor-in-chief"),
        ("{Ada Nord=e1/Person}, head of {Birch=e2/Company} sales.", "head", "head"),
        ("{Birch=e2/Company} head of sales, service and repairs, {Ada Nord=e1/Person}.", "head of sales",
         "head of sales, service and repairs"),
        ("{Birch=e2/Company} minister of posts, {Ada Nord=e1/Person}.", "minister", "minister of posts"),
        ("{Ada Nord=e1/Person}, founder and chief of pole-vault giant {Birch=e2/Company}.", "founder and chief",
         "founder and chief"),
        ("{Birch=e2/Company} Trade and Labour Minister {Ada Nord=e1/Person}.", "Labour Minister",
         "Trade and Labour Minister"),
        ("{Elm=e2/Country}'s Trade and Labour Minister {Ada Nord=e1/Person}.", "Minister", "Trade and Labour Minister"),
        ("Trade and Labour Minister {Ada Nord=e1/Person} left {Elm=e2/Country}.", "Labour Minister",
         "Trade and Labour Minister"),
        ("{Elm=e2/Country}'s Labour Minister {Ada Nord=e1/Person}.", "Minister", "Labour Minister"),
        ("{Birch=e2/Company} deputy director of, {Ada Nord=e1/Person}.", "deputy director of", "deputy director"),
        ("{Elm=e2/Country}'s first vice-president, {Ada Nord=e1/Person}.", "vice-president", "first vice-president"),
        ("{Elm=e2/Country}'s first minister, {Ada Nord=e1/Person}.", "minister", "first minister"),
        ("{Ada Nord=e1/Person}, an Oslo-based economist at {Birch=e2/Company}.", "economist", "economist"),
        ("{Elm=e2/Country}'s first minister to resign, {Ada Nord=e1/Person}.", "minister", "minister"),
        ("{Birch Research=e2/Company} analyst {Ada Nord=e1/Person}.", "Research analyst", "analyst"),
    ],
)  # fmt: skip
def test_a_cut_title_is_made_whole(analyse, marked, title, whole):
    assert _settled(analyse(marked), title) == whole


@pytest.mark.parametrize(
    ("marked", "title", "predicate"),
    [
        ("{Ada Nord=e1/Person}, director of {Birch=e2/Company}'s optics lab, left.", "director", "holdsPositionAt"),
        ("{Ada Nord=e1/Person}, chief executive of {Birch=e2/Company}'s arm.", "chief executive", "holdsPositionAt"),
        ("{Ada Nord=e1/Person}, chairman of {Birch=e2/Company}'s board, left.", "chairman", "chairOf"),
        ("{Ada Nord=e1/Person}, chairman of {Birch=e2/Company}, left.", "chairman", "chairOf"),
        ("{Birch=e2/Company}'s plan pleased chairman {Ada Nord=e1/Person}.", "chairman", "chairOf"),
    ],
)
def test_whoever_heads_a_part_of_a_body_does_not_head_the_body(analyse, marked, title, predicate):
    analysis = analyse(marked)
    for token in analysis.doc:
        token.pos_ = "NOUN" if token.text in ("optics", "lab", "arm", "board", "plan") else token.pos_
    reading = Reading(analysis)
    subject = next(item for item in analysis.mentions if item.type == "Person")
    other = next(item for item in analysis.mentions if item.type != "Person")
    evidence = reading.evidence(subject, other, "neural", 0.9)
    claim = Claim(subject, "holdsPositionAt", other, Qualifiers(title=title), evidence)
    assert retyped(claim, reading, ONTOLOGY).predicate == predicate


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("Then deputy {Birch=e2/Company} chairman {Ada Nord=e1/Person} left.", "deputy chairman"),
        ("The vice {Birch=e2/Company} chairman, {Ada Nord=e1/Person}, left.", "vice chairman"),
        ("The old {Birch=e2/Company} chairman {Ada Nord=e1/Person} left.", "chairman"),
        ("To the deputy {Birch=e2/Company} had a new chairman, {Ada Nord=e1/Person}.", "chairman"),
    ],
)
def test_the_rank_before_the_name_of_the_body_belongs_to_the_post_behind_it(analyse, marked, title):
    assert _settled(analyse(marked), "chairman", "chairOf") == title


def test_praise_is_no_part_of_a_title(analyse):
    kinds = {"highly": "ADV", "gifted": "ADJ"}
    marked = "{Birch=e2/Company}'s highly gifted boss {Ada Nord=e1/Person}."
    assert _settled(analyse(marked), "highly gifted boss", kinds=kinds) == "boss"


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("the county attorney, {Ada Nord=e1/Person}, sued {Birch=e2/Company}.", "county attorney"),
        ("its senior adviser {Ada Nord=e1/Person} praised {Birch=e2/Company}.", "senior adviser"),
        ("{Ada Nord=e1/Person}, its director of studies, praised {Birch=e2/Company}.", "director of studies"),
        ("a lawyer, {Ada Nord=e1/Person}, praised {Birch=e2/Company}.", ""),
        ("{Cord=e3/Company} director {Ada Nord=e1/Person} praised {Birch=e2/Company}.", ""),
        ("{Ada Nord=e1/Person}, the director of {Cord=e3/Company}, praised {Birch=e2/Company}.", ""),
    ],
)
def test_a_post_right_beside_a_name_is_its_own(analyse, marked, title):
    reading = Reading(analyse(marked))
    subject = next(item for item in reading.analysis.mentions if item.type == "Person")
    other = next(item for item in reading.analysis.mentions if item.text == "Birch")
    evidence = reading.evidence(subject, other, "neural", 0.9)
    claim = Claim(subject, "holdsPositionAt", other, Qualifiers(), evidence)
    assert beside(claim, reading, Posts.of(ONTOLOGY)) == title


def test_a_founder_has_no_other_post_as_title(analyse):
    marked = "{Ada Nord=e1/Person}, chief executive, founded {Birch=e2/Company}."
    kinds = {"founded": "VERB"}
    assert _settled(analyse(marked), "chief executive", "founderOf", kinds) == ""
    assert _settled(analyse(marked), "chief executive", "ceoOf", kinds) == "chief executive"


def test_a_title_before_a_verb_is_not_of_those_behind_it(analyse):
    marked = "The strategist helped {Birch=e2/Company} and {Ada Nord=e1/Person}."
    assert _settled(analyse(marked), "strategist", kinds={"helped": "VERB"}) == ""
    assert _settled(analyse(marked.replace("helped", "for")), "strategist") == "strategist"


@pytest.mark.parametrize(
    ("words", "post"),
    [("the co-ordinator", "co-ordinator"), ("its vice-president", "vice-president"), ("at 3 pm", ""), ("the PM", "PM")],
)
def test_posts_with_hyphens_and_in_capitals(analyse, words, post):
    reading = Reading(analyse(f"{words} of {{Birch=e2/Company}}."))
    found = Posts.of(ONTOLOGY).find(reading, 0, 5)
    assert [reading.text(start, ends[0]) for start, ends in found.items()] == ([post] if post else [])
