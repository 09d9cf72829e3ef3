"""Seconds of whole processes: `kg build` of the bundled articles, `kg query` on that and on a large store; its opening.

python benchmarks/starting.py [QUADS]

QUADS are a million where it is not told. A part of them is loaded into a bare engine too, to compare.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median

import pyoxigraph as ox

import kg
from kg.graph.store import Store
from served import PER_FACT, make, quads

ARTICLES = Path(kg.__file__).parent / "demo"
QUERY = "SELECT ?person ?firm WHERE { ?person kg:ceoOf ?firm }"
POINT = "SELECT ?p ?o WHERE { id:entity-3000 ?p ?o }"
PART = 100_000
ROUNDS = 7


def spent(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def seconds(*command: str) -> float:
    return spent(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True))


def work(*command: str) -> float:
    """Seconds of the processor, which others' work on the machine changes least."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        small(Path(folder))
        load(Path(folder), size)
        large(Path(folder), size)


def small(folder: Path) -> None:
    store = ["--store", str(folder / "store")]
    build = seconds("-m", "kg", "build", str(ARTICLES), *store)
    query = median(seconds("-m", "kg", "query", QUERY, *store) for _ in range(ROUNDS))
    bare = median(seconds("-c", "pass") for _ in range(ROUNDS))
    print(f"kg build of {len(list(ARTICLES.glob('*.txt')))} articles {build:.1f} s, start included")
    print(f"kg query {query:.3f} s, ratio kg query / python -c pass {query / bare:.1f}", flush=True)


def load(folder: Path, size: int) -> None:
    """The same quads into a store, readers' view and marks included, and into the engine; by work."""
    ratios = []
    for turn in range(3):
        with Store.open(folder / f"ours-{turn}", "write") as store:
            some = list(islice(quads(store.vocabulary, size // PER_FACT), PART))
            began = time.process_time()
            store.change(lambda graph, some=some: graph.bulk_extend(some))  # type: ignore[misc]  # bound at once
            ours = time.process_time() - began
        began = time.process_time()
        bare = ox.Store(str(folder / f"bare-{turn}"))
        bare.bulk_extend(some)
        bare.flush()
        ratios.append((time.process_time() - began) / ours)
    print(f"bulk load of {PART:,} quads, ratio kg / bare engine {median(ratios):.2f}", flush=True)


def large(folder: Path, size: int) -> None:
    path = make(folder / "large", size)
    opened = [spent(lambda: Store.open(path).close()) for _ in range(ROUNDS)]
    command = ("-m", "kg", "query", POINT, "--store", str(path))
    query, worked = (median(taken(*command) for _ in range(ROUNDS)) for taken in (seconds, work))
    print(f"store of {size:,} quads: open {median(opened):.3f} s, kg query {query:.3f} s ({worked:.3f} of work)")


if __name__ == "__main__":
    main()
