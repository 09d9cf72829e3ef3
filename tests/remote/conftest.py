"""One Oxigraph server for all tests that leave it alive, emptied before each; a proxy before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sparql_servers
from remote_samples import Bench
from sparql_servers import Oxigraph, Proxy

from kg.remote.client import Patience


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oxigraph]:
    with sparql_servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture
def server(shared: Oxigraph) -> Oxigraph:
    shared.clear()
    return shared


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Oxigraph]:
    """A server of its own, to be killed."""
    with sparql_servers.oxigraph(tmp_path / "oxigraph") as server:
        yield server


@pytest.fixture
def proxy(server: Oxigraph) -> Iterator[Proxy]:
    with sparql_servers.proxy(server.port) as made:
        yield made


@pytest.fixture
def quick() -> Patience:
    """Three attempts without pauses worth waiting for."""
    return Patience(attempts=3, pause=0.001, longest=0.001, timeout=30.0)


@pytest.fixture
def bench(tmp_path: Path, quick: Patience) -> Bench:
    return Bench(tmp_path, quick)
