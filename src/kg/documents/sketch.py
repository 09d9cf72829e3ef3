"""Sketches of texts: small, and alike where the texts share wording (MinHash, Broder 1997)."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 3
"""Words that are looked at together. With two more, an editor who changes every tenth word hides most of a copy."""
PLACES = 192
"""Numbers of a sketch: the share of equal ones is within 0.04 of the share of common shingles, as a rule."""
_CHUNK = 4096
"""Shingles worked on at once, so that a book takes no more memory than an article."""
_WORD = re.compile(r"\w+")
_MASK = (1 << 64) - 1
_ODD = 0xC2B2AE3D27D4EB4F


def sketch(text: str) -> str:
    """384 bytes in base64: 192 numbers of two bytes, of which two texts share as many as they share of their shingles.

    Case, punctuation and white space do not matter. Empty for a text without words.
    """
    shingles = _shingles(_WORD.findall(text.casefold()))
    if shingles is None:
        return ""
    import numpy as np  # noqa: PLC0415 - 0.1 s that reading a graph need not pay

    factors, terms = _hashes()
    least = np.full(PLACES, 0xFFFF, dtype=np.uint64)
    for start in range(0, len(shingles), _CHUNK):
        values = (shingles[start : start + _CHUNK, None] * factors + terms) >> np.uint64(48)
        least = np.minimum(least, values.min(axis=0))
    return base64.b64encode(least.astype("<u2").tobytes()).decode("ascii")


def _shingles(words: list[str]) -> NDArray[np.uint64] | None:
    """A number for each run of words; one for all of a text that is shorter; None for no words."""
    if not words:
        return None
    import numpy as np  # noqa: PLC0415 - as above

    codes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    width = min(WIDTH, len(words))
    count = len(words) - width + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ (codes[offset : offset + count] * np.uint64(_ODD))
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


@cache
def _hashes() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factor and term of each place's hash function: multiply, add, shift (Dietzfelbinger 1996)."""
    import numpy as np  # noqa: PLC0415 - as above

    numbers = list(islice(_numbers(), 2 * PLACES))
    factors = np.array([number | 1 for number in numbers[:PLACES]], dtype=np.uint64)
    return factors, np.array(numbers[PLACES:], dtype=np.uint64)


def _numbers() -> Iterator[int]:
    """The same numbers on every machine, for ever: SplitMix64 (Steele, Lea and Flood 2014)."""
    state = 0
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield mixed ^ (mixed >> 31)
