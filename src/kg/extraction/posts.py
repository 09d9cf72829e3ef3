"""Posts: which words of a sentence name one (`founder and CEO`), and which relation a post states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extraction.number import singular
from kg.extraction.reading import PLACES, Reading
from kg.model import Claim, Mention
from kg.ontology import Ontology

_JOINT = re.compile(r"\s*(?:,|&|/|\band\b|\bcum\b|\bas well as\b)\s*")
_BEFORE = frozenset({"ADJ", "NOUN", "PROPN", "ADV"})
_FOR = frozenset({"of", "for", "in"})
_FIELD = frozenset({"NOUN", "ADJ", "PROPN"})
BELOW = frozenset({"deputy", "vice", "assistant", "associate"})
"""Words that make another post of the one that they stand before."""
_MOST_FIELD = 4
"""Tokens of `of …` after a post."""
_MOST_BEFORE = 4
"""Words before the head of a post: `senior vice president global marketing` is as long as they come."""
_SHORT = 2
"""Letters of a post that is written in capitals: `PM` is one, `pm` is none."""
_HYPHENED = 2
"""Tokens before the last of a word with a hyphen, at least."""


@dataclass(frozen=True, slots=True)
class Posts:
    """The post tables of the cue files: `titles` and `company_titles` per relation, `[posts]` of the catch-all one."""

    general: str
    """The relation of every other post (`holdsPositionAt`); empty where no cue file holds a `[posts]` table."""
    heads: frozenset[str]
    """Words that a post ends in: `director`, `chairwoman`."""
    neutral: frozenset[str]
    """Words that leave a post what it is: `interim`, `group`."""
    never: frozenset[str]
    """Words that are no part of a post though they stand before one: `former`, `new`."""
    titles: Mapping[str, str]
    """Post -> relation, at any organization."""
    company_titles: Mapping[str, str]
    """Post -> relation, at a company only."""

    @classmethod
    def of(cls, ontology: Ontology) -> Posts:
        """The tables of an ontology, made once."""
        return _posts(ontology)

    def find(self, reading: Reading, first: int, last: int) -> dict[int, list[int]]:
        """Start token -> end tokens (half-open, the longest first) of the posts written in tokens `first` to `last`."""
        ends: dict[int, list[int]] = {}
        units = self._units(reading, first, last)
        for start, end in units.items():
            ends.setdefault(start, []).append(end)
            while (after := _after_joint(reading, end)) in units:
                end = units[after]
                ends[start].append(end)
            if (field := _field_end(reading, end, last)) > end:
                ends[start].append(field)
        return {start: sorted(found, reverse=True) for start, found in ends.items()}

    def _units(self, reading: Reading, first: int, last: int) -> dict[int, int]:
        """Start -> end of single posts, each as many words as may belong to it."""
        units: dict[int, int] = {}
        for token in range(first, last):
            if not self.is_head(reading, token) or (token + 1 < last and self.is_head(reading, token + 1)):
                continue
            begins = start = max(first, _compound_start(reading, token))
            while start > first and begins - start < _MOST_BEFORE and self._may_precede(reading, start - 1):
                start -= 1
            units[start + (reading.doc[start].text == "-")] = token + 1
        return units

    def is_head(self, reading: Reading, token: int) -> bool:
        """Whether a word, or the hyphened one that it ends, is one that posts end in: `editor-in-chief`, `PM`."""
        if token in reading.named or not self._ends_post(reading, token):
            return False
        return len(reading.lower[token]) > _SHORT or bool(reading.doc[token].is_upper)

    def _ends_post(self, reading: Reading, token: int) -> bool:
        word, before = reading.lower[token], reading.lower[token - 1] if token else ""
        if word in self.heads or f"{before} {word}" in self.titles:
            return True
        if before == "-":
            compound = "".join(reading.lower[_compound_start(reading, token) : token + 1])
            if compound in self.heads or compound.replace("-", "") in self.heads:
                return True
        return singular(word) in self.heads and reading.doc[token].pos_ in _FIELD

    def _may_precede(self, reading: Reading, token: int) -> bool:
        word = reading.doc[token]
        if token in reading.named or word.lower_ in self.never:
            return False
        # The tagger takes some words for verbs or foreign ones: `deputy leader`, `chief technology officer`.
        is_part = word.lower_ in BELOW or (word.pos_ == "X" and token > 0 and reading.lower[token - 1] == "chief")
        return is_part or word.pos_ in _BEFORE or word.lower_ in self.neutral or word.text == "-"

    def relations(self, title: str, held_at: str, ontology: Ontology) -> tuple[str, ...]:
        """The relations that a post at a thing of class `held_at` states, in order of the post's parts."""
        found = [self._relation(part, held_at, ontology) for part in _JOINT.split(title.lower()) if part]
        specific = [name for name in dict.fromkeys(found) if name != self.general]
        return tuple(specific or ([self.general] if found and self.general else []))

    def _relation(self, part: str, held_at: str, ontology: Ontology) -> str:
        tables = [self.titles]
        if held_at in ontology.classes and ontology.is_a(held_at, "Company"):
            tables.append(self.company_titles)
        words = part.replace("-", " ").split()
        while words:
            post = " ".join(words)
            for form in (post, singular(post)):
                for table in tables:
                    if form in table:
                        return table[form]
            if words[0] not in self.neutral:
                break
            words = words[1:]
        return self.general

    def is_post(self, relation: str, ontology: Ontology) -> bool:
        """Whether a relation is the catch-all one, or one that stands right below it."""
        return relation == self.general or self.general in ontology.relations[relation].parents

    def retype(self, claim: Claim, ontology: Ontology) -> Claim:
        """The claim under the relation that its post states, where that is one and of the same family of relations.

        A claim of the catch-all relation goes to any that lists its post: the drummer of a band is its member.
        """
        is_post = self.is_post(claim.predicate, ontology)
        if not is_post or not claim.qualifiers.title or not isinstance(claim.object, Mention):
            return claim
        stated = self.relations(claim.qualifiers.title, claim.object.type, ontology)
        fitting = [name for name in stated if claim.predicate == self.general or self.is_post(name, ontology)]
        if len(fitting) != 1 or not ontology.allows(fitting[0], claim.subject.type, claim.object.type):
            return claim
        return replace(claim, predicate=fitting[0])


