"""Whose a post or a deed is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import ontology as ontologies
from kg.extraction.owners import SURE_OF_POST, moved, spare_places, spare_vague
from kg.extraction.reading import Reading
from kg.model import Claim, Mention, Qualifiers

ONTOLOGY = ontologies.load()
SUIT = "{Ohio=e1/Place} attorney general {Ada Nord=e2/Person} took {Birch=e3/Company} to court."


def _claim(reading: Reading, subject: str, predicate: str, other: str, title: str = "") -> Claim:
    one, two = (next(item for item in reading.analysis.mentions if item.text == text) for text in (subject, other))
    return Claim(one, predicate, two, Qualifiers(title=title), reading.evidence(one, two, "neural", 0.9))


@pytest.mark.parametrize(
    ("words", "predicate", "holder"),
    [
        ("chairman of the {Tarn=e2/Company}'s {Alder Office=e3/Organization}", "chairOf", "Alder Office"),
        ("director of {Tarn=e2/Company}'s {Alder Office=e3/Organization}", "holdsPositionAt", "Alder Office"),
        ("director of {Tarn=e2/Company}'s {Oslo=e3/City} office", "holdsPositionAt", "Tarn"),
        ("director of a rival of {Tarn=e2/Company}'s {Alder Office=e3/Organization}", "holdsPositionAt", "Tarn"),
        ("director of {Tarn=e2/Company}", "holdsPositionAt", "Tarn"),
        ("minister of {Tarn=e2/Organization} member {Malta=e3/Country}", "holdsPositionAt", "Malta"),
        ("chairman of {Tarn=e2/Company} main shareholder {Alder=e3/Company}", "chairOf", "Alder"),
        ("chairman of {Tarn=e2/Company} in {Malta=e3/Country}", "chairOf", "Tarn"),
    ],
)
def test_a_post_at_a_named_part_is_held_there(analyse, words, predicate, holder):
    reading = Reading(analyse(f"{{Ada Nord=e1/Person}}, {words}, left."))
    claim = moved(_claim(reading, "Ada Nord", predicate, "Tarn", words.split()[0]), reading, ONTOLOGY)
    assert isinstance(claim.object, Mention)
    assert (claim.predicate, claim.object.text) == (predicate, holder)
    assert claim.evidence.object == claim.object.span


@pytest.mark.parametrize(
    ("predicate", "subject", "other", "kept"),
    [
        ("sued", "Ohio", "Birch", False),
        ("charged", "Ohio", "Birch", True),
        ("sued", "Birch", "Ohio", True),
        ("settledWith", "Ohio", "Birch", False),
        ("settledWith", "Birch", "Ohio", False),
    ],
)
def test_what_an_official_did_in_person_his_place_did_not(analyse, predicate, subject, other, kept):
    reading = Reading(analyse(SUIT))
    own = [_claim(reading, "Ada Nord", name, "Birch") for name in ("sued", "settledWith")]
    post = _claim(reading, "Ada Nord", "holdsPositionAt", "Ohio", "attorney general")
    placed = _claim(reading, subject, predicate, other)
    assert (placed in spare_places([post, *own, placed], ONTOLOGY)) is kept
    assert placed in spare_places([*own, placed], ONTOLOGY)


@pytest.mark.parametrize(
    ("predicate", "title", "extractor", "kept"),
    [
        ("holdsPositionAt", "", "neural", False),
        ("holdsPositionAt", "clerk", "neural", True),
        ("holdsPositionAt", "", "patterns", True),
        ("directorOf", "", "neural", True),
    ],
)
def test_a_post_that_is_not_named_has_to_be_surer(analyse, predicate, title, extractor, kept):
    reading = Reading(analyse("{Ada Nord=e1/Person} of {Birch=e2/Company} left."))
    claim = _claim(reading, "Ada Nord", predicate, "Birch", title)
    sure = replace(claim, evidence=replace(claim.evidence, extractor=extractor, score=SURE_OF_POST))
    weak = replace(sure, evidence=replace(sure.evidence, score=SURE_OF_POST - 0.01))
    assert spare_vague([weak, sure], ONTOLOGY) == ([weak, sure] if kept else [sure])
