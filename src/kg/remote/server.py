"""One graph on a SPARQL 1.1 server: asked, read whole, and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

import pyoxigraph as ox
from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import QueryError, StoreError
from kg.remote.address import Address, Endpoints
from kg.remote.batches import Batch
from kg.remote.client import ONCE, Answer, Client, Request
from kg.remote.refusals import ABSENT, TOO_LARGE, Refused, first_line

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.4"
LINES = "application/n-triples"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
BAD_REQUEST = 400
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
DISTINCT = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
NOTHING = "<urn:kg:nothing> <urn:kg:nothing> <urn:kg:nothing>"
_ASKED = "__ASK_RETVAL"
"""How Virtuoso 7 answers ASK: with a row of this name, or with none."""

Rows = ox.QuerySolutions | ox.QueryBoolean


class Server:
    """The graph at an address. Every change may be sent twice and does no more."""

    def __init__(self, client: Client, address: Address) -> None:
        self._client = client
        self._address = address
        self._endpoints = self._find()
        self._update_url = ""
        self._graphs_url = ""

    def rows(self, sparql: str) -> Rows:
        """The answer to a SELECT or an ASK; QueryError where the server cannot make sense of it."""
        answer = self._ask(sparql, ROWS)
        try:
            found = ox.parse_query_results(answer.body, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._garbled(answer, error) from error
        if isinstance(found, ox.QuerySolutions) and [one.value for one in found.variables] == [_ASKED]:
            said = b'{"head":{},"boolean":%s}' % (b"true" if any(True for _ in found) else b"false")
            return ox.parse_query_results(said, format=QueryResultsFormat.JSON)
        return found

    def triples(self, sparql: str) -> set[ox.Triple]:
        """The answer to a CONSTRUCT or a DESCRIBE."""
        answer = self._ask(sparql, TRIPLES)
        form = RdfFormat.from_media_type(answer.content_type) or RdfFormat.N_TRIPLES
        try:
            return {quad.triple for quad in ox.parse(answer.body, format=form)}
        except (SyntaxError, ValueError) as error:
            raise self._garbled(answer, error) from error

    def everything(self) -> set[ox.Triple]:
        """All triples of the graph; StoreError where the server gives only a part of them."""
        expected = self.count()
        found = self.triples(EVERYTHING)
        if len(found) < expected:
            # A server whose default graph is all its graphs counts a triple once for each of them.
            expected = self._number(DISTINCT)
        if len(found) < expected:
            raise StoreError(
                f"{self._address}: the server gave {len(found)} of {expected} triples; raise its limit for one answer "
                "(Virtuoso: ResultSetMaxRows, a proxy: its time or size), then run the same command again"
            )
        return found

    def count(self) -> int:
        """The number of triples in the graph."""
        return self._number(COUNT)

    def prepare(self) -> None:
        """Finds out that this graph may be changed, and how; StoreError where it may not."""
        self._update_url = _first(self._endpoints.updates, self._try_update)
        for url in self._endpoints.graphs:
            try:
                self._add(url, (), attempts=1)
            except StoreError:
                continue
            self._graphs_url = url
            return

    def change(self, batch: Batch, plainly: bool = False) -> None:
        """Does what the batch says, in smaller parts where the server asks for it.

        What is only added goes to the Graph Store, if there is one; with `plainly`, all goes by SPARQL Update.
        """
        try:
            if self._graphs_url and not batch.removed and not plainly:
                self._add(self._graphs_url, batch.added)
            else:
                self._update(self._update_url, _text(batch, self._address.graph))
        except Refused as refused:
            if refused.status != TOO_LARGE or len(batch) == 1:
                raise
            for half in batch.halves():
                self.change(half, plainly)

    def close(self) -> None:
        self._client.close()

    def _find(self) -> Endpoints:
        known = {one.query: one for one in self._address.endpoints}
        return known[_first(list(known), self._hello)]

    def _hello(self, url: str) -> None:
        self._client.send(_query(url, "ASK {}", ROWS, self._address.graph), ONCE.attempts)

    def _ask(self, sparql: str, accept: str) -> Answer:
        try:
            return self._client.send(_query(self._endpoints.query, sparql, accept, self._address.graph), ONCE.attempts)
        except Refused as refused:
            if refused.status == BAD_REQUEST:
                raise QueryError(f"{self._address}: the server does not take this query: {refused.said}") from refused
            raise

    def _try_update(self, url: str) -> None:
        self._update(url, f"DELETE DATA {{ {_within(NOTHING, self._address.graph)} }}", ONCE.attempts)

    def _update(self, url: str, text: str, attempts: int | None = None) -> None:
        try:
            self._client.send(Request(url, text.encode(), UPDATE), attempts)
        except Refused as refused:
            if refused.status == BAD_REQUEST and not self._address.graph:
                raise StoreError(f"{refused}; where a server has no default graph, name one with --graph IRI") from None
            raise

    def _add(self, url: str, triples: Iterable[ox.Triple], attempts: int | None = None) -> None:
        graph = self._address.graph
        self._client.send(
            Request(url, _lines(triples).encode(), LINES, parameters=(("graph", graph) if graph else ("default", ""),)),
            attempts,
        )

    def _number(self, sparql: str) -> int:
        found = self.rows(sparql)
        values = [row["n"] for row in found] if isinstance(found, ox.QuerySolutions) else []
        if len(values) != 1 or not isinstance(values[0], ox.Literal) or not values[0].value.isdecimal():
            raise StoreError(f"{self._address}: the server could not count its triples; look at its log")
        return int(values[0].value)

    def _garbled(self, answer: Answer, error: Exception) -> StoreError:
        return StoreError(
            f"{self._endpoints.query}: got an answer that is cut short or no SPARQL (of the type "
            f"{answer.content_type or 'unknown'}: {first_line(str(error))}); look at --store, or at the server's log"
        )


def _first(urls: Sequence[str], attempt: Callable[[str], None]) -> str:
    """The first of these addresses where there is something; the last refusal where nothing is anywhere."""
    for url in urls[:-1]:
        try:
            attempt(url)
        except Refused as refused:
            if refused.status not in ABSENT:
                raise
        else:
            return url
    attempt(urls[-1])
    return urls[-1]


def _query(url: str, sparql: str, accept: str, graph: str) -> Request:
    # As a form: Virtuoso 7.2.5 never answers a query that is the body itself.
    told = [("query", sparql), *([("default-graph-uri", graph)] if graph else [])]
    return Request(url, urlencode(told).encode(), FORM, accept)


def _text(batch: Batch, graph: str) -> str:
    parts = (("DELETE", batch.removed), ("INSERT", batch.added))
    return " ;\n".join(f"{verb} DATA {{ {_within(_lines(some), graph)} }}" for verb, some in parts if some)


def _within(lines: str, graph: str) -> str:
    return f"GRAPH {ox.NamedNode(graph)} {{ {lines} }}" if graph else lines


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in triples)
