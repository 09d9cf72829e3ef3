"""Whose a unit is that a name is followed by: `Acme, its unit Globex`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Span
from kg.nlp.marks import Mark

_OWNER = re.compile(r"\s?,\s$")
_OWNED = re.compile(
    r"\s(?:[\w&.-]+\s){0,3}(?:units?|arms?|owners?|parents?|subsidiar(?:y|ies)|divisions?)(?:\s\w+)?\s$"
)


def of_units(found: Sequence[Mark], spans: Sequence[Span], text: str) -> dict[int, int]:
    """The pronouns, by number, that the name right before them settles, and that name: `Acme, its unit Globex`.

    Only where a name follows that word for a part or an owner without a comma: in any other clause `its` mostly means
    another thing.
    """
    starts = {spans[i].start for i, mark in enumerate(found) if mark.is_name}
    result: dict[int, int] = {}
    before = -1
    for i, mark in enumerate(found):
        if mark.is_name:
            before = i if before < 0 or spans[i].end >= spans[before].end else before
        elif mark.kind == "PronThing" and before >= 0 and text[spans[i].start : spans[i].end].casefold() == "its":
            nearest = min((start for start in starts if start > spans[i].end), default=-1)
            owned = _OWNED.fullmatch(text[spans[i].end : nearest]) if nearest > 0 else None
            if owned and _OWNER.fullmatch(text[spans[before].end : spans[i].start]):
                result[i] = before
    return result
