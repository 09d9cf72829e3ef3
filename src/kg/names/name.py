"""A name taken apart, once, for all the comparisons it will see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.names.folding import fold, plain
from kg.names.tables import NameTables

_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z&.\-]{1,9}s?$")
_ROMAN = re.compile(r"(?:ii|iii|iv|vi|vii|viii|ix)$")
_MAX_LETTERS = 12


class Family(StrEnum):
    """Kinds of thing whose names work alike."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    EVENT = "event"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a name and what can be read off it."""

    text: str
    family: Family
    folded: str
    words: tuple[str, ...]
    """Of `folded`."""
    key: str
    """Equal for names that are the same for sure: the country's name for a country, else `folded` without its spaces."""
    acronym: str
    """`folded` if the name is written like an acronym, else empty."""
    letters: frozenset[str]
    """Acronyms that the name may be shortened to."""
    numbers: frozenset[str]
    country: str = ""
    """The country that a place's name, a demonym or an acting capital stands for."""


def parse(text: str, family: Family, tables: NameTables, acts: bool = False) -> Name:
    """`text` taken apart; `acts` says that it is used of a government or body, so that a capital may stand for one."""
    folded = fold(text, tables)
    words = tuple(folded.split())
    bare = text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
    country = _country(folded, family, tables, acts)
    stands_for = country or _body(folded, family, tables, acts)
    return Name(
        text=text,
        family=family,
        folded=folded,
        words=words,
        key=plain(stands_for).replace(" ", "") if stands_for else folded.replace(" ", ""),
        acronym=folded.replace(" ", "") if family is not Family.PERSON and _ACRONYM.match(bare) else "",
        letters=_letters(bare, words, tables) if family in (Family.BODY, Family.EVENT, Family.PLACE) else frozenset(),
        numbers=frozenset(w for w in words if w.isdigit() or _ROMAN.match(w)),
        country=country,
    )


def _country(folded: str, family: Family, tables: NameTables, acts: bool) -> str:
    if family is not Family.PLACE:
        return ""
    if acts and folded in tables.governments:
        return tables.governments[folded]
    meant = tables.countries.get(folded)
    return meant[0] if meant else ""


def _body(folded: str, family: Family, tables: NameTables, acts: bool) -> str:
    if family is not Family.BODY:
        return ""
    known = tables.bodies.get(folded)
    return known or (tables.governments.get(folded, "") if acts else "")


def _letters(text: str, words: tuple[str, ...], tables: NameTables) -> frozenset[str]:
    """First letters of the words, with and without the small ones, and of the words as written with all their endings."""
    if not 2 <= len(words) <= _MAX_LETTERS:
        return frozenset()
    if words[0] in tables.countries:
        words = words[1:]
    content = [w for w in words if w not in tables.link]
    written = plain(text).split()
    capitals = re.findall(r"[A-Z]", text)
    made = {
        "".join(w[0] for w in words),
        "".join(w[0] for w in content),
        "".join(w[0] for w in written),
        "".join(w[0] for w in written if w not in tables.link),
        "".join(capitals).lower(),
    }
    return frozenset(m for m in made if len(m) > 1)
