"""Keeping: what is made from the store in a process of its own, anew for each view of it, beside the one in use."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette

from kg.serve.pool import Limits, Pool
from kg.serve.refusals import busy
from kg.serve.service import Service
from kg.serve.worker import Job

PATIENCE = 900.0
"""Seconds that making it may take: what is kept so takes seconds for a hundred thousand facts, a minute for a million
names."""
REST = 4
"""Times as long as making the last one took, before the next is begun: at most a fifth of a processor goes there."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keeper keeps."""

    name: str
    """The names of its files begin so."""
    about: str
    """What it is for people: `the names in the store`."""
    job: Job
    """`job(bench, path)` makes it: a file, or a folder."""
    wait: float | None = None
    """Seconds that a request waits where there is none yet; None: until there is one."""


class Keeper:
    """Knows which file or folder is the newest."""

    def __init__(self, service: Service, kept: Kept) -> None:
        self._service, self._kept = service, kept
        self._setup = service.readers.setup
        self._version = -1
        self._path: Path | None = None
        self._former: Path | None = None
        """The one before: a request may have been given it that has not read it yet."""
        self._making: asyncio.Task[None] | None = None
        self._rested = 0.0

    async def path(self) -> str:
        """The newest one; waits only where there is none yet. A Refusal (503) where that takes too long."""
        self.refresh()
        if self._path is None and self._making is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._kept.wait):
                    await asyncio.shield(self._making)
        if self._path is None:
            raise busy(f"{self._kept.about} are about to be read; come back in a moment")
        return str(self._path)

    def refresh(self) -> None:
        """Begins a newer one, where the store has changed and it is time."""
        if self._making is None and self._service.version != self._version and time.monotonic() >= self._rested:
            self._making = asyncio.create_task(self._make())
            self._making.add_done_callback(self._told)

    async def _make(self) -> None:
        started, version = time.monotonic(), self._service.version
        path = self._setup.spool / f"{self._kept.name}-{version}-{time.monotonic_ns()}"
        try:
            async with Pool(self._setup, Limits(lanes=1, slow=0, timeout=PATIENCE)) as pool:
                await pool.call(self._kept.job, str(path))
            outdated = self._former
            self._former, self._path, self._version = self._path, path, version
            if outdated:
                _remove(outdated)
        finally:
            self._rested = time.monotonic() + REST * (time.monotonic() - started)
            self._making = None

    def _told(self, making: asyncio.Task[None]) -> None:
        # Whoever waits for it gets the error too; where nobody does, the one that there is serves on.
        if not making.cancelled() and (error := making.exception()):
            log.warning("%s could not be read: %s", self._kept.about, error)


def keeper_of(app: Starlette, kept: Kept) -> Keeper:
    """The one keeper of this that a server has."""
    known: dict[Kept, Keeper] = app.state.keepers
    if kept not in known:
        known[kept] = Keeper(app.state.service, kept)
    return known[kept]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
