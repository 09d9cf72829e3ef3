"""One process, several, shards, Ray, and runs that are killed: the same bytes. With the shipped weights."""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg

pytestmark = pytest.mark.model

DEMO = Path(kg.__file__).parent / "demo"
KILLS = 5
NEEDS_RAY = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is an extra")
BY_SHARDS = ("--shards", "shards", "--shard-size", "1")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}


def kg_run(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        command(*arguments), cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def built(folder: Path, *arguments: str) -> bytes:
    """The bytes of `kg export out.nq` after a build."""
    kg_run(folder, "build", "news", "-q", *arguments)
    kg_run(folder, "export", "out.nq")
    return (folder / "out.nq").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `news/`, the bundled articles."""
    shutil.copytree(DEMO, tmp_path / "news")
    return tmp_path


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What one process makes of them in one go."""
    folder = tmp_path_factory.mktemp("one")
    shutil.copytree(DEMO, folder / "news")
    found = built(folder, "--workers", "1")
    assert found.count(b"\n") > 1_000
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ("--workers", "2"),
        ("--workers", "1", *BY_SHARDS),
        ("--workers", "2", "--shards", "shards"),
        pytest.param(
            ("--workers", "2", *BY_SHARDS, "--engine", "ray"),
            marks=NEEDS_RAY,
        ),
    ],
    ids=" ".join,
)
def test_every_way_gives_the_same_bytes(folder: Path, expected: bytes, arguments: tuple[str, ...]) -> None:
    assert built(folder, *arguments) == expected


def test_shares_of_several_processes_at_once_give_the_same_bytes(folder: Path, expected: bytes) -> None:
    shares = [command("build", "news", "-q", "--workers", "1", *BY_SHARDS, "--shard", f"{one}/2") for one in (1, 2)]
    running = [subprocess.Popen(one, cwd=folder, env=environment()) for one in shares]
    assert [process.wait() for process in running] == [0, 0]
    made = states(folder)
    assert len(made) == len(list(DEMO.iterdir()))
    assert built(folder, *BY_SHARDS) == expected
    assert states(folder) == made


def test_a_run_that_is_killed_again_and_again_makes_no_shard_twice_and_ends_with_the_same_bytes(
    folder: Path, expected: bytes
) -> None:
    chance = random.Random(1)
    done: dict[str, int] = {}
    for number in range(KILLS):
        seen, pause = len(done), chance.uniform(0, 0.3)
        killed(folder, lambda seen=seen: len(states(folder)) > seen + 1, pause)  # type: ignore[misc]
        assert len(states(folder)) > seen or number, "nothing was done before the kill"
        assert states(folder).items() >= done.items()
        done = states(folder)
    assert built(folder, *BY_SHARDS) == expected
    assert states(folder).items() >= done.items()


@NEEDS_RAY
def test_a_process_of_ray_that_is_killed_is_replaced(folder: Path, expected: bytes) -> None:
    build = command("build", "news", "-q", "--workers", "2", *BY_SHARDS, "--engine", "ray")
    killed = False
    with subprocess.Popen(build, cwd=folder, env=environment(), stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if not killed and states(folder):
                killed = kill_one(actors(folder))
            time.sleep(0.05)
    assert (process.returncode, killed) == (0, True)
    assert built(folder, *BY_SHARDS) == expected


def actors(folder: Path) -> list[int]:
    """Processes of Ray that make shards of this folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if (one / "cmdline").read_bytes().startswith(b"ray::Actor.make") and (one / "cwd").readlink() == folder:
                found.append(int(one.name))
        except OSError:  # it has ended
            continue
    return found


def kill_one(processes: list[int]) -> bool:
    """False where there is none."""
    for process in processes[:1]:
        os.kill(process, signal.SIGKILL)
    return bool(processes)


def states(folder: Path) -> dict[str, int]:
    """The manifests that are there, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / "shards").glob("[!.]*.json")}


def killed(folder: Path, when: Callable[[], bool], pause: float) -> None:
    """Builds until `when`, and some seconds longer."""
    build = command("build", "news", "-q", "--workers", "1", *BY_SHARDS)
    with subprocess.Popen(build, cwd=folder, env=environment(), start_new_session=True) as process:
        while process.poll() is None and not when():
            time.sleep(0.01)
        time.sleep(pause)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
