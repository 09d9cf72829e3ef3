"""Slices: the input cut into runs of files, the same ones whoever cuts it, without a file being opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents import SINGLE, Source, read_file
from kg.documents.streams import CHUNK, open_file
from kg.errors import InputError
from kg.model import Document

SIZE = 250
"""Documents of a shard: some minutes of one process, which is what a run that is killed may lose."""
NAME = 16
"""Hexadecimal digits of a slice's name."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Files one after another: some that hold a document each, or one that may hold many. Fit for pickle."""

    sources: tuple[Source, ...]
    size: int
    """Documents of each of its shards; the last has what is left."""

    @property
    def name(self) -> str:
        """Equal for equal files and sizes, whatever else is read."""
        total = hashlib.sha256(str(self.size).encode())
        for source in self.sources:
            total.update(os.fsencode(f"\0{source.id}\0{source.name}\0{source.suffix}"))
        return total.hexdigest()[:NAME]

    def digest(self) -> str:
        """Of the bytes of its files, as they are now; a file that cannot be read counts by what is said of it."""
        total = hashlib.sha256()
        for source in self.sources:
            total.update(_digest(Path(source.name)))
        return total.hexdigest()

    def state(self) -> tuple[tuple[int, int] | None, ...]:
        """Size and time of change of its files, None for one that is not there: what tells that they change."""
        return tuple(_state(source.name) for source in self.sources)

    def read(self) -> Iterator[tuple[Document, str] | InputError]:
        """Its documents, each with the name of its file; the same text under the same id comes once."""
        seen: set[bytes] = set()
        for source in self.sources:
            for item in read_file(source):
                if isinstance(item, InputError):
                    yield item
                elif (mark := _mark(item)) not in seen:
                    seen.add(mark)
                    yield item, source.name


def cut(found: Iterable[Source | InputError], size: int = SIZE) -> Iterator[Slice | InputError]:
    """The slices of these files, in order; errors stand in their place.

    A file that comes or goes changes its own slice and perhaps its neighbour: where a run ends depends on the name of
    the file there, not on how many came before.
    """
    run: list[Source] = []
    for item in found:
        single = isinstance(item, Source) and item.suffix in SINGLE
        if run and not single:
            yield Slice(tuple(run), size)
            run = []
        if isinstance(item, InputError):
            yield item
        elif not single:
            yield Slice((item,), size)
        else:
            run.append(item)
            if len(run) == size or _ends(item, size):
                yield Slice(tuple(run), size)
                run = []
    if run:
        yield Slice(tuple(run), size)


def share(slices: Iterable[Slice | InputError], number: int, count: int) -> Iterator[Slice | InputError]:
    """The slices of one of `count` that share the work, `number` counting from 1; all errors."""
    place = 0
    for item in slices:
        if isinstance(item, InputError):
            yield item
            continue
        if place % count == number - 1:
            yield item
        place += 1


def _ends(source: Source, size: int) -> bool:
    """Whether a run ends with this file: one in `size / 2` does."""
    mark = hashlib.sha256(os.fsencode(source.id)).digest()
    return int.from_bytes(mark[:8]) % max(1, size // 2) == 0


def _state(path: str) -> tuple[int, int] | None:
    try:
        known = Path(path).stat()
    except OSError:
        return None
    return known.st_size, known.st_mtime_ns


def _digest(path: Path) -> bytes:
    total = hashlib.sha256()
    try:
        with open_file(path) as file:
            while chunk := file.read(CHUNK):
                total.update(chunk)
    except (OSError, InputError) as error:
        total.update(f"\0{error}".encode("utf-8", "replace"))
    return total.digest()


def _mark(document: Document) -> bytes:
    return hashlib.sha256(f"{document.id}\0{document.text}".encode("utf-8", "replace")).digest()[:16]
