"""Which addresses may be used, and where their servers are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.remote.address import Address, checked, is_address, is_loopback
from kg.remote.place import Place


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Example.org/sparql/", "https://example.org/sparql"),
        ("http://localhost:7878", "http://localhost:7878"),
        ("http://[::1]:7878/query", "http://[::1]:7878/query"),
        ("http://127.0.0.1:1/DS/", "http://127.0.0.1:1/DS"),
    ],
)
def test_an_address_is_kept_in_one_form(given: str, kept: str) -> None:
    assert checked(Address(given)).url == kept


@pytest.mark.parametrize(
    ("address", "part"),
    [
        (Address("http://example.org/sparql"), "--allow-http"),
        (Address("https://localhost/sparql", update_url="http://example.org/update"), "--allow-http"),
        (Address("https://u:secret@example.org/sparql"), "--auth-file"),
        (Address("https://example.org/sparql?x=1"), "--graph"),
        (Address("https://example.org:port/sparql"), "not a web address"),
        (Address("https:///sparql"), "expected the address"),
        (Address("https://example.org/sparql", "not an iri"), "absolute IRI"),
        (Address("https://example.org/sparql", "urn:x> } ; DROP ALL"), "absolute IRI"),
    ],
)
def test_an_address_that_cannot_or_should_not_be_used_is_refused(address: Address, part: str) -> None:
    with pytest.raises(StoreError, match=part) as caught:
        checked(address)
    assert "secret" not in str(caught.value)


def test_http_to_another_machine_goes_where_it_is_told_to() -> None:
    assert checked(Address("http://example.org/sparql"), unencrypted=True).url == "http://example.org/sparql"


def test_a_folder_is_no_address() -> None:
    assert is_address("https://example.org") and is_address("HTTP://localhost")
    assert not is_address("kg-store") and not is_address("httpd/store")
    assert Place.of("kg-store") == Place(Path("kg-store"))
    assert Place.of("http://localhost:1/").address == Address("http://localhost:1")


def test_only_this_machine_is_loopback() -> None:
    assert [is_loopback(host) for host in ("localhost", "127.8.8.8", "::1", "10.0.0.1", "localhost.example.org")] == [
        *(True, True, True),
        *(False, False),
    ]


def test_each_graph_has_a_ledger_of_its_own() -> None:
    addresses = [Address("http://localhost:1"), Address("http://localhost:1", "urn:a"), Address("http://localhost:2")]
    ledgers = {address.ledger for address in addresses}
    assert len(ledgers) == len(addresses)
    assert {ledger.parent for ledger in ledgers} == {Path("kg-ledger")}
    assert addresses[0].ledger.name.startswith("localhost-1-")


@pytest.mark.parametrize(
    ("url", "query", "update", "graphs"),
    [
        ("https://e.org/ds/query", "https://e.org/ds/query", "https://e.org/ds/update", "https://e.org/ds/data"),
        ("https://e.org", "https://e.org/query", "https://e.org/update", "https://e.org/store"),
        ("https://e.org/sparql", "https://e.org/sparql", "https://e.org/sparql", "https://e.org/sparql-graph-crud"),
        (
            "https://e.org/sparql-auth",
            "https://e.org/sparql-auth",
            "https://e.org/sparql-auth",
            "https://e.org/sparql-graph-crud-auth",
        ),
        (
            "https://e.org/repositories/a",
            "https://e.org/repositories/a",
            "https://e.org/repositories/a/statements",
            "https://e.org/repositories/a/rdf-graphs/service",
        ),
    ],
)
def test_servers_are_looked_for_where_their_kinds_have_their_endpoints(
    url: str, query: str, update: str, graphs: str
) -> None:
    (found,) = [one for one in Address(url).endpoints if one.query == query]
    assert update in found.updates and graphs in found.graphs


def test_an_endpoint_for_updates_that_was_told_is_the_only_one() -> None:
    found = Address("https://e.org", update_url="https://e.org/write").endpoints
    assert {one.updates for one in found} == {("https://e.org/write",)}
    assert {one.graphs for one in found} == {()}
