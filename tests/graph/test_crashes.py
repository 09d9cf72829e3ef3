"""What kills, full disks and lost power leave of a store: it opens, holds what was told, and can be gone on with."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crashing import WRITING, WRITTEN, changed, changing, check, exported, extractions

from kg.errors import StoreError
from kg.graph.ledger import Ledger
from kg.graph.store import FOLLOWS, Store
from kg.joining import refresh

BEFORE, WANTED = range(40), range(20, 70)
"""The documents that the store holds, and those that it is to hold."""
NONE = range(0)
ADVICE = "run the same command again, nothing is lost"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of `BEFORE`, to be copied, and what a store of `WANTED` exports."""
    folder = tmp_path_factory.mktemp("stores")
    changed(folder / "before", BEFORE.start, BEFORE.stop)
    wanted = changed(folder / "wanted", WANTED.start, WANTED.stop)
    assert wanted == exported(folder / "wanted") and len(wanted) > 100_000
    return folder


@pytest.fixture
def path(stores: Path, tmp_path: Path) -> Path:
    shutil.copytree(stores / "before", tmp_path / "store")
    return tmp_path / "store"


def finish(path: Path, stores: Path) -> None:
    """The same command again: it must end as if nothing had happened."""
    assert changed(path, WANTED.start, WANTED.stop) == (stores / "wanted.nq").read_bytes()
    with Store.open(path) as store:
        assert not store.stale


@pytest.mark.parametrize("lines", [1, 60], ids=["put", "removal"])
def test_a_kill_among_documents_loses_none_that_was_told(path: Path, stores: Path, lines: int) -> None:
    with changing(path, WANTED.start, WANTED.stop, halt=True) as child:
        child.hear(lines)
        child.kill()
    assert WRITTEN not in child.said
    check(path, BEFORE, WANTED, child.said)
    finish(path, stores)


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_while_the_graph_is_written_leaves_the_old_one_or_the_new_one(
    path: Path, stores: Path, seed: int
) -> None:
    with changing(path, WANTED.start, WANTED.stop) as child:
        child.hear_until(WRITING)
        time.sleep(random.Random(seed).uniform(0, 0.2))
        child.kill()
    check(path, BEFORE, WANTED, child.said)
    finish(path, stores)


@pytest.mark.parametrize("step", ["mkdir", "replace", "writable", "publish"])
def test_a_store_whose_making_was_cut_off_is_made_by_the_next_run(tmp_path: Path, stores: Path, step: str) -> None:
    # Each of the steps by which a store comes to be is the last that its process does.
    code = (
        "import os, sys; from pathlib import Path\n"
        "from kg.graph import layout; from kg.graph.store import Store\n"
        "owner = {'mkdir': Path, 'replace': Path, 'writable': layout.Ledger, 'publish': layout}[sys.argv[2]]\n"
        "done = getattr(owner, sys.argv[2])\n"
        "def last(*given, **named):\n"
        "    if sys.argv[2] != 'replace': done(*given, **named)\n"
        "    os._exit(9)\n"
        "setattr(owner, sys.argv[2], last)\n"
        "Store.open(Path(sys.argv[1]), 'write')"
    )
    path = tmp_path / "store"
    ended = subprocess.run([sys.executable, "-c", code, str(path), step], env=_environment(), check=False)
    assert ended.returncode == 9
    try:
        with Store.open(path) as store:
            assert list(store.documents()) == []
    except StoreError as error:
        assert "kg build" in str(error) and "another folder" not in str(error)
    finish(path, stores)


@pytest.mark.parametrize("limit", [1, 10_000])
def test_a_disk_that_is_full_when_the_graph_is_written_loses_nothing(path: Path, stores: Path, limit: int) -> None:
    with changing(path, WANTED.start, WANTED.stop, limit) as child:
        child.hear_until("the end")
        assert child.process.wait() == 3
    assert child.said[-1].startswith(f"error {path}: the disk ") and child.said[-1].endswith(ADVICE)
    check(path, BEFORE, WANTED, child.said)
    finish(path, stores)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("size", ["200k", "1m"])
