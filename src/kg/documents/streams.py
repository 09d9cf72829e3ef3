"""Streams of bytes that may be damaged on the way: read piece by piece, never held whole."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from kg.errors import InputError

Chunks = Iterator[bytes | InputError]
"""Bytes in order; an InputError stands where some are missing, and what can still be read follows it."""

LARGEST = 32 * 1024 * 1024
"""Bytes of one document in its file, markup included. Live pages with their pictures inlined reach some ten million."""
CHUNK = 256 * 1024


class Closable(Protocol):
    """What a stream reads from."""

    def close(self) -> None: ...


class _Stream(io.RawIOBase):
    """Reads from chunks; an InputError among them is raised in its place, and reading may go on after it."""

    def __init__(self, chunks: Chunks, below: Closable) -> None:
        self._chunks = chunks
        self._below = below
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed names no class for buffers
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            if isinstance(chunk, InputError):
                raise chunk
            self._held = memoryview(chunk)
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._below.close()
        super().close()


def stream(chunks: Iterable[bytes | InputError], below: Closable) -> io.BufferedReader:
    """A file of these chunks; its closing closes `below`."""
    return io.BufferedReader(_Stream(iter(chunks), below), CHUNK)


def chunks_of(file: io.BufferedIOBase, size: int = CHUNK) -> Chunks:
    """All of `file`, some bytes at a time; what it raises as InputError comes in its place."""
    while True:
        try:
            chunk = file.read1(size)  # `read` would lose what came before damage
        except InputError as error:
            yield error
            continue
        if not chunk:
            return
        yield chunk


def pushed_back(head: bytes, file: io.BufferedIOBase) -> io.BufferedReader:
    """`file` with `head` before it."""
    return stream(_chained(head, file), file)


def _chained(head: bytes, file: io.BufferedIOBase) -> Chunks:
    yield head
    yield from chunks_of(file)


def open_file(path: Path) -> io.BufferedReader:
    """The bytes of a file; InputError where it is none (a pipe would block), or where it changes while it is read."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = open(descriptor, "rb", buffering=0)  # noqa: SIM115, PTH123 - a descriptor has no path; the stream closes it
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise InputError(f"{path}: is no regular file; pipe what it gives into 'kg build -'")
    return stream(_watched(file, path), file)


def _watched(file: io.FileIO, path: Path) -> Chunks:
    before = _state(file)
    while chunk := file.read(CHUNK):
        yield chunk
    if _state(file) != before:
        yield InputError(f"{path}: changed while it was read; run again when nothing writes to it")


def _state(file: io.FileIO) -> tuple[int, int]:
    known = os.fstat(file.fileno())
    return known.st_size, known.st_mtime_ns


def read_whole(file: io.BufferedIOBase, name: str) -> bytes:
    """All bytes of one document; InputError where they are too many for an article."""
    data = file.read(LARGEST + 1)
    refuse_large(data, name)
    return data


def refuse_large(data: bytes, name: str) -> None:
    """Raise InputError where `data` is more than a document may have."""
    if len(data) > LARGEST:
        raise InputError(f"{name}: has more than {LARGEST:,} bytes, an article was expected; split it")


def read_lines(file: io.BufferedIOBase, name: str) -> Iterator[bytes | InputError]:
    """The lines of a file, ends included; an InputError for one that is too long and for what is damaged.

    `name` is the file's; lines that cannot be read still count.
    """
    while True:
        try:
            line = file.readline(LARGEST + 1)
            if len(line) > LARGEST:
                _skip_line(file)
                line_or_error: bytes | InputError = InputError(
                    f"{name}: a line of more than {LARGEST:,} bytes, a document a line was expected; split it"
                )
            else:
                line_or_error = line
        except InputError as error:
            line_or_error = error
        if line_or_error == b"":
            return
        yield line_or_error


def _skip_line(file: io.BufferedIOBase) -> None:
    while (part := file.readline(CHUNK)) and not part.endswith(b"\n"):
        pass
