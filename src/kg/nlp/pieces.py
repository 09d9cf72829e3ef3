"""Word pieces with their case and their place in the text: what the encoder reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CASES = ("lower", "title", "upper", "mixed", "digit", "other")
"""The encoder's vocabulary is lower-cased; names are told by their capitals, so each piece carries its case."""

CLS, SEP, PAD = 101, 102, 0
"""Ids of BERT's special pieces."""

SENTENCE_ENDS = (1012, 1029, 999)
"""Ids of `.`, `?` and `!` in BERT's uncased vocabulary."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text, as four arrays of the same length."""

    ids: NDArray[np.int64]
    cases: NDArray[np.int64]
    """Indices into `CASES`."""
    starts: NDArray[np.int64]
    """Characters in the text."""
    ends: NDArray[np.int64]
    """Half-open."""

    def __len__(self) -> int:
        return len(self.ids)

    def touching(self, start: int, end: int) -> tuple[int, int]:
        """The pieces (half-open, at least one) that touch characters `start` to `end`."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return first, max(first + 1, int(np.searchsorted(self.starts, end, side="left")))


_REMEMBERED = 16_384
"""Words with their case; some 2 MB."""


@lru_cache(maxsize=_REMEMBERED)
def case_of(word: str) -> int:
    """The index in `CASES` of the shape of `word`."""
    if word[:1].isdigit():
        return 4
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word.istitle():
        return 1
    return 3 if any(c.isupper() for c in word) else 5


class PieceTokenizer:
    """BERT word pieces of a text, without special pieces."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def __call__(self, text: str) -> Pieces:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        cases = [case_of(text[start:end]) for start, end in encoding.offsets]
        return Pieces(
            np.array(encoding.ids, dtype=np.int64), np.array(cases, dtype=np.int64), offsets[:, 0], offsets[:, 1]
        )
