"""Joins the mentions that KnowledgeNet marks to those that the reader sees, and both to things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import labels
from corpus import Mark, Passage

PRONOUNS = frozenset(
    "he him his himself she her hers herself i me my mine myself it its itself we us our ours they them their".split()
)
SINGLE = PRONOUNS - frozenset("we us our ours they them their".split())
"""Pronouns that stand for one thing."""
RELATIVE = frozenset("who whom whose which that where".split())
"""Words that the corpus does not mark: their facts are those of what they refer to."""
TELLING = ("Date", "Country", "PoliticalParty", "EducationalOrganization")
"""Kinds that are certain where a property asks for them."""


@dataclass(frozen=True)
class End:
    """One end of a fact: characters of the text, what they name if known, and the kind that the property asks for."""

    start: int
    end: int
    text: str
    uri: str
    kind: str

    @classmethod
    def of(cls, row: dict[str, Any], kind: str) -> End:
        """The end that a row of the data gives."""
        return cls(row["start"], row["end"], row["text"], row["uri"] or "", kind)

    @property
    def word(self) -> str:
        return self.text.lower()


@dataclass(frozen=True)
class Fact:
    """A fact of a property between two spans, pointing as the catalogue does."""

    property: str
    subject: End
    object: End


def joined(silver: Passage, facts: Sequence[Fact]) -> tuple[Passage, dict[End, str]]:
    """The reader's marks with those of the facts in their place, and the thing that each end of a fact is.

    Ends that no mark stands for, such as a `who` without a name, are left out.
    """
    if not facts:
        return silver, {}
    groups = _Groups(facts, silver.marks)
    ids = groups.ids()
    taken = {thing: ids[end] for thing, end in groups.silver.items()}
    marks = [replace(mark, id=taken.get(mark.id, mark.id)) for mark in silver.marks if not _is_beaten(mark, ids)]
    own = {
        (e.start, e.end): Mark(e.start, e.end, ids[e], _kind(e, silver.marks)) for e in ids if e.word not in RELATIVE
    }
    marks = sorted([*marks, *own.values()], key=lambda mark: (mark.start, -mark.end))
    present = {mark.id for mark in marks}
    return replace(silver, marks=marks), {end: ident for end, ident in ids.items() if ident in present}


def _is_beaten(mark: Mark, ends: Iterable[End]) -> bool:
    """Whether a fact's end stands in the place of a mark: the same span, or one that its layer of tags needs."""
    for end in ends:
        if (mark.start, mark.end) == (end.start, end.end):
            return True
        overlaps = mark.start < end.end and end.start < mark.end
        if overlaps and end.word not in RELATIVE and (mark.kind in labels.NAME_KINDS) == (end.word not in PRONOUNS):
            return mark.kind in labels.NAME_KINDS or mark.kind.lower().startswith("pron")
    return False


def _kind(end: End, marks: Iterable[Mark]) -> str:
    """The reader's kind of the same span where it fits the property, else the property's."""
    if end.word in PRONOUNS:
        return "PronPerson" if end.kind == "Person" else "PronThing"
    seen = [m for m in marks if m.start < end.end and end.start < m.end and m.kind in labels.NAME_KINDS]
    seen.sort(key=lambda m: (m.start, m.end) != (end.start, end.end))
    fitting = [m.kind for m in seen if _group(m.kind) == _group(end.kind)]
    return fitting[0] if fitting and end.kind not in TELLING else end.kind


def _group(kind: str) -> int:
    """The coarse kind."""
    return labels.GROUPS.get(kind, 1)


