"""Readers without a model for processes of their own: each answers, dies or complains as a document's text says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import WeightsError
from kg.model import Document
from kg.reading import Reader


def begin(folder: Path) -> Callable[[Document], str]:
    """Reads a text by doing what it says; `folder` holds what processes leave to each other."""

    def read(document: Document) -> str:
        word, _, rest = document.text.partition(" ")
        if word == "slow":
            time.sleep(float(rest))
        if word == "die" or (word == "once" and _first(folder / document.id)):
            os._exit(7)
        if word == "complain":
            raise WeightsError("nothing to read with")
        if word == "chatter":
            os.write(1, b"not an answer")
        return f"{document.id}: {word}"

    return read


def _first(path: Path) -> bool:
    first = not path.exists()
    path.touch()
    return first


def begin_in_vain() -> Callable[[Document], str]:
    os._exit(3)


def process_of(_: Reader, __: Document) -> int:
    """Where a document is read."""
    return os.getpid()
