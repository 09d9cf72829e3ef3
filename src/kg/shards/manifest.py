"""Manifests: what a shard was made from and what came out; a shard without one is not there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

VERSION = 1
"""Of manifests and results: shards of another version are made again."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a slice's shards are a function of."""

    slice: str
    """Its name."""
    input: str
    """Digest of the bytes of its files."""
    reader: str
    """Digest of what reads them: code, weights, ontology, settings."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of one shard: part `part` of its slice."""

    origin: Origin
    part: int
    last: bool
    """True for the slice's last part."""
    final: bool
    """False where another try may give more: a file changed meanwhile, or a process ended over a document."""
    model: str
    """Name of the weights."""
    sources: tuple[str, ...]
    """The slice's files."""
    documents: int
    claims: int
    errors: tuple[str, ...]
    """A line for each source or part of one that could not be read."""
    result: str
    """Digest of the result file (SHA-256)."""

    @property
    def name(self) -> str:
        """Of its file; that of the result has another suffix."""
        return f"{stem(self.origin.slice, self.part)}.json"

    @property
    def result_name(self) -> str:
        return f"{stem(self.origin.slice, self.part)}.jsonl.zst"

    @property
    def items(self) -> int:
        """What `Slice.read` gives for it."""
        return self.documents + len(self.errors)


def stem(slice_name: str, part: int) -> str:
    """The name of a shard's files, without suffixes."""
    return f"{slice_name}-{part:05}"


def dump_manifest(manifest: Manifest) -> bytes:
    return (json.dumps({"version": VERSION, **asdict(manifest)}, indent=1) + "\n").encode()


def load_manifest(written: bytes) -> Manifest | None:
    """None where it is no manifest of this version."""
    try:
        told = json.loads(written)
        if told.pop("version") != VERSION or set(told) != {field.name for field in fields(Manifest)}:
            return None
        lists = {name: tuple(told[name]) for name in ("sources", "errors")}
        return Manifest(**{**told, **lists, "origin": Origin(**told["origin"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
