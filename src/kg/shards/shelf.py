"""The shelf: where the files of shards lie, a folder or an fsspec URL. A file is there whole or not at all."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from kg.errors import KGError, StoreError
from kg.graph.layout import settle


class Shelf(Protocol):
    """A flat set of files; StoreError where it cannot be used."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Puts a file there, in place of any other of that name: at every moment the old one or the new one."""


def open_shelf(address: str) -> Shelf:
    """The shelf in a folder, or at an fsspec URL such as `s3://bucket/shards`; KGError where fsspec is not there."""
    return UrlShelf(address) if "://" in address else FolderShelf(Path(address))


class FolderShelf:
    """A folder, made when the first file comes. Several processes may write to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __str__(self) -> str:
        return str(self._folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self, error) from error

    def write(self, name: str, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{name}.{uuid4().hex}"
            try:
                _write_through(draft, data)
                draft.replace(self._folder / name)
            finally:
                draft.unlink(missing_ok=True)
            settle(self._folder)
        except OSError as error:
            raise _unusable(self, error) from error


class UrlShelf:
    """Where fsspec reaches. Stores of clouds put a file there whole; the manifest's digest guards against others."""

    def __init__(self, address: str) -> None:
        try:
            fsspec = import_module("fsspec")
        except ImportError as error:
            raise KGError(
                f"{address}: shards behind a URL need fsspec, which is not installed; "
                "run: pip install 'kg-builder[fsspec]', or name a folder"
            ) from error
        self._address = address
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:  # no such protocol, or the package that speaks it is missing
            raise KGError(f"{address}: cannot be reached ({error}); name a folder, or install what it needs") from error

    def __str__(self) -> str:
        return self._address

    def read(self, name: str) -> bytes | None:
        try:
            data: Any = self._files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self, error) from error
        return bytes(data)

    def write(self, name: str, data: bytes) -> None:
        try:
            self._files.makedirs(self._root, exist_ok=True)
            self._files.pipe_file(self._path(name), data)
        except OSError as error:
            raise _unusable(self, error) from error

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _unusable(shelf: Shelf, error: OSError) -> StoreError:
    why = error.strerror or str(error)
    return StoreError(f"{shelf}: shards cannot be kept there ({why}); what was done is not lost: mend it, run again")
