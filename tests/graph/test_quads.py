from __future__ import annotations

from dataclasses import replace

import pytest
from graph_samples import World, world
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Quad, Store

from kg.graph.quads import quads
from kg.graph.reading import Reading
from kg.graph.vocabulary import Vocabulary
from kg.model import Document, Entity, Evidence, Fact, Knowledge, Literal, Qualifiers, Span, ValueKind
from kg.ontology import load

BASE = "https://example.org/id/"
VOCABULARY = Vocabulary(load(), BASE)


def graph_of(made: World) -> Store:
    return holding(quads(made.knowledge(), made.documents.values(), VOCABULARY))


def holding(some: set[Quad]) -> Store:
    store = Store()
    store.extend(some)
    return store


def ask(graph: Store, text: str) -> list[tuple[str, ...]]:
    found = graph.query(text, prefixes=dict(VOCABULARY.prefixes))
    return [tuple(term.value for term in row) for row in found]


def test_an_asserted_fact_is_a_plain_triple_and_a_node() -> None:
    graph = graph_of(world())
    assert graph.query("ASK { id:norland-data-office kg:fined id:acme-holdings }", prefixes=dict(VOCABULARY.prefixes))
    node = "?f a kg:Fact ; rdf:subject id:norland-data-office ; rdf:predicate kg:fined ; rdf:object id:acme-holdings"
    assert len(ask(graph, f"SELECT ?f {{ {node} }}")) == 1


def test_a_rumour_has_a_node_and_no_plain_triple() -> None:
    graph = graph_of(world())
    assert ask(graph, "SELECT ?o { id:acme-holdings kg:mergedWith ?o }") == []
    assert ask(graph, "SELECT ?m { ?f rdf:predicate kg:mergedWith ; kg:modality ?m }") == [("rumoured",)]


def test_a_fact_that_two_documents_state_is_one_node_with_two_pieces_of_evidence() -> None:
    rows = ask(
        graph_of(world()),
        "SELECT ?f ?id ?q { ?f rdf:predicate kg:fined ; kg:evidence ?e . ?e prov:wasDerivedFrom ?d ; kg:quote ?q . "
        "?d dcterms:identifier ?id } ORDER BY ?id",
    )
    assert len({fact for fact, _, _ in rows}) == 1
    assert [document for _, document, _ in rows] == ["acme-deals", "acme-fine"]


def test_amounts_and_dates_can_be_compared() -> None:
    graph = graph_of(world())
    rows = ask(
        graph, 'SELECT ?v { ?f rdf:predicate kg:fined ; kg:amountValue ?v ; kg:amountUnit "USD" FILTER(?v > 1e6) }'
    )
    assert rows == [("1500000",)]
    assert ask(graph, 'SELECT ?d { ?f kg:date ?d FILTER(?d > "2021-01"^^xsd:gYearMonth) }') == [("2021-03",)]


def test_an_entity_is_of_its_class_and_of_those_above_it() -> None:
    graph = graph_of(world())
    assert ("Norland Data Office",) in ask(graph, "SELECT ?n { ?x a kg:Organization ; rdfs:label ?n }")
    assert [entity.type for entity in Reading(graph, VOCABULARY).entities() if entity.id == "norland-data-office"] == [
        "Regulator"
    ]


def test_everything_lies_in_the_default_graph_without_blank_nodes() -> None:
    for quad in graph_of(world()):
        assert quad.graph_name == DefaultGraph()
        assert not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)


def test_what_is_read_back_is_what_was_written() -> None:
    made = world()
    assert Reading(graph_of(made), VOCABULARY).knowledge() == made.knowledge()


def test_facts_are_found_by_subject_predicate_and_object() -> None:
    reading = Reading(graph_of(world()), VOCABULARY)
    assert [fact.subject for fact in reading.facts(predicate="ceoOf")] == ["jane-roe"]
    assert {fact.predicate for fact in reading.facts(subject="acme-holdings")} == {
        "acquired",
        "foundedOn",
        "mergedWith",
    }
    assert [fact.predicate for fact in reading.facts("beta-foods", "", "gamma-mills")] == ["ownerOf"]
    assert reading.facts(predicate="sued") == []


def test_two_extractors_that_saw_one_sentence_leave_one_piece_of_evidence() -> None:
    made = world()
    knowledge = made.knowledge()
    fact = next(fact for fact in knowledge.facts if fact.predicate == "ceoOf")
    both = (*fact.evidence, replace(fact.evidence[0], extractor="neural", score=0.7))
    graph = holding(quads(Knowledge((), (replace(fact, evidence=both),)), [], VOCABULARY))
    (read,) = Reading(graph, VOCABULARY).facts()
    assert [(one.extractor, one.score) for one in read.evidence] == [("neural+patterns", 0.9)]


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
identifiers = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
lexicals = st.one_of(
    st.from_regex(r"\A\d{1,22}(\.\d{1,20})?( (USD|%))?\Z"), st.from_regex(r"\A\d{4}(-\d\d){0,2}\Z"), texts
)


@settings(max_examples=60, deadline=None)
@given(identifiers, texts, lexicals, st.sampled_from(ValueKind))
def test_whatever_the_text_holds_is_written_once_and_read_back(
    name: str, said: str, lexical: str, kind: ValueKind
) -> None:
    document = Document(name, said, title=said, source=said, published=lexical)
    evidence = Evidence(name, Span(0, 1), said, Span(0, 1), Span(0, 1), "neural", 0.5)
    qualifiers = Qualifiers(title=said, reason=said, amount=lexical, date=lexical, start_date=lexical)
    fact = Fact(name, "foundedOn", Literal(lexical, kind, said), qualifiers, 0.25, (evidence,))
    knowledge = Knowledge((Entity(name, "Company", said, (), (name,)),), (fact,))
    written = quads(knowledge, [document], VOCABULARY)
    graph = holding(written)
    assert set(graph) == written
    reading = Reading(graph, VOCABULARY)
    assert [source.id for source in reading.sources()] == [name]
    if kind is not ValueKind.NUMBER:
        assert reading.knowledge() == knowledge


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [("2021-07-03", "date"), ("2021-07", "gYearMonth"), ("2021", "gYear"), ("2021-02-30", "string"), ("May", "string")],
)
def test_dates_are_typed_as_exactly_as_they_are_known(lexical: str, datatype: str) -> None:
    fact = Fact("acme", "foundedOn", Literal(lexical, ValueKind.DATE), Qualifiers(), 1.0)
    graph = holding(quads(Knowledge((), (fact,)), [], VOCABULARY))
    assert ask(graph, "SELECT (DATATYPE(?d) AS ?t) { ?x kg:foundedOn ?d }") == [
        (f"http://www.w3.org/2001/XMLSchema#{datatype}",)
    ]
