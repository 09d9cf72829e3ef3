"""From tag scores to marks: the spans of a text that name, describe or refer to things, or say a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.model import Document, Mention, MentionKind, Span, Value, ValueKind
from kg.nlp import (
    dates,
    definitions,
    descriptions,
    edges,
    endings,
    events,
    fields,
    openings,
    partners,
    senses,
    spans,
    values,
)
from kg.nlp.encoding import Encoded
from kg.nlp.kinds import COMMON, Kinds, only_begin_sentences
from kg.nlp.marks import KIND_OF_VALUE, REFERENCES, VALUES, Mark, span_of, words_of
from kg.nlp.told import of_told_kinds
from kg.nlp.weights import Weights
from kg.nlp.wholes import with_wholes

CAPITALISED = frozenset({"Person", "Country", "City"})
"""Names that are never written in small letters only."""

LAWS = frozenset({"act", "regulation", "directive", "treaty"})
"""Last words of names that are laws: nobody acts by them, so they are no names here."""

BODIES = frozenset({"GovernmentAgency", "Organization", "PoliticalParty"})
"""Kinds that the words of a post are taken for."""

PAPERS = frozenset({"agreement", "bill", "paper", "policy"})
"""Last words of what is taken for a body, but is written."""

COUNTRY = "Country"
LIKELY = 0.7
"""Score of the tagger from which on a word that begins a sentence is a name even if it is read as a common one.

