"""From tag scores to marks: the spans of a text that name, describe or refer to things, or say a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.model import Mention, MentionKind, Span, Value, ValueKind
from kg.nlp import events, senses, spans, values
from kg.nlp.encoding import Encoded
from kg.nlp.weights import Weights

REFERENCES = {
    "DescPerson": (MentionKind.DESCRIPTION, "Person"),
    "DescOrg": (MentionKind.DESCRIPTION, "Organization"),
    "DescPlace": (MentionKind.DESCRIPTION, "Place"),
    "DescThing": (MentionKind.DESCRIPTION, "Event"),
    "PronPerson": (MentionKind.PRONOUN, "Person"),
    "PronThing": (MentionKind.PRONOUN, "Organization"),
}
"""Kind of mention and its class until its chain says better."""
PRONOUNS = frozenset(name for name, (kind, _) in REFERENCES.items() if kind is MentionKind.PRONOUN)

VALUES = {
    "Date": ValueKind.DATE, "Money": ValueKind.MONEY, "Percent": ValueKind.PERCENT, "Number": ValueKind.NUMBER,
    "Title": ValueKind.TITLE, "Reason": ValueKind.REASON,
}  # fmt: skip
KIND_OF_VALUE = {kind: name for name, kind in VALUES.items()}

JOINTS = frozenset("- – — , ; : and or & ' ’".split())
"""Words and signs that stand between names, and neither begin nor end one."""

FIRMS = frozenset({"Company", "Organization", "MediaOrganization"})
"""Kinds of names that an ampersand may stand in."""

CAPITALISED = frozenset({"Person", "Country", "City"})
"""Names that are never written in small letters only."""


LAWS = frozenset({"act", "regulation", "directive", "treaty"})
"""Last words of names that are laws: nobody acts by them, so they are no names here."""

MINISTERS = frozenset({"minister", "secretary"})
SPEAKERS = frozenset({"commissioner", "spokesman", "spokeswoman", "spokesperson"})

_NEXT_WORD = re.compile(r" (\w+)")
_WORD_BEFORE = re.compile(r"(\w,? )?\b([A-Z]\w*) $")

PLACES = frozenset({"City", "Country", "Place"})
FIRST_OF_PLACES = frozenset({"New", "San", "Santa", "Los", "Las", "Saint", "St", "Fort", "Port"})
"""Words that, capitalised before the name of a place, belong to it."""

_LONGEST_WORD = 40
"""Characters before a mark in which the word before it is looked for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Pieces `start` to `end` (half-open), of a kind of the weights' `kinds`."""

    start: int
    end: int
    kind: str
    score: float


def marks(weights: Weights, encoded: Encoded, text: str, body: Sequence[Span]) -> list[Mark]:
    """All spans that the model tags, and the amounts and dates that the value grammar finds beside them, in order."""
    if not len(encoded.pieces):
        return []
    breaks = np.zeros(len(encoded.pieces), dtype=np.bool_)
    breaks[list(encoded.breaks)] = True
    joined = _joined(encoded, text)
    found: list[Mark] = []
    for number, layer in enumerate(weights.meta["labels"]["layers"]):
        scores = np.asarray(encoded.rows[f"tags{number}"], dtype=np.float32)
        tagged = spans.decode(scores, len(layer), breaks, joined)
        words = [_name_of(encoded, text, span, layer[span.kind]) for span in tagged]
        tagged = senses.agree(tagged, scores, len(layer), words)
        tags = [Mark(span.start, span.end, layer[span.kind], span.score) for span in tagged]
        found += [kept for mark in tags if (kept := trimmed(mark, _words(encoded, text, mark)))]
    found = [mark for mark in found if _is_kept(mark.kind, text, *_characters(encoded, mark))]
    found = with_ampersands(found, _ampersands(encoded, text))
    found = with_rests(found, {mark: _said(encoded, text, mark) for mark in found}, encoded.breaks)
    found = with_first_words(found, {mark: _said(encoded, text, mark) for mark in found}, _before(encoded, text, found))
    described = _described_events(encoded, text, body, weights.labels("upos"))
    found = [mark for mark in found if not _is_fragment(mark, described)]
    found += _unseen(described, found, ("Title", "Reason"))
    stated = _values(encoded, text, body)
    found = without_parts(found, stated)
    found += _unseen(stated, found, (*REFERENCES, "Title", "Reason"))
    unique = {(mark.start, mark.end, mark.kind): mark for mark in found}
    return sorted(unique.values(), key=lambda mark: (mark.start, -mark.end, mark.kind))


