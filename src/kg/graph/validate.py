"""Checks a graph against the ontology's SHACL shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
import pyshacl
from rdflib import Graph, Node
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.namespace import SH
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result

from kg.graph.store import Store


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing of the graph that a shape does not allow."""

    node: str
    """IRI of the thing."""
    path: str
    """IRI of the property at fault; empty where the thing as a whole is."""
    value: str
    """What was found there; empty where something is missing."""
    message: str
    severity: str
    """`Violation`, `Warning` or `Info`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes say of a graph."""

    conforms: bool
    violations: tuple[Violation, ...]
    """Sorted; none where the graph conforms."""


def validate(store: Store) -> Report:
    """Holds the graph against the shapes of its ontology. Takes about two seconds for 10,000 triples."""
    graph = Graph(store=_Memory(store))
    graph.parse(data=_ntriples(store), format="nt")
    shapes = Graph()
    shapes.parse(data=store.ontology.shapes, format="turtle")
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    if not isinstance(results, Graph):
        raise TypeError(f"pySHACL gave {results!r} where a graph of results was expected")
    return Report(
        bool(conforms), tuple(sorted(_violation(results, node) for node in results.subjects(SH.resultSeverity)))
    )


class _Memory(Memory):
    """pySHACL's many small look-ups are quick in rdflib's memory; its SPARQL goes to the store's engine."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._engine = store.rdf.store

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any) -> Result:  # noqa: ARG002
        return self._engine.query(query, initNs, initBindings, str(DATASET_DEFAULT_GRAPH_ID), **kwargs)


def _ntriples(store: Store) -> str:
    return (ox.serialize((quad.triple for quad in store.quads()), format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _violation(results: Graph, node: Node) -> Violation:
    def text(way: Node) -> str:
        return str(results.value(node, way) or "")

    severity = text(SH.resultSeverity).rpartition("#")[2]
    return Violation(text(SH.focusNode), text(SH.resultPath), text(SH.value), text(SH.resultMessage), severity)
