"""Since when and until when something held, by the words before a date: `since 2003`, `from 1998 to 2004`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.reading import Reading
from kg.model import Claim, Qualifiers, Value, ValueKind

_START, _END = frozenset({"since"}), frozenset({"until", "till"})
_OPENING, _JOINING = frozenset({"from", "between"}), frozenset({"to", "until", "till", "and", "-", "–"})
_OF_RANGE = _OPENING | {"in", "("}
"""Words before a range of years: `in 2001-2003`, `(2001-2003)`."""
_RANGE = "/"
"""Between the first and the last year of a date such as `1998 to 2004`."""


def fill_term(known: Qualifiers, claim: Claim, reading: Reading) -> Qualifiers:
    """`known` with the start and end that stand right behind an end of the claim or its title; what is known stays.

    A range of years (`1998/2004`) that was taken for one date becomes a start and an end.
    """
    known = _split(known)
    for start, end in _terms(known, claim, reading):
        known = replace(known, start_date=known.start_date or start, end_date=known.end_date or end)
    return known


def _split(known: Qualifiers) -> Qualifiers:
    ranged = next((date for date in (known.start_date, known.end_date, known.date) if _RANGE in date), "")
    if not ranged:
        return known
    start, end = ranged.split(_RANGE, 1)
    return replace(known, start_date=start, end_date=end, date="" if known.date == ranged else known.date)


def _terms(known: Qualifiers, claim: Claim, reading: Reading) -> Iterator[tuple[str, str]]:
    """Start and end, either of them perhaps empty, of each date of the claim's sentences that is near to it."""
    first, last = reading.tokens_of(claim.evidence.span)
    anchors = _anchors(known, claim, reading, (first, last))
    dates = [item for item in reading.items_in(first, last) if isinstance(item, Value) and item.kind is ValueKind.DATE]
    for place, date in enumerate(dates):
        begins, ends = reading.extent[date]
        word = reading.lower[begins - 1] if begins > first else ""
        comma = reading.lower[begins - 2] == ","
        if begins - 1 - comma not in anchors:
            continue
        later = dates[place + 1] if place + 1 < len(dates) else None
        if word in _START:
            yield date.lexical, ""
        elif word in _END:
            yield "", date.lexical
        elif word in _OF_RANGE and _RANGE in date.lexical:
            start, _, end = date.lexical.partition(_RANGE)
            yield start, end
        elif word in _OPENING and later and reading.extent[later][0] == ends + 1 and reading.lower[ends] in _JOINING:
            yield date.lexical, later.lexical


def _anchors(known: Qualifiers, claim: Claim, reading: Reading, place: tuple[int, int]) -> set[int]:
    """The tokens behind the claim's two ends and behind the words of its title."""
    found = {reading.tokens_of(span)[1] for span in (claim.evidence.subject, claim.evidence.object)}
    words = known.title.lower().split()
    if words:
        size = len(words)
        found |= {at + size for at in range(*place) if reading.lower[at : at + size] == words}
    return found
