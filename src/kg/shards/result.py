"""Result files: a line a document with what was found in it, or an error in its place; packed by zstd."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import zstandard

from kg.errors import InputError
from kg.graph.codec import dump_claims, dump_document, load_document, load_extraction
from kg.model import Extraction

LEVEL = 3
Item = tuple[Extraction, str] | InputError
"""What was found in a document, with the name of its file."""


class ResultWriter:
    """Packs items as they come, so that only their packed form is held."""

    def __init__(self) -> None:
        self._packer = zstandard.ZstdCompressor(LEVEL, write_checksum=True).compressobj()
        self._packed: list[bytes] = []
        self.documents = self.claims = 0
        self.errors: list[str] = []

    def add(self, item: Item) -> None:
        if isinstance(item, InputError):
            self.errors.append(str(item))
            line: list[str] = [str(item)]
        else:
            extraction, name = item
            self.documents += 1
            self.claims += len(extraction.claims)
            line = [name, dump_document(extraction.document), dump_claims(extraction)]
        self._packed.append(self._packer.compress(json.dumps(line).encode() + b"\n"))

    def close(self) -> bytes:
        """The file."""
        self._packed.append(self._packer.flush())
        return b"".join(self._packed)


def read_result(packed: bytes) -> Iterator[Item]:
    """The items of a result file, in order."""
    for line in _lines(zstandard.ZstdDecompressor().read_to_iter(packed)):
        told = json.loads(line)
        if len(told) == 1:
            yield InputError(told[0])
        else:
            name, document, claims = told
            yield load_extraction(load_document(document), claims), name


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends; the file's last byte is one."""
    begun: list[bytes] = []
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            yield b"".join([*begun, line])
            begun = []
        begun.append(rest)
