"""Files that pages need: style, scripts, and what the build of the package put beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from kg.serve.files import File, made


@cache
def file(name: str) -> File | None:
    """The static file of this name; None where there is none. A name is looked up, never opened as a path."""
    found = _found().get(name)
    return made(name, found.read_bytes()) if found else None


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
