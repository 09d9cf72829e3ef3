"""Dates that say the same more or less exactly, made one: `Friday`, `2023` and `2023-02-17` of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.model import Literal, ValueKind
from kg.resolution.qualifiers import Source

Triple = tuple[str, str, str | Literal]
Stated = tuple[Triple, Source]


def fold_dates(stated: Iterable[Stated]) -> list[Stated]:
    """What was stated, each date as exact as any document makes it where only one more exact date fits.

    A date in words (`Friday`) takes the only date in figures that its own document gives for the same thing.
    """
    all_stated = list(stated)
    groups: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for triple, source in all_stated:
        if _is_date(triple[2]):
            groups[triple[0], triple[1]].append((triple, source))
    exact = {ends: _exact(group) for ends, group in groups.items()}
    return [(_folded(triple, source, exact), source) for triple, source in all_stated]


def _is_date(target: str | Literal) -> bool:
    return isinstance(target, Literal) and target.kind is ValueKind.DATE


def _exact(group: Iterable[Stated]) -> dict[tuple[str, str], str]:
    """(document, date as given) -> the date to use."""
    given: dict[str, set[str]] = defaultdict(set)
    for triple, source in group:
        if isinstance(triple[2], Literal):
            given[source.evidence.document].add(triple[2].lexical)
    figures = {date for dates in given.values() for date in dates if date[:1].isdigit()}
    fullest = {date: _extended(date, figures) for date in figures}
    chosen: dict[tuple[str, str], str] = {}
    for document, dates in given.items():
        own = {fullest[date] for date in dates if date in fullest}
        for date in dates:
            in_words = next(iter(own)) if len(own) == 1 else date
            chosen[document, date] = fullest.get(date, in_words)
    return chosen


def _extended(date: str, figures: Iterable[str]) -> str:
    longer = {other for other in figures if other.startswith(f"{date}-")}
    ends = {date for date in longer if not any(other.startswith(f"{date}-") for other in longer)}
    return next(iter(ends)) if len(ends) == 1 else date


def _folded(triple: Triple, source: Source, exact: dict[tuple[str, str], dict[tuple[str, str], str]]) -> Triple:
    subject, predicate, target = triple
    if not isinstance(target, Literal) or target.kind is not ValueKind.DATE:
        return triple
    lexical = exact[subject, predicate][source.evidence.document, target.lexical]
    return subject, predicate, Literal(lexical, target.kind)
