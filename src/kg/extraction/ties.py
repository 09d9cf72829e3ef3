"""Which values qualify which facts: a value that the model ties to both ends of a fact, and to no other fact better."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.reading import Reading
from kg.model import Link, Mention, Span, Value, ValueKind
from kg.ontology import Ontology, Relation

QUALIFIERS = ("title", "amount", "date", "startDate", "endDate", "reason")
"""Labels of links that qualify: `x` from a fact's subject, `x^` from its object."""

FIELDS = {"startDate": "start_date", "endDate": "end_date"}
"""Labels of when something begins and ends, which is only said of what lasts, and their names in the model."""

SURE = 0.4
"""Least geometric mean of the two links of a qualifier; above it, right ones outnumber wrong ones on the corpus."""

SURE_OF_TERM = 0.5
"""The same of a start or an end, which are wrong more often."""

OUTBID = 1.2
"""How much better a value may be tied to another fact: past it, three in four are wrong on the corpus."""

ELSEWHERE = 0.7
"""Weight of a value that stands in another sentence than the fact's two ends."""

REACH = 1500
"""Characters around a fact in which its qualifiers are looked for."""

STATES = frozenset(
    "ownerOf subsidiaryOf competitorOf regulates memberOf educatedAt livesIn nationality headquarteredIn "
    "operatesIn".split()
)
"""Beside posts, what is said to hold since and until a day, but not on one."""
TERMED = frozenset({"regulates", "educatedAt"})
"""What begins and ends though it has no status."""
SHARES = frozenset({"ownerOf"})
"""What has a share as its amount; a sum of money is what a deal cost. Of 3,951 shares in the corpus 23 qualify another
relation."""

_NO_END, _NO_START = frozenset({"since", "from", "between"}), frozenset({"until", "till", "to"})
"""Words before a date that is no end, and before one that is no start."""

BINDING = _NO_END | _NO_START
"""Words that make the date after them a start or an end."""

_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}")
"""A year, a month or a day."""

_Ends = frozenset[int]
"""The chains of the two ends of a fact, whichever is which."""


