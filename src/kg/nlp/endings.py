"""What no name ends with: words and signs behind it that the tagger took."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark, words_of

_ASIDE = re.compile(r"\s[-–—]\s+(?=[a-z])")
_OWNS = re.compile(r"['’]s?$")
_SURE = 0.9
"""Score of the tagger from which on the mark of an owner belongs to a name.

14 of 18 names that end so have more, as `Macy's` has, and none of 5 that do not.
"""


def without_endings(encoded: Encoded, text: str, found: Sequence[Mark]) -> list[Mark]:
    """The marks, each name up to its own last word: `Ann Lee` of `Ann Lee - an`, `Quay Nine` of `Quay Nine's`."""
    said = {mark: words_of(encoded, text, mark) for mark in found if mark.is_name}
    bare = {words for mark, words in said.items() if mark.kind != "Person"}
    ends = {mark: end_of_name(words, bare if mark.score < _SURE else ()) for mark, words in said.items()}
    return [_cut(encoded, mark, ends[mark]) if mark in ends else mark for mark in found]


def end_of_name(words: str, bare: Collection[str]) -> int:
    """How many characters of `words` are the name.

    An aside in small letters behind a dash is none of it, nor is a bracket that it does not open, nor the mark of an
    owner if the text has the name without it, among `bare`: `Harper's` may be the whole name.
    """
    if aside := _ASIDE.search(words):
        return aside.start()
    if words.endswith(")") and "(" not in words:
        return len(words) - 1
    owns = _OWNS.search(words)
    return owns.start() if owns and words[: owns.start()] in bare else len(words)


def _cut(encoded: Encoded, mark: Mark, length: int) -> Mark:
    """The mark up to that character of it, if a piece ends there."""
    start = int(encoded.pieces.starts[mark.start])
    end = int(encoded.pieces.ends[mark.end - 1])
    if start + length == end:
        return mark
    last = encoded.pieces.touching(start, start + length)[1]
    return replace(mark, end=last) if mark.start < last < mark.end else mark
