"""The SHACL shapes: a right graph conforms, each kind of damage is reported."""

from __future__ import annotations

import pytest
import rdflib
from pyshacl import validate

from kg import ontology as ontologies

PREFIXES = """
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
DATA = """
:doc a kg:Document ; dcterms:identifier "doc" .
:acme a kg:Company, kg:Organization, kg:Entity ; rdfs:label "Acme" ; kg:mentionedIn :doc ; kg:merge :merge .
:merge a kg:Merge ; kg:mergedName "ACME" ; kg:otherName "Acme" ; kg:mergeReason "same words" ; kg:confidence 1.0 .
:roe a kg:Person, kg:Entity ; rdfs:label "Jane Roe" ; kg:mentionedIn :doc .
:oslo a kg:City, kg:Place, kg:Entity ; rdfs:label "Oslo" ; kg:mentionedIn :doc .
:roe kg:ceoOf :acme .
:acme kg:foundedOn "1987"^^xsd:gYear .
:runs a kg:Fact ; rdf:subject :roe ; rdf:predicate kg:ceoOf ; rdf:object :acme ; kg:confidence 0.9 ;
    kg:independentSourceCount 1 ;
    kg:modality "asserted" ; kg:status "former" ; kg:title "chief executive" ; kg:endDate "2021-07"^^xsd:gYearMonth ;
    kg:evidence :says .
:begun a kg:Fact ; rdf:subject :acme ; rdf:predicate kg:foundedOn ; rdf:object "1987"^^xsd:gYear ; kg:confidence 0.9 ;
    kg:independentSourceCount 2 ; kg:modality "asserted" ; kg:evidence :says .
:may a kg:Fact ; rdf:subject :acme ; rdf:predicate kg:headquarteredIn ; rdf:object :oslo ; kg:confidence 0.6 ;
    kg:independentSourceCount 3 ; kg:modality "planned" ; kg:evidence :says .
:says a kg:Evidence ; prov:wasDerivedFrom :doc ; kg:quote "Jane Roe ran Acme." ; kg:extractor "patterns" ;
    kg:confidence 0.9 ; kg:start 0 ; kg:end 18 ; kg:subjectStart 0 ; kg:subjectEnd 8 ; kg:objectStart 13 ;
    kg:objectEnd 17 .
"""


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontologies.load().shapes, format="turtle")


def report(turtle: str, shapes: rdflib.Graph) -> tuple[bool, str]:
    graph = rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")
    conforms, _, text = validate(graph, shacl_graph=shapes)
    return conforms, text


def test_a_right_graph_conforms(shapes: rdflib.Graph) -> None:
    conforms, text = report(DATA, shapes)
    assert conforms, text


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('rdfs:label "Jane Roe" ;', "", "an entity has one label"),
        ('rdfs:label "Jane Roe" ;', 'rdfs:label "Jane Roe", "J Roe" ;', "an entity has one label"),
        ('dcterms:identifier "doc"', ':x "doc"', "a document has one identifier"),
        ('kg:mergeReason "same words" ;', "", "a merge says why"),
        ("rdf:object :acme ;", "rdf:object :acme, :oslo ;", "a fact has one object"),
        ("rdf:predicate kg:ceoOf ;", "", "a fact has one predicate"),
        ("rdf:subject :roe ;", "rdf:subject :nobody ;", "a fact has one subject, an entity"),
        ("kg:independentSourceCount 2 ;", "", "a fact has a number of independent sources"),
        ("kg:independentSourceCount 3", "kg:independentSourceCount 0", "a fact has a number of independent sources"),
        (":doc a kg:Document ;", ":doc a kg:Document ; kg:copyOf :acme ;", "a document is a copy of one document"),
        ("kg:confidence 0.6", "kg:confidence 1.6", "a fact has one confidence from 0 to 1"),
        ('kg:modality "planned"', 'kg:modality "dreamt"', "a fact is asserted, planned"),
        ('kg:status "former"', 'kg:status "asleep"', "a status is current"),
        ('kg:modality "planned" ; kg:evidence :says', 'kg:modality "planned"', "a fact has evidence"),
        ('"2021-07"^^xsd:gYearMonth', "2021", "an end date is a date"),
        ('kg:quote "Jane Roe ran Acme." ;', "", "evidence has one quote"),
        ("prov:wasDerivedFrom :doc ;", "", "evidence lies in one document"),
        ("kg:start 0 ;", "kg:start 19 ;", "evidence starts at one character, before its end"),
        ("kg:objectEnd 17", "kg:objectEnd 7", "the words for the object start at one character"),
        (":roe kg:ceoOf :acme .", "", "lacks its plain triple"),
        (":roe kg:ceoOf :acme .", ":roe kg:ceoOf :acme . :acme kg:headquarteredIn :oslo .", "is not asserted"),
        (":roe kg:ceoOf :acme .", ":roe kg:ceoOf :acme, :oslo .", "the object of ceoOf is Organization"),
        (":roe kg:ceoOf :acme .", ":roe kg:ceoOf :acme . :oslo kg:ceoOf :acme .", "the subject of ceoOf is Person"),
        (
            ":roe kg:ceoOf :acme .",
            ":roe kg:ceoOf :acme ; kg:nationality :oslo .",
            "the object of nationality is Country",
        ),
        (":roe kg:ceoOf :acme .", ":roe kg:ceoOf :acme ; kg:birthDate :oslo .", "the object of birthDate is date"),
        (":roe kg:ceoOf :acme .", ':roe kg:ceoOf :acme, "Acme" .', "the object of ceoOf is Organization"),
    ],
)
def test_damage_is_reported(shapes: rdflib.Graph, right: str, wrong: str, message: str) -> None:
    assert DATA.count(right) == 1
    conforms, text = report(DATA.replace(right, wrong), shapes)
    assert not conforms
    assert message in text


def test_an_entity_seen_less_exactly_than_the_range_conforms(shapes: rdflib.Graph) -> None:
    place = ':north a kg:Place, kg:Entity ; rdfs:label "North" ; kg:mentionedIn :doc . :roe kg:nationality :north .'
    conforms, text = report(DATA + place, shapes)
    assert conforms, text
