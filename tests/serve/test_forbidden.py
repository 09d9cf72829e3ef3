"""What no query or update may do, however it is spelled: the guard, tried against the engine's own parser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.serve import guard
from kg.serve.refusals import Refusal
from serving import Serve

PREFIXES = {"kg": "https://kg.example/", "id": "https://id.example/"}


class Tripwire:
    """A server that counts who calls and hangs up."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture(scope="module")
def tripwire() -> Iterator[Tripwire]:
    wire = Tripwire()
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def engine() -> ox.Store:
    store = ox.Store()
    store.load("<s:s> <p:p> <o:o> , 'x' , 1 .", ox.RdfFormat.TURTLE)
    return store


def run_query(engine: ox.Store, text: str) -> None:
    """As a worker would, whatever comes of it."""
    try:
        found = engine.query(text, prefixes=PREFIXES)
        if not isinstance(found, ox.QueryBoolean):
            list(found)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return


def run_update(engine: ox.Store, text: str) -> None:
    try:
        engine.update(text, prefixes=PREFIXES)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return


def cased(word: str) -> st.SearchStrategy[str]:
    return st.lists(st.booleans(), min_size=len(word), max_size=len(word)).map(
        lambda ups: "".join(c.upper() if up else c.lower() for c, up in zip(word, ups, strict=True))
    )


GLUE = st.sampled_from(["", "", " ", "\n", "\t", "#\n", "# <x> ' \"\n", "\r", "#>\r\n"])
BEFORE = st.sampled_from(
    [
        "",
        "?s ?p ?o .",
        "?s ?p ?o",
        "?s ?p true",
        "?s ?p 1",
        "?s ?p 1.",
        "?s ?p 'x'",
        '?s ?p """a"b"""',
        "?s ?p 'it\\'s'",
        "?s kg:a id:b .",
        "?s kg:a id:b",
        "?s kg: id: .",
        "FILTER(?o<1)",
        "FILTER(?o<?s)",
        "FILTER(1<2&&3>2)",
        "FILTER('a'<'b')",
        "FILTER(?o<id:b#>\n)",
        "OPTIONAL{?s ?p ?o}",
        "BIND(<a:b#c> AS ?z)",
        "?s <p:p#'> ?o .",
        "{} UNION",
        "VALUES ?v { <x:service> 'service' }",
        "?service ?p ?o .",
        "?s ?p id:service .",
        "?s ?p id:x\\-service .",
        "?s ?p _:service .",
        "?s ?p 'y'@en-service .",
        "GRAPH ?g{}",
        "MINUS{?s ?p ?o}",
    ]
)
AFTER = st.sampled_from(["", " ?s ?p ?o", "# '\n", ' FILTER("a">"b")', " FILTER('>'<'y')", "#>\n"])
PROLOGUE = st.sampled_from(
    [
        "",
        "PREFIX p:<http://x:> ",
        "BASE <http://b.example/> ",
        "PREFIX id:<x:y#> ",
        "PREFIX :<z:z> ",
        "#'\n",
        "BASE <a:b> #>\n",
    ]
)


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Queries around a call, in spellings that the engine's grammar takes more often than not."""
    before = draw(st.lists(BEFORE, max_size=3))
    silent = draw(st.sampled_from(["", "", "SILENT"]))
    target = draw(st.sampled_from(["<URL>", "<URL>", "<URL>", "?v", "kg:x", "p:x", "<x>"]))
    pieces = [*before, draw(cased("service")), draw(cased(silent)) if silent else "", target, "{?a ?b ?c}", draw(AFTER)]
    body = "".join(piece + draw(GLUE) for piece in pieces)
    values = "VALUES ?v { <URL> } " if target == "?v" else ""
    return f"{draw(PROLOGUE)}SELECT * {{ {values}{body} }}"


@st.composite
def updates(draw: st.DrawFn) -> str:
    """Updates with a LOAD or a SERVICE among other operations."""
    load = [
        draw(cased("load")),
        draw(st.sampled_from(["", "", "SILENT"])),
        "<URL>",
        draw(st.sampled_from(["", "INTO GRAPH <g:g>"])),
    ]
    call = ["INSERT{?a ?b ?c}WHERE{", draw(BEFORE), draw(cased("service")), "<URL>", "{?a ?b ?c}", "}"]
    other = draw(
        st.sampled_from(
            ["", "INSERT DATA{<a:b> <c:d> 'load'};", "CLEAR ALL;", "INSERT DATA{id:load kg:p <x:load>};#'\n"]
        )
    )
    pieces = draw(st.sampled_from([load, load, call]))
    return draw(PROLOGUE) + other + "".join(piece + draw(GLUE) for piece in pieces)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=queries())
