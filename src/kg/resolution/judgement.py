"""Whether two things of different documents are one: weighted features, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.names import Family, Likeness, Name, Namer
from kg.resolution.profiles import Profile
from kg.resolution.rulings import NONE, Ruling, Rulings, Sides

if TYPE_CHECKING:
    from kg.ontology import Ontology

THRESHOLD = 0.8
RULED = 10.0
"""Weight beyond every score, of two things that a person judged the same."""
"""A judgement below it keeps two things apart."""
_FULL = 0.88
"""Likeness of two names that stands by itself; what is less alike needs support from what the documents say."""
_DOUBT = 0.1
_LINK, _MOST_LINKS = 0.2, 0.4
_WEAK_LINK = 0.05
_COMPANY, _MOST_COMPANY = 0.04, 0.12
MOST_SUPPORT = max(_MOST_LINKS, _MOST_COMPANY) + _WEAK_LINK
"""No profile adds more to what two names are worth."""
_NATIONALITY = 0.3
_ELSEWHERE = 0.3
_CALLED = 0.98
_SHORT = 0.7
"""Of two names of which the one may be short for the other; less alike, a text that uses both does not speak for
other texts: `the News` of a text about `Coast News` says nothing of another."""
_PART = 0.7
"""At most, of two persons one of whom only a surname or a first name is known of."""


@dataclass(slots=True)
class Subject:
    """A thing to judge: some chains already known to be one."""

    type: str
    best: Name
    forms: frozenset[Name]
    profile: Profile
    sides: Sides = NONE
    """Of persons' judgements, those that mean one of the chains."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares things by the tables of one ontology, and obeys what persons decided."""

    namer: Namer
    ontology: Ontology
    rulings: Rulings

    def judge(self, a: Subject, b: Subject) -> Likeness:
        """How likely two things are one; 0 where types, names or dates rule it out. The same either way round."""
        found = self.weigh(a, b)
        return Likeness(max(0.0, min(1.0, found.score)), found.reasons)

    def weigh(self, a: Subject, b: Subject) -> Likeness:
        """As `judge`, but what speaks for it and against it adds up beyond 0 and 1: to rank what is sure anyway."""
        if not self.may_join(a, b):
            return Likeness(0.0)
        ruling = self.ruling(a, b)
        if ruling:
            return Likeness(RULED + 1 / (1 + ruling.number), (ruling.reason,))
        names = self._names(a, b)
        if names.score <= 0:
            return names
        score = names.score if names.score >= _FULL else names.score - _DOUBT
        support, reasons = _support(a.profile, b.profile)
        against, doubts = _doubts(a.profile, b.profile)
        if self._placeless(a) and self._placeless(b) and _disjoint(a.profile.lands, b.profile.lands):
            against, doubts = against + _ELSEWHERE, [*doubts, "of texts about different countries"]
        return Likeness(round(score + support - against, 4), (*names.reasons, *reasons, *doubts))

    def _placeless(self, subject: Subject) -> bool:
        """Whether it is a public body of a name that many countries have: `finance ministry`."""
        if subject.best.known or not self.ontology.is_a(subject.type, "GovernmentAgency"):
            return False
        if subject.best.folded in self.namer.tables.governments:
            return False
        words = subject.best.words
        pairs = {" ".join(words[i : i + 2]) for i in range(len(words))}
        return not self.namer.tables.countries.keys() & (pairs | set(words))

    def may_join(self, a: Subject, b: Subject) -> bool:
        """Whether neither types nor a person nor full names nor dates speak against it; a person's word settles it."""
        if a.best.family is not b.best.family or not self.ontology.fits(a.type, b.type):
            return False
        if a.sides and (ruling := self.ruling(a, b)):
            return ruling.same
        named = self.namer.may_join(a.best, b.best) or self._share_short_name(a, b)
        return named and not _dates_clash(a.profile, b.profile)

    def ruling(self, a: Subject, b: Subject) -> Ruling | None:
        """What a person decided of the two; None where nobody did."""
        return self.rulings.ruling(a.sides, b.sides)

    def overrules(self, a: Subject, b: Subject) -> bool:
        """Whether others that were judged the same bring these two together, though they may not join by themselves.

        Not where a person keeps them apart, nor namesakes: of two that bear the judged name, one alone was meant.
        """
        ruling = self.ruling(a, b)
        if ruling:
            return ruling.same
        return a.best.key != b.best.key or self.may_join(a, b)

    def _share_short_name(self, a: Subject, b: Subject) -> bool:
        """Whether both texts use one short name, to which one of the full names adds its reach only.

        `Didi Global` is Didi, and where another text says `Didi` for `Didi Chuxing` the two are one.
        """
        if a.best.family is not Family.BODY:
            return False
        reach = self.namer.tables.reach
        return any(
            self._called(x, y)
            and len(x.words) == 1
            and any(set(full.words) - set(x.words) <= reach for full in (a.best, b.best))
            for x in a.forms
            for y in b.forms
        )

    def _names(self, a: Subject, b: Subject) -> Likeness:
        found = self.namer.compare(a.best, b.best)
        if a.best.family is Family.PERSON:
            part = min(len(a.best.words), len(b.best.words)) == 1
            return Likeness(min(found.score, _PART), found.reasons) if part else found
        if found.score >= _CALLED:
            return Likeness(_PART, found.reasons) if self._is_head(a) else found
        if 0 < found.score < _SHORT:
            return found
        called = min((min(x.text, y.text) for x in a.forms for y in b.forms if self._called(x, y)), default="")
        return Likeness(_CALLED, (f"both are called {called}",)) if called else found

    def _is_head(self, subject: Subject) -> bool:
        """Whether it is called by a word only that many bodies share, public ones aside: the lands tell those apart."""
        head = not subject.best.known and subject.best.folded in self.namer.tables.head
        return head and not self.ontology.is_a(subject.type, "GovernmentAgency")

    def _called(self, x: Name, y: Name) -> bool:
        return x.key == y.key and x.folded not in self.namer.tables.head


def _support(a: Profile, b: Profile) -> tuple[float, list[str]]:
    shared = sorted(a.links & b.links)
    strong = [link for link in shared if link[0] not in _COMMON]
    score = min(_MOST_LINKS, _LINK * len(strong)) + _WEAK_LINK * bool(len(shared) > len(strong))
    reasons = [_say(link) for link in shared]
    company = sorted(a.company & b.company)
    if company and not strong:
        score += min(_MOST_COMPANY, _COMPANY * len(company))
        reasons.append("both named beside " + ", ".join(name.title() for name in company[:3]))
    return score, reasons


_COMMON = frozenset({"nationality", "headquarteredIn", "operatesIn", "locatedIn", "livesIn", "bornIn", "diedIn"})
"""Relations that two things share by chance."""


def _say(link: tuple[str, str, str]) -> str:
    predicate, way, name = link
    return f"both {predicate} {name.title()}" if way == "to" else f"{name.title()} {predicate} both"


def _doubts(a: Profile, b: Profile) -> tuple[float, list[str]]:
    if _disjoint(a.countries, b.countries):
        return _NATIONALITY, ["of different nationalities"]
    return 0.0, []


def _disjoint(a: set[str], b: set[str]) -> bool:
    """Whether both say something and nothing in common."""
    return bool(a and b) and a.isdisjoint(b)


def _dates_clash(a: Profile, b: Profile) -> bool:
    return any(_apart(a.dates[key], b.dates[key]) for key in sorted(a.dates.keys() & b.dates.keys()))


def _apart(left: Iterable[str], right: Iterable[str]) -> bool:
    return not any(x.startswith(y) or y.startswith(x) for x in left for y in right)
