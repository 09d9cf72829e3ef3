"""The service: what the routes of a server share, the workers that read and the one that writes."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.requests import Request

from kg.errors import StoreError
from kg.graph import layout
from kg.serve.options import Options
from kg.serve.pool import Limits, Pool
from kg.serve.refusals import UNAVAILABLE, Refusal
from kg.serve.worker import Job, Setup

SLOW_A_LANE = 4
"""Slow queries that may run for each lane: on one processor, five get a fifth of it each, and the lanes go first."""
OWN_PATIENCE, OWN_MEMORY = 900.0, 16 << 10
"""Seconds and megabytes for a job that no client has written: all documents are gone through, however many."""
GONE = Refusal(499, "the client is gone")
"""Nobody reads it; the status is the one that logs of other servers use."""


class Service:
    """Use it in an `async with`: its processes end with it."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._spool = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        setup = Setup(options.path, self._spool, options.memory, bool(options.services))
        limits = Limits(options.workers, options.workers * SLOW_A_LANE, options.timeout)
        self.readers = Pool(setup, limits)
        self._writer: Pool | None = None
        self._turn = asyncio.Lock()
        self._own = Setup(options.path, self._spool, OWN_MEMORY, writes=True)
        if options.writable:
            writes = Setup(options.path, self._spool, options.memory, bool(options.services), writes=True)
            self._writer = Pool(writes, Limits(1, 0, options.timeout))

    async def __aenter__(self) -> Self:
        await self.readers.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in filter(None, (self.readers, self._writer)):
            await pool.__aexit__(kind, error, trace)
        shutil.rmtree(self._spool, ignore_errors=True)

    @property
    def version(self) -> int:
        """The number of the newest view of the store: what was read at another one may be out of date."""
        return layout.version(self.options.path)

    async def read(self, request: Request, job: Job, *arguments: Any) -> Any:
        """What `job(bench, *arguments)` returns in a worker; the job is stopped where the client goes away.

        The job is a function of a module; arguments and result are pickled. `bench.store` is the newest view of the
        store, open for reading. Raises the KGError that the job raises, or a Refusal (503).
        """
        with _explained():
            task = asyncio.create_task(self.readers.call(job, *arguments))
            leaving = asyncio.create_task(_gone(request))
            try:
                await asyncio.wait((task, leaving), return_when=asyncio.FIRST_COMPLETED)
                if not task.done():
                    raise GONE
                return await task
            finally:
                for one in (task, leaving):
                    one.cancel()

    async def write(self, job: Job, *arguments: Any) -> Any:
        """As `read`, in the one process that changes the store, one job at a time."""
        if self._writer is None:
            raise Refusal(UNAVAILABLE, "this server only reads")
        with _explained():
            return await self._writer.call(job, *arguments)

    async def rework(self, job: Job, *arguments: Any) -> Any:
        """As `write`, for a job of ours that makes the graph anew: one at a time, in a process of its own."""
        if self._writer is None:
            raise Refusal(UNAVAILABLE, "this server only reads")
        with _explained():
            async with self._turn, Pool(self._own, Limits(1, 0, OWN_PATIENCE)) as pool:
                return await pool.call(job, *arguments)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


@contextlib.contextmanager
def _explained() -> Any:
    try:
        yield
    except StoreError as error:
        raise Refusal(UNAVAILABLE, str(error), {"Retry-After": "5"}) from error
