"""IRIs of other vocabularies in kg.ttl exist there, as far as rdflib knows the vocabularies."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, DefinedNamespace

from kg import ontology as ontologies


@pytest.fixture(scope="module")
def terms() -> set[rdflib.URIRef]:
    graph = rdflib.Graph().parse(data=ontologies.load().turtle, format="turtle")
    return {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}


@pytest.mark.parametrize("vocabulary", [DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS])
def test_terms_exist(terms: set[rdflib.URIRef], vocabulary: type[DefinedNamespace]) -> None:
    base = str(vocabulary._NS)
    used = {str(term)[len(base) :] for term in terms if str(term).startswith(base)}
    assert used
    assert {name for name in used if rdflib.URIRef(base + name) not in vocabulary} == set()


def test_wikidata_identifiers_are_of_the_right_kind(terms: set[rdflib.URIRef]) -> None:
    prefixes = ontologies.load().prefixes
    items = {str(term) for term in terms if str(term).startswith(prefixes["wd"])}
    properties = {str(term) for term in terms if str(term).startswith(prefixes["wdt"])}
    assert all(item[len(prefixes["wd"]) :].startswith("Q") for item in items)
    assert all(property_[len(prefixes["wdt"]) :].startswith("P") for property_ in properties)
    assert items and properties
