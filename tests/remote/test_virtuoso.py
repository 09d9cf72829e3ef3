"""Virtuoso keeps and gives back the same graph. Runs where it is installed: apt install virtuoso-opensource-7-bin."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from remote_samples import Bench
from sparql_servers import HOST, free_port

from kg.errors import StoreError
from kg.query import ask
from kg.remote import batches
from kg.remote.address import Address
from kg.remote.batches import Batch
from kg.remote.client import Client
from kg.remote.server import Server

SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt")
UP_WITHIN = 300.0
"""Seconds: its first start makes a database, in five seconds where nothing else runs."""
NEWS = "https://example.org/news"
INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
LockFile = {folder}/virtuoso.lck
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = {host}:{sql}
ServerThreads = 10
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = {host}:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""
ROWS = 1000

pytestmark = [
    pytest.mark.virtuoso,
    pytest.mark.skipif(not (SERVER and CLIENT), reason="Virtuoso is not installed here"),
]


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose readers may write."""
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, host=HOST, sql=sql, http=http, rows=ROWS), encoding="utf-8")
    process = subprocess.Popen([str(SERVER), "-f", "+configfile", str(ini)], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        _tell(sql, "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);", process)
        _tell(sql, 'GRANT SPARQL_UPDATE TO "SPARQL";', process)
        yield f"http://{HOST}:{http}/sparql"
    finally:
        process.kill()
        process.wait()


def _tell(port: int, statement: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + UP_WITHIN
    command = [str(CLIENT), f"{HOST}:{port}", "dba", "dba", f"exec={statement}"]
    while time.monotonic() < end and process.poll() is None:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0 and "Done." in done.stdout:
            return
        time.sleep(0.2)
    raise AssertionError(f"Virtuoso did not start ({process.poll()}), or refused: {statement}")


def test_its_files_are_those_of_a_store_in_a_folder(
    virtuoso: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGEST", 50)
    with bench.to_write(virtuoso, NEWS) as store:
        bench.fill(store)
        assert not store.stale
        assert bench.files(store) == bench.expected
        bench.fill(store)
        assert bench.files(store) == bench.expected
        bench.fill(store, "acme-deals")
        assert store.reading.knowledge() == bench.knowledge("acme-deals")
        bench.fill(store)
    with bench.to_read(virtuoso, NEWS) as store:
        assert bench.files(store) == bench.expected
        found = list(ask(store, "SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }"))
        assert found == [{"name": "Jane Roe"}]
        assert bool(ask(store, "ASK { ?fact a kg:Fact }")) and not ask(store, "ASK { ?fact a id:none }")


def test_it_has_no_default_graph(virtuoso: str, bench: Bench) -> None:
    with pytest.raises(StoreError, match="name one with --graph IRI"):
        bench.to_write(virtuoso)


@pytest.mark.parametrize("plainly", [True, False], ids=["update", "graph store"])
def test_a_full_batch_is_taken_and_a_cut_answer_is_noticed(virtuoso: str, plainly: bool) -> None:
    """A thousand triples at once, as many as a batch may hold; the server's rows for one answer are as many."""
    client = Client()
    server = Server(client, Address(virtuoso, f"https://example.org/many/{plainly}"))
    server.prepare()
    things = [NamedNode(f"urn:thing:{number}") for number in range(2 * ROWS)]
    triples = [Triple(thing, NamedNode("urn:says"), Literal(f"{thing.value} ünd more")) for thing in things]
    for first in range(0, len(triples), batches.LARGEST):
        server.change(Batch((), tuple(triples[first : first + batches.LARGEST])), plainly)
    assert server.count() == len(triples)
    with pytest.raises(StoreError, match=r"gave \d+ of 2000 triples; raise its limit"):
        server.everything()
    server.close()
