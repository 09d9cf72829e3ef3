"""Jobs that change the store: updates, and what the Graph Store Protocol puts, adds and deletes.

Each is one transaction that readers see as soon as it is done. A moment after the last the store is let go of, so that
`kg build` finds its turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import Literal

import pyoxigraph as ox

from kg.query.asking import explain
from kg.serve import guard
from kg.serve.answering import Manner
from kg.serve.graphs import exists, missing
from kg.serve.negotiation import media_type, read_format
from kg.serve.protocol import Operation
from kg.serve.refusals import BAD_REQUEST, INTERNAL, Refusal
from kg.serve.worker import Bench

Way = Literal["PUT", "POST", "DELETE"]


def update(bench: Bench, operation: Operation, manner: Manner) -> None:
    """Runs an update: all of its operations, or none."""
    prefixes = bench.prefixes
    text = guard.harmless(operation.text, prefixes, manner.hosts)
    text = guard.with_dataset(text, operation.default_graphs, operation.named_graphs)

    def run(engine: ox.Store) -> None:
        try:
            engine.update(text, base_iri=manner.base, prefixes=prefixes)
        except SyntaxError as error:
            raise Refusal(BAD_REQUEST, explain(text, str(error), prefixes)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise Refusal(INTERNAL, f"the update failed and changed nothing: {error}") from error

    bench.written.change(run)


def change_graph(bench: Bench, way: Way, iri: str, content: tuple[str, bytes]) -> bool:
    """Replaces (PUT), adds to (POST) or removes (DELETE) a graph; True where there was none of this IRI before.

    `content` is a type and a body, which DELETE ignores.
    """
    triples = [] if way == "DELETE" else parse(*content, base=iri or None)

    def run(engine: ox.Store) -> bool:
        known = exists(engine, iri)
        if way == "DELETE" and not known:
            raise missing(iri)
        engine.update(_changes(way, iri, triples))
        return not known

    return bench.written.change(run)


def parse(content_type: str, body: bytes, base: str | None) -> list[ox.Triple]:
    """The triples that a client sent; a Refusal (400) with the place of the error where they do not parse."""
    if media_type(content_type) == "multipart/form-data":
        return [triple for part in _parts(content_type, body) for triple in parse(*part, base)]
    form = read_format(content_type)
    try:
        return [quad.triple for quad in ox.parse(body, format=form, base_iri=base, rename_blank_nodes=True)]
    except (SyntaxError, ValueError) as error:
        raise Refusal(BAD_REQUEST, f"the body does not parse as {content_type[:100]}: {error}") from error


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Type and content of each file of a form."""
    head = f"Content-Type: {' '.join(content_type.split())}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if not part.is_multipart() and isinstance(content, bytes):
            yield str(part.get("Content-Type", "")), content


def _changes(way: Way, iri: str, triples: list[ox.Triple]) -> str:
    """One update, since that is one transaction."""
    graph = f"GRAPH <{iri}>" if iri else "DEFAULT"
    if way == "DELETE":
        return f"DROP {graph}"
    data = "\n".join(f"{triple} ." for triple in triples)
    steps = [f"CLEAR SILENT {graph}"] if way == "PUT" else []
    if iri:
        steps.append(f"CREATE SILENT {graph}")
        data = f"{graph} {{ {data} }}"
    steps.append(f"INSERT DATA {{ {data} }}")
    return " ;\n".join(steps)
