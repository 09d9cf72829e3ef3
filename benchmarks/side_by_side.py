"""Time of `kg build` with one reading process, as a multiple of that with several; and whether the graph is the same.

python benchmarks/side_by_side.py SOURCE... [--workers N]

Both builds run as a user runs them, start and all, one after the other. Ends with 1 where their exports differ.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KG = (sys.executable, "-m", "kg")


def seconds_of(sources: list[str], store: Path, workers: int) -> float:
    """How long a build takes; CalledProcessError where it ends with anything but 0."""
    started = time.perf_counter()
    command = [*KG, "build", *sources, "--store", str(store), "--workers", str(workers), "--quiet"]
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def exported(store: Path) -> bytes:
    """The graph of a store, in the order that does not depend on how it was built."""
    target = store.with_suffix(".nq")
    subprocess.run([*KG, "export", str(target), "--store", str(store)], check=True, stdout=subprocess.DEVNULL)
    return target.read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        alone, together = Path(scratch, "alone"), Path(scratch, "together")
        one = seconds_of(options.sources, alone, 1)
        several = seconds_of(options.sources, together, options.workers)
        same = exported(alone) == exported(together)
    print(f"one {one:.1f} s, {options.workers} {several:.1f} s: {one / several:.2f} times as fast")
    print("the exports are the same, byte for byte" if same else "the exports DIFFER")
    sys.exit(not same)


if __name__ == "__main__":
    main()
