"""Where names begin and end: what the tagger cuts in two or takes too much of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kg.model import Span
from kg.names import plain
from kg.nlp import events
from kg.nlp.encoding import Encoded
from kg.nlp.marks import FIRMS, NO_BODIES, PLACES, VALUES, Mark, span_of, words_of
from kg.nlp.spans import Mask

JOINTS = frozenset("- – — , ; : and or & ' ’ ( [".split())
"""Words and signs that stand between names, and neither begin nor end one."""

_WORD_BEFORE = re.compile(r"(\w,? )?\b([A-Z]\w*) $")

FIRST_OF_PLACES = frozenset({"New", "San", "Santa", "Los", "Las", "Saint", "St", "Fort", "Port"})
"""Words that, capitalised before the name of a place, belong to it."""

OPEN = frozenset({"From", "For", "In", "To"})
"""Last words of what is only the beginning of a name, where they have a capital."""

WORKS = frozenset({"Product", "Event"})
PARTIES = frozenset({"PoliticalParty"})

_OF_PLACE = re.compile(r" of (?:the )?")
_HAS_PLACE = re.compile(r"\b(?:bank|university|institute|council|chamber|court)$", re.IGNORECASE)
_EXCHANGE = re.compile(r" (?:stock exchange|bourse|(?<=stock )exchange)\b", re.IGNORECASE)

_HAS_FIELD = re.compile(
    r"(?:[A-Z][\w.&-]*(?:['’]s)? ){0,3}(?i:(agency|association|board|bureau|campaign|centre|commission|committee|"
    r"council|department|institute|ministry|office)(?: for)?)"
)
_FIELD = re.compile(r" for (?:the )?[A-Z][\w-]+(?:(?:,| and| of| of the)? [A-Z][\w-]+){0,6}")
"""What a body is for, behind its head."""
LOOSE = frozenset({"at", "by", "for", "from", "in", "of", "on", "to", "with"})
"""Words that no name ends with, unless they have a capital as `Carry On` has."""

_LONGEST_WORD = 40
"""Characters before a mark in which the word before it is looked for."""


def whole_names(encoded: Encoded, text: str, found: Sequence[Mark], titles: Collection[str]) -> list[Mark]:
    """The marks, with what the tagger cut off a name or out of it, and without what it took beside it.

    `titles` are what may open a person's name, in plain words: `prince`.
    """
    found = with_ampersands(found, _ampersands(encoded, text))
    said = _Said(encoded, text)
    found = with_rests(whole_titles(found, encoded.breaks), said, encoded.breaks, titles)
    found = with_places(found, _places_of(encoded, text, found))
    found = with_exchanges(found, _heads_behind(encoded, text, found))
    found = with_fields(found, _fields(encoded, text, found))
    found = with_first_words(found, said, _before(encoded, text, found))
    return [replace(mark, end=mark.end - 1) if mark.is_name and ends_loosely(said[mark]) else mark for mark in found]


def trimmed(mark: Mark, words: Sequence[str], joined: Sequence[bool] | Mask) -> Mark | None:
    """The mark without joints and stops at its edges (`Brill -`, `Scottish and`, `March.`); None if nothing is left.

    `words` are the pieces that it covers; `joined` says of each piece of the text whether it goes on with the word of
    the piece before it, as the last piece of `Equin` `or` does, which is no joint.
    """
    edges = JOINTS if mark.kind not in VALUES else JOINTS | {"."}
    pieces = enumerate(words, mark.start)
    inner = [place for place, word in pieces if word.casefold() not in edges or any(joined[place : place + 2])]
    return replace(mark, start=inner[0], end=inner[-1] + 1) if inner else None


def with_ampersands(found: Sequence[Mark], ampersands: Iterable[int]) -> list[Mark]:
    """The marks, the two names on both sides of an ampersand as one if either is a firm's: `Marks & Spencer`.

    `ampersands` are the pieces that are one.
    """
    names = [mark for mark in found if mark.is_name]
    before, after = {mark.end: mark for mark in names}, {mark.start: mark for mark in names}
    kept = list(found)
    for place in sorted(ampersands):
        sides = [sides[at] for sides, at in ((before, place), (after, place + 1)) if at in sides]
        firm = next((mark for mark in sides if mark.kind in FIRMS), None)
        if len(sides) == 2 and firm:
            whole = replace(firm, start=sides[0].start, end=sides[1].end, score=min(mark.score for mark in sides))
            kept = [mark for mark in kept if mark not in sides] + [whole]
            before[whole.end] = whole
    return kept


def with_rests(
    found: Sequence[Mark], said: Mapping[Mark, str], breaks: Sequence[int], titles: Collection[str] = ()
) -> list[Mark]:
    """The marks, each name with the one right behind it where they are one.

    They are if the first ends with `of` (`Call of` `Duty`) or another word that leaves it open (`Escape From` `Oslo`,
    `Supper with` `Holm`),
    or if both are firms (`Federated` `Department Stores`) or parties: hardly any text names two without a word between
    them. So is a work with `The` behind it, `Crossing` `The River`, and a person behind one of the `titles`, `Prince`
    `Anders`. None goes on over one of the `breaks`.
    """
    after = {mark.start: mark for mark in found if mark.is_name}
    kept = list(found)
    for mark in sorted(after.values(), key=lambda mark: mark.start):
        rest = after.get(mark.end)
        if rest is None or mark not in kept or rest.start in breaks:
            continue
        last = said[mark].split()[-1]
        is_open = last.casefold() == "of" or (last in OPEN and last != said[mark] and mark.kind != "Person")
        is_open |= last == "with" and mark.kind in WORKS
        is_open |= {mark.kind, rest.kind} == {"Person"} and plain(said[mark]) in titles
        is_work = said[rest].startswith("The ") and rest.kind in WORKS and mark.kind in WORKS | FIRMS
        alike = any(mark.kind in kinds and rest.kind in kinds for kinds in (FIRMS, PARTIES)) or is_work
        if is_open or (alike and said[mark][-1].isalnum()):
            kind = mark.kind if is_open else rest.kind
            whole = replace(mark, end=rest.end, kind=kind, score=min(mark.score, rest.score))
            kept = [one for one in kept if one not in (mark, rest)] + [whole]
    return kept


def whole_titles(found: Sequence[Mark], breaks: Sequence[int]) -> list[Mark]:
    """The marks, titles with nothing between them as one: `Treasury` `Under-Secretary`. None over a break."""
    kept: list[Mark] = []
    last: Mark | None = None
    for mark in sorted(found, key=lambda mark: (mark.kind == "Title", mark.start)):
        if mark.kind == "Title" and last and mark.start == last.end and mark.start not in breaks:
            mark = replace(last, end=mark.end, score=min(last.score, mark.score))
            kept.pop()
        kept.append(mark)
        last = mark if mark.kind == "Title" else None
    return kept


def with_places(found: Sequence[Mark], places: Mapping[Mark, int]) -> list[Mark]:
    """The marks, each body with the place behind its `of`: `National Bank` `of Kuwait`.

    `places` has the first piece behind the `of` of those bodies that it may belong to.
    """
    at = {mark.start: mark for mark in found if mark.kind in PLACES}
    rests = {mark: at[start] for mark, start in places.items() if start in at}
    taken = set(rests.values())
    return [replace(mark, end=rests[mark].end) if mark in rests else mark for mark in found if mark not in taken]


def with_fields(found: Sequence[Mark], ends: Mapping[Mark, int]) -> list[Mark]:
    """The marks, each of `ends` up to there, with the names in between: `Office for` `Fair` `Tides`.

    Not where a person's name stands there, or one that goes on behind it.
    """
    whole: dict[Mark, Mark | None] = {}
    for mark, end in ends.items():
        inside = [one for one in found if one is not mark and mark.end <= one.start < end]
        if not any(one.kind == "Person" or one.end > end for one in inside):
            whole |= {mark: replace(mark, end=end)} | dict.fromkeys(inside)
    return [kept for mark in found if (kept := whole.get(mark, mark))]


def with_exchanges(found: Sequence[Mark], ends: Mapping[Mark, int]) -> list[Mark]:
    """The marks, each of `ends` up to there unless another mark begins in between: `Dhaka` `stock exchange`."""
    starts = {mark.start for mark in found}
    free = {mark: end for mark, end in ends.items() if starts.isdisjoint(range(mark.end, end))}
    return [replace(mark, end=free.get(mark, mark.end)) for mark in found]


def with_first_words(
    found: Sequence[Mark], said: Mapping[Mark, str], before: Mapping[Mark, tuple[int, str]]
) -> list[Mark]:
    """The marks, each with the word right before it where that belongs to the name.

    It is one that the text calls a firm by elsewhere (`Federated` `Department Stores`), or begins names of places
    (`New` `York`). `before` has the first piece of that word, where it is capitalised, and the word.
    """
    names = [mark for mark in found if mark.is_name]
    taken = {place: mark for mark in names for place in range(mark.start, mark.end)}
    firms = {said[mark] for mark in names if mark.kind in FIRMS}
    whole: dict[Mark, Mark | None] = {}
    for mark in names:
        place, word = before.get(mark, (mark.start, ""))
        alone = taken.get(place)
        if mark.kind in PLACES and word in FIRST_OF_PLACES and (alone is None or alone.end == mark.start):
            whole |= {mark: replace(mark, start=place)} | ({alone: None} if alone else {})
        elif mark.kind in FIRMS and word in firms and alone is None:
            whole[mark] = replace(mark, start=place)
    return [kept for mark in found if (kept := whole.get(mark, mark))]


class _Said(dict[Mark, str]):
    """The text of each mark, looked up when it is asked for."""

    def __init__(self, encoded: Encoded, text: str) -> None:
        super().__init__()
        self._encoded, self._text = encoded, text

    def __missing__(self, mark: Mark) -> str:
        return self.setdefault(mark, words_of(self._encoded, self._text, mark))


def _before(encoded: Encoded, text: str, found: Iterable[Mark]) -> dict[Mark, tuple[int, str]]:
    """The first piece of the capitalised word that stands right before each mark, and that word."""
    result = {}
    for mark in found:
        start = int(encoded.pieces.starts[mark.start])
        word = _WORD_BEFORE.search(text[max(start - _LONGEST_WORD, 0) : start])
        opens = word and not word[1] and word[2] in FIRST_OF_PLACES  # `New rules`, at the beginning of a sentence
        if word and not opens and mark.start not in encoded.breaks:
            result[mark] = (int(np.searchsorted(encoded.pieces.starts, start - 1 - len(word[2]))), word[2])
    return result


def _places_of(encoded: Encoded, text: str, found: Iterable[Mark]) -> dict[Mark, int]:
    """The first piece behind the `of` after each body that a place may belong to."""
    result = {}
    for mark in found:
        words = words_of(encoded, text, mark) if mark.is_name and mark.kind not in NO_BODIES else ""
        behind = _OF_PLACE.match(text, span_of(encoded, mark).end)
        if behind and words[:1].isupper() and _HAS_PLACE.search(words):
            result[mark] = int(np.searchsorted(encoded.pieces.starts, behind.end()))
    return result


def ends_loosely(words: str) -> bool:
    """Whether a name goes on one word too far, `the spring summit in`; what is left of `Board for` would say less."""
    return " " in words and words.split()[-1] in LOOSE and not _HAS_FIELD.fullmatch(words)


def end_of_field(text: str, span: Span) -> int:
    """Where the name of the body at `span` ends if what it is for was cut off, `Department` `for Lakes`; else -1."""
    words = text[span.start : span.end]
    head = _HAS_FIELD.fullmatch(words) if words[:1].isupper() else None
    rest = _FIELD.match(text, span.start + head.end(1)) if head else None
    return rest.end() if rest else -1


def _fields(encoded: Encoded, text: str, found: Iterable[Mark]) -> dict[Mark, int]:
    """Where each body ends that its field was cut off from."""
    result = {}
    for mark in found:
        if mark.is_name and mark.kind not in NO_BODIES:
            span = span_of(encoded, mark)
            end = end_of_field(text, span)
            if end > span.end:
                result[mark] = encoded.pieces.touching(span.start, end)[1]
    return result


def _heads_behind(encoded: Encoded, text: str, found: Iterable[Mark]) -> dict[Mark, int]:
    """Where each exchange ends if `stock exchange` stands behind it, and each event if its head does."""
    result = {}
    for mark in found:
        span = span_of(encoded, mark)
        if mark.kind == "StockExchange" and (rest := _EXCHANGE.match(text, span.end)):
            result[mark] = encoded.pieces.touching(span.start, rest.end())[1]
        elif mark.kind == "Event" and (end := events.end_of_head(text, span)) > 0:
            result[mark] = encoded.pieces.touching(span.start, end)[1]
    return result


def _ampersands(encoded: Encoded, text: str) -> list[int]:
    if "&" not in text:
        return []
    spans = zip(encoded.pieces.starts.tolist(), encoded.pieces.ends.tolist(), strict=True)
    return [place for place, (start, end) in enumerate(spans) if text[start:end] == "&"]