def test_a_small_disk_fills_up_and_the_same_command_goes_on_when_there_is_room(
    disk: Path, stores: Path, size: str
) -> None:
    _mount("-o", f"remount,size={size}", str(disk))
    with changing(disk / "store", WANTED.start, WANTED.stop) as child:
        child.hear_until("the end")
        assert child.process.wait() == 3
    assert child.said[-1].endswith(f"the disk is full; make room and {ADVICE}")
    _mount("-o", "remount,size=100m", str(disk))
    if child.said[0].startswith("put"):
        check(disk / "store", NONE, WANTED, child.said)
    finish(disk / "store", stores)


@pytest.mark.parametrize("left", [0, 0.9])
def test_power_that_fails_before_a_batch_is_flushed_leaves_a_store_that_opens_and_goes_on(
    path: Path, stores: Path, left: float
) -> None:
    # What the system had not yet put on the disk is gone: the ends of the two logs.
    with changing(path, WANTED.start, WANTED.stop, halt=True) as child:
        child.hear_until(WRITING)
        child.kill()
    logs = [path / "ledger.sqlite-wal", *(path / "graph").glob("*.log")]
    assert logs[0].stat().st_size > 100_000
    for log in logs:
        os.truncate(log, int(log.stat().st_size * left))
    with Store.open(path) as store:
        held = {document.id for document in store.documents()}
        assert {f"deal-{number:04}" for number in BEFORE if number in WANTED} <= held
        assert len(store.reading.facts()) in (len(BEFORE), len(WANTED))
    finish(path, stores)


def test_power_that_fails_when_the_graph_is_on_the_disk_leaves_none_of_what_the_ledger_lost(
    path: Path, stores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of the ledger, what is sure to be on the disk is all that is left; of the graph, all is.
    left, really, untouched = tmp_path / "left", Ledger.settle, list[bool]()

    def settle(ledger: Ledger) -> None:
        really(ledger)
        untouched.append(set(store.quads()) == before)
        left.mkdir(exist_ok=True)
        for file in path.glob("ledger.sqlite*"):
            shutil.copy(file, left / file.name)

    monkeypatch.setattr(Ledger, "settle", settle)
    with Store.open(path, "write") as store:
        before = set(store.quads())
        for extraction in extractions(WANTED.start, WANTED.stop):
            store.put(extraction)
        for number in BEFORE:
            if number not in WANTED:
                store.remove(f"deal-{number:04}")
        refresh(store, store.ontology, store.settings)
        assert set(store.quads()) != before
    assert untouched[-1]
    monkeypatch.undo()
    for file in path.glob("ledger.sqlite*"):
        file.unlink()
    shutil.copytree(left, path, dirs_exist_ok=True)
    with Store.open(path, "write") as store:
        assert store.stale
        refresh(store, store.ontology, store.settings)
        assert [document.id for document in store.documents()] == [f"deal-{number:04}" for number in WANTED]
    assert exported(path) == (stores / "wanted.nq").read_bytes()


def test_a_change_by_hand_is_on_the_ledgers_disk_before_it_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Ledger, "settle", lambda ledger: said.append(f"settled with {ledger.marked(FOLLOWS)!r}"))
    with Store.open(path, "write") as store:
        store.change(lambda _: said.append("changed"))
    assert said == ["settled with ''", "changed"]


def test_what_is_settled_is_written_with_the_whole_of_sqlites_care(path: Path) -> None:
    said: list[str] = []
    with Store.open(path, "write") as store, store.remembering() as connection:
        connection.commit()
        connection.set_trace_callback(said.append)
        store._ledger.settle()
        connection.set_trace_callback(None)
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
    assert said[0] == "PRAGMA synchronous=FULL" and said[-2] == "COMMIT" and "INSERT" in said[-3]


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