def _is_kept(kind: str, text: str, start: int, end: int) -> bool:
    following = _NEXT_WORD.match(text, end)
    words = text[start:end]
    return is_sound(kind, words) and not (following and is_field(kind, words, following[1]))


def is_sound(kind: str, words: str) -> bool:
    """Whether these may be the words of a mark of this kind."""
    if kind in REFERENCES or kind in VALUES:
        return True
    return not (kind in CAPITALISED and words.islower()) and words.split()[-1].casefold() not in LAWS


def is_field(kind: str, words: str, following: str) -> bool:
    """Whether these words are the field of a minister, not a body: `Home Secretary`, `Monetary Affairs Commissioner`.

    `following` is the word that follows.
    """
    holder = following.casefold() if kind == "GovernmentAgency" and not words.isupper() else ""
    return holder in MINISTERS or (holder in SPEAKERS and words.casefold().endswith("affairs"))


def trimmed(mark: Mark, words: Sequence[str]) -> Mark | None:
    """The mark without joints and stops at its edges (`Brill -`, `Scottish and`, `March.`); None if nothing is left.

    `words` are the pieces that it covers.
    """
    edges = JOINTS if mark.kind not in VALUES else JOINTS | {"."}
    inner = [place for place, word in enumerate(words, mark.start) if word.casefold() not in edges]
    return replace(mark, start=inner[0], end=inner[-1] + 1) if inner else None


def with_ampersands(found: Sequence[Mark], ampersands: Iterable[int]) -> list[Mark]:
    """The marks, the two names on both sides of an ampersand as one if either is a firm's: `Marks & Spencer`.

    `ampersands` are the pieces that are one.
    """
    names = [mark for mark in found if mark.kind not in REFERENCES and mark.kind not in VALUES]
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


def with_rests(found: Sequence[Mark], said: Mapping[Mark, str], breaks: Sequence[int]) -> list[Mark]:
    """The marks, each name with the one right behind it where they are one.

    They are if the first ends with `of` (`Call of` `Duty`), or if both are firms (`Federated` `Department Stores`):
    hardly any text names two firms without a word between them. None goes on over one of the `breaks`.
    """
    after = {mark.start: mark for mark in found if mark.kind not in REFERENCES and mark.kind not in VALUES}
    kept = list(found)
    for mark in sorted(after.values(), key=lambda mark: mark.start):
        rest = after.get(mark.end)
        if rest is None or mark not in kept or rest.start in breaks:
            continue
        is_open = said[mark].split()[-1].casefold() == "of"
        if is_open or (mark.kind in FIRMS and rest.kind in FIRMS and said[mark][-1].isalnum()):
            kind = mark.kind if is_open else rest.kind
            whole = replace(mark, end=rest.end, kind=kind, score=min(mark.score, rest.score))
            kept = [one for one in kept if one not in (mark, rest)] + [whole]
    return kept


def with_first_words(
    found: Sequence[Mark], said: Mapping[Mark, str], before: Mapping[Mark, tuple[int, str]]
) -> list[Mark]:
    """The marks, each with the word right before it where that belongs to the name.

    It is one that the text calls a firm by elsewhere (`Federated` `Department Stores`), or begins names of places
    (`New` `York`). `before` has the first piece of that word, where it is capitalised, and the word.
    """
    names = [mark for mark in found if mark.kind not in REFERENCES and mark.kind not in VALUES]
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


def _said(encoded: Encoded, text: str, mark: Mark) -> str:
    return text[slice(*_characters(encoded, mark))]


def _before(encoded: Encoded, text: str, found: Iterable[Mark]) -> dict[Mark, tuple[int, str]]:
    """The first piece of the capitalised word that stands right before each mark, and that word."""
    result = {}
    for mark in found:
        start, _ = _characters(encoded, mark)
        word = _WORD_BEFORE.search(text[max(start - _LONGEST_WORD, 0) : start])
        opens = word and not word[1] and word[2] in FIRST_OF_PLACES  # `New rules`, at the beginning of a sentence
        if word and not opens and mark.start not in encoded.breaks:
            result[mark] = (int(np.searchsorted(encoded.pieces.starts, start - 1 - len(word[2]))), word[2])
    return result


