"""Headlines: they cut a name short that the text below gives in full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Span
from kg.names import plain
from kg.nlp.marks import FIRMS

_HEADLINE = re.compile(r"(?:.{0,100}\n){1,12}|.{1,80}?[.!?][\"”'’]?\s")
"""The few short lines that a text begins with, or its first sentence if it is as short."""

PERSON = "Person"
MISTAKEN = FIRMS | {"Product", "PoliticalParty", "Event"}
"""Kinds that a surname is taken for where nothing but a verb stands beside it."""


def end_of_headline(text: str) -> int:
    """The character behind the headline of a text; 0 where it has none."""
    found = _HEADLINE.match(text)
    return found.end() if found else 0


def surnames(text: str, names: Sequence[tuple[Span, str]]) -> list[int]:
    """Which of `names`, spans with their kinds, are people that the text below the headline names in full.

    `Marsden unveils plan`, above `Helen Marsden`: single words of the headline that are no person's name by their kind.
    Not where the text below has the word in a name of another kind, as of a firm that bears its founder's.
    """
    end = end_of_headline(text)
    words = [plain(text[span.start : span.end]).split() for span, _ in names]
    below = [(said, kind) for said, (span, kind) in zip(words, names, strict=True) if span.start >= end]
    full = {said[-1] for said, kind in below if kind == PERSON and len(said) > 1}
    others = {word for said, kind in below if kind != PERSON for word in said}
    return [
        number
        for number, (said, (span, kind)) in enumerate(zip(words, names, strict=True))
        if span.end <= end and kind in MISTAKEN and len(said) == 1 and said[0] in full - others
    ]
