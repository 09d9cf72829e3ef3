"""Firms that bear the names of two people, `Harrow and Stead`, which the tagger takes for two firms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.nlp.encoding import Encoded
from kg.nlp.marks import FIRMS, Mark, span_of, words_of

Pair = tuple[Mark, Mark]

_SURNAME = re.compile(r"[A-Z][a-z]+(?:[-’'][A-Z][a-z]+)?")
_POSTS_OF_ONE = (
    "accountant|adviser|analyst|auditor|broker|consultant|dealer|economist|lawyer|manager|partner|solicitor|"
    "strategist|trader"
)
"""What people are at one firm of advisers, and not at two."""
_AT_ONE = re.compile(rf"\b(?:{_POSTS_OF_ONE}),? (?:at|with|from|of) $")
_OF_ONE = re.compile(r"['’]s? (?:[a-z]+(?:-[a-z]+)* ){0,4}")
"""Between a firm and a person that it has, whatever the post."""
_BEFORE = 40


def with_partners(encoded: Encoded, text: str, found: Sequence[Mark]) -> list[Mark]:
    """The marks, the two surnames with `and` between them that make one firm as one, wherever they stand so.

    They do where one person works there (`an analyst with Harrow and Stead`, `Harrow and Stead's Ann Lee`) and the text
    has neither by itself.
    """
    pairs = _pairs(encoded, text, found)
    if not pairs:
        return list(found)
    said = {mark: words_of(encoded, text, mark) for mark in found if mark.is_name}
    alone = Counter(said.values())
    alone.subtract(said[mark] for pair in pairs for mark in pair)
    people = [mark for mark in said if mark.kind == "Person"]
    firms = {
        (said[pair[0]], said[pair[1]])
        for pair in pairs
        if not any(alone[said[mark]] for mark in pair)
        and not FIRMS.isdisjoint(mark.kind for mark in pair)
        and _is_of_one(encoded, text, pair, people)
    }
    whole = [pair for pair in pairs if (said[pair[0]], said[pair[1]]) in firms]
    parts = {mark for pair in whole for mark in pair}
    return [mark for mark in found if mark not in parts] + [_as_one(*pair) for pair in whole]


def _as_one(first: Mark, second: Mark) -> Mark:
    kind = next((mark.kind for mark in (second, first) if mark.kind in FIRMS), "Company")
    return replace(second, start=first.start, kind=kind, score=min(first.score, second.score))


def _pairs(encoded: Encoded, text: str, found: Sequence[Mark]) -> list[Pair]:
    """The surnames of people or firms that stand on both sides of an `and`, in no longer list."""
    names = sorted((mark for mark in found if mark.is_name), key=lambda mark: mark.start)
    pairs = []
    for first, second in pairwise(names):
        one, two = span_of(encoded, first), span_of(encoded, second)
        if (
            text[one.end : two.start] == " and "
            and {first.kind, second.kind} <= FIRMS | {"Person"}
            and all(_SURNAME.fullmatch(text[span.start : span.end]) for span in (one, two))
            and text[max(one.start - 2, 0) : one.start] != ", "
        ):
            pairs.append((first, second))
    return pairs


def _is_of_one(encoded: Encoded, text: str, pair: Pair, people: Sequence[Mark]) -> bool:
    """Whether one person is said to be at the firm."""
    start, end = span_of(encoded, pair[0]).start, span_of(encoded, pair[1]).end
    if _AT_ONE.search(text[max(start - _BEFORE, 0) : start]):
        return True
    person = min((mark for mark in people if mark.start >= pair[1].end), key=lambda mark: mark.start, default=None)
    return person is not None and _OF_ONE.fullmatch(text[end : span_of(encoded, person).start]) is not None