def _compound_start(reading: Reading, token: int) -> int:
    """Where a word begins that is written with hyphens and ends at `token`."""
    while token >= _HYPHENED and reading.lower[token - 1] == "-" and _is_glued(reading, token):
        token -= 2
    return token


def _is_glued(reading: Reading, token: int) -> bool:
    return not reading.doc[token - 1].whitespace_ and not reading.doc[token - 2].whitespace_


def _after_joint(reading: Reading, token: int) -> int:
    """The token after `and`, a comma or the like at `token`; -1 where none of them stands there."""
    sentence_end = reading.sentence_at(max(0, token - 1))[1]
    if token < sentence_end and reading.lower[token] in {"and", "&", ",", "/", "cum"}:
        following = token + 1
        if following < sentence_end and reading.doc[token].text == "," and reading.lower[following] == "and":
            following += 1
        # `its chief executive, Captain Solvang`: what a capital begins after a comma is a form of address.
        if following < sentence_end and reading.doc[token].text == "," and reading.doc[following].is_title:
            return -1
        return following
    return -1


@lru_cache(maxsize=4)
def _posts(ontology: Ontology) -> Posts:
    cues = ontology.cues
    general = next((name for name, table in sorted(cues.items()) if "posts" in table), "")
    table = cues[general]["posts"] if general else {}
    titles = {_plain(title): name for name, cue in sorted(cues.items()) for title in cue.get("titles", ())}
    company = {_plain(title): name for name, cue in sorted(cues.items()) for title in cue.get("company_titles", ())}
    known = {title for title in (*titles, *company) if " " not in title}
    return Posts(
        general,
        frozenset(table.get("heads", ())) | known,
        frozenset(table.get("neutral", ())),
        frozenset(table.get("never", ())),
        titles,
        company,
    )


def _field_end(reading: Reading, token: int, last: int) -> int:
    """The end of `of logistics`, `for consumer protection` at `token`; `token` where no such phrase stands there."""
    at = token + 1
    if at >= last or reading.lower[token] not in ("of", "for"):
        return token
    while at < min(last, token + _MOST_FIELD) and at not in reading.named and reading.doc[at].pos_ in _FIELD:
        at += 1
    return at if at > token + 1 and not (at < last and reading.doc[at].text in ("'s", "’s")) else token


def past_place(reading: Reading, token: int) -> int:
    """The end of a post that ends at a token, with the place that it is for: `head [of China]`, `of UK sales`."""
    if token + 1 >= len(reading.lower) or reading.lower[token] not in _FOR:
        return token
    places = [item for item in reading.starting.get(token + 1, ()) if isinstance(item, Mention)]
    end = next((reading.extent[item][1] for item in places if item.type in PLACES), token)
    while token < end < len(reading.lower) and end not in reading.named and reading.doc[end].pos_ == "NOUN":
        end += 1
    return end


def _plain(title: str) -> str:
    return title.lower().replace("-", " ")
