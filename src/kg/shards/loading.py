"""From shards to what was read: the same documents and the same errors, in the same order, as without shards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from kg.documents import Taken, checked
from kg.errors import InputError, StoreError
from kg.model import Extraction
from kg.shards.making import Made
from kg.shards.manifest import Manifest
from kg.shards.result import Item, read_result
from kg.shards.shelf import Shelf


def load(made: Iterable[Made | InputError], shelf: Shelf) -> Iterator[Extraction | InputError]:
    """What was found in each document of these shards, one at a time; an id comes once, as in `read_sources`."""
    taken: Taken = {}
    for item in made:
        if isinstance(item, InputError):
            yield item
            continue
        for manifest in item.manifests:
            for found in _items(shelf, manifest):
                unique = found if isinstance(found, InputError) else _unique(*found, taken)
                if unique is not None:
                    yield unique


def _unique(extraction: Extraction, name: str, taken: Taken) -> Extraction | InputError | None:
    told = checked(extraction.document, name, taken)
    return told if told is None or isinstance(told, InputError) else extraction


def _items(shelf: Shelf, manifest: Manifest) -> Iterator[Item]:
    packed = shelf.read(manifest.result_name)
    if packed is None or hashlib.sha256(packed).hexdigest() != manifest.result:
        raise StoreError(
            f"{shelf}: {manifest.result_name} was changed or taken away since its manifest was written; run again"
        )
    return read_result(packed)
