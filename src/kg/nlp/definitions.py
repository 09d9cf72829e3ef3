"""What a text says of its names where it brings them in: an acronym in brackets, and whose unit it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.model import Span
from kg.names import Namer, plain
from kg.nlp.marks import Mark

_OPENS = re.compile(r"\s*\((?:the\s+)?[\"“'‘]?$")
_LEAST = 3
"""Letters from which on an acronym fits its full name by more than chance."""
_OWNER = re.compile(r"\s?,\s$")
_OWNED = re.compile(
    r"\s(?:[\w&.-]+\s){0,3}(?:units?|arms?|owners?|parents?|subsidiar(?:y|ies)|divisions?)(?:\s\w+)?\s$"
)


def with_defined(found: Sequence[Mark], spans: Sequence[Span], text: str, namer: Namer) -> list[Mark]:
    """The marks, an acronym that brackets put beside its full name being of that name's kind wherever the text has it.

    `European Coal Forum (ECF)`: its initials, and so no event, whatever the tagger took `ECF` for. `spans` are the
    characters of the marks.
    """
    kinds: dict[str, str] = {}
    names = [i for i, mark in enumerate(found) if mark.is_name]
    for left, right in pairwise(names):
        if _OPENS.fullmatch(text[spans[left].end : spans[right].start]):
            for full, short in ((left, right), (right, left)):
                words = text[spans[short].start : spans[short].end]
                whole = text[spans[full].start : spans[full].end]
                if _is_acronym_of(words, namer.parse(whole, found[full].kind).letters):
                    kinds[words] = found[full].kind
    return [
        _of_kind(mark, kinds.get(text[span.start : span.end]), namer) for mark, span in zip(found, spans, strict=True)
    ]


def _is_acronym_of(words: str, letters: frozenset[str]) -> bool:
    return len(words) >= _LEAST and words[0].isupper() and plain(words) in letters


def _of_kind(mark: Mark, kind: str | None, namer: Namer) -> Mark:
    """`mark`, of that kind if it names another sort of thing altogether: an authority is an organization as well."""
    if kind is None or not mark.is_name or namer.family(kind) is namer.family(mark.kind):
        return mark
    return replace(mark, kind=kind)


def owners(found: Sequence[Mark], spans: Sequence[Span], text: str) -> Mapping[int, int]:
    """The pronouns, by number, that the name right before them settles, and that name: `Acme, its unit Globex`.

    Only where a name follows that word for a part or an owner without a comma: in any other clause `its` mostly means
    another thing.
    """
    starts = {spans[i].start for i, mark in enumerate(found) if mark.is_name}
    result = {}
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
