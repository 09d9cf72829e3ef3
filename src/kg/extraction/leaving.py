"""When a post ended with which somebody began another: `joined from Acme in 2014`."""

from __future__ import annotations

from dataclasses import replace

from kg.extraction.modality import verb_above
from kg.extraction.reading import Reading
from kg.extraction.ties import BINDING
from kg.extraction.trees import lemma_of
from kg.model import Claim, Qualifiers, Value, ValueKind

_COMING = frozenset({"join", "come", "arrive", "move", "hire", "poach", "recruit"})
_MORE = BINDING | {"by", "before", "after"}
"""Words before a date that say more of it than that something happened then."""
_BEFORE_NAME = frozenset({"NOUN", "ADJ", "DET"})


def fill_left(known: Qualifiers, claim: Claim, reading: Reading) -> Qualifiers:
    """`known` with the day on which somebody came from the claim's object as its end, where no end is known."""
    if known.end_date or not reading.parsed or not _is_left(claim, reading):
        return known
    dates = reading.values_in(*reading.tokens_of(claim.evidence.span), ValueKind.DATE)
    days = [date for date in dates if _is_of_coming(date, reading)]
    return replace(known, end_date=days[0].lexical) if len(days) == 1 else known


def _is_left(claim: Claim, reading: Reading) -> bool:
    """Whether the claim's object is where somebody came from: `from Acme`, `from the carmaker Acme`."""
    at = reading.tokens_of(claim.evidence.object)[0] - 1
    while at >= 0 and reading.lower[at] != "from" and reading.doc[at].pos_ in _BEFORE_NAME:
        at -= 1
    return at >= 0 and reading.lower[at] == "from"


def _is_of_coming(date: Value, reading: Reading) -> bool:
    """Whether a date is the day on which somebody came or joined."""
    first = reading.extent[date][0]
    if first > 0 and reading.lower[first - 1] in _MORE:
        return False
    verb = verb_above(reading, date)
    return verb is not None and lemma_of(verb) in _COMING
