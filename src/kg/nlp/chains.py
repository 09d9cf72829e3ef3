"""Which NAME mentions of one document are the same thing, by their names and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.model import Mention
from kg.names import SPELLINGS, Family, Name, Namer, agree, begins, namer, plain
from kg.nlp.headlines import end_of_headline

if TYPE_CHECKING:
    from kg.ontology import Ontology

_SURE = 0.75
"""From here on a likeness joins two full names."""
_INTRODUCED = 0.5
"""From here on a shorter name joins a fuller one that the text gave before it.

Where the text below the headline has the shorter one first, the fuller one is a part of it or another firm (`Tesco`,
`Tesco Bank`): in 27 of 36 such pairs of the corpus, against 40 of 1,058 others.
"""
_HINT = 0.35
"""From here on a mere head (`the Commission`) joins the nearest fuller name before it."""
_LIKELY = 0.6
"""From here on it does so, too, where only a headline had the shorter one before."""
_PERSON_PART = 0.6
_LEFT = 600
"""Characters without a word of somebody after which a surname is another's who bears it.

Of 729 surnames in passages where two people have it the first is meant by 686, the nearest before it by 623.
"""
_DEFINES = re.compile(
    r"\s*(?:\(|,?\s*(?:(?:better|also|widely|formerly|previously)\s+)?(?:known as|called|or)\s+)(?:the\s+)?[\"“'‘]?$"
)
_OWNS = re.compile(r"['’]s\s|(?<=s)['’]\s")
"""Between an owner and what it owns, which are two: `Torvald's Torvald Life`."""
_CODE = re.compile(r"[A-Z]{1,3}\d{1,2}")
_CROWDED = 64
"""Names that share a word beyond which the word tells too little to compare them all."""
_WIDEST = 48
_EXCHANGE = "StockExchange"
_BEFORE = 16


@dataclass(slots=True)
class _Group:
    """Mentions of one document whose names are equal after folding."""

    name: Name
    members: list[int] = field(default_factory=list)
    gender: str = ""
    whole: bool = False
    """Whether its mentions are in one chain."""


def name_chains(names: Sequence[Mention], text: str, ontology: Ontology) -> list[int]:
    """A chain number for each of `names`, from 0 in order of first appearance; the same number says the same thing."""
    order = sorted(range(len(names)), key=lambda i: (names[i].span, names[i].type))
    chains = _Chains([names[i] for i in order], text, namer(ontology))
    numbers = dict(zip(order, chains.number(), strict=True))
    return [numbers[i] for i in range(len(names))]


class _Chains:
    """The groups of one document on their way to chains."""

    def __init__(self, mentions: Sequence[Mention], text: str, names: Namer) -> None:
        self._mentions = mentions
        self._text = text
        self._headline = end_of_headline(text)
        self._namer = names
        self._parent = list(range(len(mentions)))
        parsed = agree([names.parse(m.text, m.type) for m in mentions], names.tables.countries)
        self._held = {i: {name} for i, name in enumerate(parsed)}
        self._groups = self._group(parsed)
        self._index = self._blocks()
        self._bodies = sorted((g for g in self._groups if g.name.family is Family.BODY), key=lambda g: g.name.text)
        self._owned = [i for i in range(len(mentions) - 1) if self._owns(i)]
        """Mentions each of which owns the next."""

    def _owns(self, i: int) -> bool:
        return _OWNS.fullmatch(self._text, self._mentions[i].span.end, self._mentions[i + 1].span.start) is not None

    def number(self) -> list[int]:
        """Chain numbers in the order of the mentions."""
        self._define()
        shorter = sorted(self._groups, key=lambda g: (-len(g.name.words), -len(g.name.folded), g.members[0]))
        candidates = {id(group): self._candidates(group) for group in shorter}
        for group in shorter:
            self._join_equals(group, candidates[id(group)])
        for group in shorter:
            if not self._abbreviates(group):
                self._attach(group, candidates[id(group)])
            if not group.whole:
                self._join(group, group)
        seen: dict[int, int] = {}
        return [seen.setdefault(self._root(i), len(seen)) for i in range(len(self._mentions))]

    # groups ----------------------------------------------------------------

    def _group(self, parsed: Sequence[Name]) -> list[_Group]:
        groups: dict[tuple[str, str], _Group] = {}
        for i, name in enumerate(parsed):
            group = groups.setdefault((name.family, name.key), _Group(name))
            group.members.append(i)
            group.gender = group.gender or self._gender(i)
        return list(groups.values())

    def _gender(self, i: int) -> str:
        """`m` or `f` if a form of address before the mention or in it says so."""
        mention = self._mentions[i]
        if self._namer.family(mention.type) is not Family.PERSON:
            return ""
        start = max(0, mention.span.start - _BEFORE)
        spoken = self._text[start : mention.span.start].split()[-1:] + mention.text.split()[:1]
        before = [plain(word) for word in spoken]
        tables = self._namer.tables
        return "m" if tables.male & set(before) else "f" if tables.female & set(before) else ""

    def _blocks(self) -> dict[tuple[str, str], list[_Group]]:
        index: dict[tuple[str, str], list[_Group]] = defaultdict(list)
        for group in self._groups:
            for key in self._namer.blocks(group.name):
                index[group.name.family, key].append(group)
        return index

    def _candidates(self, group: _Group) -> list[tuple[float, _Group]]:
        """Other groups whose name may be the same thing's, best first."""
        blocks = (self._index[group.name.family, key] for key in self._namer.blocks(group.name))
        near = {id(g): g for block in blocks if len(block) <= _CROWDED for g in block}
        near.pop(id(group), None)
        scored = [(self._namer.compare(group.name, other.name).score, other) for other in near.values()]
        return sorted((s for s in scored if s[0] >= _HINT), key=lambda s: (-s[0], s[1].members[0]))

    # joining ---------------------------------------------------------------

    def _define(self) -> None:
        """Joins `Ministry of Trade (MoT)` and `X, formerly known as Y`."""
        owner = {i: group for group in self._groups for i in group.members}
        for i in range(len(self._mentions) - 1):
            left, right = owner[i], owner[i + 1]
            between = self._text[self._mentions[i].span.end : self._mentions[i + 1].span.start]
            if left is not right and len(between) <= _WIDEST and _DEFINES.match(between) and self._defined(i, owner):
                self._join(left, right)

    def _defined(self, i: int, owner: dict[int, _Group]) -> bool:
        left, right = owner[i].name, owner[i + 1].name
        exchanges = {m.type == _EXCHANGE for m in self._mentions[i : i + 2]}
        is_owner = _OWNS.match(self._text, self._mentions[i + 1].span.end)
        if left.family is not right.family or len(exchanges) > 1 or is_owner:
            return False
        between = self._text[self._mentions[i].span.end : self._mentions[i + 1].span.start]
        if "known as" in between:
            return True
        if left.family is Family.PRODUCT:
            return self._is_initials(i, i + 1) or self._is_initials(i + 1, i)
        return left.family is Family.BODY and _is_short(right) != _is_short(left)

    def _is_initials(self, short: int, full: int) -> bool:
        """Whether one mention is made of the initials of the other, which is a product's."""
        one, other = self._mentions[short], self._mentions[full]
        return one.text.isupper() and plain(one.text) in self._namer.letters(other.text, other.type)

    def _join_equals(self, group: _Group, candidates: Iterable[tuple[float, _Group]]) -> None:
        """Joins spellings of one length; those of different lengths are matters for `_attach`."""
        for score, other in candidates:
            if score >= _SURE and _level(group.name) == _level(other.name) and self._compatible(group, other):
                self._join(group, other)

    def _attach(self, group: _Group, candidates: Sequence[tuple[float, _Group]]) -> None:
        """Joins a short name to the fuller one that it stands for, each mention by itself where there are several."""
        fuller = [(score, g) for score, g in candidates if _level(g.name) > _level(group.name)]
        if _is_single(group.name):
            self._attach_each(group, _best_parts(fuller))
            return
        strong = [(score, g) for score, g in fuller if score >= _SURE and not _is_cut(group.name, g.name, score)]
        known = [(score, g) for score, g in fuller if score >= _INTRODUCED and self._introduces(g, group, score)]
        found = strong or known
        if found:
            first = min(found, key=lambda s: (-s[0], s[1].members[0]))[1]
            if self._compatible(group, first):
                self._join(group, first)
        elif not group.whole:
            self._attach_each(group, [g for score, g in fuller if score < _INTRODUCED])

    def _abbreviates(self, group: _Group) -> bool:
        """Joins one word to the only longer one that the text gives before it: `Akzo` to `AkzoNobel`."""
        if group.name.family is not Family.BODY or group.name.acronym:
            return False
        first = bisect_right(self._bodies, group.name.text, key=lambda g: g.name.text)
        found = takewhile(lambda g: g.name.text.startswith(group.name.text), self._bodies[first:])
        long = [g for g in found if begins(group.name.text, g.name.text)]
        if len(long) != 1 or self._is_named(long[0].name.text.removeprefix(group.name.text)):
            return False
        if not self._introduces(long[0], group, _LIKELY) or not self._compatible(group, long[0]):
            return False
        self._join(group, long[0])
        return True

    def _is_named(self, rest: str) -> bool:
        """Whether the text names the rest of a word by itself, too: of `DaimlerChrysler` it may be either."""
        return any(group.name.text == rest.strip("-.") for group in self._groups)

    def _introduces(self, full: _Group, group: _Group, score: float) -> bool:
        """Whether the text gives the full name before the shorter one, which a headline may have had already."""
        start = self._mentions[full.members[0]].span.start
        earlier = [i for i in group.members if i < full.members[0]]
        if score < _LIKELY or start < self._headline:
            return not earlier
        return all(self._mentions[i].span.start < self._headline for i in earlier)

    def _attach_each(self, group: _Group, fuller: Sequence[_Group]) -> None:
        left = [i for i in group.members if not self._attach_one(i, fuller)]
        for i in left[1:]:
            self._union(left[0], i)
        group.whole = True

    def _attach_one(self, i: int, fuller: Sequence[_Group]) -> bool:
        """Whether mention `i` found a fuller name before it, or the only one after it."""
        gender = self._gender(i)
        fit = [g for g in fuller if not (gender and g.gender and gender != g.gender)]
        fit = [g for g in fit if gender == "f" and g.gender] or fit  # `Mrs` is for the one who was named beside a man
        before = {max(j for j in g.members if j < i): g for g in fit if g.members[0] < i}
        if before:
            self._union(i, self._meant(before).members[0])
            return True
        if len({self._root(g.members[0]) for g in fit}) != 1:
            return False
        self._union(i, fit[0].members[0])
        return True

    def _meant(self, before: Mapping[int, _Group]) -> _Group:
        """The nearest of the fuller names, by their last mentions; of people the first, unless the text has left it."""
        last = max(before)
        first = min(before.values(), key=lambda g: g.members[0])
        if first.name.family is not Family.PERSON or before[last] is first:
            return before[last]
        spoken = next(i for i in range(last - 1, -1, -1) if self._root(i) == self._root(first.members[0]))
        gap = self._mentions[last].span.start - self._mentions[spoken].span.end
        return before[last] if gap > _LEFT else first

    def _join(self, group: _Group, other: _Group) -> None:
        for each in (group, other):
            each.whole = True
            for i in each.members:
                self._union(each.members[0], i)
        self._union(group.members[0], other.members[0])

    def _compatible(self, a: _Group, b: _Group) -> bool:
        """Whether neither owns the other, and no name of the one's chain so far rules out a name of the other's."""
        roots = {self._root(g.members[0]) for g in (a, b)}
        if any({self._root(i), self._root(i + 1)} == roots for i in self._owned):
            return len(roots) == 1
        left, right = (self._held[self._root(g.members[0])] for g in (a, b))
        return all(self._namer.may_join(x, y) for x in left for y in right)

    def _root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def _union(self, i: int, j: int) -> None:
        first, second = sorted((self._root(i), self._root(j)))
        if first != second:
            self._parent[second] = first
            self._held[first] |= self._held.pop(second)


def _is_cut(short: Name, full: Name, score: float) -> bool:
    """Whether a name is another without some of its words, which leaves open whether it is the same thing's."""
    return score < SPELLINGS and not short.acronym and set(short.words) <= set(full.words)


def _is_short(name: Name) -> bool:
    """Whether a name is an acronym or a code such as `G7`."""
    return bool(name.acronym) or _CODE.fullmatch(name.text) is not None


def _is_single(name: Name) -> bool:
    return name.family is Family.PERSON and len(name.words) == 1


def _level(name: Name) -> int:
    """How full a name is: an acronym is less than any name of several words."""
    return 0 if name.acronym and len(name.words) == 1 else len(name.words)


def _best_parts(fuller: Sequence[tuple[float, _Group]]) -> list[_Group]:
    """Persons whose surname or first name it is, before those whose middle name it is."""
    ends = [g for score, g in fuller if score > _PERSON_PART]
    return ends or [g for score, g in fuller if score >= _PERSON_PART]
