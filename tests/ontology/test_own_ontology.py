"""A user's copy of the ontology: edited well, and edited badly."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import ontology as ontologies
from kg.errors import OntologyError
from kg.ontology import Ontology

ADVISES = """
kg:advises a kg:Relation, owl:ObjectProperty ;
    rdfs:label "advises"@en ;
    skos:definition "Gives professional advice to the organization."@en ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( kg:Person kg:Bank ) ] ;
    rdfs:range kg:Organization ;
    kg:qualifier kg:amount .

kg:Bank a owl:Class ; rdfs:subClassOf kg:Company ; rdfs:label "bank"@en ; skos:definition "It lends."@en .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ontologies.load().folder, tmp_path / "own"))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def relation(domain: str = "kg:Person", range_: str = "kg:Person", more: str = "") -> str:
    return f"""
kg:advises a kg:Relation ; rdfs:label "advises" ; skos:definition "Advises." ;
    rdfs:domain {domain} ; rdfs:range {range_} {more} ."""


def test_an_added_relation_and_its_cues_are_there(folder: Path) -> None:
    append(folder / "kg.ttl", ADVISES)
    (folder / "cues" / "advises.toml").write_text('[[verb]]\nlemmas = ["advise"]\n', encoding="utf-8")
    ontology = ontologies.load(folder)
    added = ontology.relations["advises"]
    assert added.domain == ("Person", "Bank")
    assert added.topic == "Other relations"
    assert added.qualifiers == ("amount", "startDate", "endDate", "date")
    assert ontology.cues["advises"] == {"verb": [{"lemmas": ["advise"]}]}
    assert ontology.allows("advises", "Person", "Company")
    assert ontology.allows("advises", "Bank", "Regulator")
    assert not ontology.allows("advises", "Event", "Company")
    assert "kg:advisesSubjectShape" in ontology.shapes
    assert "| `advises` | Person or Bank → Organization |" in ontologies.relation_table(ontology)


def test_the_copy_leaves_the_carried_one_alone(folder: Path) -> None:
    append(folder / "kg.ttl", ADVISES)
    assert "advises" in ontologies.load(folder).relations
    assert "advises" not in ontologies.load().relations


def test_a_new_class_beside_the_known_ones_is_no_kin_of_them(folder: Path) -> None:
    ship = 'kg:Ship a owl:Class ; rdfs:subClassOf kg:Entity ; rdfs:label "ship" ; skos:definition "It sails." .'
    append(folder / "kg.ttl", ship)
    ontology = ontologies.load(folder)
    assert ontology.is_a("Ship", "Entity")
    assert not ontology.allows("ceoOf", "Person", "Ship")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (relation(range_="kg:Firm"), ["kg:advises", "range Firm", "kg:Firm a owl:Class", "DateValue"]),
        (relation(domain="kg:DateValue"), ["kg:advises", "domain DateValue"]),
        (relation(more="; kg:qualifier kg:colour"), ["kg:advises", "'colour'", "amount"]),
        (relation(more="; kg:allowedStatus 'asleep'"), ["kg:advises", "'asleep'", "former"]),
        (relation(more="; rdfs:subPropertyOf kg:helps"), ["kg:advises", "'helps'", "holdsPositionAt"]),
        (relation(range_="kg:Event", more="; a owl:SymmetricProperty"), ["kg:advises", "symmetric", "the same"]),
        ("\nkg:advises a kg:Relation .", ["kg:advises", "has no rdfs:label", "add one"]),
        ('\nkg:advises a kg:Relation ; rdfs:label "x" .', ["kg:advises", "has no skos:definition"]),
        (
            '\nkg:advises a kg:Relation ; rdfs:label "x" ; skos:definition "y" ; rdfs:domain kg:Person .',
            ["kg:advises", "has no rdfs:range"],
        ),
        ("\n<https://example.org/advises> a kg:Relation .", ["https://example.org/advises", "kg:NAME"]),
        ('\nkg:Age a rdfs:Datatype ; kg:valueKind "age" .', ["kg:Age", "'age'", "date"]),
        ("\nkg:advises a kg:Relation", ["no valid Turtle", "line"]),
    ],
)
def test_a_fault_in_the_classes_and_relations_is_named(folder: Path, text: str, words: list[str]) -> None:
    append(folder / "kg.ttl", text)
    expect(lambda: ontologies.load(folder), ["kg.ttl", *words])


def test_the_line_of_broken_turtle_is_named(folder: Path) -> None:
    lines = len((folder / "kg.ttl").read_text(encoding="utf-8").splitlines())
    append(folder / "kg.ttl", "\nkg:advises rdfs:label ] .\n")
    expect(lambda: ontologies.load(folder), [f"line {lines + 2}"])


def test_cues_of_an_unknown_relation_are_refused(folder: Path) -> None:
    (folder / "cues" / "advises.toml").write_text("", encoding="utf-8")
    expect(lambda: ontologies.load(folder).cues, ["advises.toml", "no relation 'advises'", "kg:Relation", "ceoOf"])


def test_broken_toml_is_named_with_its_place(folder: Path) -> None:
    (folder / "cues" / "ceoOf.toml").write_text("\n\nlemmas = [1, 2\nx", encoding="utf-8")
    expect(lambda: ontologies.load(folder).cues, ["ceoOf.toml", "no valid TOML", "line 4"])


def test_a_missing_name_table_is_named(folder: Path) -> None:
    (folder / "names" / "legal.toml").unlink()
    expect(lambda: ontologies.load(folder).names, ["names", "legal.toml", "kg ontology"])


def test_broken_shapes_are_named(folder: Path) -> None:
    append(folder / "shapes.ttl", "kg:X sh:path")
    expect(lambda: ontologies.load(folder).shapes, ["shapes.ttl", "no valid Turtle"])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    expect(lambda: ontologies.load(tmp_path / "none"), ["none", "no such folder", "kg ontology"])


def test_a_folder_without_the_classes_and_relations_is_refused(tmp_path: Path) -> None:
    expect(lambda: ontologies.load(tmp_path), ["kg.ttl", "missing"])


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / "kg.ttl").write_bytes("# Élysée\n".encode("cp1252"))
    expect(lambda: ontologies.load(folder), ["kg.ttl", "UTF-8", "byte 2"])


def test_a_folder_in_a_files_place_is_named(folder: Path) -> None:
    (folder / "kg.ttl").unlink()
    (folder / "kg.ttl").mkdir()
    expect(lambda: ontologies.load(folder), ["kg.ttl", "cannot be read"])


def test_classes_in_a_circle_do_no_harm(folder: Path) -> None:
    append(folder / "kg.ttl", "\nkg:Company rdfs:subClassOf kg:Regulator . kg:Regulator rdfs:subClassOf kg:Company .\n")
    ontology: Ontology = ontologies.load(folder)
    assert ontology.is_a("Company", "Regulator")
    assert not ontology.is_a("Company", "Person")


def expect(action: Callable[[], object], words: list[str]) -> None:
    with pytest.raises(OntologyError) as raised:
        action()
    for word in words:
        assert word in str(raised.value)
