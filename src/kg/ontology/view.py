"""What the ontology says, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMESPACE = "https://w3id.org/kg/ontology#"
ROOT = "Entity"
"""The class above all others; two classes are not akin for having only this one in common."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of entities."""

    name: str
    label: str
    definition: str
    parents: tuple[str, ...]
    """Local names; empty for the root."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A property that is looked for in texts."""

    name: str
    label: str
    definition: str
    domain: tuple[str, ...]
    """Local names of classes, any of which the subject may be."""
    range: tuple[str, ...]
    """Local names of classes, or value kinds such as `date`, any of which the object may be."""
    symmetric: bool = False
    parents: tuple[str, ...] = ()
    """The relations that it is a special case of."""
    qualifiers: tuple[str, ...] = ()
    """Of `title`, `status`, `startDate`, `endDate`, `date`, `amount`, `reason`."""
    statuses: tuple[str, ...] = ()
    """What its `status` may be; empty where it takes none."""
    topic: str = ""


@dataclass(frozen=True, eq=False)
class Ontology:
    """The folder `ontology/`, read and checked."""

    folder: Path
    classes: Mapping[str, Class]
    """By local name, in the order of kg.ttl."""
    relations: Mapping[str, Relation]
    """By local name, in the order of kg.ttl."""
    disjoint: frozenset[frozenset[str]]
    """Pairs of classes that no thing can be both of."""
    cues: Mapping[str, dict[str, Any]]
    """What cues/<relation>.toml says, by relation."""
    names: Mapping[str, dict[str, Any]]
    """What names/<stem>.toml says, by stem."""
    prefixes: Mapping[str, str]
    turtle: str
    shapes: str
    """SHACL in Turtle: shapes.ttl, then a shape for each end of each relation."""
    namespace: str = NAMESPACE

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True where `cls` is `ancestor` or below it; False for names that are no classes."""
        return ancestor in ancestors(cls, self.classes)

    def allows(self, predicate: str, subject: str, object: str) -> bool:
        """True where a `subject` (a class) can have the relation to an `object` (a class or a value kind)."""
        relation = self.relations.get(predicate)
        if relation is None:
            return False
        ends = [(subject, object), (object, subject)] if relation.symmetric else [(subject, object)]
        return any(self._fits_any(s, relation.domain) and self._fits_any(o, relation.range) for s, o in ends)

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
        above, above_wanted = ancestors(cls, self.classes), ancestors(wanted, self.classes)
        if cls in above_wanted or wanted in above:
            return True
        apart = any(frozenset((a, b)) in self.disjoint for a in above for b in above_wanted)
        return not apart and bool((above & above_wanted) - {ROOT})

    def _fits_any(self, end: str, wanted: tuple[str, ...]) -> bool:
        return end in wanted or any(self.fits(end, name) for name in wanted)


def ancestors(name: str, things: Mapping[str, Class] | Mapping[str, Relation]) -> set[str]:
    """`name` and all that is above it; empty for an unknown name."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        thing = things.get(waiting.pop())
        if thing is not None and thing.name not in found:
            found.add(thing.name)
            waiting.extend(thing.parents)
    return found
