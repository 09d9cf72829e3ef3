"""Style and scripts of the page: its own, those that it shares with the exported page, and pyvis's vis-network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import resources

from kg.export.assets import SCRIPTS, asset, library
from kg.serve.files import File, made

FILES = "/graph/files"
STYLES = ("canvas.css", "graph.css")
LOADED = ("vis-network.js", *SCRIPTS, "graph.js")
"""In this order."""


@cache
def file(name: str) -> File | None:
    """The file of this name; None where there is none."""
    read = _READERS.get(name)
    return made(name, read().encode()) if read else None


def link(name: str) -> str:
    """Its address, which changes with its content, so that browsers may keep it for ever."""
    found = file(name)
    return f"{FILES}/{name}?v={found.digest if found else ''}"


def _own(name: str) -> str:
    return (resources.files("kg.serve.graphview") / "static" / name).read_text(encoding="utf-8")


_READERS: Mapping[str, Callable[[], str]] = {
    "vis-network.js": library,
    **{name: partial(asset, name) for name in (*SCRIPTS, "canvas.css")},
    **{name: partial(_own, name) for name in ("graph.js", "graph.css")},
}
