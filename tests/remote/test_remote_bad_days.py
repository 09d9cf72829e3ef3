"""Whatever servers and lines do, nothing is lost, nothing comes twice, and one line says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from remote_samples import Bench
from sparql_servers import Fault, Oxigraph, Plan, Proxy, Seen
from sparql_servers import proxy as standing_before

from kg.errors import StoreError
from kg.remote import batches
from kg.remote.address import Address
from kg.remote.store import RemoteStore


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches, though the sample is small."""
    monkeypatch.setattr(batches, "LARGEST", 20)


def after(number: int, what: Callable[[], Fault | None]) -> Plan:
    """Lets this many changes pass, then does `what` at each."""
    passed: list[Seen] = []

    def plan(seen: Seen) -> Fault | None:
        if not seen.changes:
            return None
        passed.append(seen)
        return what() if len(passed) > number else None

    return plan


def test_a_server_killed_in_mid_upload_gets_the_rest_when_it_is_back(mortal: Oxigraph, bench: Bench) -> None:
    with standing_before(mortal.port) as proxy:
        proxy.plan = after(4, mortal.kill)
        with bench.to_write(proxy.url) as store:
            with pytest.raises(StoreError, match=r"broke off .*run the same command again"):
                bench.fill(store)
            assert store.stale
        mortal.start()
        arrived = mortal.count()
        proxy.plan, proxy.seen[:] = (lambda _: None), []
        with bench.to_write(proxy.url) as store:
            bench.fill(store)
            assert sum(one.triples for one in proxy.changes) == mortal.count() - arrived < mortal.count()
            assert bench.files(store) == bench.expected
            assert not store.stale


def test_a_server_that_restarts_in_mid_upload_is_waited_for(mortal: Oxigraph, bench: Bench) -> None:
    deaths = [4, 3]

    def die() -> None:
        if deaths:
            deaths.pop()
            mortal.kill()

    def start_again(_: float) -> None:
        mortal.kill()
        mortal.start()

    with standing_before(mortal.port) as proxy:
        proxy.plan = after(4, die)  # type: ignore[arg-type]
        bench.patience = replace(bench.patience, sleep=start_again)
        with bench.to_write(proxy.url) as store:
            bench.fill(store)
            assert deaths == []
            assert bench.files(store) == bench.expected


def test_an_answer_that_is_lost_adds_nothing_twice(proxy: Proxy, bench: Bench) -> None:
    lost = [Fault(loses_answer=True)] * 3
    proxy.plan = lambda seen: lost.pop() if seen.changes and len(proxy.changes) % 3 == 0 and lost else None
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        assert lost == []
        assert bench.files(store) == bench.expected


def test_a_server_out_of_order_leaves_what_another_run_completes(proxy: Proxy, server: Oxigraph, bench: Bench) -> None:
    proxy.plan = after(3, lambda: Fault(500, "out of order"))
    with bench.to_write(proxy.url) as store:
        with pytest.raises(StoreError, match=r"the server failed \(got 500: out of order\)"):
            bench.fill(store)
        assert store.stale and server.count() > 0
        proxy.plan = lambda _: None
        bench.fill(store)
        assert store.reading.knowledge() == bench.made.knowledge()


def test_a_slow_server_is_waited_for(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda _: Fault(wait=0.05)
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        assert store.reading.knowledge() == bench.made.knowledge()


def test_a_server_whose_disk_is_full_says_so_and_goes_on_when_there_is_room(mortal: Oxigraph, bench: Bench) -> None:
    with bench.to_write(mortal.url) as store:
        mortal.fill_disk()
        with pytest.raises(StoreError, match="the server has no room left .*make room there"):  # noqa: RUF043
            bench.fill(store)
    mortal.kill()
    mortal.start()
    with bench.to_write(mortal.url) as store:
        bench.fill(store)
        assert bench.files(store) == bench.expected


def test_requests_that_are_too_large_are_halved(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda seen: Fault(413) if seen.changes and seen.triples > 6 else None
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        assert bench.files(store) == bench.expected
        bench.fill(store, "acme-deals")
        bench.fill(store)
        assert bench.files(store) == bench.expected
    proxy.plan = lambda seen: Fault(413) if seen.changes else None
    with bench.to_write(proxy.url) as store, pytest.raises(StoreError, match="not even with one triple"):
        bench.fill(store, "acme-deals")


def test_who_may_not_write_is_told_before_anything_is_read(proxy: Proxy, server: Oxigraph, bench: Bench) -> None:
    def guard(seen: Seen) -> Fault | None:
        reads = seen.path.startswith("/query")
        return None if reads or seen.headers.get("authorization") == "Bearer abc" else Fault(401)

    proxy.plan = guard
    with pytest.raises(StoreError, match="give a token or USER:PASSWORD with --auth-file"):
        bench.to_write(proxy.url)
    assert not bench.ledger.exists()
    (bench.folder / "token").write_text("abc\n", encoding="utf-8")
    address = Address(proxy.url, auth_file=bench.folder / "token")
    with RemoteStore.connect(address, bench.ledger, "write", patience=bench.patience) as store:
        bench.fill(store)
    assert server.count() > 0


def test_a_graph_store_that_keeps_nothing_is_not_believed(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda seen: Fault(204) if seen.path.startswith("/store") else None
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
        assert bench.files(store) == bench.expected


def test_a_server_that_keeps_nothing_at_all_is_told_of(proxy: Proxy, bench: Bench) -> None:
    proxy.plan = lambda seen: Fault(204) if seen.changes else None
    with bench.to_write(proxy.url) as store:
        with pytest.raises(StoreError, match=r"took all that was sent, but lacks [\d,]+ triples"):
            bench.fill(store)
        assert store.stale


def test_an_answer_that_is_cut_short_is_not_taken_for_the_graph(proxy: Proxy, bench: Bench) -> None:
    with bench.to_write(proxy.url) as store:
        bench.fill(store)
    for cut in (5000, 5001, 5002):
        proxy.plan = lambda seen, cut=cut: Fault(cut=cut) if b"CONSTRUCT" in seen.body else None  # type: ignore[misc]
        with (
            bench.to_read(proxy.url) as store,
            pytest.raises(StoreError, match=r"triples; raise its limit|is cut short or no SPARQL"),
        ):
            list(store.quads())