@dataclass(frozen=True, slots=True)
class _Claimant:
    """A fact that may have a value, and the name that it would have it under."""

    ends: _Ends
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A value that may qualify a fact, and how well the model ties it to both ends."""

    name: str
    value: Value
    score: float


class Ties:
    """The values that may qualify each of the facts that links state."""

    def __init__(
        self,
        links: Sequence[Link],
        stated: Sequence[Link],
        reading: Reading,
        ontology: Ontology,
        *,
        elsewhere: float = ELSEWHERE,
    ) -> None:
        self._reading, self._elsewhere = reading, elsewhere
        self._scores: dict[tuple[str, int], dict[Value, float]] = defaultdict(dict)
        for link in links:
            self._note(link)
        self._of_link = {id(link): list(self._ties(link, ontology.relations[link.label])) for link in stated}
        self._best: dict[Value, dict[_Claimant, float]] = defaultdict(dict)
        for link in stated:
            for tie in self._of_link[id(link)]:
                known = self._best[tie.value]
                fact = _Claimant(_ends(link), link.label, tie.name)
                known[fact] = max(known.get(fact, 0.0), tie.score)

    def of(self, link: Link) -> dict[str, str]:
        """The fields of `Qualifiers` that one of the stated links has a value for; a value serves once."""
        found: dict[str, str] = {}
        taken: set[Value] = set()
        for tie in sorted(self._of_link[id(link)], key=lambda tie: (-tie.score, tie.name, tie.value.span)):
            field = FIELDS.get(tie.name, tie.name)
            least = SURE_OF_TERM if tie.name in FIELDS else SURE
            if tie.score < least or field in found or tie.value in taken or self._is_outbid(tie, link):
                continue
            words = tie.value.text if tie.value.kind is ValueKind.TITLE else tie.value.lexical
            if is_in_order({**found, field: words}):
                taken.add(tie.value)
                found[field] = words
        return found

    def _note(self, link: Link) -> None:
        if link.label.rstrip("^") in QUALIFIERS and isinstance(link.source, Mention) and isinstance(link.target, Value):
            known = self._scores[link.label, link.source.chain]
            known[link.target] = max(known.get(link.target, 0.0), link.score)

    def _ties(self, link: Link, relation: Relation) -> list[Tie]:
        if not isinstance(link.source, Mention) or not isinstance(link.target, Mention):
            return []
        sentence = self._reading.evidence(link.source, link.target, "", link.score).span
        return [
            Tie(name, value, score)
            for name in relation.qualifiers
            if name in QUALIFIERS
            for value, score in self._tied(link.source, link.target, name, sentence).items()
            if may_qualify(relation, name, value)
            and self._may_stand(value, name)
            and not self._begins_more(value, link)
        ]

    def _tied(self, subject: Mention, other: Mention, name: str, sentence: Span) -> Mapping[Value, float]:
        of_subject = self._scores.get((name, subject.chain), {})
        of_object = self._scores.get((f"{name}^", other.chain), {})
        return {
            value: (score * of_object[value]) ** 0.5 * (1 if sentence.covers(value.span) else self._elsewhere)
            for value, score in of_subject.items()
            if value in of_object and sentence.start - REACH <= value.span.start < sentence.end + REACH
        }

    def _may_stand(self, value: Value, name: str) -> bool:
        """Whether the word before a date lets it be a start or an end: nothing ends `since 2003`."""
        return self._word_before(value) not in {"startDate": _NO_START, "endDate": _NO_END}.get(name, ())

    def _begins_more(self, value: Value, link: Link) -> bool:
        """Whether a date opens what `and` adds to a fact: `traded in Oslo, and since August in Bergen too`."""
        first = self._reading.tokens_of(value.span)[0]
        joints = [word for word in self._reading.lower[max(0, first - 3) : first - 1] if word != ","]
        is_after = max(link.source.span.end, link.target.span.end) <= value.span.start
        return is_after and self._word_before(value) in BINDING and joints[-1:] == ["and"]

    def _word_before(self, value: Value) -> str:
        first = self._reading.tokens_of(value.span)[0]
        return self._reading.lower[first - 1] if first else ""

    def _is_outbid(self, tie: Tie, link: Link) -> bool:
        """Whether another fact has the value: `a stake of 14%` beside one of 18% is not both owners'."""
        rivals = ((fact, score) for fact, score in self._best[tie.value].items() if _are_rivals(tie, link, fact))
        return any(score > self._lead(tie, link, fact) * tie.score for fact, score in rivals)

    def _lead(self, tie: Tie, link: Link, rival: _Claimant) -> float:
        """How much better a rival must be tied to the value to have it alone.

        Several facts may begin or end at one time, but not where a word binds the date to one of them, and those that
        end together are of one relation.
        """
        if tie.name not in FIELDS or rival.name != tie.name:
            return OUTBID
        is_bound = self._word_before(tie.value) in BINDING
        return 1.0 if is_bound or (tie.name == "endDate" and rival.label != link.label) else OUTBID


def _are_rivals(tie: Tie, link: Link, other: _Claimant) -> bool:
    """Whether a value cannot well be of two facts; the day of a deal ends what the seller had."""
    return other.ends != _ends(link) and not (tie.name == "endDate" and other.label == "acquired")


def may_qualify(relation: Relation, name: str, value: Value) -> bool:
    """Whether a relation takes such a value under a name: posts and what is owned have a term but no day."""
    if name in FIELDS:
        return relation.lasts or relation.name in TERMED
    if name == "date":
        is_post = relation.lasts and "title" in relation.qualifiers
        return not is_post and relation.name not in STATES
    return name != "amount" or (relation.name in SHARES) == (value.kind is ValueKind.PERCENT)


def is_in_order(fields: Mapping[str, str]) -> bool:
    """Whether a start is no later than the end, as far as both are told; what is no plain date is not compared."""
    start, end = fields.get("start_date", ""), fields.get("end_date", "")
    if not (_PLAIN.fullmatch(start) and _PLAIN.fullmatch(end)):
        return True
    told = min(len(start), len(end))
    return start[:told] <= end[:told]


def _ends(link: Link) -> _Ends:
    return frozenset(end.chain for end in (link.source, link.target) if isinstance(end, Mention))
