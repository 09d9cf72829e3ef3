"""Definitions in parentheses: the initials of `Gulf Board for Trade (GBT)` say where the name begins and ends, and
its acronym is of its kind wherever the text has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.model import Span
from kg.names import Namer, NameTables, plain
from kg.nlp.encoding import Encoded
from kg.nlp.marks import PLACES, Mark, words_of

_DEFINED = re.compile(r"\(([^\W\d_]{3,10})\)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'.][^\W\d_]+)*")
_STOP = re.compile(r"[.;:!?()\[\]\n\"“”]|, ")
_OPENS = re.compile(r"\s*\((?:the\s+)?[\"“'‘]?$")
_UNSAID = "s"
_LEAST = 3
"""Letters from which on an acronym fits its full name by more than chance."""
_LONGEST = 160
"""Characters before a parenthesis in which the words that it shortens are looked for."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym in parentheses and the words right before it whose initials it has, exactly."""

    acronym: Span
    full: Span
    is_common: bool
    """Whether the words are a common noun, all in small letters: `high-definition television (HDTV)`."""


def as_defined(encoded: Encoded, text: str, found: Sequence[Mark], tables: NameTables) -> list[Mark]:
    """The marks as the definitions have them: names from end to end, acronyms of their kind, no common noun a name."""
    kept = list(found)
    for definition in definitions(text, tables.link, tables.head):
        acronym = text[definition.acronym.start : definition.acronym.end]
        if definition.is_common:
            forms = {acronym, acronym.removesuffix("s"), f"{acronym}s"}
            kept = [mark for mark in kept if not mark.is_name or words_of(encoded, text, mark) not in forms]
        else:
            kept = _joined(encoded, kept, definition)
    return kept


def _joined(encoded: Encoded, found: Sequence[Mark], definition: Definition) -> list[Mark]:
    """The marks, those of the name that is shortened as one, and the acronym of its kind.

    A body is sooner taken for the event that it gives its name to than the other way round.
    """
    start, end = encoded.pieces.touching(definition.full.start, definition.full.end)
    parts = [mark for mark in found if mark.is_name and mark.start < end and start < mark.end]
    named = [mark for mark in parts if mark.kind not in PLACES | {"Person"}]
    if not named or max(mark.end for mark in parts) > end:
        return list(found)
    first = max(named, key=lambda mark: mark.end - mark.start)
    place = encoded.pieces.touching(definition.acronym.start, definition.acronym.end)
    short = [mark for mark in found if mark.is_name and (mark.start, mark.end) == place]
    kind = next((mark.kind for mark in (first, *short) if mark.kind != "Event"), first.kind)
    whole = replace(first, start=min(start, first.start), end=end, kind=kind)
    kept = [replace(mark, kind=kind) if mark in short else mark for mark in found if mark not in parts]
    return [*kept, whole]


def definitions(text: str, link: Collection[str], heads: Collection[str]) -> Iterator[Definition]:
    """The definitions of a text, in order.

    `link` are the words that an acronym may leave out, `heads` those that bodies are called by: what ends in one may be
    a body's name though it is in small letters.
    """
    for found in _DEFINED.finditer(text):
        letters = found[1].removesuffix("s").casefold()
        if len(letters) < _LEAST or found[1].islower():
            continue
        words = _words_before(text, found.start())
        first = _first(words, letters, link)
        if first is None:
            first = _first_of_common(words, letters, link)
        if first is None:
            continue
        full = Span(words[first].start(), words[-1].end())
        said = [word[0] for word in words[first:]]
        common = not any(word[:1].isupper() for word in said if not word.isupper() or word == said[0])
        if common and said[-1].casefold() in heads:
            continue
        yield Definition(Span(*found.span(1)), full, common)


def _words_before(text: str, end: int) -> list[re.Match[str]]:
    start = max(end - _LONGEST, 0)
    stops = [stop.end() for stop in _STOP.finditer(text, start, end)]
    words = list(_WORD.finditer(text, stops[-1] if stops else start, end))
    return words if words and not text[words[-1].end() : end].strip() else []


def _first(words: list[re.Match[str]], letters: str, link: Collection[str]) -> int | None:
    """The number of the word that has the first of the letters; None where the initials are others."""
    left = {len(letters)}
    for number in range(len(words) - 1, -1, -1):
        word = words[number][0]
        lent = word.casefold() if word.isupper() and len(word) > 1 else word[0].casefold()
        lends = {place - len(lent) for place in left if letters[:place].endswith(lent)}
        if 0 in lends:
            return number
        may_skip = word.casefold() in link or words[number].string[words[number].start() - 1] == "-"
        left = lends | (left if may_skip else set())
    return None


def _first_of_common(words: list[re.Match[str]], letters: str, link: Collection[str]) -> int | None:
    """The same of a common noun whose `service` or `system` is left unsaid: `a picture message (PMS)`."""
    first = _first(words, letters[:-1], link) if letters.endswith(_UNSAID) else None
    is_common = first is not None and len(words) - first > 1 and all(word[0].islower() for word in words[first:])
    return first if is_common else None


def of_defined_kinds(found: Sequence[Mark], spans: Sequence[Span], text: str, namer: Namer) -> list[Mark]:
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
                if _is_acronym_of(words, namer.letters(whole, found[full].kind)):
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
