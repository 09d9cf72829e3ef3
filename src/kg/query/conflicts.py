"""Contradictions between documents, side by side: nothing is overwritten, and nobody is declared right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Evidence, Fact, Literal, Modality, Variant
from kg.names import namer

ONE_HOLDER = ("ceoOf", "chairOf")
"""Posts that one person at a time holds in one body."""
ONE_DATE = ("birthDate", "deathDate", "foundedOn")
ONE_CITY = ("bornIn", "diedIn")
"""A place may lie in another; two cities exclude each other."""
SHARED = ("co-", "joint ", "interim", "acting", "deputy", "vice")
"""Titles under which a post is shared, or is another one."""
_EVER = ("", "9999")
Differ = Callable[[Fact, Fact], bool]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things said."""

    says: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot all be so."""

    kind: str
    """`two at once`, `two dates`, `two places`, `two amounts`, `said and denied` ..."""
    about: str
    """What it is about, in words."""
    sides: tuple[Side, ...]


def find_conflicts(store: Store) -> list[Conflict]:
    """All contradictions that the graph holds, by kind and by what they are about."""
    reader = _Reader(store)
    found = [*reader.holders(), *reader.dates(), *reader.places(), *reader.variants(), *reader.denials()]
    return sorted(found, key=lambda one: (one.kind, one.about, one.sides[0].says))


class _Reader:
    def __init__(self, store: Store) -> None:
        self._facts = store.reading.facts()
        self._entities = {entity.id: entity for entity in store.reading.entities()}
        self._sources = {source.id: source for source in store.reading.sources()}
        self._namer = namer(store.ontology)

    def holders(self) -> Iterator[Conflict]:
        """Two persons in one post at once, as far as stated dates and the documents' own tell."""
        for (predicate, body), facts in self._grouped(ONE_HOLDER, by_object=True).items():
            held = [fact for fact in facts if _holds(fact)]
            for group in _clashing(held, self._at_once):
                sides = tuple(Side(f"{self._name(fact.subject)}{_since(fact)}", fact.evidence) for fact in group)
                yield Conflict("two at once", f"{predicate} {self._name(body)}", sides)

    def dates(self) -> Iterator[Conflict]:
        """Two dates of what happens once, to one thing or to two of one name.

        Dates that differ keep namesakes apart, so that one wrong date makes a second thing.
        """
        by_name: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        for (predicate, subject), facts in self._grouped(ONE_DATE).items():
            name = self._namer.parse(self._name(subject), self._entities[subject].type)
            by_name[predicate, name.family, name.key] += facts
        for (predicate, _, _), facts in by_name.items():
            for group in _clashing(facts, _dates_differ):
                subjects = {fact.subject for fact in group}
                kind = "two dates" if len(subjects) == 1 else "two dates, or two namesakes"
                sides = tuple(Side(self._dated(fact, subjects), fact.evidence) for fact in group)
                yield Conflict(kind, f"{self._name(group[0].subject)} {predicate}", sides)

    def _dated(self, fact: Fact, subjects: set[str]) -> str:
        return self._end(fact) if len(subjects) == 1 else f"{self._end(fact)} ({fact.subject})"

    def places(self) -> Iterator[Conflict]:
        """Two cities where one person was born, or died."""
        for (predicate, subject), facts in self._grouped(ONE_CITY).items():
            for group in _clashing(facts, self._cities_differ):
                sides = tuple(Side(self._end(fact), fact.evidence) for fact in group)
                yield Conflict("two places", f"{self._name(subject)} {predicate}", sides)

    def variants(self) -> Iterator[Conflict]:
        """Two values of a qualifier of one fact."""
        for fact in self._facts:
            by_qualifier: dict[str, list[Variant]] = defaultdict(list)
            for variant in fact.variants:
                by_qualifier[variant.qualifier].append(variant)
            for qualifier, given in sorted(by_qualifier.items()):
                sides = tuple(Side(one.value, _at(one, fact)) for one in given)
                yield Conflict(f"two {qualifier.replace('_', ' ')}s", self._text(fact), sides)

    def denials(self) -> Iterator[Conflict]:
        """What one document says and another denies."""
        by_triple: dict[tuple[str, str, str], dict[Modality, Fact]] = defaultdict(dict)
        for fact in self._facts:
            by_triple[fact.subject, fact.predicate, self._end(fact)][fact.qualifiers.modality] = fact
        for sides in by_triple.values():
            if Modality.ASSERTED in sides and Modality.NEGATED in sides:
                said, denied = sides[Modality.ASSERTED], sides[Modality.NEGATED]
                told = (Side("said", said.evidence), Side("denied", denied.evidence))
                yield Conflict("said and denied", self._text(said), told)

    def _grouped(self, predicates: Iterable[str], by_object: bool = False) -> dict[tuple[str, str], list[Fact]]:
        groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self._facts:
            end = fact.object if by_object else fact.subject
            if fact.predicate in predicates and fact.asserted and isinstance(end, str):
                groups[fact.predicate, end].append(fact)
        return groups

    def _at_once(self, one: Fact, other: Fact) -> bool:
        if self._may_be_one(one.subject, other.subject):
            return False
        (_, end), (later, _) = sorted((_span(one, self._sources), _span(other, self._sources)))
        return later[: len(end)] <= end[: len(later)] and not _succeeds(one, other)

    def _may_be_one(self, one: str, other: str) -> bool:
        """Whether two entities may be one person under a full and a short name."""
        ends = [self._namer.parse(self._entities[id_].name, self._entities[id_].type) for id_ in (one, other)]
        return self._namer.compare(*ends).score > 0

    def _cities_differ(self, one: Fact, other: Fact) -> bool:
        ends = [self._entities[fact.object] for fact in (one, other) if isinstance(fact.object, str)]
        return len(ends) == 2 and ends[0].id != ends[1].id and all(end.type == "City" for end in ends)

    def _name(self, id_: str) -> str:
        return self._entities[id_].name

    def _end(self, fact: Fact) -> str:
        return fact.object.lexical if isinstance(fact.object, Literal) else self._name(fact.object)

    def _text(self, fact: Fact) -> str:
        return f"{self._name(fact.subject)} {fact.predicate} {self._end(fact)}"


