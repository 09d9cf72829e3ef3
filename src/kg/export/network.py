"""The graph as networkx has it, and the formats that networkx writes for Gephi, Cytoscape and yEd."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

import networkx as nx

from kg.graph.quads import QUALIFIERS, fact_node
from kg.graph.store import Store
from kg.model import Entity, Fact, Knowledge, Literal

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_networkx(store: Store, asserted: bool = True) -> nx.MultiDiGraph[str]:
    """Entities as nodes, facts between them as edges, keyed by the fact's IRI; dates and sums as attributes.

    With `asserted`, planned, rumoured, hypothetical and denied facts are left out; else `modality` tells them apart.
    """
    facts = (fact for fact in store.reading.facts() if fact.asserted or not asserted)
    return _graph(store.reading.entities(), facts, store)


def graphml(store: Store, some: Knowledge | None = None) -> bytes:
    """The whole graph, or this part of it."""
    out = io.BytesIO()
    nx.write_graphml_xml(_for_xml(_part(store, some)), out, edge_id_from_attribute="id")
    return out.getvalue() + b"\n"


def gexf(store: Store, some: Knowledge | None = None) -> bytes:
    """As `graphml`; without the date that networkx writes, so that equal graphs give equal bytes."""
    out = io.BytesIO()
    nx.write_gexf(_for_xml(_part(store, some)), out)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue()) + b"\n"


def _part(store: Store, some: Knowledge | None) -> nx.MultiDiGraph[str]:
    return _graph(some.entities, some.facts, store) if some else to_networkx(store, asserted=False)


def _graph(entities: Iterable[Entity], facts: Iterable[Fact], store: Store) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in entities:
        graph.add_node(entity.id, **_node(entity))
    for fact in facts:
        if isinstance(fact.object, Literal):
            _add_value(graph.nodes[fact.subject], fact.predicate, fact.object)
        else:
            key = fact_node(fact, store.vocabulary).value
            graph.add_edge(fact.subject, fact.object, key=key, **_edge(fact, store))
    return graph


def _node(entity: Entity) -> dict[str, Any]:
    return {
        "label": entity.name,
        "type": entity.type,
        "aliases": "; ".join(entity.aliases),
        "documents": len(entity.documents),
    }


def _edge(fact: Fact, store: Store) -> dict[str, Any]:
    said = {local: getattr(fact.qualifiers, field) for field, local in QUALIFIERS.items()}
    return {
        "id": fact_node(fact, store.vocabulary).value.rpartition("/")[2],
        "label": store.ontology.relations[fact.predicate].label if fact.predicate in store.ontology.relations else "",
        "predicate": fact.predicate,
        "modality": str(fact.qualifiers.modality),
        "confidence": fact.confidence,
        "documents": "; ".join(sorted({one.document for one in fact.evidence})),
        "quote": max(fact.evidence, key=lambda one: one.score).quote if fact.evidence else "",
        **{local: value for local, value in said.items() if value},
    }


def _add_value(node: dict[str, Any], predicate: str, value: Literal) -> None:
    known = node.get(predicate)
    node[predicate] = f"{known}; {value.lexical}" if known else value.lexical


def _for_xml(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    everything = [graph.nodes[node] for node in graph] + [said for _, _, said in graph.edges(data=True)]
    for said in everything:
        said.update({name: _NOT_XML.sub("\ufffd", value) for name, value in said.items() if isinstance(value, str)})
    return graph
