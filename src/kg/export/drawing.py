"""What a page draws: which entities, where, in which colour and shape; computed here, only shown in a browser."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.model import Entity, Fact
from kg.ontology import Ontology

LIMIT = 300
"""More entities than this are a hairball that no one reads, and vis-network grows slow."""
SPACING = 220.0
"""Units between neighbours: room for a relation's name on the edge."""
SEED = 7
LONGEST = 28
"""Characters of a name under its node."""
HEIGHT = 66.0
"""Units that a node and its name take from top to bottom."""
ASPECT = 1.25
"""Width by height of the whole: what a window leaves beside the panel."""
ROUNDS = 120
"""Of pushing apart; most drawings need fewer than 40."""
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
    """The most connected first."""
    facts: tuple[Fact, ...]
    """All between drawn entities, and those whose object is a value."""
    degrees: Mapping[str, int]
    places: Mapping[str, tuple[float, float]]
    left_out: int
    """Entities that take part in facts and are not drawn."""


ASPECT = 1.3
"""Width to height of a large part; a page's canvas is about that wide."""
CHAIN = 12
"""Nodes from which a part is drawn to `ASPECT`; a small one may be a line."""


def draw(entities: Sequence[Entity], facts: Sequence[Fact], limit: int = LIMIT) -> Drawing:
    """The `limit` entities with the most facts. Entities that no fact speaks of are not drawn."""
    degrees = Counter(end for fact in facts for end in (fact.subject, fact.object) if isinstance(end, str))
    ranked = sorted(
        (entity for entity in entities if degrees[entity.id]),
        key=lambda entity: (-degrees[entity.id], -len(entity.documents), entity.id),
    )
    shown = tuple(ranked[:limit])
    names = {entity.id for entity in shown}
    kept = [
        fact for fact in facts if fact.subject in names and (not isinstance(fact.object, str) or fact.object in names)
    ]
    return Drawing(
        shown,
        tuple(kept),
        degrees,
        _places({entity.id: entity.name for entity in shown}, kept),
        len(ranked) - len(shown),
    )


def colour(name: str, ontology: Ontology) -> str:
    """The colour of a class."""
    names = [known for known in ontology.classes if known != ROOT]
    return COLOURS[names.index(name) % len(COLOURS)] if name in names else COLOURS[-1]


def shape(name: str, ontology: Ontology) -> str:
    """The shape of a class: one for people, one for all kinds of organizations, and so on."""
    families = [known.name for known in ontology.classes.values() if known.parents == (ROOT,)]
    family = next((index for index, top in enumerate(families) if ontology.is_a(name, top)), 0)
    return SHAPES[family % len(SHAPES)]


def _places(names: Mapping[str, str], facts: Sequence[Fact]) -> dict[str, tuple[float, float]]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(names))
    graph.add_edges_from((fact.subject, fact.object) for fact in facts if isinstance(fact.object, str))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    return _pack([_arrange(graph.subgraph(part), names) for part in parts])


def _arrange(part: nx.Graph[str], names: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Places in one connected part, its corner at (0, 0)."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in part.edges))
    size = len(ordered)
    if size == 1:
        return dict.fromkeys(ordered, (0.0, 0.0))
    drawn = nx.spring_layout(ordered, k=1.7 / math.sqrt(size), iterations=300, seed=SEED)
    at = _lie(np.array([drawn[name] for name in ordered], dtype=float))
    found = {name: (float(x), float(y)) for name, (x, y) in zip(ordered, at, strict=True)}
    scale = SPACING / _typical(ordered, found)
    spread = _spread({name: (x * scale, y * scale) for name, (x, y) in found.items()}, names)
    left, top = min(x for x, _ in spread.values()), min(y for _, y in spread.values())
    return {name: (x - left, y - top) for name, (x, y) in spread.items()}


def _lie(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turned so that the longest side lies flat, and drawn to about the sides of a screen.

    Names stand beside each other better than below, and a long chain of stars would leave most of a page empty.
    """
    (xx, xy), (_, yy) = np.cov(at.T)
    turn = 0.5 * math.atan2(2 * xy, xx - yy)
    turned: NDArray[np.float64] = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    lying: NDArray[np.float64] = (at - at.mean(axis=0)) @ turned
    wide, tall = lying.std(axis=0)
    if len(at) >= CHAIN and tall > 0 and wide > ASPECT * tall:
        bend = math.sqrt(wide / (ASPECT * tall))
        lying = lying * np.array([1 / bend, bend])
    return lying


def _spread(places: Mapping[str, tuple[float, float]], names: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """The places, pushed apart until no node lies on another or on its name."""
    at = np.array(list(places.values()))
    wide = np.array([max(60.0, 8.0 * min(len(names[key]), LONGEST) + 16) for key in places])
    room = np.stack([(wide[:, None] + wide[None, :]) / 2, np.full((len(at), len(at)), HEIGHT)], axis=-1)
    earlier = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None, :])
    for _ in range(ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        lack = room - np.abs(apart)
        over = (lack > 0).all(axis=-1) & (earlier != 0)
        if not over.any():
            break
        way = np.where(apart == 0, earlier[..., None], np.sign(apart))
        sideways = lack[..., 0] < lack[..., 1]
        axis = np.stack([sideways, ~sideways], axis=-1) & over[..., None]
        at = at + 0.3 * (way * lack * axis).sum(axis=1)
    return {key: (float(x), float(y)) for key, (x, y) in zip(places, at, strict=True)}


def _typical(graph: nx.Graph[str], places: Mapping[str, tuple[float, float]]) -> float:
    lengths = sorted(math.dist(places[a], places[b]) for a, b in graph.edges)
    return max(lengths[len(lengths) // 2], 1e-6)


def _pack(parts: Sequence[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """The parts side by side, the largest first, each where it widens the whole least; none lies over another."""
    placed: dict[str, tuple[float, float]] = {}
    boxes: list[Box] = []
    for part in parts:
        wide, tall = _extent(part, 0), _extent(part, 1)
        corners = [(0.0, 0.0), *((b.right, b.top) for b in boxes), *((b.left, b.bottom) for b in boxes)]
        candidates = [Box(x, y, x + wide, y + tall) for x, y in corners]
        box = min((one for one in candidates if not any(map(one.meets, boxes))), key=lambda one: _growth(one, boxes))
        boxes.append(box)
        placed.update({name: (round(box.left + x, 1), round(box.top + y, 1)) for name, (x, y) in part.items()})
    return placed


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part lies."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _growth(box: Box, boxes: Sequence[Box]) -> tuple[float, float, float]:
    wide = max(one.right for one in (box, *boxes))
    tall = max(one.bottom for one in (box, *boxes))
    return (max(wide / ASPECT, tall), box.top, box.left)


def _extent(part: Mapping[str, tuple[float, float]], axis: int) -> float:
    return max(place[axis] for place in part.values()) + SPACING
