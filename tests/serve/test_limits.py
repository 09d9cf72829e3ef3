"""Queries that take too long, too much memory or too many rows, and what happens beside them."""

from __future__ import annotations

import gzip
import json
import select
import socket
import threading
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from graph_samples import world, write_graph

from kg.graph.store import Store
from serving import PATIENCE, Serve, Served

FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?a ?d ?g"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


def test_a_quick_question_waits_for_no_slow_one(serve: Serve) -> None:
    one = serve("--workers", "1")
    request = f"GET /sparql?{urlencode({'query': FOREVER})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(3)]
    for connection in slow:
        connection.sendall(request.encode())
    time.sleep(0.5)
    assert one.query("ASK {}").boolean
    assert select.select(slow, [], [], 0)[0] == [], "none of the slow ones was answered, or hung up on"
    for connection in slow:
        connection.close()


def test_a_query_past_its_time_is_stopped(serve: Serve) -> None:
    one = serve("--timeout", "3", "--workers", "1")
    with ThreadPoolExecutor() as clients:
        answers = list(clients.map(one.query, [FOREVER] * 3))
    assert [answer.status for answer in answers] == [503] * 3
    assert all("3 s" in answer.text and answer.headers["retry-after"] for answer in answers)
    # Three seconds are little on a busy machine, where a new worker may take longer to begin.
    deadline = time.monotonic() + PATIENCE
    while (answer := one.query("ASK {}")).status == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answer.boolean


def test_a_query_past_its_memory_is_stopped(serve: Serve) -> None:
    one = serve("--memory", "64")
    answer = one.query(HUNGRY)
    assert answer.status == 503
    assert "64 MB" in answer.text
    assert one.query("ASK {}").boolean


def test_a_query_nested_too_deeply_ends_in_a_clear_refusal(served: Served) -> None:
    depth = 100_000
    text = f"SELECT * {{ {'{' * depth} ?s ?p ?o {'}' * depth} }}"
    answer = served.ask("POST", "/sparql", text, content_type="application/sparql-query")
    assert answer.status in (400, 503)
    assert answer.text.strip()
    assert served.query("ASK {}").boolean


def test_rows_past_the_limit_are_left_out_and_announced(serve: Serve) -> None:
    one = serve("--max-rows", "10")
    whole = one.query(ALL + " LIMIT 10")
    assert "kg-rows-cut-at" not in whole.headers
    json_, csv, tsv, xml = (
        one.query(ALL, accept=media)
        for media in ("application/json", "text/csv", "text/tab-separated-values", "application/sparql-results+xml")
    )
    assert {answer.headers["kg-rows-cut-at"] for answer in (json_, csv, tsv, xml)} == {"10"}
    assert json_.rows == whole.rows
    assert csv.body == one.query(ALL + " LIMIT 10", accept="text/csv").body
    assert tsv.body == one.query(ALL + " LIMIT 10", accept="text/tab-separated-values").body
    assert len([one for one in ET.fromstring(xml.body).iter() if one.tag.endswith("}result")]) == 10
    packed = one.query(ALL, accept_encoding="gzip")
    assert len(json.loads(gzip.decompress(packed.body))["results"]["bindings"]) == 10
    triples = one.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="application/n-triples")
    assert (len(triples.text.splitlines()), triples.headers["kg-rows-cut-at"]) == (10, "10")
    head = one.ask("HEAD", "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D")
    assert head.headers["kg-rows-cut-at"] == "10"


def test_a_long_answer_arrives_whole(served: Served) -> None:
    text = "SELECT ?a ?b ?d { ?a ?x ?b . ?d ?y ?e } LIMIT 30000"
    answer = served.query(text)
    assert len(answer.rows) == 30000
    assert int(answer.headers["content-length"]) == len(answer.body) > 1 << 20
    assert not list(Path(f"/proc/{served.process.pid}/fd").glob("none"))


def test_an_error_after_many_rows_is_no_200(serve: Serve) -> None:
    one = serve("--timeout", "2", "--workers", "1")
    late = f"SELECT ?a ?n {{ {{ ?a ?b ?c }} UNION {{ {{ {FOREVER} }} }} }}"
    answer = one.query(late)
    assert answer.status == 503


def test_readers_see_new_facts_at_once_and_whole_documents_only(serve: Serve) -> None:
    one = serve()
    made = world()
    counts = "SELECT (COUNT(?f) AS ?n) { ?f a kg:Fact }"
    before = int(one.query(counts).rows[0]["n"])
    made.document("more", "Jane Roe met Omar Diaz.")
    made.fact(("more", "Jane Roe met Omar Diaz."), ("jane-roe", "metWith", "omar-diaz"), date="2024")
    with Store.open(one.store, "write") as store:
        for extraction in made.extractions():
            store.put(extraction)
        assert int(one.query(counts).rows[0]["n"]) == before
        write_graph(store, made.knowledge())
        assert int(one.query(counts).rows[0]["n"]) == before + 1


def test_queries_never_fail_while_a_store_is_written(serve: Serve) -> None:
    one = serve()
    stop, seen = threading.Event(), []

    def ask() -> None:
        while not (stop.is_set() and seen):
            seen.append(one.query("SELECT ?d { ?d a kg:Document ; dcterms:title ?t }"))

    asking = threading.Thread(target=ask)
    asking.start()
    made = world()
    for number in range(8):
        made.document(f"d{number}", f"Text {number}.", title=f"Title {number}")
        with Store.open(one.store, "write") as store:
            for extraction in made.extractions():
                store.put(extraction)
            write_graph(store, made.knowledge())
    stop.set()
    asking.join()
    assert {answer.status for answer in seen} == {200}
    sizes = [len(answer.rows) for answer in seen]
    assert sizes == sorted(sizes)
