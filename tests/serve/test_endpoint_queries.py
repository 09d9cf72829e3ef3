"""Queries over HTTP: ways to send one, formats to have the answer in, and what is said of a broken one."""

from __future__ import annotations

import csv
import gzip
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from serving import Served

BOSS = "SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }"
TRIPLES = "CONSTRUCT { ?who kg:ceoOf ?firm } WHERE { ?who kg:ceoOf ?firm }"
FORM = "application/x-www-form-urlencoded"


def test_a_query_comes_by_get_by_form_and_as_the_body(served: Served) -> None:
    asked = [
        served.query(BOSS),
        served.ask("POST", "/sparql", urlencode({"query": BOSS}), content_type=FORM),
        served.ask("POST", "/sparql/", BOSS, content_type="application/sparql-query"),
        served.ask("POST", "/sparql", BOSS, content_type="application/sparql-query; charset=UTF-8"),
    ]
    assert [answer.rows for answer in asked] == [[{"name": "Jane Roe"}]] * 4


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.2", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, application/json;q=0.1", "application/json"),
        ("image/png, text/csv;q=0.001", "text/csv; charset=utf-8"),
    ],
)
def test_the_most_welcome_format_is_given(served: Served, accept: str, given: str) -> None:
    answer = served.query(BOSS, accept=accept)
    assert answer.status == 200
    assert given in answer.headers["content-type"]
    assert "Accept" in answer.headers["vary"]


def test_rows_are_the_same_in_all_formats(served: Served) -> None:
    assert next(csv.DictReader(io.StringIO(served.query(BOSS, accept="text/csv").text))) == {"name": "Jane Roe"}
    assert served.query(BOSS, accept="text/tab-separated-values").text == '?name\n"Jane Roe"\n'
    xml = ET.fromstring(served.query(BOSS, accept="application/sparql-results+xml").body)
    assert [element.text for element in xml.iter() if element.text] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/rdf+xml;q=0.3, text/turtle;q=0.2", ox.RdfFormat.RDF_XML),
    ],
)
def test_triples_are_the_same_in_all_formats(served: Served, accept: str, form: ox.RdfFormat) -> None:
    answer = served.query(TRIPLES, accept=accept)
    assert answer.headers["content-type"].split(";")[0] == form.media_type
    (quad,) = ox.parse(answer.body, form)
    assert (quad.subject.value, quad.object.value) == tuple(
        f"https://w3id.org/kg/id/{name}" for name in ("jane-roe", "acme-holdings")
    )


@pytest.mark.parametrize("sparql", [BOSS, TRIPLES, "ASK {}"])
def test_what_cannot_be_had_is_refused_with_what_can(served: Served, sparql: str) -> None:
    answer = served.query(sparql, accept="image/png, text/html;q=0.5")
    assert answer.status == 406
    assert "application/" in answer.text
    assert served.query(sparql, accept="*/*;q=0").status == 406


def test_head_says_what_get_would_and_sends_no_body(served: Served) -> None:
    path = "/sparql?" + urlencode({"query": BOSS})
    got, head = served.ask("GET", path), served.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    same = ("content-type", "content-length", "vary")
    assert [head.headers[name] for name in same] == [got.headers[name] for name in same]


def test_answers_are_compressed_where_the_client_wants_it(served: Served) -> None:
    many = "SELECT ?a ?b ?c WHERE { ?a ?b ?c }"
    plain, packed = served.query(many), served.query(many, accept_encoding="br, gzip;q=0.5")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 3
    unpacked = json.loads(gzip.decompress(packed.body))["results"]["bindings"]
    assert sorted(map(str, unpacked)) == sorted(map(str, json.loads(plain.body)["results"]["bindings"]))
    assert "content-encoding" not in served.query(many, accept_encoding="gzip;q=0").headers
    assert "content-encoding" not in served.query(BOSS, accept_encoding="gzip").headers


