"""Files that pages need: style, scripts, and what the build of the package put beside them."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

LEVEL = 9
"""Each file is compressed once."""


@dataclass(frozen=True, slots=True)
class File:
    """A file, ready to be sent."""

    content_type: str
    content: bytes
    packed: bytes
    """By gzip."""


@cache
def file(name: str) -> File | None:
    """The static file of this name; None where there is none. A name is looked up, never opened as a path."""
    found = _found().get(name)
    if found is None:
        return None
    content = found.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return File(kind, content, gzip.compress(content, LEVEL, mtime=0))


def has(name: str) -> bool:
    """True where the package holds this file."""
    return name in _found()


@cache
def _found() -> dict[str, Traversable]:
    return dict(_walk(resources.files("kg.serve.pages") / "static", ""))


def _walk(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item, f"{above}{item.name}/")
        else:
            yield above + item.name, item
