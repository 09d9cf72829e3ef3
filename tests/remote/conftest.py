"""Servers to be killed, proxies before them, and patience for both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sparql_servers
from remote_samples import Bench
from sparql_servers import Oxigraph, Proxy

from kg.remote.client import Patience


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
    return Patience(attempts=3, pause=0.001, longest=0.001, timeout=120.0, connect=120.0)


@pytest.fixture
def bench(tmp_path: Path, quick: Patience) -> Bench:
    return Bench(tmp_path, quick)
