"""How long queries take over HTTP, beside the same queries in the engine itself, in one run.

python benchmarks/serving.py [TRIPLES] [ROUNDS] [STORE]     the store is made there, and kept, where it is given
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph.store import Store
from served import make, server

QUERIES = {
    "point": "SELECT ?p ?o WHERE { id:entity-3000 ?p ?o }",
    "star": "SELECT ?f ?o ?d { ?f rdf:subject id:entity-2000 ; rdf:object ?o ; kg:date ?d } ORDER BY DESC(?d) LIMIT 20",
    "path": "SELECT ?b WHERE { id:entity-2500 kg:acquired/kg:ownerOf ?b } LIMIT 100",
    "aggregate": "SELECT ?p (COUNT(?f) AS ?n) WHERE { ?f rdf:subject id:entity-0 ; rdf:predicate ?p } GROUP BY ?p",
    "20k rows": "SELECT ?f ?s ?o WHERE { ?f rdf:subject ?s ; rdf:object ?o } LIMIT 20000",
}
MANY = "20k rows"


def timed(run: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def over_http(connection: HTTPConnection, text: str) -> bytes:
    connection.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": "application/sparql-results+json"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    return answer.read()


def main() -> None:
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "store", triples)
        with Store.open(path) as store, server(path) as (port, _):
            connection = HTTPConnection("127.0.0.1", port)
            for name, text in QUERIES.items():
                tell(name, store, connection, text, rounds)


def tell(name: str, store: Store, connection: HTTPConnection, text: str, rounds: int) -> None:
    def direct() -> bytes:
        return store.query(text).serialize(format=ox.QueryResultsFormat.JSON) or b""  # type: ignore[arg-type]

    size = len(over_http(connection, text))
    assert size == len(direct())
    # One after the other in each round, so that what else the machine does falls on both.
    pairs = [(timed(direct), timed(lambda: over_http(connection, text))) for _ in range(rounds)]
    engine, http = (1000 * median(times) for times in zip(*pairs, strict=True))
    ours, more = f"HTTP {http:8.2f} ms", f"+{http - engine:6.2f} ms  x{http / engine:5.2f}"
    print(f"{name:10} {size:>9} bytes  engine {engine:8.2f} ms  {ours}  {more}")


if __name__ == "__main__":
    main()
