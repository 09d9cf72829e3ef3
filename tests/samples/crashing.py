"""A store changed by a process of its own that says what it did, to be killed at any moment or to meet a full disk.

    python crashing.py STORE FIRST LAST LIMIT HALT

makes the store hold documents FIRST to LAST (without LAST) and no others. With LIMIT, no file may have more bytes than
that once the graph is written. With HALT it stays where the graph is to be written, until it is killed: else it might
be done before a busy machine gives the one that kills it a turn.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph_samples import World

from kg.errors import StoreError
from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Extraction
from kg.ontology import load
from kg.settings import Settings

TREES = "Alder Birch Cedar Damson Elder Fir Gorse Hazel Ivy Juniper Larch Maple Oak Poplar Quince Rowan".split()
TRADES = "Mills Foods Rail Shipping Textiles Mining Paper Glass Steel Brewing".split()
WRITING, WRITTEN = "writing", "written"


def extractions(first: int, last: int) -> list[Extraction]:
    """A document each: one firm bought another."""
    return [extraction for number in range(first, last) for extraction in _deal(number).extractions()]


def _deal(number: int) -> World:
    made = World()
    names = [_name(number), _name(number + 1)]
    ids = [name.lower().replace(" ", "-") for name in names]
    sentence = f"{names[0]} bought {names[1]} for {number + 1} million euros."
    made.document(f"deal-{number:04}", sentence + " Nobody had expected it." * 20, published="2021-04")
    for identifier, name in zip(ids, names, strict=True):
        made.entity(identifier, "Company", name)
    made.fact((f"deal-{number:04}", sentence), (ids[0], "acquired", ids[1]), status="completed")
    return made


def _name(number: int) -> str:
    tree, trade = divmod(number, len(TRADES))
    return f"{TREES[tree % len(TREES)]} {TRADES[trade]}"


def change(path: Path, first: int, last: int, limit: int, say: Callable[[str], None]) -> None:
    """Does it, and says each thing that is done."""
    wanted = {one.document.id: one for one in extractions(first, last)}
    with Store.open(path, "write") as store:
        for identifier, extraction in wanted.items():
            store.put(extraction, "once")
            say(f"put {identifier}")
        for identifier in [document.id for document in store.documents() if document.id not in wanted]:
            store.remove(identifier)
            say(f"removed {identifier}")
        say(WRITING)
        if limit:
            _limit(limit)
        refresh(store, load(None), Settings())
        say(WRITTEN)


@dataclass
class Changing:
    """A process that changes a store, and what it has said."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def hear(self, number: int) -> None:
        """Waits for this many more lines, or for the end."""
        for _ in range(number):
            line = self._line()
            if not line:
                return

    def hear_until(self, word: str) -> None:
        while (line := self._line()) and line != word:
            pass

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        while self._line():
            pass
        self.process.wait()

    def _line(self) -> str:
        line = (self.process.stdout.readline() if self.process.stdout else "").strip()
        if line:
            self.said.append(line)
        return line


@contextmanager
def changing(path: Path, first: int, last: int, limit: int = 0, *, halt: bool = False) -> Iterator[Changing]:
    """A process that does it; see above."""
    command = [sys.executable, __file__, str(path), *(str(int(one)) for one in (first, last, limit, halt))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            yield Changing(process)
        finally:
            process.kill()


def changed(path: Path, first: int, last: int) -> bytes:
    """Does it here, undisturbed; what `kg export` then writes."""
    change(path, first, last, 0, lambda _: None)
    return exported(path)


def exported(path: Path) -> bytes:
    """The bytes of `kg export out.nq`."""
    from kg.export import export  # noqa: PLC0415  (the processes that are killed need not wait for it)

    file = path.with_suffix(".nq")
    with Store.open(path) as store:
        export(store, file)
    return file.read_bytes()


def check(path: Path, before: range, wanted: range, said: list[str]) -> None:
    """Fails where the store does not open, or lacks what was said to be done, or holds what nobody put there.

    `before` are the documents that it held, and its graph too; `wanted` those that it was to hold.
    """
    known = {one.document.id: one for one in extractions(0, max(before.stop, wanted.stop))}
    put, removed = ({line.split()[1] for line in said if line.startswith(verb)} for verb in ("put ", "removed "))
    had, wants = ({f"deal-{number:04}" for number in numbers} for numbers in (before, wanted))
    with Store.open(path) as store:
        held = {one.document.id: one for one in store.extractions()}
        facts = len(store.reading.facts())
    assert all(known[identifier] == one for identifier, one in held.items()), "a document changed"
    assert (had & wants) | put <= set(held), "a document is lost"
    assert not removed & set(held), "a document that was removed is there"
    assert len(had - wants - removed - set(held)) <= 1, "documents are gone that nobody removed"
    assert WRITING not in said or set(held) == wants
    assert facts in (len(before), len(wanted)), f"the graph holds {facts} facts, some of those that it should"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _say_and_halt(line: str) -> None:
    _say(line)
    while line == WRITING:
        signal.pause()


def _limit(size: int) -> None:
    """Lets the kernel refuse what would make a file larger, as a full disk does."""
    import resource  # noqa: PLC0415  (not on every system)

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main() -> int:
    path, first, last, limit, halt = Path(sys.argv[1]), *map(int, sys.argv[2:])
    try:
        change(path, first, last, limit, _say_and_halt if halt else _say)
    except StoreError as error:
        _say(f"error {error}")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
