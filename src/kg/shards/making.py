"""One slice in, its shards on the shelf: what every process and every machine runs, and nothing else."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.model import Document, Extraction
from kg.reading import Hands, Reader
from kg.shards.manifest import Manifest, Origin, dump_manifest, load_manifest, stem
from kg.shards.result import ResultWriter
from kg.shards.shelf import Shelf
from kg.shards.slices import Slice

Found = tuple[Document, str] | InputError


@dataclass(frozen=True, slots=True)
class Made:
    """The shards of one slice."""

    manifests: tuple[Manifest, ...]
    new: int
    """How many of them were made now; the others were there."""


class Maker:
    """Makes the shards of slices with one reader."""

    def __init__(self, shelf: Shelf, reader: Reader, hands: Hands[Extraction], again: bool = False) -> None:
        """With `again`, shards that are there and fit are made anew too."""
        self._shelf, self._reader, self._hands, self._again = shelf, reader, hands, again

    def make(self, piece: Slice) -> Made:
        """The shards of a slice, all of them on the shelf: those that were not there, or did not fit, are made."""
        before = piece.state()
        origin = Origin(piece.name, piece.digest(), self._reader.revision)
        items = _Items(piece.read())
        manifests: list[Manifest] = []
        new = 0
        while not manifests or not manifests[-1].last:
            known = None if self._again else fitting(self._shelf, origin, len(manifests))
            if known is not None:
                items.skip(known.items)
                manifests.append(known)
                continue
            result, whole = self._read(items.take(piece.size))
            final = whole and piece.state() == before
            manifests.append(self._keep(_Part(piece, origin, len(manifests), items.ended, final), result))
            new += 1
        return Made(tuple(manifests), new)

    def _read(self, items: Iterator[Found]) -> tuple[ResultWriter, bool]:
        """What is found in these; False where a process ended over one of them."""
        result, whole = ResultWriter(), True
        names: deque[str] = deque()
        for item in self._hands.each(_documents(items, names)):
            if isinstance(item, InputError):
                result.add(item)
            elif isinstance(item[1], InputError):
                names.popleft()
                result.add(item[1])
                whole = False
            else:
                result.add((item[1], names.popleft()))
        return result, whole

    def _keep(self, part: _Part, result: ResultWriter) -> Manifest:
        """Puts a result on the shelf and its manifest after it: what has a manifest is whole."""
        packed = result.close()
        manifest = Manifest(
            origin=part.origin,
            part=part.number,
            last=part.last,
            final=part.final,
            model=self._reader.model,
            sources=tuple(source.name for source in part.piece.sources),
            documents=result.documents,
            claims=result.claims,
            errors=tuple(result.errors),
            result=hashlib.sha256(packed).hexdigest(),
        )
        self._shelf.write(manifest.result_name, packed)
        self._shelf.write(manifest.name, dump_manifest(manifest))
        return manifest


@dataclass(frozen=True, slots=True)
class _Part:
    piece: Slice
    origin: Origin
    number: int
    last: bool
    final: bool


def fitting(shelf: Shelf, origin: Origin, part: int) -> Manifest | None:
    """The manifest of a shard that is there, whole and made from this; None where there is none."""
    written = shelf.read(f"{stem(origin.slice, part)}.json")
    manifest = load_manifest(written) if written is not None else None
    if manifest is None or (manifest.origin, manifest.part, manifest.final) != (origin, part, True):
        return None
    packed = shelf.read(manifest.result_name)
    return manifest if packed is not None and hashlib.sha256(packed).hexdigest() == manifest.result else None


class _Items:
    """Items of a slice, taken one part after another; nothing is read before something is taken."""

    def __init__(self, items: Iterator[Found]) -> None:
        self._items = items
        self._ahead: list[Found] = []
        self._skipped = 0

    def skip(self, number: int) -> None:
        self._skipped += number

    def take(self, number: int) -> Iterator[Found]:
        """The next `number` items, or what is left."""
        for _ in range(self._skipped):
            self._next()
        self._skipped = 0
        for _ in range(number):
            item = self._next()
            if item is None:
                return
            yield item

    @property
    def ended(self) -> bool:
        """Whether none is left."""
        if not self._ahead:
            self._ahead.extend(item for item in [next(self._items, None)] if item is not None)
        return not self._ahead

    def _next(self) -> Found | None:
        return None if self.ended else self._ahead.pop()


def _documents(items: Iterable[Found], names: deque[str]) -> Iterator[Document | InputError]:
    """The documents among items; the names of their files go to `names`, in the same order."""
    for item in items:
        if isinstance(item, InputError):
            yield item
        else:
            names.append(item[1])
            yield item[0]
