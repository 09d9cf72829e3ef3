"""From what the user names (files, folders, patterns, standard input) to single files with stable ids."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.documents.decoding import scrub
from kg.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read."""

    id: str
    """Of the document that it holds, if it holds one; empty: take it from the content."""
    name: str
    """The path as shown in messages."""
    suffix: str
    """Key into the registry of readers."""
    open: Callable[[], BinaryIO]


def find(sources: Sequence[str], suffixes: Collection[str], stdin: BinaryIO | None) -> Iterator[Source | InputError]:
    """The files behind `sources`, in the order given and sorted within each; a file named twice comes once.

    A document's id is the file's path without suffix, told from where the user pointed: the bare name of a file
    that is named itself, the path below a folder or below the fixed part of a pattern. So it does not depend on what
    else is read.
    """
    seen: set[str] = set()
    for source in sources:
        found = _standard_input(stdin) if source == "-" else _expand(source, suffixes)
        for item in found:
            if isinstance(item, InputError):
                yield item
            elif (real := os.path.realpath(item.name) if item.id else item.name) not in seen:
                seen.add(real)
                yield item


def suffix_of(name: str, suffixes: Collection[str]) -> str:
    """The longest of `suffixes` that `name` ends with, or empty."""
    return max((suffix for suffix in suffixes if name.lower().endswith(suffix)), key=len, default="")


def _standard_input(stdin: BinaryIO | None) -> Iterator[Source]:
    data = (stdin or sys.stdin.buffer).read()
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    suffix = ".txt"
    if start.startswith(b"{") and not start.startswith(b"{\\"):
        suffix = ".jsonl"
    elif start.startswith((b"<!doctype html", b"<html")):
        suffix = ".html"
    yield Source("", "standard input", suffix, lambda: io.BytesIO(data))


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
    return ", ".join(sorted(suffixes))


def _named(path: Path, suffixes: Collection[str]) -> Source | InputError:
    if suffix_of(path.name, suffixes):
        return _source(path, path.parent, suffixes)
    return InputError(
        f"{path}: got a file of type {path.suffix or '(none)'}, expected one of {_listed(suffixes)}; "
        "rename it, or pipe its text into 'kg build -'"
    )


def _source(path: Path, root: Path, suffixes: Collection[str]) -> Source:
    suffix = suffix_of(path.name, suffixes)
    below = path.relative_to(root).as_posix()
    return Source(scrub(below[: -len(suffix)]) or below, str(path), suffix, lambda: path.open("rb"))


def _walk(folder: Path, root: Path, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    failures: list[OSError] = []
    visited = {os.path.realpath(folder)}
    for here, folders, files in os.walk(folder, onerror=failures.append, followlinks=True):
        kept = [name for name in sorted(folders) if not name.startswith(".")]
        folders[:] = [name for name in kept if _first_visit(os.path.realpath(Path(here, name)), visited)]
        for name in sorted(files):
            if not name.startswith(".") and suffix_of(name, suffixes):
                yield _source(Path(here, name), root, suffixes)
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
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob refuses absolute patterns
        path = Path(match)
        if path.is_dir() and "**" not in parts:
            yield from _walk(path, root, suffixes)
        elif path.is_file() and suffix_of(path.name, suffixes):
            yield _source(path, root, suffixes)
