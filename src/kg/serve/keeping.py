"""Keeping: a file made from the store in a process of its own, anew for each view of it, beside the one in use."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

from kg.serve.pool import Limits, Pool
from kg.serve.refusals import busy
from kg.serve.service import Service
from kg.serve.worker import Job

PATIENCE = 900.0
"""Seconds that making it may take: what is kept so takes seconds for a hundred thousand facts."""
REST = 4
"""Times as long as making the last one took, before the next is begun: at most a fifth of a processor goes there."""
log = logging.getLogger(__name__)


class Keeper:
    """Knows which file is the newest; `job(bench, path)` makes one."""

    def __init__(self, service: Service, name: str, job: Job) -> None:
        self._service, self._name, self._job = service, name, job
        self._setup = service.readers.setup
        self._version = -1
        self._path: Path | None = None
        self._making: asyncio.Task[None] | None = None
        self._rested = 0.0

    async def path(self) -> str:
        """The newest file; waits for one only where there is none yet."""
        if self._making is None and self._service.version != self._version and time.monotonic() >= self._rested:
            self._making = asyncio.create_task(self._make())
            self._making.add_done_callback(self._told)
        if self._path is None and self._making is not None:
            await asyncio.shield(self._making)
        if self._path is None:
            raise busy(f"the {self._name} of the store are about to be found; come back in a moment")
        return str(self._path)

    async def _make(self) -> None:
        started, version = time.monotonic(), self._service.version
        path = self._setup.spool / f"{self._name}-{version}-{time.monotonic_ns()}"
        try:
            async with Pool(self._setup, Limits(lanes=1, slow=0, timeout=PATIENCE)) as pool:
                await pool.call(self._job, str(path))
            old, self._path, self._version = self._path, path, version
            if old:
                old.unlink(missing_ok=True)
        finally:
            self._rested = time.monotonic() + REST * (time.monotonic() - started)
            self._making = None

    def _told(self, making: asyncio.Task[None]) -> None:
        # Whoever waits for it gets the error too; where nobody does, the file that there is serves on.
        if not making.cancelled() and (error := making.exception()):
            log.warning("the %s of the store could not be found: %s", self._name, error)
