"""The explorer over HTTP, as `kg serve` starts it: headers, twins, files, and what a client may ask for."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from page_samples import SCRIPT

from kg.graph.store import Store
from kg.serve.pages import PAGES
from kg.serve.pages.files import file
from serving import PATIENCE, Serve, Served

ADDRESSES = [
    "/", "/search?q=acme", "/facts?relation=fined", "/documents", "/entity/acme-holdings", "/document/acme-fine",
    "/question/who-runs-what?name=jane", "/query?query=ASK%20%7B%7D",
]  # fmt: skip


def twin(address: str) -> str:
    path, mark, query = address.partition("?")
    return ("/index" if path == "/" else path) + ".json" + mark + query


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_runs_nothing_but_its_own_scripts_and_asks_nobody_else(served: Served, address: str) -> None:
    answer = served.ask("GET", address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert (policy["script-src"], policy["style-src"], policy["connect-src"]) == ("'self'",) * 3
    assert (policy["base-uri"], policy["frame-ancestors"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f'href="{twin(address).replace("&", "&amp;")}"' in answer.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_a_twin(served: Served, address: str) -> None:
    by_address = served.ask("GET", twin(address))
    by_accept = served.ask("GET", address, accept="application/json")
    assert by_address.headers["content-type"] == by_accept.headers["content-type"] == "application/json"
    first, second = json.loads(by_address.body), json.loads(by_accept.body)
    for one in (first, second):
        if isinstance(one.get("answer"), dict):
            one["answer"].pop("seconds")
    assert first == second and first["title"]


def test_every_page_answers_head_and_gzip(served: Served) -> None:
    head = served.ask("HEAD", "/")
    assert (head.status, head.body) == (200, b"")
    packed = served.ask("GET", "/", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body).startswith(b"<!doctype html>")


def test_a_browser_at_the_endpoint_is_led_to_the_query_page(served: Served) -> None:
    answer = served.ask("GET", "/sparql", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status, answer.headers["location"].endswith("/query")) == (303, True)
    assert served.query("ASK {}", accept="text/html,*/*;q=0.8").status == 200


def test_files_of_pages_are_kept_for_ever_and_nothing_else_is_a_file(served: Served) -> None:
    answer = served.ask("GET", "/static/site.css?v=1")
    known = file("site.css")
    assert known and answer.body == known.content
    assert "immutable" in answer.headers["cache-control"]
    for name in (
        "",
        "..",
        "../page.py",
        "%2e%2e/page.py",
        "..%2fpage.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "site.css%00",
    ):
        assert served.ask("GET", f"/static/{name}").status == 404


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/entity/", "/entity/%00", "/entity/%ff%fe", "/entity/..%2f..%2fetc", "/fact/%3Cscript%3E",
     "/document/x/y/z",
     "/question/%0d%0aSet-Cookie:x", f"/entity/{'x' * 8000}", "/entity/a%ED%A0%80"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_page(served: Served, address: str) -> None:
    answer = served.ask("GET", address)
    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "set-cookie" not in answer.headers
    assert served.ask("GET", twin(address)).status == 404


@pytest.mark.parametrize("address", ["/search?q=%ff", "/search?" + "&".join("a=1" for _ in range(300))])
def test_a_request_that_cannot_be_read_is_refused_on_a_page(served: Served, address: str) -> None:
    answer = served.ask("GET", address)
    assert (answer.status, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_only_read(served: Served, page: object) -> None:
    path = getattr(page, "path", "").replace("{id:rest}", "x")
    assert {served.ask(method, path).status for method in ("POST", "PUT", "DELETE")} == {405}


def test_a_query_that_runs_away_is_stopped_on_the_page_too(serve: Serve) -> None:
    one = serve("--timeout", "4")
    assert one.ask("GET", "/").status in (200, 503)  # the first request may wait for the directory
    answer = one.ask("GET", "/query?query=SELECT(COUNT(*)AS?n)%7B?a?b?c.?d?e?f.?g?h?i.?j?k?l.?m?n0?o.?p?q?r%7D")
    assert (answer.status, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "4 s" in answer.text


def test_what_is_written_beside_a_server_is_found_in_seconds(serve: Serve) -> None:
    one = serve()
    assert "Newcomer" not in one.ask("GET", "/search?q=newcomer").text.replace("newcomer", "")
    with Store.open(one.store, "write") as store:
        text = '<https://w3id.org/kg/id/newcomer> a kg:Company ; rdfs:label "Newcomer" .'
        prefixes = dict(store.vocabulary.prefixes)
        store.change(lambda engine: engine.update(f"INSERT DATA {{ {text} }}", prefixes=prefixes))
    deadline = time.monotonic() + PATIENCE
    while not json.loads(one.ask("GET", "/search.json?q=newcomer").body)["hits"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert one.ask("GET", "/entity/newcomer").status == 200


def test_a_server_that_needs_the_token_shows_no_page_without_it(serve: Serve, token_file: str) -> None:
    one = serve("--host", "0.0.0.0", "--token-file", str(token_file))
    for address in ("/", "/entity/acme-holdings.json", "/static/site.css", "/nothing"):
        assert one.ask("GET", address).status == 401


def test_an_error_page_says_what_was_asked_as_text(served: Served) -> None:
    answer = served.ask("GET", "/entity/%3Cscript%3Edocument.title='got'%3C%2Fscript%3E")
    assert answer.status == 404 and SCRIPT not in answer.text and "&lt;script&gt;" in answer.text
