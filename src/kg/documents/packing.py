"""Packed files, expanded as they are read: gzip and zstd, whole, damaged or hostile."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.documents.streams import Chunks, chunks_of, stream
from kg.errors import InputError

RATIO = 200
"""Times its packed size that a file may grow. News packs to a third, markup to a tenth; a gzip bomb grows a
thousandfold, one of zstd thirty thousandfold."""
FREE = 16 * 1024 * 1024
"""Bytes that are expanded whatever their ratio."""
_WINDOW = 1 << 27
"""Bytes that a zstd file may have kg look back: what its own command allows."""


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to pack a stream. A file is one part after another, each of which begins with `start`."""

    title: str
    start: re.Pattern[bytes]
    step: int
    """Packed bytes expanded at once: the most that come of it are some tens of megabytes."""
    begin: Callable[[], Any]
    """What expands one part; has `decompress`, `eof` and `unused_data` as zlib's has."""
    failure: Callable[[], type[Exception]]
    """What that raises where the bytes are damaged."""


def _begin_zstd() -> Any:
    import zstandard  # noqa: PLC0415 - few need it

    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()


def _zstd_failure() -> type[Exception]:
    import zstandard  # noqa: PLC0415 - as above

    return zstandard.ZstdError


_GZIP_START = re.compile(rb"\x1f\x8b\x08")
_ZSTD_START = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
PACKINGS = {
    ".gz": Packing("gzip", _GZIP_START, 16 * 1024, lambda: zlib.decompressobj(wbits=31), lambda: zlib.error),
    ".zst": Packing("zstd", _ZSTD_START, 1024, _begin_zstd, _zstd_failure),
}
"""By the end of a file's name."""
_MARK = 4
"""Bytes in which a part's start can be told."""


def unpacked(file: io.BufferedIOBase, suffix: str, name: str) -> io.BufferedReader:
    """What is packed in `file`. Reading raises InputError where it is damaged, and goes on with the next whole part."""
    packing = PACKINGS[suffix]
    return stream(_limited(_Parts(packing, name), chunks_of(file, packing.step), name), file)


def packing_of(head: bytes) -> str:
    """The suffix of the packing that a file with these first bytes has; empty for none."""
    return next((suffix for suffix, packing in PACKINGS.items() if packing.start.match(head)), "")


def _limited(parts: _Parts, packed: Chunks, name: str) -> Chunks:
    """What `parts` makes of `packed`, until it grows beyond all measure."""
    before, after = 0, 0
    for piece in packed:
        if isinstance(piece, InputError):
            yield piece
            continue
        before += len(piece)
        for chunk in parts.expand(piece):
            after += 0 if isinstance(chunk, InputError) else len(chunk)
            if after > FREE and after > RATIO * before:
                yield InputError(
                    f"{name}: grows more than {RATIO}-fold when expanded, as no text does; the rest was not read"
                )
                return
            yield chunk
    yield from parts.finish()


class _Parts:
    """Expands the parts of a packed file; what is damaged is said once, and skipped up to the next start of a part."""

    def __init__(self, packing: Packing, name: str) -> None:
        self._packing = packing
        self._name = name
        self._held = b""
        self._part: Any = None
        self._lost = False

    def expand(self, piece: bytes) -> Chunks:
        """What comes of some more packed bytes."""
        self._held += piece
        while self._held:
            if self._part is None:
                yield from self._find_start()
                if self._part is None:
                    return
            yield from self._step()

    def finish(self) -> Chunks:
        """What is missing at the end of the file, if something is."""
        if self._part is not None:
            yield self._damage("it breaks off")
        elif self._held.strip(b"\0") and not self._lost:
            yield self._damage("no archive at its end")

    def _find_start(self) -> Chunks:
        """Takes up the next part, if its start is here; only zeros may stand before it."""
        self._held = self._held.lstrip(b"\0")
        found = self._packing.start.search(self._held)
        if found is None and len(self._held) < _MARK:
            return
        if (found is None or found.start()) and not self._lost:
            self._lost = True
            yield self._damage("no archive where one should begin")
        if found:
            self._held, self._part, self._lost = self._held[found.start() :], self._packing.begin(), False
        else:
            self._held = self._held[1 - _MARK :]

    def _step(self) -> Chunks:
        from_here = self._held
        try:
            grown = self._part.decompress(from_here)
        except self._packing.failure() as error:
            self._part, self._held, self._lost = None, from_here[1:], True
            yield self._damage(str(error))
            return
        self._held = b""
        if self._part.eof:
            self._held, self._part = self._part.unused_data, None
        if grown:
            yield grown

    def _damage(self, what: str) -> InputError:
        return InputError(f"{self._name}: damaged {self._packing.title} archive ({what}); pack it again")
