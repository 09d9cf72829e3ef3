"""Servers to ask: one that reads, one that writes, and any other that a test starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_samples import world

from kg.graph import layout
from serving import PATIENCE, TOKEN, Serve, Served, start, stop


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the small hand-made world; not to be changed."""
    path = tmp_path_factory.mktemp("served") / "store"
    world().store(path).close()
    return path


@pytest.fixture(scope="session")
def served(store_path: Path) -> Iterator[Served]:
    """A server as `kg serve` starts it."""
    one = start(store_path)
    yield one
    stop(one)


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes updates from those who have the token."""
    folder = tmp_path_factory.mktemp("writable")
    world().store(folder / "store").close()
    (folder / "token").write_text(TOKEN + "\n", encoding="utf-8")
    one = start(folder / "store", "--writable", "--token-file", str(folder / "token"))
    yield one
    stop(one)


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts servers with options of their own: `serve("--timeout", "1")`."""
    # The test may write to the store as well: on a busy machine a server lets go of it later than people are made wait.
    monkeypatch.setattr(layout, "PATIENCE", PATIENCE)
    running: list[Served] = []

    def start_one(*options: str, store: Path | None = None) -> Served:
        path = store or tmp_path / "store"
        if not path.exists():
            world().store(path).close()
        running.append(start(path, *options))
        return running[-1]

    yield start_one
    for one in running:
        stop(one)


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(TOKEN, encoding="utf-8")
    return file
