"""The Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/): which graph, and the job that reads."""

from __future__ import annotations

import uuid

import pyoxigraph as ox
from starlette.requests import Request

from kg.serve.answering import Answered, Manner, packed
from kg.serve.negotiation import GRAPHS, choose
from kg.serve.protocol import parameters
from kg.serve.refusals import BAD_REQUEST, INTERNAL, NOT_FOUND, Refusal
from kg.serve.spool import Spool
from kg.serve.worker import Bench

DEFAULT = ""
"""Stands for the default graph where a graph's IRI is expected."""


def graph_of(request: Request) -> str | None:
    """The IRI of the graph that a request is about, DEFAULT, or None where it names none.

    Named in the address (`?graph=IRI`, `?default`), or by the address itself (`/graphs/some/name`).
    """
    pairs = parameters(request.scope["query_string"])
    named = [value for name, value in pairs if name == "graph"]
    direct = bool(request.path_params.get("name"))
    if len(named) + any(name == "default" for name, _ in pairs) + direct > 1:
        raise Refusal(BAD_REQUEST, "got several graphs, expected one: ?default, ?graph=IRI, or a name in the path")
    if named:
        return checked(named[0])
    if direct:
        return checked(str(request.url.replace(query="", fragment="")))
    return DEFAULT if pairs else None


def checked(iri: str) -> str:
    """The IRI; a Refusal (400) where it is none."""
    try:
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise Refusal(BAD_REQUEST, f"graph: got {iri[:200]!r}, expected a full IRI") from error


def new_graph(address: str) -> str:
    """An IRI for a graph that has none yet."""
    return f"{address.rstrip('/')}/{uuid.uuid4()}"


def node(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    """The graph as the engine names it."""
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()


def exists(engine: ox.Store, iri: str) -> bool:
    """True for the default graph, and for a named one that was made."""
    return not iri or engine.contains_named_graph(ox.NamedNode(iri))


def missing(iri: str) -> Refusal:
    """What is said of a graph that is not there."""
    return Refusal(
        NOT_FOUND, f"no graph is called {iri[:200]}; SELECT DISTINCT ?g {{ GRAPH ?g {{}} }} lists those there are"
    )


def read_graph(bench: Bench, iri: str, manner: Manner) -> Answered:
    """All of a graph, in the format that the client asks for; no row limit holds here."""
    content_type, form = choose(manner.accept, GRAPHS)
    store = bench.store
    if not exists(store.engine, iri):
        raise missing(iri)
    spool = Spool(bench.spool)
    prefixes = dict(store.vocabulary.prefixes) if form.engine == ox.RdfFormat.TURTLE else None
    try:
        store.engine.dump(spool, form.engine, from_graph=node(iri), prefixes=prefixes)  # type: ignore[arg-type]
    except (OSError, ValueError) as error:
        spool.discard()
        raise Refusal(INTERNAL, f"the graph cannot be written as {content_type}: {error}") from error
    return packed(bench, Answered(content_type, spool.body()), manner)
