"""Runs that are killed at random moments: what they leave is whole, and the end is the same, byte for byte.

python benchmarks/killing.py [--kills N] [--shards] [SOURCE...]

Without --shards, a process that changes a store of invented documents is killed and the store checked; with it,
`kg build --shards` over the sources (the bundled articles).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "samples"))

from crashing import WRITTEN, changed, changing, check

from kg.graph.store import Store

ROOT = Path(__file__).parents[1]
BEFORE, WANTED = range(80), range(40, 150)
"""Documents that the store holds, and those that it is to hold."""


@dataclass
class Tally:
    """What became of the kills."""

    once: float
    """Seconds of an undisturbed run."""
    kills: int = 0
    ends: int = 0
    """Runs that came to their end; each was compared."""
    wrong: int = 0


def kill_stores(kills: int, chance: random.Random, folder: Path) -> Tally:
    """Kills at moments spread over the whole of a run, and lets the next run go on."""
    changed(folder / "before", BEFORE.start, BEFORE.stop)
    shutil.copytree(folder / "before", folder / "whole")
    with changing(folder / "whole", WANTED.start, WANTED.stop) as child:
        child.hear(1)
        began = time.monotonic()
        child.hear_until(WRITTEN)
        child.process.wait()
    tally = Tally(time.monotonic() - began)
    wanted = changed(folder / "wanted", WANTED.start, WANTED.stop)
    while tally.kills < kills:
        path = folder / "store"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(folder / "before", path)
        with changing(path, WANTED.start, WANTED.stop) as child:
            child.hear(1)  # half of its time is the start of Python, when nothing can go wrong
            time.sleep(chance.uniform(0, tally.once))
            child.kill()
        tally.kills += 1
        check(path, BEFORE, WANTED, child.said)
        tally.ends += 1
        tally.wrong += changed(path, WANTED.start, WANTED.stop) != wanted
        print(f"kill {tally.kills}: after {child.said[-1]}", flush=True)
    return tally


def kill_builds(kills: int, chance: random.Random, folder: Path, sources: list[str]) -> Tally:
    """Kills one build after another; once one comes to its end, all begins anew."""
    began = time.monotonic()
    wanted = _build(sources, folder / "whole", None)
    tally = Tally(time.monotonic() - began)
    manifests: dict[Path, int] = {}
    while tally.kills < kills:
        path = folder / "again"
        found = _build(sources, path, chance.uniform(0, tally.once))
        now = {one: one.stat().st_mtime_ns for one in path.glob("shards/[!.]*.json")}
        tally.wrong += any(now.get(one) != moment for one, moment in manifests.items())
        manifests = now
        _opens(path / "kg-store")
        if found is None:
            tally.kills += 1
            print(f"kill {tally.kills}: {len(now)} shards are there", flush=True)
            continue
        tally.ends += 1
        tally.wrong += found != wanted
        shutil.rmtree(path)
        manifests = {}
    return tally


def _build(sources: list[str], folder: Path, limit: float | None) -> bytes | None:
    """What a build exports; None where it was killed after `limit` seconds."""
    folder.mkdir(exist_ok=True)
    program = [sys.executable, "-m", "kg"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [*program, "build", "-q", "--shards", "shards", "--shard-size", "1", *sources]
    with subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True) as process:
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
    subprocess.run([*program, "export", "out.nq"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return (folder / "out.nq").read_bytes()


def _opens(path: Path) -> None:
    if (path / "views").is_dir():
        with Store.open(path) as store:
            assert all(document.text for document in store.documents())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="*", default=[str(ROOT / "src" / "kg" / "demo")])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--shards", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    sources = [str(Path(source).resolve()) for source in given.sources]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        tally = (
            kill_builds(given.kills, chance, folder, sources)
            if given.shards
            else kill_stores(given.kills, chance, folder)
        )
    spent = (time.monotonic() - began) / tally.once
    print(f"{tally.kills} kills, {tally.ends} runs gone on with to their end, {tally.wrong} of them wrong")
    print(f"{spent:.1f} times as long as a run without a kill")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
