"""What the catalogue knows of names, in the shape that comparisons need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.names.folding import plain

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NameTables:
    """Folded words and names; an empty table switches a kind of comparison off."""

    honorifics: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    """Honorifics of men only."""
    female: frozenset[str] = frozenset()
    legal: frozenset[str] = frozenset()
    """Legal forms: `inc`, `plc`, `holdings`."""
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folded name or demonym -> names of the countries it may mean, likeliest first."""
    governments: Mapping[str, str] = field(default_factory=dict)
    """Folded place that stands for a government or body when it acts (`kremlin`, `moscow`) -> the name of that."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Folded name or acronym of a known authority -> its full name."""
    nicknames: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded given name -> the given names it is short for, itself among them."""
    trade: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    """Regions, countries and their demonyms."""
    head: frozenset[str] = frozenset()
    place_kind: frozenset[str] = frozenset()
    link: frozenset[str] = frozenset()
    generation: frozenset[str] = frozenset()


def read_tables(names: Mapping[str, Table]) -> NameTables:
    """The tables of an ontology's `names`, by file stem; a file that is not there leaves its tables empty."""
    words = names.get("descriptors", {})
    countries: dict[str, tuple[str, ...]] = {}
    return NameTables(
        countries=countries,
        trade=_folded(words.get("trade", ())),
        unit=_folded(words.get("unit", ())),
        regions=_folded(words.get("region", ())) | frozenset(countries),
        head=_folded(words.get("head", ())),
        place_kind=_folded(words.get("place_kind", ())),
        link=_folded(words.get("link", ())),
        generation=_folded(words.get("generation", ())),
    )


def _folded(entries: object) -> frozenset[str]:
    return frozenset(plain(str(e)) for e in entries) if isinstance(entries, list | tuple) else frozenset()
