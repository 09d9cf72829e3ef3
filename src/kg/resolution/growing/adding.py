"""A thing that very many documents name, when some more do: these are added in their places, the others not read.

What comes out is what joining all chains of the name in their order gives. A chain joins what the chains before it
are, and why it does depends on the links and the company that it shares with them. Of a thing of many chains it is
remembered which of them was the first with each of these. So what comes changes, beside itself, the reasons of those
chains alone that were the first with something that it has, too, and that come after it.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Merge
from kg.names import Name
from kg.resolution.chains import Chain, Place, fullest
from kg.resolution.clusters import Cluster, absorb, alone
from kg.resolution.growing.codec import load_chain, load_cluster, write
from kg.resolution.growing.desk import NOTHING, Desk
from kg.resolution.judgement import THRESHOLD, Subject
from kg.resolution.profiles import Profile

MANY = 30
"""Chains of a thing, below which to read them all is about as cheap."""
Said = str | tuple[str, str, str]
"""A link, or the name of one in whose company a thing is."""
Firsts = dict[Said, Place]
"""Which chain of a thing was the first with this."""


@dataclass(slots=True)
class Row:
    """A thing as it was remembered."""

    entity: int | None
    judged: str
    named: str
    said: str
    firsts: str | None


@dataclass(slots=True)
class Added:
    """A thing with the chains that came, and the places of these."""

    item: Cluster
    firsts: Firsts
    places: list[Place]


def note_first(firsts: Firsts, place: Place, profile: Profile) -> None:
    """Notes what a chain has, given the chains in their order."""
    for said in _said(profile):
        firsts.setdefault(said, place)


def dump_firsts(item: Cluster, firsts: Firsts) -> str | None:
    """The chains by their numbers, in the order of what they were the first with; None for a thing of few."""
    if len(item.places) < MANY:
        return None
    number = {place: at for at, place in enumerate(item.places)}
    return write([number[firsts[said]] for said in _in_order(item.subject.profile)])


def _load_firsts(item: Cluster, written: str) -> Firsts:
    said = _in_order(item.subject.profile)
    return {one: item.places[at] for one, at in zip(said, json.loads(written), strict=True)}


def _in_order(profile: Profile) -> list[Said]:
    return [*sorted(profile.links), *sorted(profile.company)]


def _said(profile: Profile) -> Iterator[Said]:
    yield from profile.links
    yield from profile.company


def add_chains(desk: Desk, grouped: str, row: Row) -> Added | None:
    """The only thing of a name, with the chains of the name that came; None where all have to be joined anew.

    That is where chains went, or where more than links and company may have a say: a judgement, a nationality, dates,
    countries of public bodies, a fuller name.
    """
    if row.firsts is None or row.judged != NOTHING:
        return None
    item = load_cluster(row.named, row.judged, row.said, desk.namer)
    find = """SELECT document, number, said FROM work_chain CROSS JOIN chain USING (document, number)
    WHERE work_chain.grouped = ? ORDER BY document, number"""
    come = desk.db.execute(find, (grouped,)).fetchall()
    (all_,) = desk.db.execute("SELECT count(*) FROM chain WHERE grouped = ?", (grouped,)).fetchone()
    if all_ != len(item.places) + len(come):
        return None
    adding = _Adding(desk, item, _load_firsts(item, row.firsts))
    for document, number, said in come:
        if not adding.add(*load_chain((document, number), said, desk.namer)):
            return None
    if desk.judge.rulings.concern(item.subject.forms):
        return None
    return Added(item, adding.firsts, [(document, number) for document, number, _ in come])


class _Adding:
    """Adds chains to a thing; where it says that this cannot be done, the thing is spoilt."""

    def __init__(self, desk: Desk, item: Cluster, firsts: Firsts) -> None:
        self.firsts = firsts
        self._desk = desk
        self._item = item

    def add(self, chain: Chain, profile: Profile) -> bool:
        """Whether the chain could be added."""
        item, place = self._item, chain.place
        at = bisect(item.places, place)
        best = self._best(at) if at and self._only_shares(chain, profile) else None
        if best is None or fullest((best, chain.best), {}) != best:
            return False
        passed = {self.firsts[said] for said in _said(profile) if self.firsts.get(said, place) > place}
        for said in _said(profile):
            self.firsts[said] = min(place, self.firsts.get(said, place))
        one = alone(chain, profile, self._desk.judge)
        merge = self._merge(best, one.subject, place)
        if merge is None:
            return False
        absorb(item, one, merge)
        item.places.insert(at, item.places.pop())
        item.merges.insert(at - 1, item.merges.pop())
        return all(self._explain(other) for other in passed)

    def _only_shares(self, chain: Chain, profile: Profile) -> bool:
        """Whether no more of what the chain says than its links and company may speak for or against others."""
        subject = self._item.subject
        return not (
            chain.local
            or self._item.local
            or subject.profile.countries
            or profile.countries
            or subject.profile.dates.keys() & profile.dates.keys()
            or self._desk.ontology.is_a(subject.type, "GovernmentAgency")
        )

    def _best(self, at: int) -> Name | None:
        """The fullest name of the chains before this number; None where the text alone does not tell which it is."""
        item = self._item
        if at > len(item.merges):
            return item.subject.best
        found = [form for form in item.subject.forms if form.text == item.merges[at - 1].other]
        return found[0] if len(found) == 1 else None

    def _merge(self, best: Name, subject: Subject, place: Place) -> Merge | None:
        """Why a chain is one with those before it; None where other forms of their names would have to be asked."""
        judge, own = self._desk.judge, subject.profile
        if not best.key or best.key != subject.best.key or not judge.namer.may_join(best, subject.best):
            return None
        before = Profile(
            links={link for link in own.links if self.firsts[link] < place},
            company={name for name in own.company if self.firsts[name] < place},
        )
        found = judge.judge(Subject(self._item.subject.type, best, frozenset({best}), before), subject)
        if found.score < THRESHOLD:
            return None
        return Merge(subject.best.text, best.text, found.score, found.reasons)

    def _explain(self, place: Place) -> bool:
        """Gives a chain its reasons anew; whether that could be done."""
        at = bisect(self._item.places, place) - 1
        row = self._desk.db.execute("SELECT said FROM chain WHERE document = ? AND number = ?", place).fetchone()
        chain, profile = load_chain(place, row[0], self._desk.namer)
        best = self._best(at)
        merge = best and self._merge(best, alone(chain, profile, self._desk.judge).subject, place)
        if not merge:
            return False
        self._item.merges[at - 1] = merge
        return True
