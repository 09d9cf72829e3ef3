"""The spool: where a worker writes an answer until it is whole.

A status is sent when the answer behind it is complete, so that a query that fails, or is stopped, half way never gives
a 200 with half an answer. A short answer stays in memory, a long one goes to a file that is sent from there in pieces:
neither process holds it, and a slow reader holds no worker.
"""

from __future__ import annotations

import gzip
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import QueryResultsFormat

Body = bytes | Path
"""A whole answer, or the file that holds it; who reads the file removes it."""
INLINE = 64 << 10
"""Bytes up to which an answer travels with its message: a pipe takes as much at once."""
PIECE = 64 << 10
LEVEL = 4
"""Of compression: a third of the time of the usual 6, for a tenth more bytes, on results in JSON."""
WORTH_PACKING = 1400
"""Bytes under which an answer fits in one packet anyway."""
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Full(Exception):
    """The answer has more rows than may be sent."""


class Spool:
    """A binary file that starts in memory; `body` is what was written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._memory = bytearray()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self._file:
            return self._file.write(data)
        self._memory += data
        if len(self._memory) > INLINE:
            handle, name = tempfile.mkstemp(dir=self._folder)
            self._file, self._path = os.fdopen(handle, "wb"), Path(name)
            self._file.write(self._memory)
            self._memory.clear()
        return len(data)

    def flush(self) -> None:
        """Nothing: `body` does it."""

    def cut(self, size: int, tail: bytes) -> None:
        """Keeps the first `size` bytes and puts `tail` after them."""
        if self._file:
            self._file.flush()
            self._file.truncate(size)
            self._file.seek(size)
        else:
            del self._memory[size:]
        self.size = size
        self.write(tail)

    def body(self) -> Body:
        """What was written, which then cannot be added to."""
        if not self._file:
            return bytes(self._memory)
        self._file.close()
        return self._path

    def discard(self) -> None:
        """Removes what was written."""
        if self._file:
            self._file.close()
            self._path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows stand in a format: `row` matches one with its end, `mark` stands in each end and may stand elsewhere."""

    mark: bytes
    row: re.Pattern[bytes]
    head: int = 0
    """Ends before the first row."""
    after: int = 1
    """Ends past the limit that prove another row; 0 where an end is what parts two rows."""
    trim: int = 0
    """Bytes of the last end to leave out."""
    tail: bytes = b""


SHAPES = {
    QueryResultsFormat.JSON: Shape(
        b"},{", re.compile(rb'(?:[^"}]++|"(?:[^"\\]++|\\.)*+"|\}(?!,\{))*+\},\{', re.S), after=0, trim=2, tail=b"]}}"
    ),
    QueryResultsFormat.XML: Shape(b"</result>", re.compile(rb".*?</result>", re.S), tail=b"</results></sparql>"),
    QueryResultsFormat.CSV: Shape(b"\n", re.compile(rb'(?:[^"\n]++|"(?:[^"]|"")*+")*+\n'), head=1),
    QueryResultsFormat.TSV: Shape(b"\n", re.compile(rb"[^\n]*\n"), head=1),
}
SCAN = 16 << 20
"""Bytes that may wait to be read closely."""


class RowLimit:
    """Writes rows to a spool up to a limit; raises Full, with a well-formed answer in the spool, where there are more.

    Counting marks is quick and never counts too few; only when they reach the limit is the text read closely.
    """

    def __init__(self, spool: Spool, form: QueryResultsFormat, limit: int) -> None:
        self._spool = spool
        self._xml = form == QueryResultsFormat.XML
        self._shape = SHAPES[form]
        self._wanted = limit + self._shape.head
        self._found = 0
        self._marks = 0
        self._waiting = bytearray()
        self._read = 0
        self._end = 0
        self._full = False

    def write(self, data: bytes) -> int:
        if self._full:
            return len(data)  # the engine empties its buffer when it gives up
        chunk = _NOT_XML.sub("\ufffd".encode(), data) if self._xml else data
        seam = bytes(self._waiting[1 - len(self._shape.mark) :]) if len(self._shape.mark) > 1 else b""
        self._marks += (seam + chunk).count(self._shape.mark)
        self._waiting += chunk
        self._spool.write(chunk)
        if self._found + self._marks >= self._wanted + self._shape.after or len(self._waiting) > SCAN:
            self._scan()
        return len(data)

    def flush(self) -> None:
        """Nothing: the spool does it."""

    def _scan(self) -> None:
        shape, position = self._shape, 0
        while row := shape.row.match(self._waiting, position):
            position = row.end()
            self._found += 1
            if self._found == self._wanted:
                self._end = self._read + position - shape.trim
            if self._found == self._wanted + shape.after:
                self._spool.cut(self._end, shape.tail)
                self._full = True
                raise Full
        del self._waiting[:position]
        self._read += position
        self._marks = self._waiting.count(shape.mark)


def compressed(body: Body, folder: Path) -> Body:
    """The body by gzip; its own file, if it has one, is gone."""
    packer, spool = zlib.compressobj(LEVEL, wbits=31), Spool(folder)
    for piece in pieces(body):
        spool.write(packer.compress(piece))
    spool.write(packer.flush())
    return spool.body()


def packed(body: bytes, wanted: bool) -> tuple[bytes, bool]:
    """The body, by gzip where that is wanted and worth the time, and whether it is."""
    packs = wanted and len(body) >= WORTH_PACKING
    return (gzip.compress(body, LEVEL, mtime=0) if packs else body), packs


def pieces(body: Body) -> Iterator[bytes]:
    """The body in pieces; a file is removed at the first."""
    if isinstance(body, bytes):
        yield body
        return
    with body.open("rb") as file:
        body.unlink()
        while piece := file.read(PIECE):
            yield piece
