"""The job of a query: guarded, negotiated, asked, and written whole before anything of it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.query.asking import explain
from kg.serve import guard
from kg.serve.negotiation import GRAPHS, ROWS, choose
from kg.serve.protocol import Operation
from kg.serve.refusals import BAD_REQUEST, INTERNAL, Refusal
from kg.serve.spool import WORTH_PACKING, Body, Full, RowLimit, Spool, compressed
from kg.serve.worker import Bench

RDFLIB_DEFAULT = "urn:x-rdflib:default"
"""What rdflib's SPARQLStore calls the default graph of the store that it asks."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is to be given."""

    accept: str = "*/*"
    base: str | None = None
    """What relative IRIs are resolved against."""
    max_rows: int = 100_000
    gzip: bool = False
    hosts: tuple[str, ...] = ()
    """Servers that SERVICE may call."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer, ready to be sent."""

    content_type: str
    body: Body
    cut: bool = False
    """True where there were more rows than may be sent."""
    gzip: bool = False


def answer(bench: Bench, operation: Operation, manner: Manner) -> Answered:
    """The answer to a query; Refusals for one that does not parse, is forbidden, or fails while it runs."""
    store = bench.store
    prefixes = store.vocabulary.prefixes
    guard.check(operation.text, prefixes, manner.hosts)
    try:
        found = store.engine.query(operation.text, base_iri=manner.base, prefixes=dict(prefixes), **_dataset(operation))
    except SyntaxError as error:
        raise Refusal(BAD_REQUEST, explain(operation.text, str(error), prefixes)) from error
    except ValueError as error:
        raise Refusal(BAD_REQUEST, f"not valid SPARQL: {error}") from error
    return written(bench, found, manner)


def written(bench: Bench, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, manner: Manner) -> Answered:
    """What the engine found, in the format that the client asks for."""
    spool = Spool(bench.spool)
    try:
        if isinstance(found, ox.QueryTriples):
            content_type, cut = _write_triples(found, spool, manner, bench.store.vocabulary.prefixes)
        else:
            content_type, cut = _write_rows(found, spool, manner)
        return packed(bench, Answered(content_type, spool.body(), cut), manner)
    except (OSError, RuntimeError, ValueError) as error:
        spool.discard()
        raise Refusal(INTERNAL, f"the query failed while it ran: {error}") from error


def packed(bench: Bench, answered: Answered, manner: Manner) -> Answered:
    """The answer compressed, where the client takes it so and it is worth the time."""
    body = answered.body
    if not manner.gzip or (isinstance(body, bytes) and len(body) < WORTH_PACKING):
        return answered
    return Answered(answered.content_type, compressed(body, bench.spool), answered.cut, gzip=True)


def _dataset(operation: Operation) -> dict[str, Any]:
    """Graphs as the engine wants them: what the request names replaces all that the query names."""
    if not operation.default_graphs and not operation.named_graphs:
        return {}
    if operation.default_graphs == (RDFLIB_DEFAULT,) and not operation.named_graphs:
        return {"default_graph": ox.DefaultGraph()}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in operation.default_graphs],
        "named_graphs": [ox.NamedNode(iri) for iri in operation.named_graphs],
    }


def _write_rows(found: ox.QuerySolutions | ox.QueryBoolean, spool: Spool, manner: Manner) -> tuple[str, bool]:
    content_type, form = choose(manner.accept, ROWS)
    if isinstance(found, ox.QueryBoolean):
        spool.write(found.serialize(format=form.engine) or b"")
        return content_type, False
    try:
        found.serialize(RowLimit(spool, form.engine, manner.max_rows), form.engine)  # type: ignore[arg-type]
    except Full:
        return content_type, True
    return content_type, False


def _write_triples(found: Iterable[ox.Triple], spool: Spool, manner: Manner, prefixes: Any) -> tuple[str, bool]:
    content_type, form = choose(manner.accept, GRAPHS)
    triples = iter(found)
    used = dict(prefixes) if form.engine.supports_datasets or form.engine == ox.RdfFormat.TURTLE else None
    ox.serialize(islice(triples, manner.max_rows), spool, form.engine, prefixes=used)  # type: ignore[arg-type]
    return content_type, next(triples, None) is not None
