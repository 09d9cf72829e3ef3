"""Passages with the names of their people and firms swapped for others of the corpus.

A reader that has seen a passage twenty times knows it by its names; with other names it has to read the words between.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from corpus import Mark, Passage

SWAPPED = ("Person", "Company")
"""Classes whose names say nothing of the rest of a passage; a city says its country, an authority its matter."""
CHANCE = 0.8
"""Share of the things of a passage that get another name."""
HE, SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}


@dataclass(frozen=True)
class Thing:
    """A named thing of a passage."""

    kind: str
    """Its class; of a person followed by what its pronouns tell of it."""
    name: str
    """Its longest name."""
    forms: frozenset[str]
    """All its names."""


def things(passage: Passage) -> dict[str, Thing]:
    """The people and firms of a passage, by id, whose names are all made of words of the longest."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in passage.marks:
        marks[mark.id].append(mark)
    found = {}
    for ident, these in marks.items():
        classes = {m.kind for m in these} & set(SWAPPED)
        names = {passage.text[m.start : m.end] for m in these if m.kind not in ("desc", "pron")}
        pronouns = {passage.text[m.start : m.end].casefold() for m in these if m.kind == "pron"}
        if len(classes) != 1 or not names or nested(these, passage):
            continue
        name = max(sorted(names), key=len)
        if all(form == name or rank(form, name) is not None for form in names):
            found[ident] = Thing(f"{min(classes)}{gender(pronouns)}{len(name.split()) > 1}", name, frozenset(names))
    return found


def nested(marks: list[Mark], passage: Passage) -> bool:
    """Whether a mark of another thing stands inside one of `marks`, or around it."""
    return any(
        other.id != mark.id and other.start < mark.end and mark.start < other.end
        for mark in marks
        for other in passage.marks
    )


def gender(pronouns: set[str]) -> str:
    """What the pronouns of a thing tell of it: nothing where there are none."""
    return "he" if pronouns & HE else "she" if pronouns & SHE else ""


def rank(form: str, name: str) -> int | None:
    """Which word of a longer name a short form is: 0 the first, -1 the last; None if neither."""
    words = name.split()
    if len(words) < 2:
        return None
    return {words[-1]: -1, words[0]: 0}.get(form)


class Swapper:
    """Knows the names of all passages, and swaps those of one."""

    def __init__(self, passages: list[Passage]) -> None:
        pool: dict[str, set[str]] = defaultdict(set)
        for passage in passages:
            for thing in things(passage).values():
                pool[thing.kind].add(thing.name)
        self._pool: Mapping[str, list[str]] = {kind: sorted(names) for kind, names in pool.items()}

    def swapped(self, passage: Passage, rng: random.Random) -> Passage:
        """The passage with most of its people and firms under other names; marks stand where they should."""
        found = things(passage)
        names: dict[str, dict[str, str]] = {}
        taken = {passage.text[m.start : m.end] for m in passage.marks}
        for ident, thing in found.items():
            other = rng.choice(self._pool[thing.kind])
            if rng.random() < CHANCE and not taken & {other, *other.split()}:
                names[ident] = renaming(thing, other)
                taken |= {other, *other.split()}
        return rewritten(passage, names)


def renaming(thing: Thing, name: str) -> dict[str, str]:
    """What each form of a thing's name becomes when its longest becomes `name`."""
    words = name.split()
    return {form: name if form == thing.name else words[rank(form, thing.name) or 0] for form in thing.forms}


def rewritten(passage: Passage, names: Mapping[str, Mapping[str, str]]) -> Passage:
    """The passage with the marked names of some things replaced: id of a thing, old form, new form."""
    edits = sorted(
        (m.start, m.end, names[m.id][passage.text[m.start : m.end]])
        for m in passage.marks
        if m.id in names and m.kind not in ("desc", "pron")
    )
    text, place, shifts = "", 0, []
    for start, end, new in edits:
        text += passage.text[place:start] + new
        shifts.append((end, len(text) - end))
        place = end
    text += passage.text[place:]

    def moved(offset: int) -> int:
        return offset + next((shift for end, shift in reversed(shifts) if end <= offset), 0)

    marks = [Mark(moved(m.start), moved(m.end), m.id, m.kind) for m in passage.marks]
    return Passage(passage.id, text, marks, passage.facts)
