"""The W3C's suites of the SPARQL Protocol, the Graph Store Protocol and the service description against `kg serve`.

python benchmarks/w3c_protocol.py SUITE        SUITE: the folder `sparql/sparql11` of a checkout of w3c/rdf-tests
Prints each test that fails and why; ends with 1 where one does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from w3c import BASE, MF, Answer, Client, Manifest, Term, server

HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
UT, LABEL = "http://www.w3.org/2009/sparql/tests/test-update#", "http://www.w3.org/2000/01/rdf-schema#label"
STATUS = {"OK": (200,), "Created": (201,), "NoContent": (204,), "NotFound": (404,)}
STATUS |= {f"StatusCode{first}xx": tuple(range(first * 100, first * 100 + 100)) for first in range(1, 6)}
JSON, XML = ("application/sparql-results+json", "application/json"), ("application/sparql-results+xml",)
MEDIA = {
    "boolean": (*JSON, *XML),
    "tabular": (*JSON, *XML, "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


def run(manifest: Manifest, test: Term, client: Client) -> list[str]:
    """What is wrong with the answers to the requests of a test."""
    client.send("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"})
    for given in manifest.all(test, UT + "graphData"):
        body = manifest.file(manifest.text(given, UT + "graph")).read_bytes()
        graph = quote(manifest.text(given, LABEL), safe="")
        client.send("PUT", f"/graphs?graph={graph}", body, {"Content-Type": "application/n-triples"})
    location, found = "", []
    for request in manifest.items(manifest.one(manifest.one(test, MF + "action"), HT + "requests")):
        answer = send(manifest, request, client, location)
        location = answer.headers.get("location", location)
        found += wrong(manifest, manifest.one(request, HT + "resp"), answer)
    return found


def send(manifest: Manifest, request: Term, client: Client, location: str) -> Answer:
    path = manifest.text(request, HT + "absolutePath").replace("$LOCATION$", quote(location, safe=""))
    path = "/graphs" + path.removeprefix("/gsp") if path.startswith("/gsp") else path
    headers = dict(fields(manifest, request))
    body = manifest.one(request, HT + "body")
    encoding = manifest.text(body, CNT + "characterEncoding") or "utf-8"
    data = manifest.text(body, CNT + "chars").encode(encoding) if body is not None else None
    if "multipart" in headers.get("content-type", "") and data:
        data = b"\r\n".join(line.strip() for line in data.strip().splitlines())
    return client.send(manifest.text(request, HT + "methodName"), path, data, headers)


def fields(manifest: Manifest, message: Term | None) -> Iterator[tuple[str, str]]:
    for header in manifest.items(manifest.one(message, HT + "headers")) if message is not None else ():
        yield manifest.text(header, HT + "fieldName"), manifest.text(header, HT + "fieldValue")


def wrong(manifest: Manifest, wanted: Term | None, answer: Answer) -> list[str]:
    assert wanted is not None
    names = [value.value.rpartition("#")[2] for value in manifest.all(wanted, MF + "expectedStatus")]
    found = []
    if not any(answer.status in STATUS[name] for name in names):
        found.append(
            f"status {answer.status}, expected {' or '.join(names)}: {answer.body[:200].decode(errors='replace')}"
        )
    form = manifest.text(wanted, MF + "expectedFormat")
    if form and answer.media not in MEDIA[form]:
        found.append(f"type {answer.media}, expected one for {form}")
    truth = manifest.text(wanted, MF + "expectedBoolean")
    if truth and f"{bool(ox.parse_query_results(answer.body, results_format(answer)))}".lower() != truth:
        found.append(f"expected {truth}")
    body = manifest.one(wanted, HT + "body")
    if body is not None and answer.status == 200:
        expected = graph(manifest.text(body, CNT + "chars").encode())
        if graph(answer.body) != expected:
            found.append("another graph than expected")
    return found


def results_format(answer: Answer) -> ox.QueryResultsFormat:
    return ox.QueryResultsFormat.JSON if answer.media in JSON else ox.QueryResultsFormat.XML


def graph(turtle: bytes) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(turtle, ox.RdfFormat.TURTLE, base_iri=BASE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def describes(client: Client) -> Iterator[tuple[str, list[str]]]:
    """The three tests of the service description, which are written for people."""
    answer = client.send("GET", "/sparql", headers={"Accept": "text/turtle"})
    yield "GET on endpoint returns RDF", [] if answer.media == "text/turtle" else [answer.media]
    sd, store = "http://www.w3.org/ns/sparql-service-description#", ox.Store()
    store.load(answer.body, ox.RdfFormat.TURTLE)
    points = [quad.object.value for quad in store.quads_for_pattern(None, ox.NamedNode(sd + "endpoint"), None)]
    yield "matching sd:endpoint", [] if len(points) == 1 and points[0].endswith("/sparql") else [str(points)]
    shape = "ASK { ?s a sd:Service ; sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph }"
    yield (
        "conforms to schema",
        [] if store.query(shape, prefixes={"sd": sd}) else ["no service with a dataset with a graph"],
    )


def main() -> int:
    suite, failed = Path(sys.argv[1]), 0
    names = (
        "protocol/manifest.ttl",
        "graph-store-protocol/manifest-indirect.ttl",
        "graph-store-protocol/manifest-direct.ttl",
    )
    with server() as client:
        for name in names:
            manifest = Manifest(suite, name)
            results = [(manifest.text(test, MF + "name"), run(manifest, test, client)) for test in manifest.tests()]
            failed += tell(name, results)
        failed += tell("service-description", list(describes(client)))
    return int(failed > 0)


def tell(name: str, results: list[tuple[str, list[str]]]) -> int:
    bad = [(test, found) for test, found in results if found]
    print(f"{name}: {len(results) - len(bad)}/{len(results)}")
    for test, found in bad:
        print(f"  {test}: {'; '.join(found)}")
    return len(bad)


if __name__ == "__main__":
    sys.exit(main())
