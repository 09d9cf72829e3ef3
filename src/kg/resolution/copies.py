"""Documents that tell one story in nearly the same words, as when ten papers print what an agency wrote."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kg.model import Document

ALIKE = 0.4
"""Share of equal numbers in two sketches above which they are copies. Of 1,658 news reports, pairs that are copies have
0.5 and more, follow-ups that share their background paragraphs 0.45 and less, unrelated ones below 0.03."""
_NUMBER = 16
"""Bits of one number of a sketch."""
_BAND = 6
"""Bytes that must be equal somewhere for two sketches to be compared: three numbers of 192. That finds 98 in 100 pairs
with a likeness of 0.4, nearly all above, and 8 in a million of those that have 0.005."""
HUBS = 20
"""Sketches of a band that all others of it are compared with, the first by key: more than papers print one story, as a
rule, but of a bulletin that is printed every day there may be a thousand."""


def find_copies(documents: Iterable[Document]) -> dict[str, str]:
    """Of each document that is a copy of others, the first by id among all that are: itself, or another.

    A function of the set of documents, whatever their order; documents without a sketch are nobody's copies. The time
    it takes grows with their number, not with its square. `growing.copies` gives the same, change by change.
    """
    bearers: dict[int, list[str]] = defaultdict(list)
    sketches: dict[int, bytes] = {}
    for document in documents:
        if document.sketch:
            sketch = base64.b64decode(document.sketch)
            key = key_of(sketch)
            sketches[key] = sketch
            bearers[key].append(document.id)
    groups: dict[int, list[str]] = defaultdict(list)
    for key, root in _joined(sketches).items():
        groups[root] += bearers[key]
    return {id_: min(group) for group in groups.values() if len(group) > 1 for id_ in group}


def _joined(sketches: Mapping[int, bytes]) -> dict[int, int]:
    """For each sketch, one that it shares with those alike, and with those alike to them."""
    roots = {key: key for key in sketches}
    for one, other in _candidates(sketches):
        first, second = _root(roots, one), _root(roots, other)
        if first != second and likeness(sketches[one], sketches[other]) >= ALIKE:
            roots[max(first, second)] = min(first, second)
    return {key: _root(roots, key) for key in sketches}


def _root(roots: dict[int, int], key: int) -> int:
    while roots[key] != key:
        roots[key] = roots[roots[key]]
        key = roots[key]
    return key


def _candidates(sketches: Mapping[int, bytes]) -> Iterator[tuple[int, int]]:
    """Pairs that are to be compared, one band after another."""
    for place in range(max(map(count_bands, sketches.values()), default=0)):
        buckets: dict[int, list[int]] = defaultdict(list)
        for key in sorted(sketches):
            buckets[band(sketches[key], place)].append(key)
        for bucket in buckets.values():
            for at, key in enumerate(bucket):
                for hub in bucket[: min(at, HUBS)]:
                    yield hub, key


def key_of(sketch: bytes) -> int:
    """A number of 64 bits that no other sketch has, but for one chance in 10^19 a pair."""
    return int.from_bytes(hashlib.blake2b(sketch, digest_size=8).digest(), "big", signed=True)


def count_bands(sketch: bytes) -> int:
    return -(-len(sketch) // _BAND)


def band(sketch: bytes, place: int) -> int:
    """Equal for sketches that have the same bytes in this place."""
    return place << 8 * _BAND | int.from_bytes(sketch[place * _BAND : (place + 1) * _BAND], "big")


def likeness(one: bytes, other: bytes) -> float:
    """The share of equal numbers, in [0, 1]; 0 for sketches of unlike length."""
    if len(one) != len(other) or not one:
        return 0.0
    count, low, high = _masks(len(one))
    differ = int.from_bytes(one, "little") ^ int.from_bytes(other, "little")
    # All numbers at once: the sum carries into the high bit of each that has one of the lower bits.
    unequal = ((differ & low) + low | differ) & high
    return (count - unequal.bit_count()) / count


@cache
def _masks(length: int) -> tuple[int, int, int]:
    """How many numbers so many bytes hold; the lower bits of all of them, and the high one of each."""
    count = -(-length * 8 // _NUMBER)
    ones = sum(1 << _NUMBER * place for place in range(count))
    return count, ones * ((1 << _NUMBER - 1) - 1), ones << _NUMBER - 1
