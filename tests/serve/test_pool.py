"""Workers: what comes back from them, and how those that run away are dealt with."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graph_samples import world
from serve_jobs import abort, add, burn, connect, fail, pid, stumble, take, wait, write

from kg.errors import QueryError
from kg.serve.pool import Limits, Pool
from kg.serve.refusals import Refusal
from kg.serve.worker import Setup
from serving import PATIENCE

Scene = Callable[[Pool], Awaitable[Any]]


def play(scene: Scene, setup: Setup, **limits: Any) -> Any:
    async def run() -> Any:
        async with Pool(setup, Limits(**{"timeout": PATIENCE, **limits})) as pool:
            return await scene(pool)

    return asyncio.run(run())


@pytest.fixture
def setup(store_path: Path, tmp_path: Path) -> Setup:
    return Setup(store_path, tmp_path)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def processes() -> set[int]:
    """Ids of the worker processes that are alive."""
    return {child.pid for child in multiprocessing.active_children() if child.pid}


def one_ends(processes: Iterable[int]) -> bool:
    """True as soon as one of them is no more."""
    known, deadline = list(processes), time.monotonic() + PATIENCE
    while all(map(alive, known)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A file that jobs wait for."""
    return tmp_path / "told"


def test_a_job_sees_the_store_and_its_value_or_error_comes_back(setup: Setup) -> None:
    async def scene(pool: Pool) -> None:
        assert await asyncio.gather(*(pool.call(add, number, 1) for number in range(10))) == list(range(1, 11))
        with pytest.raises(QueryError, match="no such luck"):
            await pool.call(fail, "no such luck")
        with pytest.raises(RuntimeError, match="log"):
            await pool.call(stumble)

    play(scene, setup)


def test_an_error_that_nobody_foresaw_is_logged(setup: Setup, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(pool: Pool) -> None:
        with pytest.raises(RuntimeError):
            await pool.call(stumble)

    play(scene, setup)
    assert "ZeroDivisionError" in caplog.text


def test_a_job_past_its_time_is_killed_and_the_pool_goes_on(setup: Setup) -> None:
    async def scene(pool: Pool) -> None:
        before = processes()
        with pytest.raises(Refusal, match=r"after 1 s") as caught:
            await pool.call(pid, 60)
        assert caught.value.status == 503
        assert one_ends(before)
        pool.limits = replace(pool.limits, timeout=PATIENCE)
        assert await pool.call(add, 1, 1) == 2

    play(scene, setup, lanes=1, timeout=1.0)


def test_a_slow_job_holds_no_lane(setup: Setup, told: Path) -> None:
    async def scene(pool: Pool) -> None:
        slow = asyncio.create_task(pool.call(burn, str(told)))
        await asyncio.sleep(0)
        assert await pool.call(pid) != 0
        assert not slow.done()
        told.touch()
        assert one_ends([await slow])  # what was made to run last is not used again

    play(scene, setup, lanes=1)


def test_a_job_that_waits_for_something_holds_no_lane_for_long(setup: Setup, told: Path) -> None:
    async def scene(pool: Pool) -> None:
        waiting = asyncio.create_task(pool.call(wait, str(told)))
        await asyncio.sleep(0)
        assert await pool.call(pid) != 0
        assert not waiting.done()
        told.touch()
        assert await waiting != 0

    play(scene, setup, lanes=1)


def test_of_too_many_slow_jobs_the_eldest_goes(setup: Setup, told: Path) -> None:
    async def scene(pool: Pool) -> None:
        first, *others = [asyncio.create_task(pool.call(burn, str(told))) for _ in range(3)]
        with pytest.raises(Refusal, match="make room"):
            await first
        assert not any(one.done() for one in others)
        told.touch()
        assert all(isinstance(one, int) for one in await asyncio.gather(*others))

    play(scene, setup, lanes=1, slow=2)


def test_a_worker_that_dies_is_replaced(setup: Setup) -> None:
    async def scene(pool: Pool) -> None:
        for _ in range(3):
            with pytest.raises(Refusal, match="memory"):
                await pool.call(abort)
        assert await pool.call(add, 2, 2) == 4
        while len(processes()) > 2:  # who was killed is not gone at once
            await asyncio.sleep(0.05)
        assert len(processes()) == 2

    play(scene, setup, lanes=1)


def test_a_worker_gets_no_more_memory_than_it_may_have(setup: Setup) -> None:
    small = Setup(setup.path, setup.spool, memory=100)

    async def scene(pool: Pool) -> None:
        assert await pool.call(take, 40) == 40 << 20
        with pytest.raises(RuntimeError):
            await pool.call(take, 400)

    play(scene, small)


def test_the_worker_that_writes_opens_the_store_whatever_little_a_job_may_take(tmp_path: Path) -> None:
    world().store(tmp_path / "store").close()

    async def scene(pool: Pool) -> None:
        assert await pool.call(write) is True

    play(scene, Setup(tmp_path / "store", tmp_path, memory=64, writes=True), lanes=1)


def test_a_worker_opens_no_connection(setup: Setup) -> None:
    async def scene(pool: Pool) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(RuntimeError):
            await pool.call(connect, listener.getsockname()[1])

    async def control(pool: Pool) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            await pool.call(connect, listener.getsockname()[1])

    play(scene, setup)
    play(control, Setup(setup.path, setup.spool, network=True))


def test_a_job_that_nobody_waits_for_is_killed(setup: Setup) -> None:
    async def scene(pool: Pool) -> None:
        job = asyncio.create_task(pool.call(pid, 60))
        await asyncio.sleep(0.5)
        before = processes()
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert one_ends(before)

    play(scene, setup, lanes=1)


def test_no_process_outlives_the_pool(setup: Setup) -> None:
    async def scene(pool: Pool) -> set[int]:
        await pool.call(add, 1, 1)
        return processes()

    assert all(one_ends([process]) for process in play(scene, setup))
