"""The one way in: every document that the sources hold, and a clear line for everything that could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kg.documents.fetching import Fetcher
from kg.documents.readers import READERS
from kg.documents.sources import Source, find
from kg.errors import InputError
from kg.model import Document

Taken = dict[bytes, tuple[bytes, str]]
"""By the digest of an id: the digest of its text, and the file it was in."""


def find_files(sources: Sequence[str]) -> Iterator[Source | InputError]:
    """The files behind `sources`, in order, none of them opened yet; fit for pickle. Web addresses are refused."""
    return find(sources, READERS, None)


def read_sources(
    sources: Sequence[str], stdin: BinaryIO | None = None, fetch: bool = False
) -> Iterator[Document | InputError]:
    """The documents of `sources` one by one, in order; what cannot be read comes as an InputError in its place.

    No two documents that come out share an id: the same text under the same id comes once, and a different text under
    an id already taken comes as an InputError. One document is held at a time, and some 200 bytes of each before it.
    With `fetch`, web addresses are sources too.
    """
    taken: Taken = {}
    for source in find(sources, READERS, stdin, Fetcher(READERS) if fetch else None):
        if isinstance(source, InputError):
            yield source
            continue
        for item in read_file(source):
            unique = item if isinstance(item, InputError) else checked(item, source.name, taken)
            if unique is not None:
                yield unique


def read_file(source: Source) -> Iterator[Document | InputError]:
    """The documents of one file; ids may come twice."""
    try:
        yield from READERS[source.suffix](source)
    except InputError as error:
        yield error
    except OSError as error:
        reason = error.strerror or str(error)
        yield InputError(f"{source.name}: cannot be read ({reason}); check that it is there and may be read")


def checked(document: Document, name: str, taken: Taken) -> Document | InputError | None:
    """`document` if its id is free, None if it was read before, an error if its id belongs to another text."""
    identifier, digest = _digest(document.id), _digest(document.text)
    if identifier not in taken:
        taken[identifier] = (digest, name)
        return document
    known, first = taken[identifier]
    if known == digest:
        return None
    return InputError(
        f"{name}: its id {document.id!r} is already that of another text, from {first}; an id names one document: "
        "rename the file (or the id), or name the folder above both, where the path tells them apart"
    )


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