def test_no_query_that_the_guard_lets_pass_calls_a_server(text: str, engine: ox.Store, tripwire: Tripwire) -> None:
    text = text.replace("URL", tripwire.address)
    try:
        guard.check(text, PREFIXES, ())
    except Refusal as refusal:
        assert refusal.status in (400, 403)
        return
    before = tripwire.calls
    run_query(engine, text)
    assert tripwire.calls == before


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=updates())
def test_no_update_that_the_guard_lets_pass_calls_a_server(text: str, tripwire: Tripwire) -> None:
    text = text.replace("URL", tripwire.address)
    try:
        text = guard.harmless(text, PREFIXES, ())
    except Refusal as refusal:
        assert refusal.status in (400, 403)
        return
    before = tripwire.calls
    run_update(ox.Store(), text)
    assert tripwire.calls == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.one_of(queries(), updates()))
def test_the_examples_would_call_if_nobody_stopped_them(text: str, engine: ox.Store, tripwire: Tripwire) -> None:
    # Else the two tests above would show nothing.
    seen = test_the_examples_would_call_if_nobody_stopped_them.__dict__.setdefault("seen", [0, 0])
    before = tripwire.calls
    text = text.replace("URL", tripwire.address)
    run_query(engine, text)
    run_update(ox.Store(), text)
    seen[0] += tripwire.calls > before
    seen[1] += 1
    assert seen[1] < 50 or seen[0] > 5


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://ok.example/sparql> { ?a ?b ?c } }",
        "SELECT * { ?s ?p 1service silent<https://ok.example:8080/x> { ?a ?b ?c } }",
    ],
)
def test_a_host_that_is_allowed_may_be_called(text: str) -> None:
    guard.check(text, PREFIXES, ["ok.example"])
    with pytest.raises(Refusal):
        guard.check(text, PREFIXES, ["other.example"])


@pytest.mark.parametrize(
    "target",
    [
        "<http://ok.example.evil.example/>",
        "<http://ok.example@evil.example/>",
        "<http://evil.example/ok.example>",
        "<http://evil.example#ok.example>",
        "<//evil.example/>",
        "<ftp://ok.example/>",
        "<\x00>",
        "<+>",
        "?where",
        "kg:x",
        "<http://ok.example/> { ?a ?b ?c } SERVICE <http://evil.example/>",
    ],
)
def test_no_other_host_goes_by_the_name_of_one_that_is_allowed(target: str) -> None:
    with pytest.raises(Refusal):
        guard.check(
            f"BASE <http://evil.example/> SELECT * {{ SERVICE {target} {{ ?a ?b ?c }} }}", PREFIXES, ["ok.example"]
        )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        "SELECT * FROM NAMED<FILE:/etc/hostname> { ?s ?p ?o }",
        "PREFIX f: <file:///etc/> SELECT * FROM f:hostname { ?s ?p ?o }",
        "BASE <file:///etc/> SELECT * FROM <hostname> { ?s ?p ?o }",
    ],
)
def test_no_file_is_named_as_a_graph(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        guard.check(text, PREFIXES, ())
    assert caught.value.status == 403


def test_graphs_of_the_store_may_be_named_and_words_may_be_used() -> None:
    guard.check("SELECT ?from FROM <http://x.example/g> { ?from rdfs:label 'the file: service' }", PREFIXES, ())
    kept = "INSERT DATA { id:download kg:payload 'load' } # load"
    assert guard.harmless(kept, PREFIXES, ()) == kept


def test_a_served_store_calls_nobody(serve: Serve, tripwire: Tripwire) -> None:
    one = serve()
    before = tripwire.calls
    answers = [
        one.query(f"SELECT * {{ SERVICE <{tripwire.address}> {{ ?a ?b ?c }} }}"),
        one.query(f"SELECT * {{ SERVICE SILENT <{tripwire.address}> {{ ?a ?b ?c }} }}"),
        one.query(f"SELECT * {{ ?s ?p trueSERVICE<{tripwire.address}>{{ ?a ?b ?c }} }}"),
        one.query("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }"),
        one.ask("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=file:///etc/hostname"),
    ]
    assert [answer.status for answer in answers] == [403] * 5
    allowed = serve("--allow-service", "127.0.0.1")
    assert allowed.query(f"SELECT * {{ SERVICE SILENT <{tripwire.address}> {{ ?a ?b ?c }} }}").status == 200
    assert tripwire.calls > before
