from __future__ import annotations

from graph_samples import world

from kg.export.drawing import colour, draw, shape
from kg.model import Entity, Fact, Knowledge, Qualifiers
from kg.ontology import load


def a_graph(edges: list[tuple[int, int]], size: int) -> Knowledge:
    entities = tuple(Entity(f"e{n}", "Company", f"Company {n}") for n in range(size))
    facts = [Fact(f"e{a}", "ownerOf", f"e{b}", Qualifiers(), 1.0) for a, b in edges]
    return Knowledge(entities, tuple(facts))


def test_the_most_connected_are_drawn_and_the_rest_is_counted() -> None:
    knowledge = a_graph([(0, n) for n in range(1, 8)] + [(1, 2)], 12)
    drawing = draw(knowledge.entities, knowledge.facts, limit=3)
    assert [entity.id for entity in drawing.entities] == ["e0", "e1", "e2"]
    assert drawing.left_out == 5
    assert {(fact.subject, fact.object) for fact in drawing.facts} == {("e0", "e1"), ("e0", "e2"), ("e1", "e2")}


def test_entities_that_no_fact_speaks_of_are_not_drawn() -> None:
    knowledge = a_graph([(0, 1)], 5)
    assert len(draw(knowledge.entities, knowledge.facts).entities) == 2


def test_the_same_facts_in_another_order_are_drawn_the_same() -> None:
    known = world().knowledge()
    assert draw(known.entities, known.facts).places == draw(known.entities[::-1], known.facts[::-1]).places


def test_classes_have_colours_and_families_have_shapes() -> None:
    ontology = load()
    assert colour("Person", ontology) != colour("Company", ontology)
    assert shape("Company", ontology) == shape("Regulator", ontology) != shape("Person", ontology)
    assert colour("NoSuchClass", ontology) and shape("NoSuchClass", ontology)
