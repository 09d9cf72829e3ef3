"""A picture: nodes and lines as vis-network draws them, and the legend that explains them.

All facts between two entities are one line, so that no two lines lie on each other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.export.drawing import colour, shape
from kg.export.placing import LONGEST
from kg.model import Modality
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Node:
    """An entity that is drawn."""

    id: str
    name: str
    type: str
    degree: int
    """Facts that it takes part in, drawn or not."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A fact between two entities that are drawn."""

    fact: str
    subject: str
    predicate: str
    object: str
    modality: Modality
    confidence: float

    @property
    def rank(self) -> tuple[bool, float, str]:
        """What is told first."""
        return (self.modality is not Modality.ASSERTED, -self.confidence, self.fact)


def draw_nodes(
    nodes: Iterable[Node], places: Mapping[str, tuple[float, float]], ontology: Ontology
) -> list[dict[str, Any]]:
    """Nodes at their places, larger the more facts they take part in."""
    return [
        {
            "id": node.id,
            "label": shorten(node.name),
            "x": places[node.id][0],
            "y": places[node.id][1],
            "size": round(7 + 3 * math.log2(1 + node.degree), 1),
            "color": colour(node.type, ontology),
            "shape": shape(node.type, ontology),
        }
        for node in nodes
    ]


def draw_lines(ties: Collection[Tie], ontology: Ontology) -> list[dict[str, Any]]:
    """A line for each two entities with a fact between them, named after the surest; dashed where none is asserted."""
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        pairs[min(tie.subject, tie.object), max(tie.subject, tie.object)].append(tie)
    return [_line(sorted(pairs[pair], key=lambda tie: tie.rank), ontology) for pair in sorted(pairs)]


def legend(types: Iterable[str], ontology: Ontology) -> list[dict[str, Any]]:
    """The classes that are drawn, in the order of the ontology, each with its number."""
    counts = Counter(types)
    order = [*(name for name in ontology.classes if name in counts), *sorted(counts.keys() - ontology.classes.keys())]
    return [
        {
            "name": name,
            "label": ontology.classes[name].label if name in ontology.classes else name,
            "count": counts[name],
            "colour": colour(name, ontology),
            "shape": shape(name, ontology),
        }
        for name in order
    ]


def label(predicate: str, ontology: Ontology) -> str:
    """The name of a relation as people read it."""
    relation = ontology.relations.get(predicate)
    return relation.label if relation else predicate


def shorten(name: str) -> str:
    """A name that fits under its node."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _line(ties: Sequence[Tie], ontology: Ontology) -> dict[str, Any]:
    first = ties[0]
    said = label(first.predicate, ontology)
    if first.modality is not Modality.ASSERTED:
        said = f"{said} ({first.modality})"
    more = f" +{len(ties) - 1}" if ties[1:] else ""
    line = {
        "id": first.fact,
        "from": first.subject,
        "to": first.object,
        "label": said + more,
        "arrows": _arrows(ties, ontology),
        "facts": [tie.fact for tie in ties],
    }
    return line if first.modality is Modality.ASSERTED else {**line, "dashes": [6, 5]}


def _arrows(ties: Sequence[Tie], ontology: Ontology) -> str:
    """Which ends of the line of the first tie have a head."""
    ways = set()
    for tie in ties:
        relation = ontology.relations.get(tie.predicate)
        if not (relation and relation.symmetric):
            ways.add("to" if tie.subject == ties[0].subject else "from")
    return ",".join(sorted(ways))
