"""What no name and no title begins with: words of the time, the office or the place before it that the tagger took."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from kg.names import plain
from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark, span_of

ZONES = frozenset("GMT BST UTC CET CEST EET IST HKT JST EST EDT CST CDT PST PDT".split())
"""Time zones as news writes them behind a time of day."""

_ZONE = re.compile(rf"(?:{'|'.join(sorted(ZONES))})\s+(?=\S)")
_TIME = re.compile(r"\d(?: ?[ap]m)? $")
_SEAT = re.compile(r"[A-Z][\w.'’ ]*-based\s+(?=\S)")
_OFFICE = re.compile(r"(\w+) of the $")
_FIRST_OF_THREE = re.compile(r"[A-Z]\w+\s+(?=[A-Z][\w.'’-]*\s+[A-Z])")
_BEFORE = 40
"""Characters before a mark in which what it goes on from stands."""


def without_openings(encoded: Encoded, text: str, found: Sequence[Mark], offices: Collection[str]) -> list[Mark]:
    """The marks, each from its own first word on: `1300 GMT` `Harbour Fair`, `Chancellor of the Exchequer` `Ann Lee`.

    `offices` are the plain words for the posts that a person's name follows.
    """
    return [_cut(encoded, text, mark, offices) for mark in found]


def is_zone(word: str) -> bool:
    """Whether a word is a time zone."""
    return word in ZONES


def _cut(encoded: Encoded, text: str, mark: Mark, offices: Collection[str]) -> Mark:
    if not (mark.is_name or mark.kind == "Title"):
        return mark
    span = span_of(encoded, mark)
    before = text[max(span.start - _BEFORE, 0) : span.start]
    length = opening(mark.kind, text[span.start : span.end], before, offices)
    return replace(mark, start=int(np.searchsorted(encoded.pieces.starts, span.start + length))) if length else mark


def opening(kind: str, words: str, before: str, offices: Collection[str]) -> int:
    """How many characters at the beginning of a mark of this kind belong to what stands `before` it."""
    found = None
    if kind == "Title":
        found = _SEAT.match(words)
    elif _TIME.search(before):
        found = _ZONE.match(words)
    elif kind == "Person" and (office := _OFFICE.search(before)) and plain(office[1]) in offices:
        found = _FIRST_OF_THREE.match(words)
    return found.end() if found else 0
