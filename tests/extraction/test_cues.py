"""Faults in cue files are told with file and remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import ontology as ontologies
from kg.errors import OntologyError
from kg.extraction.cues import Gap, Slot, Word, compile_cues
from kg.extraction.posts import Posts
from kg.ontology import Ontology

ONTOLOGY = ontologies.load()


@pytest.fixture
def load_with(tmp_path: Path) -> Callable[[str], Ontology]:
    """The ontology with another `sued.toml`."""

    def load(toml: str) -> Ontology:
        shutil.copytree(ONTOLOGY.folder, tmp_path / "ontology")
        (tmp_path / "ontology" / "cues" / "sued.toml").write_text(toml, encoding="utf-8")
        return ontologies.load(tmp_path / "ontology")

    return load


@pytest.mark.parametrize(
    ("cue", "message"),
    [
        ('[[pattern]]\ntext = "{subject} sued"', "lacks"),
        ('[[pattern]]\ntext = "{subject} <x> {object}"', r"\[words\] has no 'x'"),
        ('[[pattern]]\ntext = "{who} sued {object} {subject}"', "expected one of"),
        ('[[pattern]]\ntext = "{subject} sued {object} over {reason}"', "expected one of"),
        ('[[pattern]]\ntext = "{subject} sued {object}"\nnamed = "both"', "got named = 'both'; expected"),
        ('[[pattern]]\ntext = "{subject:Firm} sued {object}"', "'Firm'; expected a class"),
        ("[[pattern]]\nscore = 0.5", "expected words and slots"),
        ('[[pattern]]\ntext = "{subject} sued {object}"\nscore = 2', "at most 1"),
        ('[[verb]]\nlemmas = "sue"', "expected a list"),
        ('[[verb]]\nlemmas = ["sue"]\nstatus = "sold"', "'sold'; expected"),
    ],
)
def test_fault(load_with, cue, message):
    with pytest.raises(OntologyError, match=f"cues/sued.toml.*{message}"):
        compile_cues(load_with(cue))


def test_pattern_elements(load_with):
    cue = """
    words.go = ["sue", "Sues"]
    [[pattern]]
    text = "{subject+} <go>|took * the? {object:Company|City} {amount}?"
    """
    pattern = next(one for one in compile_cues(load_with(cue)).patterns if one.relation == "sued")
    assert pattern.elements == (
        Slot("subject", listed=True),
        Word(frozenset({"sue", "sues", "took"})),
        Gap(),
        Word(frozenset({"the"}), optional=True),
        Slot("object", ("Company", "City")),
        Slot("amount", optional=True),
    )


def test_the_cues_of_kg_compile_and_cover_the_relations():
    cues = compile_cues(ONTOLOGY)
    stated = {cue.relation for cue in (*cues.patterns, *cues.verbs, *cues.nouns)}
    stated |= {name for name, table in ONTOLOGY.cues.items() if "titles" in table}
    assert set(ONTOLOGY.relations) - stated == set()


@pytest.mark.parametrize(
    ("title", "held_at", "relations"),
    [
        ("founder and CEO", "Company", ("founderOf", "ceoOf")),
        ("group chief executive", "Company", ("ceoOf",)),
        ("deputy chief executive", "Company", ("holdsPositionAt",)),
        ("president and chief executive", "Company", ("ceoOf",)),
        ("Chairman", "Organization", ("chairOf",)),
        ("vice-chairman", "Company", ("holdsPositionAt",)),
        ("head", "Company", ("ceoOf",)),
        ("head", "GovernmentAgency", ("holdsPositionAt",)),
        ("head of research", "Company", ("holdsPositionAt",)),
        ("director", "Company", ("directorOf",)),
        ("director", "Organization", ("holdsPositionAt",)),
        ("outside directors", "Company", ("directorOf",)),
        ("directors", "Organization", ("directorOf",)),
        ("sales directors", "Company", ("holdsPositionAt",)),
        ("joint chief executives", "Company", ("ceoOf",)),
        ("chairmen", "Company", ("chairOf",)),
    ],
)
def test_relation_of_a_post(title, held_at, relations):
    assert Posts.of(ONTOLOGY).relations(title, held_at, ONTOLOGY) == relations
