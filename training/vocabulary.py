"""Which of MiniLM's word pieces the weights carry: those that texts are made of.

A sixth of BERT's uncased vocabulary is never or once met in all that the network learns from. Without such a piece its
word is cut into smaller ones, as rarer words are anyway; ids stay as they were.
"""

from __future__ import annotations

import collections
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from batches import load
from kg.nlp.pieces import CLS, PAD, SEP

LEAST = 2
"""Times that a piece is met in the texts of the train part, at least."""
UNKNOWN = 100
SPECIAL = {PAD, UNKNOWN, CLS, SEP}
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""Alphabets all of whose letters are kept, so that each word in them can be cut into pieces."""


def counts(data: Path) -> Counter[int]:
    """How often each piece is met in the train part that `prepare.py` wrote into this folder."""
    train = load(data / "train.pickle")
    seen: Counter[int] = collections.Counter()
    for texts in (train["stories"], *train["swapped"], *train["partial"].values(), train["trees"]):
        for text in texts:
            seen.update(text.ids.tolist())
    return seen


def kept(vocabulary: dict[str, int], seen: Counter[int]) -> list[int]:
    """The ids of the pieces to carry, in order: special ones, those of one letter, and what is met."""
    return sorted(
        number
        for piece, number in vocabulary.items()
        if number in SPECIAL or seen[number] >= LEAST or is_letter(piece.removeprefix("##"))
    )


def is_letter(piece: str) -> bool:
    """Whether a piece is one character that words, numbers or sentences are built from."""
    return len(piece) == 1 and (piece.isascii() or unicodedata.name(piece, "").startswith(SCRIPTS))


def with_pieces(tokenizer: dict[str, Any], numbers: Iterable[int]) -> dict[str, Any]:
    """The tokenizer, as its JSON file has it, with the pieces of these ids alone."""
    chosen = set(numbers)
    vocabulary = {piece: number for piece, number in tokenizer["model"]["vocab"].items() if number in chosen}
    added = [token for token in tokenizer["added_tokens"] if token["id"] in chosen]
    return {**tokenizer, "added_tokens": added, "model": {**tokenizer["model"], "vocab": vocabulary}}


class Rows(nn.Module):
    """The rows of an embedding that are kept, found by the ids that it had."""

    def __init__(self, embedding: nn.Embedding, numbers: list[int]) -> None:
        super().__init__()
        place = torch.full((embedding.num_embeddings,), numbers.index(UNKNOWN), dtype=torch.int32)
        place[numbers] = torch.arange(len(numbers), dtype=torch.int32)
        self.register_buffer("place", place)
        self.words = nn.Embedding.from_pretrained(embedding.weight[numbers].clone())

    def forward(self, ids: Tensor) -> Tensor:
        return self.words(self.place[ids])
