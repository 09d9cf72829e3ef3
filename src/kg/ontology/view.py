"""What the folder `ontology/` says, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.ontology.files import read_cues, read_names, read_turtle
from kg.ontology.shapes import end_shapes
from kg.ontology.terms import NAMESPACE, ROOT, Class, Relation, ancestors

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Ontology:
    """The folder `ontology/`, checked; shapes, cues and names are read when they are first asked for."""

    folder: Path
    turtle: str
    """kg.ttl as written."""
    prefixes: Mapping[str, str]
    classes: Mapping[str, Class]
    """By local name, in the order of kg.ttl."""
    relations: Mapping[str, Relation]
    """By local name, in the order of kg.ttl."""
    disjoint: frozenset[frozenset[str]]
    """Pairs of classes that no thing can be both of."""
    namespace: str = NAMESPACE

    @cached_property
    def cues(self) -> Mapping[str, dict[str, Any]]:
        """What cues/RELATION.toml says, by relation."""
        return MappingProxyType(read_cues(self.folder / "cues", self.relations))

    @cached_property
    def names(self) -> Mapping[str, dict[str, Any]]:
        """What names/STEM.toml says, by stem."""
        return MappingProxyType(read_names(self.folder / "names"))

    @cached_property
    def shapes(self) -> str:
        """SHACL in Turtle: shapes.ttl, then a shape for each end of each relation."""
        text, _, _ = read_turtle(self.folder / "shapes.ttl")
        return f"{text}\n{end_shapes(self)}"

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True where `cls` is `ancestor` or below it; False for names that are no classes."""
        return ancestor in self._above.get(cls, _NONE)

    def allows(self, predicate: str, subject: str, object: str) -> bool:
        """True where a `subject` (a class) can have the relation to an `object` (a class or a value kind)."""
        relation = self.relations.get(predicate)
        if relation is None:
            return False
        return self._fits_any(subject, relation.domain) and self._fits_any(object, relation.range)

    def more_specific(self, a: str, b: str) -> str | None:
        """The one of two relations that is a special case of the other; None where neither is."""
        if a == b:
            return None
        if b in ancestors(a, self.relations):
            return a
        return b if a in ancestors(b, self.relations) else None

    def fits(self, cls: str, wanted: str) -> bool:
        """True where a thing seen as `cls` may be a `wanted`: the same class, a wider, a narrower or a kindred one.

        Readers tell a bank from a regulator less surely than a bank from a person, so kindred classes (below one class
        other than the root) fit unless they are declared disjoint.
        """
        above, above_wanted = self._above.get(cls, _NONE), self._above.get(wanted, _NONE)
        if cls in above_wanted or wanted in above:
            return True
        apart = any(frozenset((a, b)) in self.disjoint for a in above for b in above_wanted)
        return not apart and bool((above & above_wanted) - {ROOT})

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(ancestors(name, self.classes)) for name in self.classes}

    def _fits_any(self, end: str, wanted: tuple[str, ...]) -> bool:
        return end in wanted or any(self.fits(end, name) for name in wanted)
