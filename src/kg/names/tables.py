"""What the catalogue knows of names, in the shape that comparisons need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.names.folding import ARTICLES, plain

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NameTables:
    """Plain words and names; an empty table switches a kind of comparison off."""

    address: frozenset[str] = frozenset()
    """Forms of address: `mr`, `dame`."""
    male: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()
    noble: frozenset[str] = frozenset()
    before_person: frozenset[str] = frozenset()
    """Forms of address, offices and ranks."""
    after_person: frozenset[str] = frozenset()
    generation: frozenset[str] = frozenset()
    descent: frozenset[str] = frozenset()
    """Words between a person's name and the parent's: `bin`."""
    legal: frozenset[str] = frozenset()
    """Legal forms behind a name."""
    group: frozenset[str] = frozenset()
    """Words behind a name that are more than a form: `group`."""
    legal_front: frozenset[str] = frozenset()
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Plain name or demonym -> names of the countries it may mean, likeliest first."""
    areas: Mapping[str, str] = field(default_factory=dict)
    """Plain name or adjective of a part of the world -> its name: `asian` -> Asia."""
    governments: Mapping[str, str] = field(default_factory=dict)
    """Plain name of a capital or seat of government -> the country that it stands for when it acts."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Folded name or acronym of a known body -> its full name; none that several bodies share."""
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Plain name of a place -> full names of the bodies that it may stand for."""
    nicknames: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Plain given name -> the given names that it may be short for, itself among them."""
    trade: frozenset[str] = frozenset()
    """Words for a body's business, which a short name leaves out."""
    reach: frozenset[str] = frozenset()
    """Words that only say how far a body reaches: `global`."""
    unit: frozenset[str] = frozenset()
    """Words for a part of a body."""
    station: frozenset[str] = frozenset()
    """Words for what a broadcaster runs, with a name of its own behind them."""
    regions: frozenset[str] = frozenset()
    """Regions, countries and their demonyms, which mark a branch."""
    head: frozenset[str] = frozenset()
    """Heads that many names share: `ministry`."""
    implied: frozenset[str] = frozenset()
    """Heads that a short name leaves out without a doubt: `party`."""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """Word of a name -> the same in full and in one spelling: `dept`, `defense`."""
    place_kind: frozenset[str] = frozenset()
    link: frozenset[str] = frozenset()


def read_tables(names: Mapping[str, Table]) -> NameTables:
    """The tables of an ontology's `names`, by file stem; a file that is not there leaves its tables empty."""
    countries = _countries(names.get("countries", {}))
    return NameTables(
        **_people(names.get("honorifics", {})),
        **_words(names.get("descriptors", {}), countries),
        spelling=_spelling(names.get("descriptors", {})),
        legal=_set(names.get("legal", {}), "suffix"),
        group=_set(names.get("legal", {}), "group"),
        legal_front=_set(names.get("legal", {}), "prefix"),
        countries=countries,
        areas=_areas(names.get("countries", {})),
        governments=_governments(names.get("countries", {})),
        bodies=_bodies(names),
        seats=_seats(names.get("countries", {})),
        nicknames=_nicknames(names.get("nicknames", {})),
    )


def _set(table: Table, *keys: str) -> frozenset[str]:
    return frozenset(plain(entry) for key in keys for entry in table.get(key, ()))


def _people(table: Table) -> dict[str, frozenset[str]]:
    return {
        "address": _set(table, "male", "female", "any"),
        "male": _set(table, "male", "male_noble"),
        "female": _set(table, "female", "female_noble"),
        "noble": _set(table, "male_noble", "female_noble"),
        "before_person": _set(table, "male", "female", "any", "rank", "office"),
        "after_person": _set(table, "after") - _set(table, "generation"),
        "generation": _set(table, "generation"),
        "descent": _set(table, "descent"),
    }


def _words(table: Table, countries: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    words = {
        key: _set(table, key) for key in ("trade", "reach", "unit", "station", "head", "implied", "place_kind", "link")
    }
    return words | {"regions": _set(table, "region") | frozenset(countries)}


def _spelling(table: Table) -> dict[str, str]:
    return {plain(other): plain(word) for word, others in table.get("spelling", {}).items() for other in others}


def _countries(table: Table) -> dict[str, tuple[str, ...]]:
    meant: dict[str, list[str]] = defaultdict(list)
    rows = [row for key in ("country", "territory") for row in table.get(key, ())]
    for kinds in (("name", "aliases"), ("demonyms",)):
        for row in rows:
            names = [row["name"]] if "name" in kinds else []
            names += [name for kind in kinds if kind != "name" for name in row.get(kind, ())]
            for name in {plain(n) for n in names}:
                if row["name"] not in meant[name]:
                    meant[name].append(row["name"])
    return {name: tuple(countries) for name, countries in meant.items()}


def _areas(table: Table) -> dict[str, str]:
    rows = table.get("area", ())
    return {plain(name): row["name"] for row in rows for name in (row["name"], *row.get("demonyms", ()))}


def _governments(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.get("country", ()):
        for place in [row.get("capital", ""), *row.get("seats", ())]:
            found.setdefault(plain(place), row["name"])
    found.pop("", None)
    return found


def _seats(table: Table) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in table.get("seat", ()):
        found[plain(row["name"])].append(row["of"])
    for row in table.get("bloc", ()):
        for place in row.get("seats", ()):
            found[plain(place)].append(row["name"])
    return {place: tuple(bodies) for place, bodies in found.items()}


def _bodies(names: Mapping[str, Table]) -> dict[str, str]:
    meant: dict[str, set[str]] = defaultdict(set)
    rows = [*names.get("bodies", {}).get("body", ()), *names.get("countries", {}).get("bloc", ())]
    for row in rows:
        for name in (row["name"], *row.get("aliases", ())):
            meant[" ".join(strip_article(plain(name)))].add(row["name"])
    return {name: min(full) for name, full in meant.items() if len(full) == 1}


def strip_article(name: str) -> list[str]:
    words = name.split()
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def _nicknames(table: Table) -> dict[str, frozenset[str]]:
    meant: dict[str, set[str]] = defaultdict(set)
    for full, short in table.get("given", {}).items():
        for name in (full, *short):
            meant[plain(name)].add(full)
    return {name: frozenset(full) for name, full in meant.items()}
