"""Runs the encoder over a text's windows and lays what it says back over the text's pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import Span
from kg.nlp.pieces import CASES, CLS, SEP, Pieces, PieceTokenizer
from kg.nlp.weights import Weights
from kg.nlp.windows import Window, windows

Floats = NDArray[np.float32]

PER_PIECE = (
    "tags0", "tags1", "tags2", "upos", "xpos", "lemma", "start",
    "dependent", "governor", "label_dependent", "label_governor",
)  # fmt: skip
"""Outputs of the encoder graph with one row a piece, beside `states`."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the encoder sees it. All arrays of `rows` have one row a piece."""

    pieces: Pieces
    breaks: tuple[int, ...]
    """Pieces that begin a block of the body."""
    windows: tuple[Window, ...]
    states: tuple[Floats, ...]
    """Relation states of each window, the special first and last piece included."""
    rows: dict[str, NDArray[np.generic]]


def body_pieces(tokenize: PieceTokenizer, text: str, body: Sequence[Span]) -> tuple[Pieces, tuple[int, ...]]:
    """The word pieces of the body's blocks, with offsets into `text`, and where each block begins."""
    parts = [(span.start, tokenize(text[span.start : span.end])) for span in body]
    parts = [(offset, part) for offset, part in parts if len(part)]
    breaks = np.cumsum([0, *(len(part) for _, part in parts)])[:-1]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Pieces(empty, empty, empty, empty), ()
    pieces = Pieces(
        np.concatenate([part.ids for _, part in parts]),
        np.concatenate([part.cases for _, part in parts]),
        np.concatenate([part.starts + offset for offset, part in parts]),
        np.concatenate([part.ends + offset for offset, part in parts]),
    )
    return pieces, tuple(breaks.tolist())


def encode(weights: Weights, text: str, body: Sequence[Span]) -> Encoded:
    """Reads the body of a text.

    Windows go through the encoder one at a time: its int8 scales are taken over a whole input, so that a window read
    in a batch would depend on its neighbours, and the same document would not always give the same facts.
    """
    pieces, breaks = body_pieces(weights.tokenize, text, body)
    cut = tuple(windows(pieces, breaks))
    states: list[Floats] = []
    owned: dict[str, list[NDArray[np.generic]]] = {name: [] for name in PER_PIECE}
    names = [*PER_PIECE, "states"]
    for window in cut:
        outputs = dict(zip(names, weights.encoder.run(names, _inputs(pieces, window)), strict=True))
        states.append(outputs["states"])
        for name in PER_PIECE:
            owned[name].append(outputs[name][1 + window.own_start - window.start : 1 + window.own_end - window.start])
    rows = {name: np.concatenate(parts) for name, parts in owned.items() if parts}
    return Encoded(pieces, breaks, cut, tuple(states), rows)


def _inputs(pieces: Pieces, window: Window) -> dict[str, NDArray[np.int64]]:
    inside = slice(window.start, window.end)
    return {
        "ids": np.concatenate([[CLS], pieces.ids[inside], [SEP]]),
        "cases": np.concatenate([[len(CASES)], pieces.cases[inside], [len(CASES)]]),
    }


def probability(logit: float) -> float:
    """The logistic function."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
