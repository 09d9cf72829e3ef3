"""Words a second of `kg extract` as a user runs it, against the bare encoder on the same texts in the same run.

python benchmarks/reading.py SOURCE... [--workers N] [--most DOCUMENTS]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import bare
from kg import workers
from kg.documents import read_sources
from kg.model import Document
from kg.settings import Settings

PAUSE = 0.5
"""Seconds between two looks at the memory."""


@dataclass
class Spent:
    """What a run took."""

    wall: float = 0.0
    cpu: float = 0.0
    """Seconds of all its processes together."""


@contextmanager
def measured() -> Iterator[Spent]:
    spent = Spent()
    wall, cpu = time.perf_counter(), _cpu()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def family(pid: int) -> list[int]:
    """A process and all below it; nothing where the system has no /proc."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [member for child in task.read_text().split() for member in family(int(child))]
    return found


def megabytes(pid: int) -> float:
    """Memory of a process and all below it, what they share counted once."""
    total = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended, or there is no such file
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def extract(source: Path, count: int, out: Path) -> list[float]:
    """Runs `kg extract` over a file; the memory that it held, look by look."""
    looks: list[float] = []
    command = [sys.executable, "-m", "kg", "extract", str(source), "--workers", str(count)]
    with out.open("wb") as file, subprocess.Popen(command, stdout=file) as process:
        while process.poll() is None:
            looks.append(megabytes(process.pid))
            time.sleep(PAUSE)
    if process.returncode:
        sys.exit(f"kg extract ended with {process.returncode}")
    return looks


def encode(documents: list[Document], count: int) -> None:
    """Runs the bare encoder over documents in as many processes."""
    start: Callable[[], Callable[[Document], int]] = partial(bare.encoder, Settings().threads)
    with workers.Team(start, count) as team:
        for _ in team.read_each(documents):
            pass


def told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="what `kg extract` takes")
    parser.add_argument("--workers", type=int, default=workers.available(), help="processes; default: the cores")
    parser.add_argument("--most", type=int, help="read no more documents than this")
    return parser.parse_args()


def main() -> None:
    given = told()
    documents = list(islice((d for d in read_sources(given.sources) if isinstance(d, Document)), given.most))
    words = sum(len(document.text.split()) for document in documents)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "documents.jsonl", Path(folder) / "facts.jsonl"
        lines = (json.dumps({"id": d.id, "text": d.text, "published": d.published}) for d in documents)
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with measured() as alone:
            encode(documents, given.workers)
        with measured() as whole:
            looks = extract(source, given.workers, out)
        facts = sum(len(json.loads(line)["facts"]) for line in out.read_text(encoding="utf-8").splitlines())
    print(f"{len(documents)} documents, {words} words, {facts} facts; {given.workers} processes")
    for name, spent in (("bare encoder", alone), ("kg extract", whole)):
        print(f"{name}: {words / spent.wall:.0f} words/s, {1000 * spent.cpu / words:.3f} ms of all cores a word")
    print(f"kg extract / bare encoder: time {whole.wall / alone.wall:.2f}, work {whole.cpu / alone.cpu:.2f}")
    if quarter := len(looks) // 4:
        early, late = max(looks[quarter : 2 * quarter]), max(looks[-quarter:])
        print(f"memory: peak {max(looks):.0f} MB, in the second quarter {early:.0f} MB, in the last {late:.0f} MB")


if __name__ == "__main__":
    main()
