"""Places that words put beside another, not inside it."""

from __future__ import annotations

import re

from kg.extraction.reading import Reading
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