def _clashing(facts: list[Fact], differ: Differ) -> Iterator[list[Fact]]:
    """The facts that contradict another one of their group, together."""
    clashing = {id(fact) for pair in combinations(facts, 2) if differ(*pair) for fact in pair}
    if clashing:
        yield [fact for fact in facts if id(fact) in clashing]


def _dates_differ(one: Fact, other: Fact) -> bool:
    dates = [fact.object.lexical for fact in (one, other) if isinstance(fact.object, Literal)]
    figures = len(dates) == 2 and all(date[:1].isdigit() for date in dates)
    return figures and not dates[0].startswith(dates[1]) and not dates[1].startswith(dates[0])


def _holds(fact: Fact) -> bool:
    """Whether the fact puts its subject into the post itself, then and there."""
    title = fact.qualifiers.title.casefold()
    return fact.qualifiers.status not in ("former", "incoming") and not any(word in title for word in SHARED)


def _span(fact: Fact, sources: Mapping[str, Source]) -> tuple[str, str]:
    """From when to when somebody held a post for certain: from the first to the last document that says so, and from
    the stated start to the stated end; for ever where nothing is known."""
    told = {sources[one.document].published for one in fact.evidence if one.document in sources} - {""}
    dates = sorted({*told, *(d for d in (fact.qualifiers.start_date, fact.qualifiers.end_date) if d[:1].isdigit())})
    return (dates[0], dates[-1]) if dates else _EVER


def _succeeds(one: Fact, other: Fact) -> bool:
    """Whether one's end is the other's start."""
    return any(
        a.qualifiers.end_date and b.qualifiers.start_date and a.qualifiers.end_date <= b.qualifiers.start_date
        for a, b in ((one, other), (other, one))
    )


def _since(fact: Fact) -> str:
    start, end = fact.qualifiers.start_date, fact.qualifiers.end_date
    return (f" from {start}" if start else "") + (f" until {end}" if end else "")


def _at(variant: Variant, fact: Fact) -> tuple[Evidence, ...]:
    return tuple(one for one in fact.evidence if (one.document, one.span) in variant.places)
