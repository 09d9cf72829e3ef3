"""Finds and normalises dates, money, shares and numbers in text, by a small grammar in linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import Span, ValueKind
from kg.nlp import amounts, dates

_MAY = re.compile(r"(?:may|march|mar|sun|sat|second|last)", re.IGNORECASE)
"""Words that are something else more often than a date when they stand alone in lower case."""

_PART = re.compile(r"\b(?:the )?(?:end|start|beginning|middle) of $", re.IGNORECASE)
_PART_MOST = len("the beginning of ") + 1


def normalise(kind: ValueKind, text: str, published: str = "") -> str:
    """The lexical form of `model.Value`; the text itself, in single blanks, where it has none.

    Relative dates are resolved against `published` (an ISO day) only.
    """
    words = " ".join(text.split())
    if kind is ValueKind.DATE:
        return dates.day(words, published) or words.rstrip(".")
    readers = {ValueKind.MONEY: amounts.money, ValueKind.PERCENT: amounts.percent, ValueKind.NUMBER: amounts.number}
    read = readers.get(kind)
    return (read(words) if read else "") or words


def find(text: str, body: Sequence[Span]) -> list[tuple[Span, ValueKind]]:
    """The money, shares and dates inside the parts of `body`, in text order, none overlapping another."""
    taken: list[tuple[Span, ValueKind]] = []
    for part in body:
        starts: list[int] = []
        inside: list[tuple[Span, ValueKind]] = []
        for span, kind in _candidates(text, part):
            at = bisect_left(starts, span.start)
            if not any(span.overlaps(other) for other, _ in inside[max(0, at - 1) : at + 1]):
                starts.insert(at, span.start)
                inside.insert(at, (span, kind))
        taken += inside
    return sorted(taken)


def _candidates(text: str, part: Span) -> Iterator[tuple[Span, ValueKind]]:
    """Candidates, those that win over others first."""
    for rule, kind in ((amounts.MONEY, ValueKind.MONEY), (amounts.PERCENT, ValueKind.PERCENT)):
        for found in rule.finditer(text, part.start, part.end):
            yield Span(*found.span()), kind
    for found in dates.find(text, part.start, part.end):
        if "to" in found.re.groupindex:  # of a range (`1998 to 2004`) each year is a date
            yield from ((Span(*found.span(year)), ValueKind.DATE) for year in ("year", "to"))
            continue
        words = found[0]
        if not _MAY.fullmatch(words) or not (
            words.islower() or (words.lower() == "may" and not _after_in(text, found.start()))
        ):
            yield Span(_opening(text, part.start, found.start()), found.end()), ValueKind.DATE


def _opening(text: str, start: int, date: int) -> int:
    """Where a date begins with the words before it that say which part of it is meant: `the end of May`."""
    before = _PART.search(text, max(start, date - _PART_MOST), date)
    return before.start() if before else date


def _after_in(text: str, start: int) -> bool:
    return text[max(0, start - 3) : start].lower() in ("in ", "of ", "by ")
