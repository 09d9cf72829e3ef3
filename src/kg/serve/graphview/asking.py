"""What the panel of a graph view asks for: one entity with its neighbours counted, facts with their sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from kg.export.panel import tell_document, tell_fact
from kg.export.picture import label
from kg.graph.edges import Link, Network
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.serve.graphview.scene import LOOKED_AT, Director, network_of
from kg.serve.graphview.state import State, unknown
from kg.serve.pages import links
from kg.serve.worker import Bench

MOST_FACTS = 60
"""Of one request: two entities with more between them are rare, and nobody reads on."""
MOST_VALUES = 20


def entity(bench: Bench, identifier: str, state: State) -> dict[str, Any]:
    """An entity: its names, what is said of it in dates and numbers, its neighbours by relation, drawn or not."""
    store = bench.store
    found = store.reading.entity(identifier)
    if found is None:
        raise unknown(identifier)
    network = network_of(bench)
    near = _counting(network, network.links([identifier]), state)
    return {
        "id": identifier,
        "name": found.name,
        "type": found.type,
        "aliases": list(found.aliases),
        "page": links.entity(identifier),
        "documents": len(found.documents),
        "neighbours": len({link.other(identifier) for link in near}),
        "relations": _relations(store, identifier, near),
        "values": facts(bench, network.values(identifier, MOST_VALUES)),
    }


def facts(bench: Bench, locals_: Sequence[str]) -> dict[str, Any]:
    """These facts with all that says them, the names of their ends, and the documents; what is gone is left out."""
    store = bench.store
    network = network_of(bench)
    found = {one: fact for one in locals_[:MOST_FACTS] if (fact := network.fact(one))}
    ends = {end for fact in found.values() for end in (fact.subject, fact.object) if isinstance(end, str)}
    documents = {one.document for fact in found.values() for one in fact.evidence}
    return {
        "facts": {one: tell_fact(fact) for one, fact in found.items()},
        "names": {one: name for one, (name, _) in network.names(ends).items()},
        "relations": {fact.predicate: label(fact.predicate, store.ontology) for fact in found.values()},
        "documents": {one: _document(store, one) for one in sorted(documents)},
    }


def _document(store: Store, identifier: str) -> dict[str, str]:
    source = store.reading.source(identifier) or Source(identifier)
    return {**tell_document(source), "page": links.document(identifier)}


def _counting(network: Network, near: Sequence[Link], state: State) -> Sequence[Link]:
    return Director(network, state).counting(near[:LOOKED_AT]) if state.filters else near


def _relations(store: Store, identifier: str, near: Collection[Link]) -> list[dict[str, Any]]:
    others: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in near:
        relation = store.ontology.relations.get(link.predicate)
        way = "" if relation and relation.symmetric else link.way(identifier)
        others[link.predicate, way].add(link.other(identifier))
    ranked = sorted(others.items(), key=lambda one: (-len(one[1]), one[0]))
    return [
        {
            "predicate": predicate,
            "label": label(predicate, store.ontology),
            "way": way,
            "count": len(ends),
            "ids": sorted(ends)[:300],
        }
        for (predicate, way), ends in ranked
    ]
