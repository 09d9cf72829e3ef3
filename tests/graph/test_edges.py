"""The graph as a network, read piece by piece, against the same read as a whole."""

from __future__ import annotations

from collections import Counter

import pytest
from graph_samples import world

from kg.graph import edges
from kg.graph.edges import Link, Network, publisher
from kg.graph.quads import fact_node
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Modality


@pytest.fixture(scope="module")
def store() -> Store:
    return world().store()


@pytest.fixture(scope="module")
def network(store: Store) -> Network:
    return Network(store)


def links_of(store: Store) -> list[Link]:
    return sorted(
        Link(fact.subject, fact.predicate, fact.object, fact_node(fact, store.vocabulary).value.rpartition("/")[2])
        for fact in store.reading.facts()
        if isinstance(fact.object, str)
    )


def test_links_are_all_facts_between_an_entity_and_another(store: Store, network: Network) -> None:
    expected = [link for link in links_of(store) if "acme-holdings" in (link.subject, link.object)]
    assert len(expected) == 5
    assert network.links(["acme-holdings"]) == expected
    assert network.links([]) == network.links(["nobody", "<x> } DROP ALL #"]) == []


def test_among_gives_the_facts_between_the_entities_named(store: Store, network: Network) -> None:
    found = network.among(["jane-roe", "omar-diaz", "norland-data-office"])
    assert [(link.subject, link.predicate, link.object) for link in found] == [
        ("jane-roe", "metWith", "omar-diaz"),
        ("omar-diaz", "holdsPositionAt", "norland-data-office"),
    ]
    assert network.among(list(network.names(["acme-holdings"]))) == []
    assert network.among([entity.id for entity in store.reading.entities()]) == links_of(store)


def test_edges_say_how_sure_and_when_and_by_whom(network: Network) -> None:
    edges = {edge.link.predicate: edge for edge in network.edges(network.links(["acme-holdings"]))}
    fine = edges["fined"]
    assert (fine.since, fine.until, fine.confidence) == ("2021-03", "2021-03", 0.9)
    assert fine.documents == ("acme-deals", "acme-fine")
    assert edges["ceoOf"].since == "2021-03-09"  # of the article: the text gives no date
    assert edges["mergedWith"].modality is Modality.RUMOURED


def test_degrees_count_facts_with_values_too(store: Store, network: Network) -> None:
    ends = Counter(end for fact in store.reading.facts() for end in (fact.subject, fact.object) if isinstance(end, str))
    assert dict(network.degrees(ends)) == dict(ends)
    assert ends["acme-holdings"] == 6


def test_names_pairs_values_and_facts(store: Store, network: Network) -> None:
    assert network.names(["acme-holdings", "nobody"]) == {"acme-holdings": ("Acme Holdings", "Company")}
    pairs = Counter(frozenset((link.subject, link.object)) for link in links_of(store))
    found: Counter[frozenset[str]] = Counter()
    for one, other, count in network.pairs():
        found[frozenset((one, other))] += count
    assert found == pairs
    (founded,) = network.values("acme-holdings", 10)
    fact = network.fact(founded)
    assert fact and fact.predicate == "foundedOn"
    assert network.fact("0" * 24) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://www.news.example/a?b", "news.example"),
        ("http://Other.example:8080/", "other.example"),
        ("news/a.txt", "doc"),
        ("javascript:alert(1)", "doc"),
        ("", "doc"),
    ],
)
def test_a_publisher_is_the_host_of_an_address_or_the_document(source: str, expected: str) -> None:
    assert publisher(Source("doc", source=source)) == expected


def test_what_was_read_is_not_asked_for_again_and_there_is_an_end_to_what_is_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = [entity.id for entity in store.reading.entities()]
    sources = [document.id for document in store.documents()]

    def read(network: Network) -> tuple[object, ...]:
        links = network.links(["acme-holdings"])
        return links, network.edges(links), network.publishers(sources)

    network = Network(store)
    first, among = read(network), network.among(everybody)
    monkeypatch.setattr(network, "_rows", lambda _, terms: pytest.fail(f"asks for {terms}") if terms else iter(()))
    assert (read(network), network.among(everybody)) == (first, among)
    monkeypatch.undo()
    monkeypatch.setattr(edges, "REMEMBERED", 3)
    assert (read(network), network.among(everybody), read(network)) == (first, among, first)
    network.edges([])
    assert not network._linked and not network._said
