"""Cost of finding copies of one story: of all documents at once, and of one more that comes or goes.

python benchmarks/copies.py [1658 16580 ...]

Documents are made up: one in ten is a copy of an earlier one, one in fifty a bulletin that is printed again and again.
"""

from __future__ import annotations

import base64
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from kg.graph.ledger import Ledger
from kg.model import Document, Extraction
from kg.ontology import load
from kg.resolution.copies import find_copies
from kg.resolution.growing import Memory
from kg.settings import Settings

SIZES = (1_658, 16_580)
NUMBERS = 192
ROUNDS = 21


class Archive:
    """Documents, and what is remembered of them in a file."""

    def __init__(self, folder: Path) -> None:
        self.held: dict[str, Document] = {}
        self._memory = Memory(Ledger.writable(folder / "ledger.sqlite").connection, load(None), Settings())
        self._chance = random.Random(3)
        self._bulletin = self._chance.randbytes(2 * NUMBERS)

    def more(self) -> str:
        """One more document; its id."""
        number, chance = len(self.held), self._chance
        identifier = f"{chance.randrange(10**6):06}-{number}"
        told = chance.randbytes(2 * NUMBERS)
        if number % 10 == 9:
            told = self._printed(base64.b64decode(self.held[chance.choice(list(self.held))].sketch))
        elif number % 50 == 25:
            told = self._printed(self._bulletin)
        self.held[identifier] = Document(identifier, "", sketch=base64.b64encode(told).decode("ascii"))
        return identifier

    def _printed(self, told: bytes) -> bytes:
        """As alike as copies are: a third of the numbers are others."""
        numbers = [told[at : at + 2] for at in range(0, len(told), 2)]
        return b"".join(self._chance.randbytes(2) if self._chance.random() < 0.3 else one for one in numbers)

    def follow(self, touched: list[str]) -> float:
        """Seconds of work that it takes."""
        self._memory.prepare()
        began = time.process_time()
        self._memory.revise(sorted(touched), self._find, ())
        self._memory.forget()
        return time.process_time() - began

    def _find(self, identifier: str) -> Extraction | None:
        known = self.held.get(identifier)
        return Extraction(known, (), ()) if known else None

    def known(self) -> dict[str, str]:
        parts = (part.knowledge.copies for part in self._memory.everything())
        return {copy: first for copies in parts for copy, first in copies}


def work(what: Callable[[], object]) -> float:
    began = time.process_time()
    what()
    return time.process_time() - began


def main() -> None:
    before = 0.0
    for size in [int(given) for given in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            archive = Archive(Path(folder))
            first = archive.follow([archive.more() for _ in range(size)])
            come = sorted(1000 * archive.follow([archive.more()]) for _ in range(ROUNDS))
            chosen = random.Random(5).sample(sorted(archive.held), ROUNDS)
            gone = sorted(1000 * archive.follow([one]) for one in chosen if archive.held.pop(one))
            wanted = find_copies(archive.held.values())
            assert archive.known() == {copy: one for copy, one in wanted.items() if copy != one}
            anew = 1000 * work(lambda held=archive.held: find_copies(held.values()))
        more = median(come)
        said = f"{size} documents: {1000 * first / size:.2f} ms of work each; all looked through anew {anew:.0f} ms"
        said += f"; one more {more:.1f} ms (at most {come[-1]:.1f})"
        said += f", one less {median(gone):.1f} ms (at most {gone[-1]:.1f})"
        print(said + (f"; one more is {more / before:.2f} times what it was" if before else ""), flush=True)
        before = more


if __name__ == "__main__":
    main()
