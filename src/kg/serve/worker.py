"""A worker: a process that holds the newest view of the store open and runs one job after the other on it.

A job is a function of a module, called as `function(bench, *arguments)`; what it returns, or the KGError it raises,
goes back to the server. It runs where it may be killed at any moment.
"""

from __future__ import annotations

import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.errors import KGError
from kg.graph import layout
from kg.graph.store import Store
from kg.serve import confinement

Job = Callable[..., Any]
LINGER = 0.25
"""Seconds that the one that writes keeps the store after a change: the next often follows, and opening takes longer
than most changes; no `kg build` that comes in between should find it locked for long."""
WRITING = 256
"""Megabytes beyond those for jobs: a reader has the store open before its memory is limited, the one that writes opens
it for each change anew."""
STALE_OPENS = 3
"""Tries to answer from a view: one that a writer dropped may miss a file that was not open yet."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is started with."""

    path: Path
    spool: Path
    """The folder for long answers."""
    memory: int = 1024
    """Megabytes that jobs may take."""
    network: bool = False
    writes: bool = False
    """True for the one that changes the store: it holds no view."""


class Bench:
    """What a job works with: the store as it is now, and a place for long answers."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.spool = setup.spool
        self._store: Store | None = None
        self._written: Store | None = None
        self.version = 0
        """The number of the view that is open."""
        self.kept: dict[str, Any] = {}
        """For what a job wants to keep as long as this view is the newest."""

    @property
    def store(self) -> Store:
        """The newest view of the store; the same one, open, until there is a newer one."""
        newest = layout.version(self.setup.path)
        if self._store is None or newest != self.version:
            self.release()
            self._store, self.version = Store.open(self.setup.path), newest
        return self._store

    @property
    def written(self) -> Store:
        """The store, to be changed; nobody else can until it is released."""
        if self._written is None:
            self._written = Store.open(self.setup.path, "write")
        return self._written

    def release(self) -> None:
        """Lets go of the view, and of the store."""
        for one in filter(None, (self._store, self._written)):
            one.close()
        self._store, self._written, self.kept = None, None, {}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefixes that need no declaration."""
        with Store.open(self.setup.path) as store:
            return dict(store.vocabulary.prefixes)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a job; the first one of a worker comes unasked and says that it is ready."""

    value: Any = None
    error: Exception | None = None
    crash: str = ""
    """The traceback of an error that nobody foresaw."""
    peak: int = 0
    """Most memory that the process ever held, in megabytes."""


def work(connection: Connection, setup: Setup) -> None:
    """The process: answers jobs until the connection ends."""
    confinement.die_with_parent()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Ctrl-C in a terminal reaches all processes; the server ends its workers itself.
        signal.signal(name, signal.SIG_IGN)
    bench = Bench(setup)
    if not setup.writes:
        _open_early(bench)
    confinement.limit_memory(setup.memory + (WRITING if setup.writes else 0))
    if not setup.network:
        confinement.forbid_network()
    connection.send(Reply(peak=_peak()))
    while True:
        try:
            if setup.writes and not connection.poll(LINGER):
                bench.release()
            job, arguments = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(_do(job, bench, arguments))


def _open_early(bench: Bench) -> None:
    try:
        bench.store  # noqa: B018  (opens it before the first job does)
    except KGError:
        return  # the first job will say so


def _do(job: Job, bench: Bench, arguments: tuple[Any, ...]) -> Reply:
    for left in reversed(range(STALE_OPENS)):
        try:
            return Reply(job(bench, *arguments), peak=_peak())
        except KGError as error:
            return Reply(error=error, peak=_peak())
        except Exception as error:  # noqa: BLE001  (whatever it is, the process that asked has to hear of it)
            if not left or not _dropped(bench, error):
                return Reply(crash=traceback.format_exc(), peak=_peak())
            bench.release()
    raise AssertionError


def _dropped(bench: Bench, error: Exception) -> bool:
    return isinstance(error, OSError | RuntimeError) and layout.version(bench.setup.path) != bench.version


def _peak() -> int:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size >> 20 if sys.platform == "darwin" else size >> 10
