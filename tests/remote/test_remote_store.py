"""A graph on a real Oxigraph server is what it would be in a folder."""

from __future__ import annotations

import pytest
from graph_samples import write_graph
from remote_samples import Bench
from sparql_servers import Fault, Oxigraph, Proxy

from kg.errors import QueryError, StoreError
from kg.graph.store import Store
from kg.model import Knowledge
from kg.query import ask, ask_question
from kg.remote import batches
from kg.remote.address import Address
from kg.remote.store import RemoteStore
from kg.settings import Settings

NEWS = "https://example.org/news"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches, though the sample is small."""
    monkeypatch.setattr(batches, "LARGEST", 20)


@pytest.mark.parametrize("graph", ["", NEWS])
def test_its_files_are_those_of_a_store_in_a_folder(server: Oxigraph, graph: str, bench: Bench) -> None:
    with bench.to_write(server.url, graph) as store:
        bench.fill(store)
        assert bench.files(store) == bench.expected
    for ledger in (bench.ledger, None):
        with bench.to_read(server.url, graph, ledger) as store:
            assert bench.files(store) == bench.expected
            assert store.reading.knowledge() == bench.made.knowledge()
    assert (server.count(NEWS) > 0) == bool(graph)


def test_a_second_write_sends_nothing(proxy: Proxy, bench: Bench) -> None:
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        assert not store.stale
    before = len(proxy.changes)
    assert before > 0
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
    assert len(proxy.changes) == before


def test_batches_are_small(proxy: Proxy, server: Oxigraph, bench: Bench) -> None:
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
    assert sum(one.triples for one in proxy.changes) == server.count()
    assert max(one.triples for one in proxy.changes) <= 20
    assert {one.path.split("?")[0] for one in proxy.changes} == {"/store"}


def test_what_is_removed_is_gone_and_nothing_else(server: Oxigraph, bench: Bench) -> None:
    with Store.open(None) as local:
        bench.fill(local, "acme-deals")
        left = bench.files(local)
    with bench.to_write(server.url, NEWS) as store:
        bench.fill(store)
        bench.fill(store, "acme-deals")
        assert bench.files(store) == left
        bench.fill(store)
        bench.fill(store, "acme-fine", "acme-deals")
    assert server.count(NEWS) == 0


def test_other_graphs_of_the_server_stay_as_they_are(server: Oxigraph, bench: Bench) -> None:
    server.post("/store?graph=urn:other", b"<urn:a> <urn:b> <urn:c> .", "application/n-triples")
    server.post("/store?default", b"<urn:a> <urn:b> <urn:d> .", "application/n-triples")
    with bench.to_write(server.url, NEWS) as store:
        bench.fill(store)
        bench.fill(store, "acme-fine", "acme-deals")
    assert (server.count("urn:other"), server.count(), server.count(NEWS)) == (1, 1, 0)


def test_without_a_graph_store_all_goes_by_update(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda seen: Fault(404) if seen.path.startswith("/store") else None
    with bench.to_write(f"{proxy.url}/query", NEWS) as store:
        bench.fill(store)
        assert bench.files(store) == bench.expected
    assert {one.path for one in proxy.changes} == {"/update"}


@pytest.mark.parametrize("line", [b"<urn:a> <urn:b> <urn:c> .", b"_:a <urn:b> <urn:c> ."])
def test_what_another_wrote_is_not_taken_away(server: Oxigraph, bench: Bench, line: bytes) -> None:
    def add() -> None:
        server.post("/store?default", line, "application/n-triples")

    add()
    with bench.to_write(server.url) as store:
        with pytest.raises(StoreError, match="holds 1 triples that kg never wrote, such as .*; nothing was changed"):  # noqa: RUF043
            bench.fill(store)
        assert server.count() == 1
        server.clear()
        bench.fill(store)
        add()
        count = server.count()
        with pytest.raises(StoreError, match="kg never wrote"):
            bench.fill(store, "acme-deals")
        assert server.count() == count


def test_what_another_ledger_knows_is_not_taken_away(server: Oxigraph, bench: Bench) -> None:
    with bench.to_write(server.url) as store:
        bench.fill(store)
    count = server.count()
    with bench.to_write(server.url, ledger=bench.folder / "empty") as store:
        with pytest.raises(StoreError, match="knows nothing of and that would be lost"):
            write_graph(store, Knowledge((), ()))
        assert server.count() == count
    with bench.to_write(server.url, ledger=bench.folder / "again") as store:
        bench.fill(store)
    assert server.count() == count


def test_a_ledger_belongs_to_one_graph_and_one_writer(server: Oxigraph, bench: Bench) -> None:
    with bench.to_write(server.url) as store:
        bench.fill(store)
        with pytest.raises(StoreError, match="another kg is writing to it"):
            bench.to_write(server.url)
    with pytest.raises(StoreError, match=f"the ledger of {server.url}, not of {server.url} <{NEWS}>"):
        bench.to_write(server.url, NEWS)
    bench.to_write(server.url).close()


def test_a_store_in_a_folder_is_no_ledger(server: Oxigraph, bench: Bench) -> None:
    bench.made.store(bench.folder / "store").close()
    with pytest.raises(StoreError, match="a store with a graph of its own"):
        bench.to_write(server.url, ledger=bench.folder / "store")


def test_queries_are_answered_by_the_server(proxy: Proxy, bench: Bench) -> None:
    with bench.to_write(proxy.url, NEWS) as store:
        bench.fill(store)
    proxy.seen.clear()
    with bench.to_read(proxy.url, NEWS) as store, bench.made.store() as local:
        name = "SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }"
        assert list(ask(store, name)) == [{"name": "Jane Roe"}]
        for form in ("csv", "tsv", "json", "xml", "table"):
            assert ask(store, name).serialize(form) == ask(local, name).serialize(form)
        assert bool(ask(store, "ASK { ?fact a kg:Fact }"))
        assert not ask(store, "PREFIX kg: <urn:other> ASK { ?fact a kg:Fact }")
        described = "CONSTRUCT WHERE { id:jane-roe ?way ?what }"
        assert ask(store, described).text() == ask(local, described).text()
        assert list(ask_question(store, "deals")) == list(ask_question(local, "deals"))
    assert not any(b"CONSTRUCT+%7B+%3Fs" in one.body for one in proxy.seen)


def test_wrong_queries_are_explained_here_and_refused_ones_by_the_server(proxy: Proxy, bench: Bench) -> None:
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        proxy.seen.clear()
        for text, part in (("SELECT * {\n ?a kg:b", "line 2"), ("SELECT * { ?a kg:b ?c ", "line 1")):
            with pytest.raises(QueryError, match=part):
                ask(store, text)
        with pytest.raises(QueryError, match="SERVICE is refused"):
            ask(store, "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }")
        with pytest.raises(QueryError, match="expected a query"):
            ask(store, "DROP ALL")
        assert proxy.seen == []
        proxy.plan = lambda _: Fault(400, "too complex")
        with pytest.raises(QueryError, match="does not take this query: too complex"):
            ask(store, "ASK {}")
        proxy.plan = lambda _: Fault(200, "<html>Hello</html>")
        with pytest.raises(StoreError, match="cut short or no SPARQL"):
            ask(store, "ASK {}")


def test_the_base_of_a_graph_is_known_without_its_ledger(server: Oxigraph, bench: Bench) -> None:
    settings = Settings(base="https://example.org/things/")
    with RemoteStore.connect(Address(server.url), bench.ledger, "write", settings) as store:
        bench.fill(store)
    for ledger in (bench.ledger, None):
        with bench.to_read(server.url, ledger=ledger) as store:
            assert store.settings.base == settings.base
            assert store.reading.knowledge() == bench.made.knowledge()


def test_a_server_without_a_graph_of_kg_is_told_of(server: Oxigraph, bench: Bench) -> None:
    with pytest.raises(StoreError, match="holds no graph of kg; make one with: kg build"):
        bench.to_read(server.url)
    assert not (bench.folder / "none").exists()


def test_there_is_no_query_endpoint_where_there_is_no_server_of_that_kind(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda _: Fault(404)
    with pytest.raises(StoreError, match=r"no SPARQL endpoint is there \(got 404\)"):
        bench.to_read(proxy.url)


def test_reading_changes_nothing(server: Oxigraph, bench: Bench) -> None:
    with bench.to_write(server.url) as store:
        bench.fill(store)
    with bench.to_read(server.url, ledger=bench.ledger) as store:
        with pytest.raises(StoreError, match="opened for reading"):
            store.remove("acme-deals")
        assert [document.id for document in store.documents()] == ["acme-deals", "acme-fine"]
        with pytest.raises(StoreError, match="opened for reading"):
            store.follow(lambda _: iter(()), lambda: iter(()))
