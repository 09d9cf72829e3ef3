"""Changing a store over HTTP: who may, what an update may do, and the Graph Store Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from graph_samples import world, write_graph

from kg.graph.store import Store
from serving import TOKEN, Serve, Served

TURTLE = "text/turtle"
FORM, UPDATE = "application/x-www-form-urlencoded", "application/sparql-update"
ONE = "<http://x.example/s> <http://x.example/p> 1 ."
GRAPH = "http://x.example/graph"
AT = f"/graphs?graph={quote(GRAPH, safe='')}"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def clean(writable: Served) -> Iterator[None]:
    yield
    writable.update("DROP NAMED")


def count(served: Served, graph: str = GRAPH) -> str:
    return served.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows[0]["n"]


def insert(served: Served) -> str:
    assert served.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {ONE} }} }}").status == 204
    return count(served)


def test_a_server_that_only_reads_refuses_every_change(served: Served) -> None:
    changes = [
        served.update("CLEAR ALL"),
        served.ask("POST", "/sparql", urlencode({"update": "CLEAR ALL"}), content_type=FORM),
        served.ask("PUT", AT, ONE, content_type=TURTLE, **BEARER),
        served.ask("POST", "/graphs?default", ONE, content_type=TURTLE, **BEARER),
        served.ask("DELETE", "/graphs?default", **BEARER),
    ]
    assert {change.status for change in changes} == {403}
    assert all("--writable" in change.text for change in changes)
    assert served.query("SELECT * { ?s kg:ceoOf ?o }").rows


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong-token-of-some-length",
        f"Basic {TOKEN}",
        f"bearer {TOKEN}x",
        TOKEN,
        "Bearer \xff",
    ],
)
def test_a_change_without_the_token_is_refused(writable: Served, authorization: str) -> None:
    headers = {"authorization": authorization} if authorization else {}
    answer = writable.ask("POST", "/sparql", "DROP ALL", content_type=UPDATE, **headers)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert writable.ask("DELETE", "/graphs?default", **headers).status == 401
    assert writable.query("SELECT * { ?s kg:ceoOf ?o }").rows


def test_the_password_that_a_browser_adds_by_itself_changes_nothing(writable: Served) -> None:
    import base64  # noqa: PLC0415

    basic = "Basic " + base64.b64encode(f"user:{TOKEN}".encode()).decode()
    assert writable.ask("POST", "/sparql", "DROP ALL", content_type=UPDATE, authorization=basic).status == 401


def test_an_update_is_seen_by_the_next_query(writable: Served) -> None:
    assert [insert(writable) for _ in range(3)] == ["1", "1", "1"]
    form = urlencode({"update": f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"})
    assert writable.ask("POST", "/sparql", form, content_type=FORM, **BEARER).status == 204
    assert count(writable) == "0"


def test_an_update_happens_wholly_or_not(writable: Served) -> None:
    insert(writable)
    broken = writable.update(f"DROP GRAPH <{GRAPH}> ; CREATE GRAPH <{GRAPH}> ; CREATE GRAPH <{GRAPH}>")
    assert broken.status >= 400
    assert count(writable) == "1"


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("INSERT DATA { <a> <b> }", 400, "line 1"),
        ("SELECT * { ?s ?p ?o }", 400, "line 1"),
        ("LOAD <http://x.example/d.ttl>", 403, "LOAD is refused"),
        ("LOAD <file:///etc/hostname> INTO GRAPH <http://x.example/g>", 403, "LOAD is refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }", 403, "SERVICE is refused"),
        ("INSERT { ?s ?p ?o } USING <file:///etc/hostname> WHERE { ?s ?p ?o }", 403, "file"),
    ],
)
def test_an_update_that_is_refused_says_why(writable: Served, text: str, status: int, told: str) -> None:
    answer = writable.update(text)
    assert answer.status == status
    assert told in answer.text


def test_a_silent_load_does_nothing_as_one_that_fails(writable: Served) -> None:
    load = "LOAD SILENT <http://x.example/d> INTO GRAPH <http://x.example/g>"
    text = f"{load} ; INSERT DATA {{ GRAPH <{GRAPH}> {{ {ONE} }} }}"
    assert writable.update(text).status == 204
    assert count(writable) == "1"


def test_graphs_of_the_request_are_those_that_an_update_reads(writable: Served) -> None:
    insert(writable)
    copy = "INSERT { GRAPH <http://x.example/copy> { ?s ?p ?o } } WHERE { ?s ?p ?o } # WHERE {"
    assert writable.update(copy, f"/sparql?using-graph-uri={quote(GRAPH, safe='')}").status == 204
    assert count(writable, "http://x.example/copy") == "1"
    named = "INSERT { GRAPH <http://x.example/all> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert writable.update(named, f"/sparql?using-named-graph-uri={quote(GRAPH, safe='')}").status == 204
    assert count(writable, "http://x.example/all") == "1"
    for clash in (f"WITH <{GRAPH}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "DELETE WHERE { ?s ?p ?o }"):
        assert writable.update(clash, f"/sparql?using-graph-uri={quote(GRAPH, safe='')}").status == 400


def test_a_graph_is_put_read_added_to_and_deleted(writable: Served) -> None:
    assert writable.ask("GET", AT).status == 404
    assert writable.ask("HEAD", AT).status == 404
    assert writable.ask("DELETE", AT, **BEARER).status == 404
    assert writable.ask("PUT", AT, ONE, content_type=TURTLE, **BEARER).status == 201
    assert writable.ask("GET", AT, accept="application/n-triples").text.startswith("<http://x.example/s>")
    two = '{"@id": "http://x.example/s", "http://x.example/p": 2}'
    assert writable.ask("POST", AT, two, content_type="application/ld+json", **BEARER).status == 204
    assert count(writable) == "2"
    lines = '<http://x.example/s> <http://x.example/p> "3" .'
    assert writable.ask("PUT", AT, lines, content_type="application/n-triples", **BEARER).status == 204
    assert count(writable) == "1"
    assert writable.ask("DELETE", AT, **BEARER).status == 204
    assert writable.ask("GET", AT).status == 404


def test_a_graph_goes_by_its_address_too_and_may_get_a_new_one(writable: Served) -> None:
    assert writable.ask("PUT", "/graphs/mine/1.ttl", "<> <p> 1 .", content_type=TURTLE, **BEARER).status == 201
    found = writable.query(f"SELECT ?s {{ GRAPH <{writable.address}/graphs/mine/1.ttl> {{ ?s ?p ?o }} }}")
    assert found.rows == [{"s": f"{writable.address}/graphs/mine/1.ttl"}]
    made = writable.ask("POST", "/graphs", ONE, content_type=TURTLE, **BEARER)
    assert made.status == 201
    assert writable.ask("GET", made.headers["location"].removeprefix(writable.address)).status == 200


def test_a_form_of_several_files_is_added(writable: Served) -> None:
    parts = [
        f"--b\r\nContent-Disposition: form-data; name={n}\r\nContent-Type: text/turtle\r\n\r\n<s{n}:> <p:> {n} .\r\n"
        for n in (1, 2)
    ]
    body = "".join(parts) + "--b--\r\n"
    assert writable.ask("POST", AT, body, content_type="multipart/form-data; boundary=b", **BEARER).status == 201
    assert count(writable) == "2"


@pytest.mark.parametrize(
    ("path", "body", "media", "status"),
    [
        (AT, "<a> <b> .", TURTLE, 400),
        (AT, ONE, "image/png", 415),
        (AT, ONE, "", 415),
        ("/graphs", ONE, TURTLE, 400),
        ("/graphs?graph=no-iri", ONE, TURTLE, 400),
        ("/graphs?graph=x:y&default", ONE, TURTLE, 400),
        ("/graphs?graph=x:y%0d%0aSet-Cookie:%20a", ONE, TURTLE, 400),
    ],
)
def test_a_graph_that_cannot_be_taken(writable: Served, path: str, body: str, media: str, status: int) -> None:
    answer = writable.ask("PUT", path, body, content_type=media, **BEARER)
    assert answer.status == status
    assert "set-cookie" not in answer.headers


def test_the_default_graph_is_read_whole(served: Served) -> None:
    lines = served.ask("GET", "/graphs?default", accept="application/n-triples").text.splitlines()
    assert str(len(lines)) == served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]["n"]


def test_what_others_put_into_named_graphs_outlives_a_build(serve: Serve, token_file: Path) -> None:
    one = serve("--writable", "--token-file", str(token_file))
    assert insert(one) == "1"
    one.update("INSERT DATA { <http://x.example/s> <http://x.example/p> 1 }")
    made = world()
    made.document("new", "Delta Rail is here.")
    with Store.open(one.store, "write") as store:
        for extraction in made.extractions():
            store.put(extraction)
        write_graph(store, made.knowledge())
    assert count(one) == "1"
    assert one.query("ASK { <http://x.example/s> ?p ?o }").boolean is False


def test_a_store_that_is_being_written_takes_no_change_and_says_so(writable: Served) -> None:
    with Store.open(writable.store, "write"):
        answer = writable.update("DROP NAMED")
        assert (answer.status, "retry-after" in answer.headers) == (503, True)
        assert "another kg is writing" in answer.text
        assert writable.query("ASK {}").status == 200
