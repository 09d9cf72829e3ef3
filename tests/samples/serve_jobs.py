"""Jobs for workers under test; they are imported there by name."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.serve.worker import Bench


def add(bench: Bench, first: int, second: int) -> int:
    assert bench.store.reading.entities()
    return first + second


def pid(bench: Bench, seconds: float = 0) -> int:  # noqa: ARG001  (what a job takes)
    time.sleep(seconds)
    return os.getpid()


def wait(bench: Bench, file: str) -> int:  # noqa: ARG001
    """Waits until the file is there."""
    while not Path(file).exists():
        time.sleep(0.02)
    return os.getpid()


def burn(bench: Bench, file: str) -> int:  # noqa: ARG001
    """Works all the time, as a query that runs away does, until the file is there."""
    while not Path(file).exists():
        pass
    return os.getpid()


def fail(bench: Bench, text: str) -> None:  # noqa: ARG001
    raise QueryError(text)


def stumble(bench: Bench) -> None:  # noqa: ARG001
    raise ZeroDivisionError


def abort(bench: Bench) -> None:  # noqa: ARG001
    os.abort()


def take(bench: Bench, megabytes: int) -> int:  # noqa: ARG001
    return len(bytearray(megabytes << 20))


def connect(bench: Bench, port: int) -> Any:  # noqa: ARG001
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def leave(_bench: Bench, file: str) -> None:
    Path(file).write_text("made", encoding="utf-8")


def write(bench: Bench) -> bool:
    bench.written.change(lambda engine: engine.update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"))
    return True
