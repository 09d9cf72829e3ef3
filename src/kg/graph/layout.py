"""A store's folder: its version, how its two parts are opened, and what is said when that fails."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.ledger import Ledger
from kg.settings import Settings

VERSION = 1
"""Of the layout and of the RDF shape: a store of another version is not read."""
MARKER, LEDGER, GRAPH, VIEWS = "kg-store.json", "ledger.sqlite", "graph", "views"
DRAFT = ".new"
"""Ends the name of a marker that is being written."""
ATTEMPTS, PAUSE = 5, 0.05
"""A reader that opens a view while a writer drops it finds files missing; the next look finds the newer view."""
PATIENCE = 3.0
"""Seconds that a writer waits for another to let go."""


def check(path: Path, settings: Settings | None) -> Settings:
    """`settings` with the base of the store at `path`, or those that it was last written with where None is given.

    StoreError where there is no store that this program reads.
    """
    if not path.exists():
        raise StoreError(f"{path}: no store there; make one with: kg build SOURCE --store {path}")
    marker = path / MARKER
    if not marker.is_file():
        raise StoreError(f"{path}: not a kg store ({MARKER} is missing); name the folder that kg build wrote")
    kept = _read_marker(path, marker)
    return replace(settings, base=kept.base) if settings else kept


def remembered(path: Path) -> Settings:
    """What the store at `path` was last written with; the defaults where there is no store yet."""
    return check(path, None) if (path / MARKER).is_file() else Settings()


def prepare(path: Path, settings: Settings | None) -> Settings:
    """As `check`, and makes the store's folder where there is none or where it is empty; keeps `settings` in it."""
    if path.is_dir() and not (path / MARKER).exists() and _holds_others(path):
        raise StoreError(f"{path}: holds other files and no kg store; choose a new or an empty folder")
    if not (path / MARKER).exists():
        path.mkdir(parents=True, exist_ok=True)
        _write_marker(path, settings or Settings())
    told, kept = check(path, settings), check(path, None)
    if (told.ontology, told.min_confidence) != (kept.ontology, kept.min_confidence):
        _write_marker(path, told)
    return told


def _holds_others(path: Path) -> bool:
    """Whether there is more than what a run leaves that ended while it made the store."""
    return any(file.name != f"{MARKER}{DRAFT}" for file in path.iterdir())


def open_to_write(path: Path) -> tuple[ox.Store, Ledger]:
    """The graph first: its lock keeps a second writer out of the ledger too."""
    graph = _locked_graph(path / GRAPH)
    ledger = Ledger.writable(path / LEDGER)
    if not _views(path):
        publish(path, graph)
    return graph, ledger


def _locked_graph(folder: Path) -> ox.Store:
    """The graph, once nobody else has it: a server keeps it for a moment after each change."""
    ended = time.monotonic() + PATIENCE
    while True:
        try:
            return ox.Store(folder)
        except OSError as error:
            if "/LOCK" not in str(error) or time.monotonic() > ended:
                raise
        time.sleep(PAUSE)


def open_to_read(path: Path) -> tuple[ox.Store, Ledger]:
    """The newest view, and the ledger; neither can be changed through what comes back."""
    for left in reversed(range(ATTEMPTS)):
        views = _views(path)
        try:
            if views:
                return ox.Store.read_only(str(views[-1])), Ledger.readable(path / LEDGER)
        except (OSError, RuntimeError):
            if not left:
                raise
        time.sleep(PAUSE)
    raise StoreError(f"{path}: {UNWRITTEN}")


def version(path: Path) -> int:
    """The number of the newest view: it grows with each write. 0 where nothing was written yet."""
    views = _views(path)
    return int(views[-1].name) if views else 0


def publish(path: Path, graph: ox.Store) -> None:
    """Makes what the graph now says the newest view, and drops the older ones: readers that hold one keep its files."""
    old = _views(path)
    draft = path / VIEWS / "new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(exist_ok=True)
    graph.backup(str(draft))
    draft.rename(path / VIEWS / str(int(old[-1].name) + 1 if old else 1))
    settle(path / VIEWS)
    for view in old:
        shutil.rmtree(view, ignore_errors=True)


def settle(folder: Path) -> None:
    """Puts the names in a folder on the disk, where the system has a way to."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _views(path: Path) -> list[Path]:
    found = [view for view in (path / VIEWS).glob("*") if view.name.isdecimal()]
    return sorted(found, key=lambda view: int(view.name))


@contextmanager
def explained(path: Path | None) -> Iterator[None]:
    """Turns what the file system, SQLite or RocksDB raise into one clear line."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:
        raise StoreError(f"{path or 'the store in memory'}: {_advice(error)}") from error


def _write_marker(path: Path, settings: Settings) -> None:
    ontology = str(settings.ontology.resolve()) if settings.ontology else None
    said = {"version": VERSION, "base": settings.base, "ontology": ontology, "min_confidence": settings.min_confidence}
    draft = path / f"{MARKER}{DRAFT}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")
        file.flush()
        os.fsync(file.fileno())  # else power that fails may leave an empty file under the name
    draft.replace(path / MARKER)


def _read_marker(path: Path, marker: Path) -> Settings:
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))
        version = found["version"]
        if version == VERSION:
            ontology = Path(found["ontology"]) if found["ontology"] else None
            return Settings(base=str(found["base"]), ontology=ontology, min_confidence=float(found["min_confidence"]))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{marker}: {DAMAGED}") from error
    raise StoreError(
        f"{path}: store of version {version}, this kg reads version {VERSION}; build it again from its documents "
        "into another folder (kg build SOURCE --store DIR), or use the kg that wrote it"
    )


UNWRITTEN = "holds nothing yet, or lost what it held; run kg build again on its documents"
DAMAGED = "damaged; build again into another folder with: kg build SOURCE --store DIR"
LOCKED = "another kg is writing to it; wait for it to end, or build into another --store"
FULL = "the disk is full; make room and run the same command again, nothing is lost"
REFUSED = "the disk takes no more (a quota or a fault); mend it and run the same command again, nothing is lost"
PROTECTED = "cannot be written; choose another folder with --store"
ADVICE = {
    LOCKED: ("/LOCK", "lock hold", "database is locked"),
    FULL: ("No space left", "disk is full", "File too large"),
    REFUSED: ("SQLITE_IOERR_WRITE", "Disk quota exceeded"),
    PROTECTED: ("Permission denied", "readonly database", "Read-only file system"),
    DAMAGED: ("not a database", "malformed", "Corruption"),
}
"""What to say, by what the libraries say: they have no other way to tell."""


def _advice(error: Exception) -> str:
    said = str(error)
    named = f"{getattr(error, 'sqlite_errorname', '')} {said}"
    for advice, signs in ADVICE.items():
        if any(sign in named for sign in signs):
            return advice
    if isinstance(error, OSError) and error.errno in (errno.ENOTDIR, errno.EEXIST):
        return "not a folder; choose another one with --store"
    return f"cannot be used ({said}); check the folder, or choose another one with --store"
