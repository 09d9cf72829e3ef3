"""Descriptions of people, bodies and places: how far they go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.nlp.marks import PRONOUNS, REFERENCES, Mark
from kg.nlp.spans import Mask

_OPENS = frozenset({"DET", "PRON", "ADJ", "NUM"})
"""Parts of speech that open a description and are none by themselves."""
_INSIDE = frozenset({"ADJ", "NUM", "NOUN", "PROPN"})


def with_heads(found: Sequence[Mark], tags: Sequence[str], joined: Sequence[bool] | Mask) -> list[Mark]:
    """The marks, each description that the tagger left before its noun up to it: `the` of `the Danish firm`.

    `tags` are the parts of speech of the pieces, `joined` says of each whether it goes on with the word of the piece
    before it. One is left out where what it opens is described by another mark, or where it opens nothing.
    """
    described = [mark for mark in found if mark.kind in REFERENCES and mark.kind not in PRONOUNS]
    ends = {mark: end for mark in described if (end := _end_of(mark, tags, joined)) != mark.end}
    taken = {place for mark in described if mark not in ends for place in range(mark.start, mark.end)}
    spare = {mark for mark, end in ends.items() if not taken.isdisjoint(range(mark.end, end))}
    spare |= {mark for mark in described if mark not in ends and set(tags[mark.start : mark.end]) == {"DET"}}
    return [replace(mark, end=ends.get(mark, mark.end)) for mark in found if mark not in spare]


def _end_of(mark: Mark, tags: Sequence[str], joined: Sequence[bool] | Mask) -> int:
    """Where a description ends: behind the nouns that its first words stand before, if it is these words alone."""
    if not _OPENS.issuperset(tags[mark.start : mark.end]):
        return mark.end
    behind = _words_behind(mark.end, tags, joined)
    return max((end for start, end in behind if tags[start] == "NOUN"), default=mark.end)


def _words_behind(place: int, tags: Sequence[str], joined: Sequence[bool] | Mask) -> Iterator[tuple[int, int]]:
    """Start and end, in pieces, of each word of the run of adjectives and nouns from a piece on."""
    while place < len(tags) and tags[place] in _INSIDE:
        start, place = place, place + 1
        while place < len(tags) and joined[place]:
            place += 1
        yield start, place