class _Groups:
    """The ends of a passage's facts, grouped by what they stand for."""

    def __init__(self, facts: Sequence[Fact], marks: Sequence[Mark]) -> None:
        self._facts = facts
        ends = {end: None for fact in facts for end in (fact.subject, fact.object)}
        self._ends = sorted(ends, key=lambda end: (end.start, end.end, end.kind))
        self._parent = {end: end for end in self._ends}
        self._apart = {frozenset({f.subject, f.object}) for f in facts}
        self._join_certain()
        self._join_pronouns()
        self._votes = self._vote(marks)
        self._join_silver()
        self.silver = self._assign()
        """The reader's thing -> the end that stands for the group it belongs to."""

    def ids(self) -> dict[End, str]:
        """An id for each end, the same for all of a group."""
        numbers: dict[End, int] = {}
        return {end: f"g{numbers.setdefault(self._root(end), len(numbers) + 1)}" for end in self._ends}

    def _root(self, end: End) -> End:
        while self._parent[end] != end:
            end = self._parent[end]
        return end

    def _join(self, one: End, other: End) -> None:
        """Joins two groups, unless a fact holds between them or they are known to be two things."""
        one, other = self._root(one), self._root(other)
        members = [[end for end in self._ends if self._root(end) == root] for root in (one, other)]
        uris = {end.uri for side in members for end in side if end.uri}
        linked = any(frozenset({a, b}) in self._apart for a in members[0] for b in members[1])
        if one != other and len(uris) < 2 and not linked and _group(one.kind) == _group(other.kind):
            self._parent[other] = one

    def _join_certain(self) -> None:
        """The same span, the same entry of Wikidata, the same name."""
        for number, one in enumerate(self._ends):
            for other in self._ends[number + 1 :]:
                same_span = (one.start, one.end) == (other.start, other.end)
                same_uri = bool(one.uri) and one.uri == other.uri
                same_name = one.text == other.text and one.word not in PRONOUNS | RELATIVE
                if same_span or same_uri or (same_name and "Date" not in (one.kind, other.kind)):
                    self._join(one, other)

    def _join_pronouns(self) -> None:
        """Pronouns to the nearest end with just the same facts: the data repeat a fact for each mention."""
        facts = self._facts_of()
        for end in self._ends:
            if end.word in SINGLE | RELATIVE:
                alike = [other for other in self._ends if other != end and facts[other] == facts[end]]
                named = [other for other in alike if other.word not in PRONOUNS | RELATIVE] or alike
                if named:
                    self._join(min(named, key=lambda other: (other.start > end.start, -other.start)), end)

    def _facts_of(self) -> dict[End, frozenset[tuple[str, bool, End]]]:
        """What is said of each end: property, whether as subject, and the group at the other end."""
        facts: dict[End, set[tuple[str, bool, End]]] = defaultdict(set)
        for fact in self._facts:
            facts[fact.subject].add((fact.property, True, self._root(fact.object)))
            facts[fact.object].add((fact.property, False, self._root(fact.subject)))
        return {end: frozenset(said) for end, said in facts.items()}

    def _vote(self, marks: Sequence[Mark]) -> dict[End, Counter[str]]:
        """How often each end meets a mark of each of the reader's things; names count double."""
        votes: dict[End, Counter[str]] = {end: Counter() for end in self._ends}
        for end in self._ends:
            for mark in marks:
                if mark.start < end.end and end.start < mark.end and mark.kind != "desc" and end.kind != "Date":
                    votes[end][mark.id] += 2 if mark.kind in labels.CLASSES and end.word not in PRONOUNS else 1
        return votes

    def _join_silver(self) -> None:
        """Names that the reader takes for one thing."""
        by_thing: dict[str, list[End]] = defaultdict(list)
        for end in self._ends:
            for thing, count in self._votes[end].items():
                if count > 1:
                    by_thing[thing].append(end)
        for ends in by_thing.values():
            for other in ends[1:]:
                self._join(ends[0], other)

    def _assign(self) -> dict[str, End]:
        """Each of the reader's things with the group that meets most of its marks."""
        totals: dict[str, Counter[End]] = defaultdict(Counter)
        for end in self._ends:
            for thing, count in self._votes[end].items():
                totals[thing][self._root(end)] += count
        return {thing: counts.most_common(1)[0][0] for thing, counts in totals.items()}
