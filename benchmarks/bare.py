"""The encoder alone, as a process of `kg.workers` runs it; a module of its own, since other processes import it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from kg.model import Document
from kg.reading import UNNEEDED


def encoder(threads: int) -> Callable[[Document], int]:
    """Runs the encoder over a document; gives the number of its word pieces."""
    sys.modules.update(dict.fromkeys(UNNEEDED))  # as the processes that read do, so that both begin alike
    from kg.nlp import encoding, weights  # noqa: PLC0415  (would import what is not needed)

    model = weights.load(threads=threads)

    def read(document: Document) -> int:
        return len(encoding.encode(model, document.text, document.body).pieces)

    return read
