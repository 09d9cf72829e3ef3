"""Names of one document made to agree: one kind of thing for a full name, one country for a demonym of several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.names.folding import plain
from kg.names.name import Family, Name

_OUTVOTED = 3
"""A single word's kind gives way where another kind of the same word is this many times as frequent."""
_ORDER = tuple(Family)


def agree(names: Sequence[Name], countries: Mapping[str, tuple[str, ...]]) -> list[Name]:
    """`names` with stray kinds outvoted and ambiguous demonyms (`Korean`) read as the country named beside them."""
    return _settle_countries(_settle_families(names), countries)


def _settle_families(names: Sequence[Name]) -> list[Name]:
    votes: dict[str, Counter[Family]] = defaultdict(Counter)
    parts: dict[Family, set[str]] = defaultdict(set)
    for name in names:
        if name.family is not Family.PLACE:
            votes[name.folded][name.family] += 1
            if len(name.words) > 1:
                parts[name.family].update(name.words)
    winners = {folded: _winner(count) for folded, count in votes.items() if len(count) > 1}
    return [_outvoted(name, winners, votes, parts) for name in names]


def _winner(count: Counter[Family]) -> Family:
    return min(count, key=lambda family: (-count[family], _ORDER.index(family)))


def _outvoted(
    name: Name, winners: Mapping[str, Family], votes: Mapping[str, Counter[Family]], parts: Mapping[Family, set[str]]
) -> Name:
    family = winners.get(name.folded)
    if family is None or name.family in (family, Family.PLACE):
        return name
    count = votes[name.folded]
    clear = len(name.words) > 1 or (
        count[family] >= _OUTVOTED * count[name.family] and name.folded not in parts[name.family]
    )
    return replace(name, family=family) if clear else name


def _settle_countries(names: Sequence[Name], countries: Mapping[str, tuple[str, ...]]) -> list[Name]:
    certain = {name.country for name in names if name.country and len(countries.get(name.folded, ())) < 2}
    return [_settled(name, countries.get(name.folded, ()), certain) if name.country else name for name in names]


def _settled(name: Name, meant: Sequence[str], certain: set[str]) -> Name:
    country = next((c for c in meant if c in certain), name.country)
    return name if country == name.country else replace(name, country=country, key=plain(country).replace(" ", ""))