def test_a_broken_query_is_told_where_it_breaks(served: Served) -> None:
    answer = served.query("SELECT ?name\nWHERE { ?who kg:ceoOf }")
    assert answer.status == 400
    assert "line 2, column 23" in answer.text
    assert "prefix xyz: is not declared" in served.query("SELECT * { ?a xyz:b ?c }").text


def test_relative_iris_are_those_of_the_endpoint(served: Served) -> None:
    assert served.query("SELECT (<x> AS ?y) {}").rows == [{"y": f"{served.address}/x"}]


def test_xml_holds_no_character_that_xml_forbids(served: Served) -> None:
    answer = served.query('SELECT ("a\\u0000b\\u001fc" AS ?x) {}', accept="application/sparql-results+xml")
    assert [element.text for element in ET.fromstring(answer.body).iter() if element.text] == ["a\ufffdb\ufffdc"]


def test_what_is_at_no_address_and_what_is_not_for_one(served: Served) -> None:
    assert served.ask("GET", "/nothing").status == 404
    wrong = served.ask("PUT", "/sparql", "ASK {}", content_type="application/sparql-query")
    assert (wrong.status, "GET" in wrong.headers["allow"]) == (405, True)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("query=ASK%20%7B%7D", {}, 415),
        ("ASK {}", {}, 415),
        ("ASK {}", {"content_type": "text/plain"}, 415),
        ("ASK {}".encode("utf-16"), {"content_type": "application/sparql-query"}, 400),
        ("ASK {}".encode("utf-16"), {"content_type": "application/sparql-query; charset=utf-16"}, 415),
        ("query=ASK%FF", {"content_type": FORM}, 400),
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", {"content_type": FORM}, 400),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", {"content_type": FORM}, 400),
        ("", {"content_type": FORM}, 400),
        ("&".join(f"a{number}=1" for number in range(300)), {"content_type": FORM}, 400),
    ],
)
def test_a_body_that_is_not_as_the_protocol_wants_it(
    served: Served, body: str | bytes, headers: dict[str, str], status: int
) -> None:
    answer = served.ask("POST", "/sparql", body, **headers)
    assert answer.status == status
    assert answer.text.strip()


@pytest.mark.parametrize(
    "address",
    [
        "/sparql?update=CLEAR+ALL",
        "/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D",
        "/sparql?query=ASK+%7B%7D&using-graph-uri=http%3A%2F%2Fg.example%2F",
        "/sparql?query=ASK+%7B%7D&default-graph-uri=not-an-iri",
        "/sparql?query=%FF%FE",
    ],
)
def test_an_address_that_is_not_as_the_protocol_wants_it(served: Served, address: str) -> None:
    assert served.ask("GET", address).status == 400


def test_the_description_counts_names_prefixes_and_gives_examples(served: Served) -> None:
    answer = served.ask("GET", "/sparql", accept="text/turtle")
    store = ox.Store()
    store.load(answer.body, ox.RdfFormat.TURTLE)
    ask = (
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
        "PREFIX sh: <http://www.w3.org/ns/shacl#> "
        f"SELECT ?n WHERE {{ ?s a sd:Service ; sd:endpoint <{served.address}/sparql> ; sd:defaultDataset ?d ; "
        "sh:declare [ sh:prefix 'kg' ] . ?d sd:defaultGraph ?g . ?g void:triples ?n ; void:classPartition ?p }"
    )
    counted = served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"]
    assert {row["n"].value for row in store.query(ask)} == {counted}
    examples = list(store.query("SELECT ?q { ?e <http://www.w3.org/ns/shacl#select> ?q }"))
    assert len(examples) > 10
    assert all(served.query(row["q"].value).status == 200 for row in examples)
    moved = served.ask("GET", "/.well-known/void")
    assert (moved.status, moved.headers["location"]) == (303, f"{served.address}/sparql")
    browser = served.ask("GET", "/sparql", accept="text/html,*/*;q=0.8")
    assert (browser.status, browser.headers["location"].startswith(served.address)) == (303, True)
