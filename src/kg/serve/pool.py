"""The pool: worker processes, each busy with one job at most, and the rules for jobs that take long.

A few lanes run jobs. One that works for longer than `SLOW` leaves its lane to the next job, gets what processor time
the others leave, and is killed at its time limit; a new worker takes its place. So a query that runs away delays
nobody for much longer than `SLOW`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import sys
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.serve.refusals import busy
from kg.serve.worker import Job, Reply, Setup, work

SLOW = 0.15
"""Seconds: under the quarter of a second that a good query may take in all, over what nearly all of them need."""
STUCK = 10 * SLOW
"""Seconds after which a job is a slow one even if it has not had the processor: it waits for something."""
NICE = 15
WAITING = 1000
"""Jobs that may wait for a lane; each takes a few kilobytes."""
HEAVY = 512
"""Megabytes that a worker may have held before another takes its place: memory once taken is seldom given back."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a pool may do at once, and how long a job may take."""

    lanes: int = 2
    slow: int = 8
    """Jobs past `SLOW` that may run beside the lanes; 0: each keeps its lane."""
    timeout: float = 10.0
    """Seconds, waiting included."""


class Worker:
    """A process and the job it is at."""

    def __init__(self, context: BaseContext, setup: Setup) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, setup), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()
        self.slow = False
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self.connection.fileno(), self._read)
        self.ready: asyncio.Future[Reply] = self._loop.create_future()
        """Done when the process has started and has the store open."""
        self.done: asyncio.Future[Reply] = self.ready

    def ask(self, job: Job, arguments: tuple[Any, ...]) -> asyncio.Future[Reply]:
        """Starts a job; what comes of it. An EOFError or OSError says that the process died of it."""
        self.done = self._loop.create_future()
        self.connection.send((job, arguments))
        return self.done

    def worked(self) -> float:
        """Seconds of processor time that the process has had; those of the clock where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Kills the process, whatever it is at."""
        self._loop.remove_reader(self.connection.fileno())
        self.process.kill()
        self.connection.close()
        self.done.cancel()

    def _read(self) -> None:
        try:
            found, error = self.connection.recv(), None
        except (EOFError, OSError) as lost:
            found, error = None, lost
            self._loop.remove_reader(self.connection.fileno())
        if self.done.done():
            return
        if error is None:
            self.done.set_result(found)
        else:
            self.done.set_exception(error)
            self.done.exception()  # a worker that dies before it is asked anything is nobody's error


class Pool:
    """Use it in an `async with`; `call` runs a job."""

    def __init__(self, setup: Setup, limits: Limits) -> None:
        self.setup, self.limits = setup, limits
        self._context = _context()
        self._free = limits.lanes
        self._idle: list[Worker] = []
        self._running: set[Worker] = set()
        self._slow: dict[Worker, None] = {}
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._dead: list[Worker] = []

    async def __aenter__(self) -> Self:
        self._fill()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in [*self._idle, *self._running, *self._slow]:
            self._end(worker)
        self._idle.clear()
        for worker in self._dead:
            worker.process.join(1)

    async def call(self, job: Job, *arguments: Any) -> Any:
        """What `job(bench, *arguments)` returns in a worker.

        Raises the KGError that it raises; a Refusal (503) where it takes too long, needs too much, or must wait.
        """
        try:
            async with asyncio.timeout(self.limits.timeout):
                worker = await self._worker()
                reply = await self._ask(worker, job, arguments)
        except TimeoutError as error:
            raise busy(
                f"stopped after {self.limits.timeout:g} s, the most that a request may take; ask for less"
            ) from error
        if reply.crash:
            log.error("a job failed:\n%s", reply.crash)
            raise RuntimeError("a job failed; its traceback is in the log")
        if reply.error:
            raise reply.error
        return reply.value

    async def _worker(self) -> Worker:
        await self._lane()
        while self._idle:
            worker = self._idle.pop()
            if worker.process.is_alive():
                break
            self._end(worker)
        else:
            worker = Worker(self._context, self.setup)
        self._running.add(worker)
        return worker

    async def _lane(self) -> None:
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= WAITING:
            raise busy(f"{WAITING} requests wait already; come back in a moment")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # the turn came too late: it is another's
            raise

    def _pass_on(self) -> None:
        """Gives a lane to the one that has waited longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def _ask(self, worker: Worker, job: Job, arguments: tuple[Any, ...]) -> Reply:
        timer, reply = None, None
        try:
            await asyncio.shield(worker.ready)
            asked = worker.ask(job, arguments)
            if self.limits.slow:
                timer = asyncio.create_task(self._watch(worker))
            reply = await asked
        except (EOFError, OSError) as error:
            raise busy(
                f"the engine gave up: this needs more than {self.setup.memory} MB of memory, or is nested too deeply; "
                "ask for less"
            ) from error
        finally:
            if timer:
                timer.cancel()
            self._release(worker, again=reply is not None and reply.peak < HEAVY and not worker.slow)
        return reply

    async def _watch(self, worker: Worker) -> None:
        # A busy machine makes every job last: what tells a slow one is the work that it has done.
        begun, patience = worker.worked(), STUCK
        while patience > 0 and worker.worked() - begun < SLOW / 2:
            await asyncio.sleep(SLOW)
            patience -= SLOW
        if patience > 0:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid or 0, NICE)
        self._step_aside(worker)

    def _step_aside(self, worker: Worker) -> None:
        """The worker's job is a slow one: its lane is another's."""
        worker.slow = True
        self._running.discard(worker)
        self._slow[worker] = None
        if len(self._slow) > self.limits.slow:
            eldest = next(iter(self._slow))
            if not eldest.done.done():
                eldest.done.set_exception(
                    busy(f"stopped to make room: {self.limits.slow} slow queries run already; ask for less, or later")
                )
        self._fill()
        self._pass_on()

    def _release(self, worker: Worker, again: bool) -> None:
        self._running.discard(worker)
        self._slow.pop(worker, None)
        if again:
            self._idle.append(worker)
        else:
            self._end(worker)
            self._fill()
        if not worker.slow:
            self._pass_on()

    def _fill(self) -> None:
        # One more than there are lanes: the next job need not wait for a process to start.
        while len(self._idle) + len(self._running) <= self.limits.lanes:
            self._idle.insert(0, Worker(self._context, self.setup))

    def _end(self, worker: Worker) -> None:
        worker.stop()
        self._dead = [one for one in (*self._dead, worker) if one.process.is_alive()]


def _context() -> BaseContext:
    # A fork of a small process that has the engine loaded starts ten times as fast as a new interpreter.
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    loaded = ("kg.serve.worker", "kg.serve.answering", "kg.serve.pages", "kg.serve.graphview")
    context.set_forkserver_preload(["__main__", *loaded])
    return context
