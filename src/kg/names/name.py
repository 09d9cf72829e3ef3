"""A name taken apart, once, for all the comparisons it will see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.names.folding import fold_body, fold_front, fold_person, plain
from kg.names.tables import NameTables

_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z&.\-]{1,9}s?$")
_INITIALS = re.compile(r"\b([A-Z])\.(?=[A-Z]\.)")
"""The first of initials without a space, as in `J.K. Rowling`."""
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
    """Of `folded`; of bodies, places and events in the one spelling that they are compared in."""
    key: str
    """Equal for names that are surely one: a country's or known body's full name, else `folded`; without spaces."""
    acronym: str
    """`folded` if the name is written like an acronym, else empty."""
    letters: frozenset[str]
    """Acronyms that the name may be shortened to."""
    numbers: frozenset[str]
    country: str = ""
    """The country that a place's name, a demonym or an acting capital stands for."""
    area: str = ""
    """The part of the world that a place's name or its adjective stands for."""
    known: str = ""
    """The full name of the body that the catalogue knows by this name."""
    seat_of: frozenset[str] = frozenset()
    """Folded full names of the bodies that the place may stand for."""


def parse(text: str, family: Family, tables: NameTables, acts: bool = False) -> Name:
    """`text` taken apart; `acts` says that it is used of a government or body, so that a capital may stand for one."""
    words = _fold(text, family, tables)
    folded = " ".join(words)
    spelt = words if family in (Family.PERSON, Family.PRODUCT) else _spelt(words, tables)
    bare = text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
    acronym = folded.replace(" ", "") if family is not Family.PERSON and _ACRONYM.match(bare) else ""
    country = _country(folded, tables, acts) if family is Family.PLACE else ""
    known = tables.bodies.get(folded, "") if family is Family.BODY else ""
    area = tables.areas.get(folded, "") if family is Family.PLACE else ""
    full = country or area or ("" if acronym else known)
    seats = tables.seats.get(folded, ()) if family is Family.BODY else ()
    return Name(
        text=text,
        family=family,
        folded=folded,
        words=spelt,
        key="".join(_spelt(tuple(plain(full).split()), tables) or spelt),
        acronym=acronym,
        letters=frozenset() if family in (Family.PERSON, Family.PRODUCT) else _letters(bare, words, tables),
        numbers=frozenset(w for w in spelt if w.isdigit() or _ROMAN.match(w)),
        country=country,
        area=area,
        known=known,
        seat_of=frozenset(plain(body) for body in seats),
    )


def _spelt(words: tuple[str, ...], tables: NameTables) -> tuple[str, ...]:
    return tuple(tables.spelling.get(word, word) for word in words)


def _fold(text: str, family: Family, tables: NameTables) -> tuple[str, ...]:
    if family is Family.PERSON:
        return tuple(fold_person(plain(_INITIALS.sub(r"\1. ", text)).split(), tables))
    words = plain(text).split()
    return tuple(fold_body(words, tables) if family is Family.BODY else fold_front(words, frozenset()))


def _country(folded: str, tables: NameTables, acts: bool) -> str:
    meant = tables.countries.get(folded)
    if meant:
        return meant[0]
    return tables.governments.get(folded, "") if acts else ""


def _letters(text: str, words: tuple[str, ...], tables: NameTables) -> frozenset[str]:
    """First letters of the words, with and without the small ones, folded and as written."""
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
        "".join("and" if w == "and" else w[0] for w in words),  # `B&Q` is written with the `and`
    }
    return frozenset(m for m in made if len(m) > 1)
