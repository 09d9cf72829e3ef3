"""Processor time that pages of the explorer take in a worker, on a store of made-up facts with a few hubs.

python benchmarks/serving_pages.py [TRIPLES] [ROUNDS] [STORE]     1,500,000 triples are 100,000 facts
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import parse_qsl

from kg.serve.graphview import viewing
from kg.serve.graphview.routes import as_json
from kg.serve.graphview.state import read_state
from kg.serve.pages import PAGES
from kg.serve.pages.indexing import make as make_directory
from kg.serve.pages.page import Ask, Manner, show
from kg.serve.worker import Bench, Setup
from served import make

SMALL = "entity-3000"
PAGES_ASKED = (
    ("home", "", ""),
    ("search", "", "q=company numbr 30"),
    ("facts", "", ""),
    ("entity", SMALL, ""),
    ("entity", "entity-0", ""),
    ("entity", "entity-0", "relation=fined&way=out&page=3"),
)
VIEWS = (f"e={SMALL}", "e=entity-40", "e=entity-40&x=,,200,entity-40", "e=entity-0&x=,,200,entity-0")


def spent(run: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor time, the median of several rounds after a first one."""
    run()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        run()
        times.append(1000 * (time.process_time() - started))
    return median(times)


def main() -> None:
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = make(Path(sys.argv[3]) if len(sys.argv) > 3 else folder / "store", triples)
        bench = Bench(Setup(path, folder))
        started = time.process_time()
        make_directory(bench, str(folder / "directory"))
        print(f"the directory, once for each view of the store: {time.process_time() - started:.1f} s")
        tell(bench, folder / "directory", rounds)


def tell(bench: Bench, folder: Path, rounds: int) -> None:
    known, manner = {page.name: page for page in PAGES}, Manner("html", gzip=True)
    for name, identifier, query in PAGES_ASKED:
        ask = Ask(identifier, dict(parse_qsl(query)), f"/{name}")

        def run(name: str = name, ask: Ask = ask) -> bytes:
            return show(bench, known[name], ask, manner, str(folder)).body

        print(f"{name:7} {identifier or '-':12} {query:30} {spent(run, rounds):8.1f} ms  {len(run()):>8} bytes")
    for query in VIEWS:
        state = read_state(parse_qsl(query))

        def draw(state: object = state) -> bytes:
            return as_json(bench, viewing.view, (state,), True)[0]

        bench.kept.clear()
        started = time.process_time()
        view = viewing.view(bench, state)
        first = 1000 * (time.process_time() - started)
        drawn = f"{len(view['entities'])} entities, {len(view['facts'])} facts, the first time {first:.0f} ms"
        print(f"graph   {query:43} {spent(draw, rounds):8.1f} ms  {len(draw()):>8} bytes  {drawn}")


if __name__ == "__main__":
    main()
