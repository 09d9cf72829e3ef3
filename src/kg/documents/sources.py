"""From what the user names (files, folders, patterns, standard input) to single files with stable ids."""

from __future__ import annotations

import glob
import hashlib
import io
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from kg.documents.decoding import scrub
from kg.documents.packing import PACKINGS, packing_of, unpacked
from kg.documents.patterns import matches
from kg.documents.streams import open_file, pushed_back
from kg.errors import InputError

Fetch = Callable[[str], "Source"]
"""What gets a web address; raises InputError where it cannot be had."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HEAD = 1024
"""Bytes that standard input is told by."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    id: str
    """Of the document that it holds, if it holds one; empty: take it from the content."""
    name: str
    """The path as shown in messages."""
    suffix: str
    """Key into the registry of readers; without that of a packing."""
    open: Callable[[], io.BufferedIOBase]
    """The bytes, unpacked; reading them raises InputError where they are damaged, and may go on after that."""


def find(
    sources: Iterable[str], suffixes: Collection[str], stdin: BinaryIO | None, fetch: Fetch | None = None
) -> Iterator[Source | InputError]:
    """The files behind `sources`, in the order given and sorted within each; a file named twice comes once.

    They are looked up as they are asked for. A document's id is the file's path without suffix, told from where the
    user pointed: the bare name of a file that is named itself, the path below a folder or below the fixed part of a
    pattern. So it does not depend on what else is read. `fetch` gets web addresses; None: they are refused.
    """
    seen: set[bytes] = set()
    for source in dict.fromkeys(sources):
        if source == "-":
            yield _standard_input(stdin)
        elif _ADDRESS.match(source):
            yield _fetched(source, fetch)
        else:
            yield from _unseen(_expand(source, suffixes), seen)


def _unseen(found: Iterator[Source | InputError], seen: set[bytes]) -> Iterator[Source | InputError]:
    for item in found:
        if isinstance(item, InputError):
            yield item
            continue
        real = os.fsencode(os.path.realpath(item.name))
        mark = hashlib.blake2b(real, digest_size=16).digest()  # a path takes ten times as much memory
        if mark not in seen:
            seen.add(mark)
            yield item


def suffix_of(name: str, suffixes: Collection[str]) -> tuple[str, str]:
    """The longest of `suffixes` that `name` ends with, and that of a packing after it; either may be empty."""
    lower = name.lower()
    packing = next((end for end in PACKINGS if lower.endswith(end)), "")
    lower = lower.removesuffix(packing)
    suffix = max((suffix for suffix in suffixes if lower.endswith(suffix)), key=len, default="")
    return (suffix, packing) if suffix else ("", "")


def guess_suffix(head: bytes) -> str:
    """The suffix of a file that begins with these bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"{") and not start.startswith(b"{\\"):
        return ".jsonl"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")):
        return ".html" if b"<html" in head.lower() else ".xml"
    return ".warc" if start.startswith(b"warc/") else ".txt"


def _fetched(address: str, fetch: Fetch | None) -> Source | InputError:
    if fetch is None:
        return InputError(f"{address}: is a web address, and kg stays offline unless told; say --fetch to get it")
    try:
        return fetch(address)
    except InputError as error:
        return error


def _standard_input(stdin: BinaryIO | None) -> Source:
    name = "standard input"
    file = cast(io.BufferedIOBase, stdin or sys.stdin.buffer)
    head = file.read(_HEAD)
    packing = packing_of(head)
    file = pushed_back(head, file)
    if packing:
        file = unpacked(file, packing, name)
        head = file.peek(_HEAD) if file.readable() else b""
    return Source("", name, guess_suffix(head), lambda: file)


def _expand(source: str, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    path = Path(source)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:  # a name too long or with a NUL
        yield InputError(f"{source[:80]!r}: not a usable path ({error}); name a file, a folder or a pattern")
        return
    if is_folder:
        yield from _some(source, _walk(path, path, suffixes), suffixes)
    elif exists:
        yield _named(path, suffixes)
    elif glob.has_magic(source):
        yield from _some(source, _matches(source, suffixes), suffixes)
    else:
        shown = source if source.isprintable() else repr(source)
        yield InputError(f"{shown}: no such file or folder; check the name, or quote a pattern such as 'news/*.txt'")


def _some(
    source: str, found: Iterator[Source | InputError], suffixes: Collection[str]
) -> Iterator[Source | InputError]:
    nothing = True
    for item in found:
        nothing = False
        yield item
    if nothing:
        yield InputError(f"{source}: holds no file that kg reads; expected one of {_listed(suffixes)}")


def _listed(suffixes: Collection[str]) -> str:
    return f"{', '.join(sorted(suffixes))} (or these packed: {', '.join(PACKINGS)})"


def _named(path: Path, suffixes: Collection[str]) -> Source | InputError:
    if any(suffix_of(path.name, suffixes)):
        return _source(path, path.parent, suffixes)
    return InputError(
        f"{path}: got a file of type {path.suffix or '(none)'}, expected one of {_listed(suffixes)}; "
        "rename it, or pipe its text into 'kg build -'"
    )


def _source(path: Path, root: Path, suffixes: Collection[str]) -> Source:
    suffix, packing = suffix_of(path.name, suffixes)
    below = path.relative_to(root).as_posix()
    identifier = scrub(below[: -len(suffix + packing)]) or below
    return Source(identifier, str(path), suffix, partial(_open, path, packing))


def _open(path: Path, packing: str) -> io.BufferedIOBase:
    file = open_file(path)
    return unpacked(file, packing, str(path)) if packing else file


def _walk(folder: Path, root: Path, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    for item in _files(folder):
        if isinstance(item, InputError):
            yield item
        elif any(suffix_of(item.name, suffixes)):
            yield _source(item, root, suffixes)


def _files(folder: Path) -> Iterator[Path | InputError]:
    """All files below a folder, one folder after another, without hidden ones."""
    failures: list[OSError] = []
    visited = {os.path.realpath(folder)}
    for here, folders, files in os.walk(folder, onerror=failures.append, followlinks=True):
        kept = [name for name in sorted(folders) if not name.startswith(".")]
        folders[:] = [name for name in kept if _first_visit(os.path.realpath(Path(here, name)), visited)]
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(here, name)
    for failure in failures:
        yield InputError(f"{failure.filename}: folder cannot be read ({failure.strerror}); check its permissions")


def _first_visit(real: str, visited: set[str]) -> bool:
    """Whether a folder is new, by its real path: links that lead back would never end."""
    new = real not in visited
    visited.add(real)
    return new


def _matches(pattern: str, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    if "**" in parts:  # glob follows links that lead back, forty times over
        for item in _files(root):
            if isinstance(item, InputError):
                yield item
            elif matches(parts[fixed:], item.relative_to(root).parts) and any(suffix_of(item.name, suffixes)):
                yield _source(item, root, suffixes)
        return
    for match in sorted(glob.iglob(pattern)):  # noqa: PTH207 - Path.glob refuses absolute patterns
        path = Path(match)
        if path.is_dir():
            yield from _walk(path, root, suffixes)
        elif path.is_file() and any(suffix_of(path.name, suffixes)):
            yield _source(path, root, suffixes)
