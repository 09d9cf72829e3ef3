from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from graph_samples import World, world, write_graph

from kg.errors import StoreError
from kg.graph.store import Store
from kg.model import Knowledge
from kg.settings import Settings


@pytest.fixture
def made() -> World:
    return world()


@pytest.fixture
def path(tmp_path: Path, made: World) -> Path:
    made.store(tmp_path / "store").close()
    return tmp_path / "store"


def nquads(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def test_a_store_gives_back_what_it_was_given(path: Path, made: World) -> None:
    with Store.open(path) as store:
        assert store.reading.knowledge() == made.knowledge()
        assert sorted(store.documents(), key=lambda one: one.id) == sorted(
            made.documents.values(), key=lambda one: one.id
        )
        assert {one.document.id: one for one in store.extractions()} == {
            one.document.id: one for one in made.extractions()
        }


def test_the_order_of_documents_and_facts_does_not_matter(path: Path, tmp_path: Path, made: World) -> None:
    knowledge, extractions = made.knowledge(), made.extractions()
    random.Random(1).shuffle(extractions)
    with Store.open(tmp_path / "other", "write") as other, Store.open(path) as store:
        for extraction in extractions:
            other.put(extraction)
        write_graph(other, Knowledge(knowledge.entities[::-1], knowledge.facts[::-1]))
        assert nquads(other) == nquads(store)


def test_writing_the_same_again_changes_nothing(path: Path, made: World) -> None:
    with Store.open(path, "write") as store:
        assert [store.put(extraction) for extraction in made.extractions()] == [False, False]
        before = nquads(store)
        write_graph(store, made.knowledge())
        assert nquads(store) == before


def test_what_is_no_longer_known_leaves_the_graph(path: Path, made: World) -> None:
    knowledge = made.knowledge()
    less = Knowledge(knowledge.entities, tuple(fact for fact in knowledge.facts if fact.predicate != "fined"))
    with Store.open(path, "write") as store:
        assert store.remove("acme-deals")
        assert not store.remove("acme-deals")
        before = nquads(store)
        write_graph(store, less)
        assert set(nquads(store)) < set(before)
    with Store.open(path) as store:
        assert store.reading.knowledge() == less
        assert [source.id for source in store.reading.sources()] == ["acme-fine"]


def test_fingerprints_are_kept_with_extractions(path: Path, made: World) -> None:
    with Store.open(path, "write") as store:
        store.put(made.extractions()[0], "model-7")
        assert store.fingerprint("acme-fine") == "model-7"
        assert store.fingerprint("nowhere") is None


def test_readers_work_beside_a_writer_and_see_its_work_when_they_open_anew(path: Path, made: World) -> None:
    with Store.open(path, "write") as writer, Store.open(path) as before:
        write_graph(writer, Knowledge((), ()))
        assert before.reading.knowledge() == made.knowledge()
        with Store.open(path) as after:
            assert after.reading.knowledge() == Knowledge((), ())


def test_a_second_writer_is_told_to_wait(path: Path) -> None:
    with Store.open(path, "write"), pytest.raises(StoreError, match="another kg is writing"):
        Store.open(path, "write")


def test_a_reader_changes_nothing(path: Path, made: World) -> None:
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="opened for reading"):
            store.put(made.extractions()[0])
        with pytest.raises(StoreError, match="opened for reading"):
            store.follow(lambda _: iter(()), lambda: iter(()))


def test_a_run_that_ended_before_the_graph_was_written_is_noticed(tmp_path: Path, made: World) -> None:
    code = (
        "import os, sys; from pathlib import Path; from graph_samples import world; from kg.graph.store import Store\n"
        "made = world(); store = made.store(Path(sys.argv[1])); store.remove('acme-deals'); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path / "store")], env=_environment(), check=False)
    assert ended.returncode == 9
    with Store.open(tmp_path / "store") as reader:
        assert reader.reading.knowledge() == made.knowledge()
    with Store.open(tmp_path / "store", "write") as store:
        assert store.stale
        write_graph(store, Knowledge((), ()))
        assert not store.stale
        assert [extraction.document.id for extraction in store.extractions()] == ["acme-fine"]


def test_a_full_disk_loses_nothing(path: Path, made: World) -> None:
    # A limit on the size of files stands in for a full disk: the kernel refuses the write in the same place.
    code = (
        "import resource, signal, sys; from dataclasses import replace; from pathlib import Path\n"
        "from graph_samples import world; from kg.graph.store import Store; from kg.errors import StoreError\n"
        "store = Store.open(Path(sys.argv[1]), 'write'); one = world().extractions()[0]\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "big = replace(one, document=replace(one.document, id='big', text='x' * 900_000))\n"
        "try: store.put(big)\n"
        "except StoreError as error: print(error)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=_environment(), capture_output=True, text=True, check=False
    )
    assert ended.stdout.startswith(str(path)) and ended.stdout.count("\n") == 1, ended.stderr
    with Store.open(path, "write") as store:
        assert store.reading.knowledge() == made.knowledge()
        assert sorted(document.id for document in store.documents()) == ["acme-deals", "acme-fine"]
        assert not store.stale


def test_a_missing_store_is_told_apart_from_a_folder_of_other_things(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there; make one with: kg build"):
        Store.open(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="not a kg store"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="holds other files and no kg store"):
        Store.open(tmp_path, "write")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_store_of_another_version_is_refused_with_a_way_out(path: Path) -> None:
    marker = path / "kg-store.json"
    marker.write_text(json.dumps({"version": 99, "base": "https://example.org/"}))
    for mode in ("read", "write"):
        with pytest.raises(StoreError, match=r"store of version 99.*build it again"):
            Store.open(path, mode)  # type: ignore[arg-type]


def test_a_damaged_store_is_refused(path: Path) -> None:
    (path / "ledger.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged"), Store.open(path, "write") as store:
        list(store.documents())


def test_a_place_that_cannot_hold_a_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/store: not a folder"):
        Store.open(tmp_path / "file" / "store", "write")
    with pytest.raises(StoreError, match=r"file: not a folder"):
        Store.open(tmp_path / "file", "write")


def test_a_store_keeps_the_base_that_it_was_made_with(tmp_path: Path, made: World) -> None:
    Store.open(tmp_path / "s", "write", Settings(base="https://one.example/")).close()
    with Store.open(tmp_path / "s", "write", Settings(base="https://two.example/")) as store:
        write_graph(store, made.knowledge())
        assert store.vocabulary.prefixes["id"] == "https://one.example/"
        assert any(str(quad.subject) == "<https://one.example/acme-holdings>" for quad in store.quads())


def test_a_store_in_memory_does_all_that_one_on_disk_does(made: World) -> None:
    with made.store() as store:
        assert store.reading.knowledge() == made.knowledge()
        assert not store.stale


def test_rdflib_sees_the_same_triples(made: World) -> None:
    with made.store() as store:
        assert len(store.rdf) == len(list(store.quads()))


def test_opening_and_a_point_query_are_quick(path: Path) -> None:
    spent = []
    for _ in range(5):
        start = time.process_time()
        with Store.open(path) as store:
            assert len(list(store.query("SELECT ?who WHERE { ?who kg:ceoOf ?firm }"))) == 1
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path)}
