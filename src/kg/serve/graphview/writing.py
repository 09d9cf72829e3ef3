"""The current view as a file: what is drawn, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.export import network, table
from kg.graph.quads import quads
from kg.graph.store import Store
from kg.graph.turtle import write_turtle
from kg.model import Document, Knowledge
from kg.serve.graphview.overview import overview
from kg.serve.graphview.scene import Director, network_of
from kg.serve.graphview.state import State
from kg.serve.graphview.viewing import drawn
from kg.serve.refusals import BAD_REQUEST, Refusal
from kg.serve.worker import Bench

Writer = Callable[[Store, Knowledge], bytes]


def turtle(store: Store, some: Knowledge) -> bytes:
    """The entities and facts as the whole graph has them, with the documents that they come from."""
    used = {one.document for fact in some.facts for one in fact.evidence}
    used.update(document for entity in some.entities for document in entity.documents)
    sources = [source for one in sorted(used) if (source := store.reading.source(one))]
    documents = [Document(one.id, "", one.source, one.title, one.published, language=one.language) for one in sources]
    triples = (quad.triple for quad in quads(some, documents, store.vocabulary))
    return write_turtle(triples, store.vocabulary.prefixes)


FORMATS: Mapping[str, tuple[str, Writer]] = {
    ".gexf": ("application/gexf+xml", network.gexf),
    ".graphml": ("application/graphml+xml", network.graphml),
    ".csv": ("text/csv; charset=utf-8", table.csv_table),
    ".ttl": ("text/turtle; charset=utf-8", turtle),
}
"""By suffix: the type, and what writes it."""


def write(bench: Bench, state: State, suffix: str, groups: str = "") -> bytes:
    """What is drawn, in this format; a Refusal (400) where that is groups, which are nothing that the store holds."""
    return FORMATS[suffix][1](bench.store, _knowledge(bench, state, groups))


def _knowledge(bench: Bench, state: State, groups: str) -> Knowledge:
    known = network_of(bench)
    found = overview(bench, state, groups) if state.whole else Director(known, state).play()
    if isinstance(found, dict):
        raise Refusal(BAD_REQUEST, "groups cannot be exported; open one of them, or start from an entity")
    shown, edges = drawn(known, state, found.scene)
    read = bench.store.reading
    return Knowledge(
        tuple(entity for one in sorted(shown) if (entity := read.entity(one))),
        tuple(fact for edge in sorted(edges, key=lambda edge: edge.link) if (fact := known.fact(edge.link.fact))),
    )
