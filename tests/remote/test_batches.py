"""A change is cut into pieces that are small, and of which each leaves a graph that can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graph_samples import World, world
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.graph.quads import quads
from kg.graph.reading import Reading
from kg.graph.vocabulary import Vocabulary
from kg.model import Knowledge
from kg.ontology import load
from kg.remote import batches as cutting
from kg.remote.batches import Batch, batches

VOCABULARY = Vocabulary(load(), "https://example.org/id/")
MADE = world()


def triples(made: World, knowledge: Knowledge) -> set[Triple]:
    return {quad.triple for quad in quads(knowledge, made.documents.values(), VOCABULARY)}


def part(keep: list[bool]) -> set[Triple]:
    """The graph of some of the facts, and of the entities that these are about."""
    whole = MADE.knowledge()
    facts = tuple(fact for fact, kept in zip(whole.facts, keep, strict=False) if kept)
    ends = {end for fact in facts for end in (fact.subject, fact.object)}
    return triples(MADE, replace(whole, facts=facts, entities=tuple(one for one in whole.entities if one.id in ends)))


def read(present: set[Triple]) -> Knowledge:
    graph = Store()
    graph.extend(Quad(*triple) for triple in present)
    return Reading(graph, VOCABULARY).knowledge()


def whole(some: Knowledge) -> bool:
    """True where all that a fact is about is there, its evidence too."""
    known = {entity.id for entity in some.entities}
    ends = {end for fact in some.facts for end in (fact.subject, fact.object) if isinstance(end, str)}
    return ends <= known and all(fact.evidence for fact in some.facts)


keeping = st.lists(st.booleans(), min_size=12, max_size=12)


@settings(max_examples=20)
@given(keeping, keeping)
def test_every_step_from_one_graph_to_another_can_be_read(before: list[bool], after: list[bool]) -> None:
    present, wanted = part(before), part(after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "LARGEST", 30)
        for batch in batches(present, wanted, VOCABULARY):
            assert 0 < len(batch) <= 30
            present = (present - set(batch.removed)) | set(batch.added)
            assert whole(read(present))
    assert present == wanted


def test_nothing_to_change_is_nothing_to_send() -> None:
    everything = triples(MADE, MADE.knowledge())
    assert list(batches(everything, everything, VOCABULARY)) == []


def test_a_thing_with_more_triples_than_a_batch_holds_is_split() -> None:
    node, way = NamedNode("https://example.org/id/a"), NamedNode("https://example.org/p")
    wanted = {Triple(node, way, Literal(str(number))) for number in range(2500)}
    found = list(batches(set(), wanted, VOCABULARY))
    assert 3 <= len(found) <= 5 and max(map(len, found)) <= 1000
    assert {triple for batch in found for triple in batch.added} == wanted


def test_long_texts_make_batches_of_few_triples() -> None:
    way = NamedNode("https://example.org/p")
    long = "x" * 400_000
    wanted = {Triple(NamedNode(f"https://example.org/{name}"), way, Literal(long)) for name in "abcde"}
    assert [len(batch) for batch in batches(set(), wanted, VOCABULARY)] == [2, 2, 1]


def test_halves_of_a_batch_are_the_batch() -> None:
    some = [
        Triple(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode(f"https://example.org/{number}"))
        for number in range(5)
    ]
    first, second = Batch(tuple(some[:2]), tuple(some[2:])).halves()
    assert (first.removed, first.added) == (tuple(some[:2]), ())
    assert (second.removed, second.added) == ((), tuple(some[2:]))
