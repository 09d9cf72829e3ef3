"""RDF files: sorted, so that equal graphs give equal bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg.graph.store import Store
from kg.graph.turtle import order, used_prefixes, write_turtle

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def turtle(store: Store) -> bytes:
    return write_turtle(_triples(store), store.vocabulary.prefixes)


def trig(store: Store) -> bytes:
    """All quads lie in the default graph, where TriG and Turtle are one."""
    return turtle(store)


def ntriples(store: Store) -> bytes:
    return ox.serialize(_triples(store), format=RdfFormat.N_TRIPLES) or b""


def nquads(store: Store) -> bytes:
    return ox.serialize(map(_quad, _triples(store)), format=RdfFormat.N_QUADS) or b""


def jsonld(store: Store) -> bytes:
    """Compact IRIs under a context; a node a line."""
    triples = _triples(store)
    prefixes = used_prefixes(triples, store.vocabulary.prefixes)
    nodes = json.loads(ox.serialize(map(_quad, triples), format=RdfFormat.JSON_LD) or b"[]")
    lines = ",\n".join(json.dumps(_compact(node, prefixes), ensure_ascii=False) for node in nodes)
    return f'{{"@context": {json.dumps(prefixes)},\n"@graph": [\n{lines}\n]}}\n'.encode()


def rdfxml(store: Store) -> bytes:
    """Characters that XML has no way to write become U+FFFD."""
    triples = [Triple(one.subject, one.predicate, _for_xml(one.object)) for one in _triples(store)]
    prefixes = used_prefixes(triples, store.vocabulary.prefixes)
    written = (ox.serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes) or b"").decode()
    # The engine declares namespaces in another order each time.
    sorted_head = re.sub(r"<rdf:RDF (.*?)>", _sorted_namespaces, written, count=1)
    # It writes carriage returns as they are, and an XML parser would read each as a line feed.
    return sorted_head.replace("\r", "&#13;").encode()


def _triples(store: Store) -> list[Triple]:
    return sorted((quad.triple for quad in store.quads()), key=order)


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _compact(node: Any, prefixes: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_compact(one, prefixes) for one in node]
    if not isinstance(node, dict):
        return node
    names = {"@id", "@type"}
    return {
        _shorten(key, prefixes): _shorten(value, prefixes) if key in names else _compact(value, prefixes)
        for key, value in node.items()
    }


def _shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    name = max(
        (one for one in prefixes if iri.startswith(prefixes[one])), key=lambda one: len(prefixes[one]), default=""
    )
    return f"{name}:{iri.removeprefix(prefixes[name])}" if name else iri


def _for_xml(term: ox.NamedNode | ox.BlankNode | Literal | Triple) -> ox.NamedNode | ox.BlankNode | Literal | Triple:
    if not isinstance(term, Literal):
        return term
    return Literal(_NOT_XML.sub("\ufffd", term.value), datatype=NamedNode(term.datatype.value))


def _sorted_namespaces(found: re.Match[str]) -> str:
    return f"<rdf:RDF {' '.join(sorted(found[1].split()))}>"
