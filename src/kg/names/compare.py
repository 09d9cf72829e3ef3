"""Comparison of two names of any kind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.names.bodies import compare_bodies, compare_places, compare_things
from kg.names.folding import plain, romanised, skeleton
from kg.names.likeness import SAME, Likeness, apart
from kg.names.name import Family, Name, parse
from kg.names.people import compare_people
from kg.names.tables import NameTables, read_tables

if TYPE_CHECKING:
    from kg.ontology import Ontology

_FAMILIES = (
    ("Person", Family.PERSON),
    ("Organization", Family.BODY),
    ("Place", Family.PLACE),
    ("Event", Family.EVENT),
    ("Product", Family.PRODUCT),
)
_BEGINNING = "^"
_REMEMBERED, _BLOCKED = 20_000, 5_000
"""Names that are remembered taken apart, and those with their blocks; some 10 MB each."""
_ACTING = ("Country", "Organization")


class Namer:
    """Takes names apart and compares them by the tables of one ontology; remembers what it has taken apart."""

    def __init__(self, ontology: Ontology) -> None:
        self.tables: NameTables = read_tables(ontology.names)
        self._ontology = ontology
        self._parsed: dict[tuple[str, Family, bool], Name] = {}
        self._acting: dict[str, bool] = {}
        self._blocked: dict[Name, frozenset[str]] = {}
        self._families: dict[str, Family] = {}

    def family(self, cls: str) -> Family:
        """The family of a class; a class that is none of them is named like a product."""
        if cls not in self._families:
            found = (family for root, family in _FAMILIES if self._ontology.is_a(cls, root))
            self._families[cls] = next(found, Family.PRODUCT)
        return self._families[cls]

    def parse(self, text: str, cls: str) -> Name:
        """`text` as the name of a thing of class `cls`."""
        if cls not in self._acting:
            self._acting[cls] = any(self._ontology.is_a(cls, root) for root in _ACTING)
        return self.parse_as(text, self.family(cls), self._acting[cls])

    def parse_as(self, text: str, family: Family, acts: bool) -> Name:
        """`text` as a name of this family; `acts` as `name.parse` has it, which only tells places apart."""
        key = (text, family, acts and family is Family.PLACE)
        if key not in self._parsed:
            if len(self._parsed) >= _REMEMBERED:
                self._parsed.clear()
            self._parsed[key] = parse(text, family, self.tables, key[2])
        return self._parsed[key]

    def letters(self, text: str, cls: str) -> frozenset[str]:
        """Acronyms that a text may define beside the name of a thing of class `cls`; none for a person's.

        A product is joined to its initials only there: alone they are too often something else.
        """
        is_product = self.family(cls) is Family.PRODUCT
        return (self.parse_as(text, Family.BODY, False) if is_product else self.parse(text, cls)).letters

    def compare(self, a: Name, b: Name) -> Likeness:
        """How alike two names are; the same whichever comes first."""
        if a.family is not b.family:
            return apart("different kinds of thing")
        if a.key == b.key and a.key:
            return SAME
        if any(set(name.words) <= self.tables.link for name in (a, b)):
            return apart("no name to compare")
        if a.family is Family.PERSON:
            return compare_people(a, b, self.tables)
        if a.family is Family.PLACE:
            return compare_places(a, b, self.tables)
        return (compare_bodies if a.family is Family.BODY else compare_things)(a, b, self.tables)

    def may_join(self, a: Name, b: Name) -> bool:
        """Whether one thing may bear both names: two full names must be alike, a short name says nothing against."""
        if a.family is not b.family:
            return False
        if a.country and a.country == b.country:
            return True
        if a.numbers != b.numbers and a.family is not Family.PERSON:
            return False
        if a.known and b.known and a.known != b.known:
            return False
        if min(len(a.words), len(b.words)) < 2:
            return not (a.country or b.country)
        return self.compare(a, b).score > 0

    def telling(self, name: Name, blocks: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Two parts of the blocks of a thing that is called `name`: where the first of neither of two things meets the
        second of the other, `compare` gives 0 for the two names, whatever blocks they share.

        Of a person the first are those of the surname. Beginnings count only between a body of one word, which may be
        made of syllables, and one of several.
        """
        if name.family is Family.PERSON:
            words = [w for w in name.words if w not in self.tables.generation] or name.words
            last = words[-1] if words else ""
            return blocks & {last, last.rstrip("s"), skeleton(last), romanised(last), name.key}, blocks
        if name.family is not Family.BODY:
            return blocks, blocks
        rest = frozenset(key for key in blocks if not key.startswith(_BEGINNING))
        return (blocks, rest) if len(name.words) == 1 else (rest, blocks)

    def blocks(self, name: Name) -> frozenset[str]:
        """Keys of which two names share at least one if they are alike in more than words for a trade."""
        if name.country:
            return frozenset({name.key})
        if name not in self._blocked:
            if len(self._blocked) >= _BLOCKED:
                self._blocked.clear()
            common = self.tables.link | (self.tables.trade - self.tables.head)
            words = {skeleton(w) for w in name.words if w not in common} or set(name.words)
            whole = {name.key, name.folded, name.acronym, plain(name.known), *name.seat_of}
            # A word made of syllables (`Comelec`) shares no more than its first letters with what it is made of.
            whole.add(_BEGINNING + name.words[0][:2] if name.words and name.family is Family.BODY else "")
            keys = (
                {key.replace(" ", "") for key in whole}
                | name.letters
                | {f"{w[:-3]}y" if w.endswith("ies") else w.rstrip("s") for w in name.words if w not in common}
            )
            if name.family is Family.PERSON:
                keys |= {romanised(w) for w in name.words}
            self._blocked[name] = frozenset(words | keys - {""})
        return self._blocked[name]


@lru_cache(maxsize=4)
def namer(ontology: Ontology) -> Namer:
    """The namer for `ontology`, made once."""
    return Namer(ontology)
