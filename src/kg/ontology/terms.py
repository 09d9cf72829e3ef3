"""Classes and relations, as kg.ttl describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAMESPACE = "https://w3id.org/kg/ontology#"
ROOT = "Entity"
"""The class above all others."""


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

    @property
    def lasts(self) -> bool:
        """Whether it holds from one time to another, and so may be over; others happen, at one time."""
        return "former" in self.statuses


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
