"""Names that the tagger cut in one place and has whole in another: `World` of `Tides` beside `World of Tides`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Span
from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark, span_of

_ARTICLE = "The "
Named = tuple[Mark, Span]


def with_wholes(encoded: Encoded, text: str, found: Sequence[Mark]) -> list[Mark]:
    """The marks, parts of a name of several words as one where the text has the whole as one elsewhere.

    Not where a name that goes on beyond it begins or ends there.
    """
    names = [(mark, span_of(encoded, mark)) for mark in found if mark.is_name]
    wholes: dict[str, Mark] = {}
    for mark, span in sorted(names, key=lambda named: (-named[0].score, named[0].start)):
        words = text[span.start : span.end]
        if " " in words.removeprefix(_ARTICLE):
            wholes.setdefault(words, mark)
    cut = dict(_cut(text, names, wholes)) if wholes else {}
    if not cut:
        return list(found)
    starts = sorted(names, key=lambda named: named[1])
    kept = set(found)
    for span, whole in sorted(cut.items(), key=lambda item: (item[0].start - item[0].end, item[0].start)):
        parts = [mark for mark, part in starts if mark in kept and part.start < span.end and span.start < part.end]
        inside = all(span.covers(span_of(encoded, mark)) for mark in parts)
        if parts and inside:
            first, end = encoded.pieces.touching(span.start, span.end)
            kept -= set(parts)
            kept.add(replace(whole, start=first, end=end, score=min(mark.score for mark in parts)))
    return sorted(kept, key=lambda mark: (mark.start, mark.end, mark.kind))


def _cut(text: str, names: Iterable[Named], wholes: Mapping[str, Mark]) -> Iterator[tuple[Span, Mark]]:
    """Where the words of one of `wholes` stand and a part that begins or ends it is marked, and the whole."""
    first, last = defaultdict(list), defaultdict(list)
    for words in wholes:
        first[words.split()[0]].append(words)
        last[words.split()[-1]].append(words)
    for _, part in names:
        said = text[part.start : part.end].split()
        for words in first[said[0]]:
            yield from _standing(text, Span(part.start, part.start + len(words)), part, wholes)
        for words in last[said[-1]]:
            if part.end >= len(words):
                yield from _standing(text, Span(part.end - len(words), part.end), part, wholes)


def _standing(text: str, span: Span, part: Span, wholes: Mapping[str, Mark]) -> Iterator[tuple[Span, Mark]]:
    whole = wholes.get(text[span.start : span.end])
    is_word = not text[max(span.start - 1, 0) : span.start].isalnum() and not text[span.end : span.end + 1].isalnum()
    if whole and is_word and span != part and span.covers(part):
        yield span, whole