In 394 passages and 235 articles none of 9 below is a name (`Figures`, `Earlier`), and nearly all above are (`Bayer`).
"""

Floats = NDArray[np.float32]

_NEXT_WORD = re.compile(r" (\w+)")


def marks(weights: Weights, encoded: Encoded, document: Document, kinds: Kinds) -> list[Mark]:
    """All spans that the model tags, and the amounts and dates that the value grammar finds beside them, in order."""
    if not len(encoded.pieces):
        return []
    text, body = document.text, document.body
    breaks = np.zeros(len(encoded.pieces), dtype=np.bool_)
    breaks[list(encoded.breaks)] = True
    joined = _joined(encoded, text)
    found: list[Mark] = []
    for number, layer in enumerate(weights.meta["labels"]["layers"]):
        scores = np.asarray(encoded.rows[f"tags{number}"], dtype=np.float32)
        tagged = spans.decode(scores, len(layer), breaks, joined)
        lands = [kinds.may_be_country(_words_at(encoded, text, span)) for span in tagged]
        tagged = no_foreign_lands(tagged, scores, layer, lands)
        words = [_name_of(encoded, text, span, layer[span.kind]) for span in tagged]
        tagged = senses.agree(tagged, scores, len(layer), words)
        read = [Mark(span.start, span.end, layer[span.kind], span.score) for span in tagged]
        found += [kept for mark in read if (kept := edges.trimmed(mark, _words(encoded, text, mark), joined))]
    found = [mark for mark in found if _is_kept(mark.kind, text, span_of(encoded, mark))]
    tags = _tags(encoded, weights.labels("upos"))
    found = [mark for mark in found if mark.kind != "DescThing" or describes(tags[mark.start : mark.end])]
    found = descriptions.with_heads(found, tags, joined)
    found = without_posts(encoded, text, found, kinds)
    found = openings.without_openings(encoded, text, found, kinds.tables.before_person)
    found = endings.without_endings(encoded, text, found)
    whole = with_wholes(encoded, text, edges.whole_names(encoded, text, found, kinds.tables.noble))
    found = partners.with_partners(encoded, text, whole)
    found = definitions.as_defined(encoded, text, found, kinds.tables)
    found = _names_only(encoded, text, found, kinds, tags)
    found = without_crossed(of_told_kinds(encoded, text, found, kinds))
    described = _described_events(encoded, text, body, tags)
    found = [mark for mark in found if not _is_fragment(mark, described)]
    found += _unseen(described, found, ("Title", "Reason"))
    stated = _values(encoded, text, body)
    found = without_parts(found, stated)
    found += _unseen(stated, found, (*REFERENCES, "Title", "Reason"))
    unique = {(mark.start, mark.end, mark.kind): mark for mark in found}
    return sorted(unique.values(), key=lambda mark: (mark.start, -mark.end, mark.kind))


def no_foreign_lands(
    tagged: Sequence[spans.Tagged], scores: Floats, layer: Sequence[str], lands: Sequence[bool]
) -> list[spans.Tagged]:
    """The spans, those that are tagged as countries but are not in `lands` with the next best kind, or left out."""
    if COUNTRY not in layer:
        return list(tagged)
    country = layer.index(COUNTRY)
    others = [number for number, kind in enumerate(layer) if kind not in VALUES and number != country]
    told = [
        span if span.kind != country or is_land else senses.likeliest(span, scores, len(layer), others)
        for span, is_land in zip(tagged, lands, strict=True)
    ]
    return [span for span in told if span]


def describes(tags: Sequence[str]) -> bool:
    """Whether words with these tags can describe one thing: `the show`, but neither `the` nor `heart` do."""
    return tags[0] in ("DET", "PRON", "PROPN") and not {"NOUN", "PROPN"}.isdisjoint(tags)


def _tags(encoded: Encoded, upos: Sequence[str]) -> list[str]:
    """The part of speech of each piece."""
    return [upos[int(number)] for number in np.asarray(encoded.rows["upos"])]


def _names_only(encoded: Encoded, text: str, found: Sequence[Mark], kinds: Kinds, tags: Sequence[str]) -> list[Mark]:
    """The marks without the names that cannot be one, by themselves or because a sentence alone gave them a capital."""
    said = {mark: words_of(encoded, text, mark) for mark in found if mark.is_name}
    sure = {words for mark, words in said.items() if mark.score >= LIKELY or tags[mark.start] in ("PROPN", "X")}
    begin = only_begin_sentences(
        text, (words for mark, words in said.items() if mark.kind in COMMON), set(said.values()) - sure
    )
    bad = {
        mark
        for mark, words in said.items()
        if not kinds.is_name(mark.kind, words)
        or kinds.is_part(text, span_of(encoded, mark))
        or (mark.kind in COMMON and words in begin)
    }
    return [mark for mark in found if mark not in bad]


def without_posts(encoded: Encoded, text: str, found: Sequence[Mark], kinds: Kinds) -> list[Mark]:
    """The marks without bodies whose words are a part of a post, as both are of `Trade and Labour Minister`."""
    joint = fields.joint_fields(text)
    kept = []
    for mark in found:
        span = span_of(encoded, mark)
        is_part = mark.kind in BODIES and (
            any(one.covers(span) for one in joint) or fields.ends_office(text, span, kinds.tables.before_person)
        )
        if not is_part:
            kept.append(mark)
    return kept


def _is_kept(kind: str, text: str, span: Span) -> bool:
    following = _NEXT_WORD.match(text, span.end)
    words = text[span.start : span.end]
    if following and (fields.is_field(kind, words, following[1]) or _is_clock(kind, words, following[1])):
        return False
    return is_sound(kind, words)


def _is_clock(kind: str, words: str, following: str) -> bool:
    """Whether a figure is the hour before a time zone, and no year: `1430 GMT`."""
    return kind == "Date" and openings.is_zone(following) and dates.is_time(f"{words} {following}")


def is_sound(kind: str, words: str) -> bool:
    """Whether these may be the words of a mark of this kind."""
    if kind in REFERENCES or kind in VALUES:
        return kind != "Date" or not dates.is_time(words)
    last = words.split()[-1].casefold()
    return not (kind in CAPITALISED and words.islower()) and last not in LAWS | (PAPERS if kind in BODIES else set())


def _words(encoded: Encoded, text: str, mark: Mark) -> list[str]:
    starts, ends = encoded.pieces.starts, encoded.pieces.ends
    return [text[starts[place] : ends[place]] for place in range(mark.start, mark.end)]


def _words_at(encoded: Encoded, text: str, span: spans.Tagged) -> str:
    return text[encoded.pieces.starts[span.start] : encoded.pieces.ends[span.end - 1]]


def _name_of(encoded: Encoded, text: str, span: spans.Tagged, kind: str) -> str:
    """The words of a name; empty for what is none."""
    if kind in REFERENCES or kind in VALUES:
        return ""
    return _words_at(encoded, text, span)


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


def _described_events(encoded: Encoded, text: str, body: Sequence[Span], tags: Sequence[str]) -> list[Mark]:
    """The described events, but for those whose head only opens a compound or is a verb.

    `The event host` is no event, nor is it one when `the smallest firms` are `hearing` of it.
    """
    found = [Mark(*encoded.pieces.touching(span.start, span.end), "DescThing", 1.0) for span in events.find(text, body)]
    return [
        mark
        for mark in found
        if tags[mark.end : mark.end + 1] not in (["NOUN"], ["PROPN"]) and tags[mark.end - 1] != "VERB"
    ]


def _is_fragment(mark: Mark, wholes: Iterable[Mark]) -> bool:
    """Whether the model saw only a part of a described event."""
    within = (whole.start <= mark.start and mark.end <= whole.end for whole in wholes)
    return mark.kind in ("DescThing", "Event") and any(within)


def without_crossed(found: Sequence[Mark]) -> list[Mark]:
    """The marks without descriptions that begin or end inside a name, which they must hold or stand in or beside."""
    names = [mark for mark in found if mark.is_name]
    return [mark for mark in found if mark.kind not in REFERENCES or not any(_cross(mark, name) for name in names)]


def _cross(one: Mark, other: Mark) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


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


def as_value(document: str, span: Span, text: str, kind: str, published: str) -> Value:
    words = text[span.start : span.end]
    value = VALUES[kind]
    if value in (ValueKind.TITLE, ValueKind.REASON):
        return Value(document, span, words, value, words)
    full = dates.in_full(text, span.start, span.end) if value is ValueKind.DATE else words
    return Value(document, span, words, value, values.normalise(value, full, published))


def as_mention(document: str, span: Span, text: str, mark: Mark, chain: int) -> Mention:
    kind, type_ = REFERENCES.get(mark.kind, (MentionKind.NAME, mark.kind))
    return Mention(document, span, text[span.start : span.end], kind, type_, chain, mark.score)