def _ampersands(encoded: Encoded, text: str) -> list[int]:
    if "&" not in text:
        return []
    spans = zip(encoded.pieces.starts.tolist(), encoded.pieces.ends.tolist(), strict=True)
    return [place for place, (start, end) in enumerate(spans) if text[start:end] == "&"]


def _words(encoded: Encoded, text: str, mark: Mark) -> list[str]:
    starts, ends = encoded.pieces.starts, encoded.pieces.ends
    return [text[starts[place] : ends[place]] for place in range(mark.start, mark.end)]


def _name_of(encoded: Encoded, text: str, span: spans.Tagged, kind: str) -> str:
    """The words of a name; empty for what is none."""
    if kind in REFERENCES or kind in VALUES:
        return ""
    return text[encoded.pieces.starts[span.start] : encoded.pieces.ends[span.end - 1]]


def _joined(encoded: Encoded, text: str) -> NDArray[np.bool_]:
    """Whether each piece goes on with the word of the piece before it."""
    pieces = encoded.pieces
    result = np.zeros(len(pieces), dtype=np.bool_)
    for place in np.flatnonzero(pieces.starts[1:] == pieces.ends[:-1]).tolist():
        end = int(pieces.ends[place])
        result[place + 1] = text[end - 1].isalnum() and text[end].isalnum()
    return result


def _values(encoded: Encoded, text: str, body: Sequence[Span]) -> list[Mark]:
    """The dates, amounts and shares that the value grammar finds."""
    found = values.find(text, body)
    return [Mark(*encoded.pieces.touching(span.start, span.end), KIND_OF_VALUE[kind], 1.0) for span, kind in found]


def _described_events(encoded: Encoded, text: str, body: Sequence[Span], upos: Sequence[str]) -> list[Mark]:
    """The described events, but for those whose head only opens a compound: `the event host` is no event."""
    found = [Mark(*encoded.pieces.touching(span.start, span.end), "DescThing", 1.0) for span in events.find(text, body)]
    tags = [upos[int(number)] for number in np.asarray(encoded.rows["upos"])]
    return [mark for mark in found if tags[mark.end : mark.end + 1] not in (["NOUN"], ["PROPN"])]


def _is_fragment(mark: Mark, wholes: Iterable[Mark]) -> bool:
    """Whether the model saw only a part of a described event."""
    within = (whole.start <= mark.start and mark.end <= whole.end for whole in wholes)
    return mark.kind in ("DescThing", "Event") and any(within)


def without_parts(found: Iterable[Mark], wholes: Sequence[Mark]) -> list[Mark]:
    """The marks, less those that are only a part of one of `wholes` of their kind: `May 3` of `May 3, 2019`."""
    return [
        mark
        for mark in found
        if not any(
            whole.kind == mark.kind
            and whole.start <= mark.start
            and mark.end <= whole.end
            and mark.end - mark.start < whole.end - whole.start
            for whole in wholes
        )
    ]


def _unseen(marks: Sequence[Mark], found: Sequence[Mark], besides: Sequence[str]) -> list[Mark]:
    """Those of `marks` that overlap none of `found`, whose kinds in `besides` do not count."""
    seen = np.zeros(max((mark.end for mark in (*marks, *found)), default=0), dtype=np.bool_)
    for other in found:
        if other.kind not in besides:
            seen[other.start : other.end] = True
    return [mark for mark in marks if not seen[mark.start : mark.end].any()]


def span_of(encoded: Encoded, mark: Mark) -> Span:
    """The characters of a mark."""
    return Span(*_characters(encoded, mark))


def _characters(encoded: Encoded, mark: Mark) -> tuple[int, int]:
    return int(encoded.pieces.starts[mark.start]), int(encoded.pieces.ends[mark.end - 1])


def as_value(document: str, span: Span, text: str, kind: str, published: str) -> Value:
    words = text[span.start : span.end]
    value = VALUES[kind]
    if value in (ValueKind.TITLE, ValueKind.REASON):
        return Value(document, span, words, value, words)
    return Value(document, span, words, value, values.normalise(value, words, published))


def as_mention(document: str, span: Span, text: str, mark: Mark, chain: int) -> Mention:
    kind, type_ = REFERENCES.get(mark.kind, (MentionKind.NAME, mark.kind))
    return Mention(document, span, text[span.start : span.end], kind, type_, chain, mark.score)
