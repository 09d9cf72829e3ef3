"""The ontology that kg carries, and what it answers."""

from __future__ import annotations

import re

import pytest

from kg import ontology as ontologies
from kg.model import Qualifiers, ValueKind
from kg.ontology import Ontology, relation_table
from kg.ontology.vocabulary import QUALIFIERS


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return ontologies.load()


def test_holds_every_relation_of_the_catalogue(ontology: Ontology) -> None:
    people = "ceoOf chairOf directorOf holdsPositionAt founderOf memberOf educatedAt spouseOf childOf siblingOf bornIn"
    lives = "diedIn livesIn nationality birthDate deathDate"
    firms = "subsidiaryOf ownerOf acquired mergedWith investedIn partnerOf supplierOf competitorOf headquarteredIn"
    business = "operatesIn foundedOn listedOn produces locatedIn"
    law = "regulates fined investigated charged sued settledWith approved blocked"
    events = "metWith attended organized heldOn"
    assert set(ontology.relations) == set(" ".join([people, lives, firms, business, law, events]).split())


def test_holds_every_class_of_the_catalogue(ontology: Ontology) -> None:
    organizations = "Company GovernmentAgency Regulator PoliticalParty EducationalOrganization MediaOrganization"
    for name in [*organizations.split(), "StockExchange"]:
        assert ontology.is_a(name, "Organization")
    for name in ["Person", "Organization", "Place", "Country", "City", "Event", "Product", "Work", "Law", "Brand"]:
        assert ontology.is_a(name, "Entity")
    assert ontology.is_a("Regulator", "GovernmentAgency")
    assert not ontology.is_a("Person", "Organization")
    assert not ontology.is_a("Unicorn", "Entity")


def test_terms_of_the_graph_are_no_classes_of_entities(ontology: Ontology) -> None:
    assert not {"Fact", "Evidence", "Document", "Merge", "Relation"} & set(ontology.classes)


def test_symmetric_relations_are_those_of_the_catalogue(ontology: Ontology) -> None:
    symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric}
    expected = "spouseOf siblingOf mergedWith partnerOf competitorOf settledWith metWith"
    assert symmetric == set(expected.split())


def test_the_more_specific_of_two_relations(ontology: Ontology) -> None:
    assert ontology.more_specific("holdsPositionAt", "ceoOf") == "ceoOf"
    assert ontology.more_specific("directorOf", "holdsPositionAt") == "directorOf"
    assert ontology.more_specific("ceoOf", "chairOf") is None
    assert ontology.more_specific("ceoOf", "ceoOf") is None


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [
        ("Person", "ceoOf", "Company"),
        ("Person", "holdsPositionAt", "Country"),
        ("Country", "fined", "Company"),
        ("Country", "ownerOf", "Company"),
        ("Country", "memberOf", "Organization"),
        ("Company", "ownerOf", "Product"),
        ("Company", "listedOn", "City"),
        ("Company", "settledWith", "Country"),
        ("Person", "birthDate", "date"),
        ("Event", "heldOn", "date"),
        ("Organization", "listedOn", "Company"),
        ("Company", "regulates", "Company"),
        ("Person", "nationality", "Place"),
    ],
)
def test_allows_what_news_says(ontology: Ontology, subject: str, predicate: str, object: str) -> None:
    assert ontology.allows(predicate, subject, object)


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [
        ("Person", "ceoOf", "Person"),
        ("Company", "ceoOf", "Person"),
        ("Company", "ceoOf", "Company"),
        ("Person", "nationality", "City"),
        ("City", "fined", "Company"),
        ("Product", "acquired", "Company"),
        ("Person", "birthDate", "Place"),
        ("Person", "birthDate", "money"),
        ("Person", "attended", "Company"),
        ("Person", "inventedHere", "Company"),
        ("Unicorn", "ceoOf", "Company"),
    ],
)
def test_does_not_allow_what_cannot_be(ontology: Ontology, subject: str, predicate: str, object: str) -> None:
    assert not ontology.allows(predicate, subject, object)


def test_a_symmetric_relation_allows_both_directions_alike(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        if relation.symmetric:
            for a in ontology.classes:
                for b in ontology.classes:
                    assert ontology.allows(relation.name, a, b) == ontology.allows(relation.name, b, a)


def test_qualifiers_are_those_of_the_model(ontology: Ontology) -> None:
    fields = {re.sub(r"_(\w)", lambda m: m[1].upper(), name) for name in Qualifiers.__slots__}
    assert set(QUALIFIERS) == fields - {"modality"}
    assert set(ontology.relations["fined"].qualifiers) == {"amount", "reason", "startDate", "endDate", "date"}
    assert {"title", "status"} <= set(ontology.relations["ceoOf"].qualifiers)
    assert ontology.relations["ceoOf"].statuses == ("current", "former", "incoming")
    assert ontology.relations["acquired"].statuses == ("proposed", "agreed", "completed", "failed")


def test_a_relation_with_statuses_takes_the_qualifier(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        assert bool(relation.statuses) == ("status" in relation.qualifiers), relation.name


def test_ranges_are_classes_or_value_kinds(ontology: Ontology) -> None:
    known = {*ontology.classes, *ValueKind}
    assert {end for relation in ontology.relations.values() for end in (*relation.domain, *relation.range)} <= known


def test_prefixes_are_those_of_the_file(ontology: Ontology) -> None:
    assert ontology.prefixes["kg"] == ontology.namespace == "https://w3id.org/kg/ontology#"
    assert {"rdf", "rdfs", "prov", "org", "schema", "skos"} <= set(ontology.prefixes)


def test_is_read_once(ontology: Ontology) -> None:
    assert ontologies.load(ontology.folder) is ontologies.load()


def test_table_has_a_row_for_each_relation_under_its_topic(ontology: Ontology) -> None:
    table = relation_table(ontology)
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(ontology.relations)
    assert rows[0].startswith("| `ceoOf` | Person → Organization | Runs the organization")
    assert "| `spouseOf` | Person ↔ Person |" in table
    assert "| `holdsPositionAt` | Person → Organization or Place |" in table
    assert rows[0].endswith("| `title`, `status` |")
    assert table.count("**Regulators, courts and the law**") == 1
    assert all(row.count("|") == 5 for row in rows)
