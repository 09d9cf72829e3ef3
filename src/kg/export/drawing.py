"""What a page draws: the entities that matter most, all facts between them, where they lie and what they look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.export.placing import place
from kg.model import Entity, Fact
from kg.ontology import Ontology

LIMIT = 300
"""More entities than this are a hairball that no one reads, and vis-network grows slow."""
COLOURS = (
    *("#4c78d8", "#d98a2b", "#8f63c9", "#c4477f", "#c9483f", "#3f9d63", "#5d86a3", "#a8861c"),
    *("#2e9490", "#27985a", "#6a9c33", "#c0559f", "#7277e0", "#b56a42", "#4f93c4", "#8a7d5c"),
)
"""Told apart on white and on near-black; a class keeps its colour whatever else a graph holds."""
SHAPES = ("dot", "square", "triangle", "hexagon", "diamond", "star")
ROOT = "Entity"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and where."""

    entities: tuple[Entity, ...]
    """The most important first."""
    facts: tuple[Fact, ...]
    """All between drawn entities, and those whose object is a value."""
    degrees: Mapping[str, int]
    """Facts that each takes part in, drawn or not."""
    places: Mapping[str, tuple[float, float]]
    left_out: int
    """Entities that take part in facts and are not drawn."""


def draw(entities: Sequence[Entity], facts: Sequence[Fact], limit: int = LIMIT) -> Drawing:
    """The `limit` entities with the most facts, of equals those that more documents name.

    Entities that no fact speaks of are not drawn.
    """
    degrees = Counter(end for fact in facts for end in (fact.subject, fact.object) if isinstance(end, str))
    ranked = sorted(
        (entity for entity in entities if degrees[entity.id]),
        key=lambda entity: (-degrees[entity.id], -len(entity.documents), entity.id),
    )
    shown = tuple(ranked[:limit])
    names = {entity.id: entity.name for entity in shown}
    kept = [
        fact for fact in facts if fact.subject in names and (not isinstance(fact.object, str) or fact.object in names)
    ]
    lines = [(fact.subject, fact.object) for fact in kept if isinstance(fact.object, str)]
    return Drawing(shown, tuple(kept), degrees, place(names, lines, {}), len(ranked) - len(shown))


def colour(name: str, ontology: Ontology) -> str:
    """The colour of a class."""
    names = [known for known in ontology.classes if known != ROOT]
    return COLOURS[names.index(name) % len(COLOURS)] if name in names else COLOURS[-1]


def shape(name: str, ontology: Ontology) -> str:
    """The shape of a class: one for people, one for all kinds of organizations, and so on."""
    families = [known.name for known in ontology.classes.values() if known.parents == (ROOT,)]
    family = next((index for index, top in enumerate(families) if ontology.is_a(name, top)), 0)
    return SHAPES[family % len(SHAPES)]
