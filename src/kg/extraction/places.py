"""Places that words put beside another, or in a row with it, not inside it."""

from __future__ import annotations

import re

from kg.extraction.lists import members
from kg.extraction.reading import PATTERNS, PLACES, Item, Reading
from kg.model import Claim, Mention

_COMPASS = re.compile(r"(?:north|south)?-?(?:east|west|north|south)")


def is_beside(claim: Claim, reading: Reading) -> bool:
    """Whether a place is only said to lie `east of` another; `in the east of` is inside it.

    The corpus has no `locatedIn` of the bare form; `near`, `off` and `outside` give it in 20 facts.
    """
    if claim.predicate != "locatedIn" or not isinstance(claim.object, Mention):
        return False
    first = reading.tokens_of(claim.evidence.object)[0]
    first -= first > 0 and reading.lower[first - 1] == "the"
    if first < 2 or reading.lower[first - 1] != "of" or not _COMPASS.fullmatch(reading.lower[first - 2]):
        return False
    before = first - 3
    while before > 0 and (reading.lower[before] == "-" or _COMPASS.fullmatch(reading.lower[before])):
        before -= 1
    return before < 0 or reading.lower[before] != "the"


def is_in_row(claim: Claim, reading: Reading) -> bool:
    """Whether two places that a pattern puts one inside the other only follow each other: `Oslo, Malta and Kyiv`.

    Where the last of them has its country behind it (`Oslo, Norway and Kyiv, Ukraine`) they are pairs.
    """
    is_found = claim.evidence.extractor == PATTERNS and isinstance(claim.object, Mention)
    if claim.predicate != "locatedIn" or not is_found or claim.subject not in reading.extent:
        return False
    row = members(reading, claim.subject, _is_place)
    after = reading.extent[row[-1]][1]
    goes_on = reading.lower[after : after + 1] == [","] and any(map(_is_place, reading.starting.get(after + 1, ())))
    return claim.object in row and not goes_on


def _is_place(item: Item) -> bool:
    return isinstance(item, Mention) and item.type in PLACES
