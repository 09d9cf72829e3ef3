"""Which suffix is which format, and how a file is written: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from kg.errors import InputError, StoreError
from kg.export import network, page, rdf, table
from kg.export.drawing import LIMIT
from kg.graph.store import Store

Exporter = Callable[[Store], bytes]
FORMATS: Mapping[str, Exporter] = {
    ".ttl": rdf.turtle,
    ".nt": rdf.ntriples,
    ".nq": rdf.nquads,
    ".trig": rdf.trig,
    ".jsonld": rdf.jsonld,
    ".rdf": rdf.rdfxml,
    ".csv": table.csv_table,
    ".graphml": network.graphml,
    ".gexf": network.gexf,
    ".html": page.page,
}
"""By suffix."""


def export(store: Store, path: Path, nodes: int = LIMIT) -> Path:
    """Writes the graph in the format that the suffix of `path` names, in place of any file there; the path.

    A page (.html) holds the `nodes` most important entities, and says what it leaves out; all else holds all of it.

    Raises InputError for a suffix that names none, StoreError where the file cannot be written (an old one stays).
    """
    exporter = FORMATS.get(path.suffix.lower())
    if exporter is None:
        raise InputError(f"{path}: got the suffix {path.suffix!r}, expected one of {', '.join(FORMATS)}")
    written = page.page(store, nodes) if exporter is page.page else exporter(store)
    try:
        _replace(path, written)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    return path


def _replace(path: Path, written: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
        Path(draft).chmod(0o666 & ~_mask())
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise


def _mask() -> int:
    # mkstemp makes files for the owner alone; the mask that other files get can only be read by setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
