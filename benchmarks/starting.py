"""Seconds of whole processes on the bundled articles: `kg build`, then `kg query` against a bare Python.

python benchmarks/starting.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import kg

ARTICLES = Path(kg.__file__).parent / "demo"
QUERY = "SELECT ?person ?firm WHERE { ?person kg:ceoOf ?firm }"


def seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", str(Path(folder) / "store")]
        build = seconds("-m", "kg", "build", str(ARTICLES), *store)
        query = median(seconds("-m", "kg", "query", QUERY, *store) for _ in range(7))
    bare = median(seconds("-c", "pass") for _ in range(7))
    print(f"kg build of {len(list(ARTICLES.glob('*.txt')))} articles {build:.1f} s, start included")
    print(f"kg query {query:.3f} s, ratio kg query / python -c pass {query / bare:.1f}")


if __name__ == "__main__":
    main()
