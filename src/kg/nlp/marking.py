"""From tag scores to marks: the spans of a text that name, describe or refer to things, or say a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
FIELD = "affairs"
"""Last word of what may be a field of government whoever answers for it."""

_NEXT_WORD = re.compile(r" (\w+)")


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
    found = with_ofs(found, [mark for mark in found if _words(encoded, text, mark)[-1].casefold() == "of"])
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
    if kind != "GovernmentAgency" or words.isupper():
        return False
    holder = following.casefold()
    return holder in MINISTERS or (holder in SPEAKERS and words.split()[-1].casefold() == FIELD)


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


def with_ofs(found: Sequence[Mark], open_ended: Iterable[Mark]) -> list[Mark]:
    """The marks, each of the names that end with `of` as one with the name that it goes on with: `Call of` `Duty`."""
    after = {mark.start: mark for mark in found if mark.kind not in REFERENCES and mark.kind not in VALUES}
    kept = list(found)
    for mark in open_ended:
        if mark in kept and (rest := after.get(mark.end)) in kept and rest is not None:
            kept = [one for one in kept if one not in (mark, rest)]
            kept.append(replace(mark, end=rest.end, score=min(mark.score, rest.score)))
    return kept


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
