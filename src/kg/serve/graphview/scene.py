"""A scene: what a state says to draw, gathered from the store piece by piece, never more than can be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from kg.export.drawing import LIMIT
from kg.export.packing import Places
from kg.export.placing import place
from kg.graph.edges import Edge, Link, Network
from kg.model import Modality
from kg.serve.graphview.paths import shortest
from kg.serve.graphview.state import Expand, Filters, Pin, State, unknown
from kg.serve.worker import Bench

FIRST = 18
"""Neighbours that one entity to start from is opened to; several share about as many, and six each at least."""
LOOKED_AT = 4000
"""Facts of one entity that are read closely: a hub of more is narrowed by a relation first."""
CANDIDATES = 3
"""Times as many neighbours as are wanted, those with most facts, among which the best are looked for."""
OUTNUMBERED = 4
"""Times as many newcomers as there were entities: then there is hardly a place left between them, and all move."""


@dataclass
class Scene:
    """What is drawn, in the order in which it came."""

    shown: list[str] = field(default_factory=list)
    waves: list[tuple[list[str], list[Pin]]] = field(default_factory=list)
    """What came with each step, and what was pinned after it."""
    edges: dict[str, Edge] = field(default_factory=dict)
    """All that was read closely and counts, by fact; drawn where both ends are."""
    passed: dict[str, Edge] = field(default_factory=dict)
    """All that was read closely, by fact, whether it counts or not."""
    full: bool = False
    """True where more was asked for than can be read in a drawing."""
    paths: list[list[str]] = field(default_factory=list)
    crumbs: list[dict[str, str]] = field(default_factory=list)
    """The groups that it lies in, the widest first."""

    def add(self, ids: Iterable[str]) -> None:
        """A wave of new entities."""
        new = [one for one in dict.fromkeys(ids) if one not in set(self.shown)]
        room = LIMIT - len(self.shown)
        self.full = self.full or len(new) > room
        self.shown += new[:room]
        self.waves.append((new[:room], []))


class Director:
    """Fills a scene."""

    def __init__(self, network: Network, state: State) -> None:
        self._state = state
        self.network = network
        self._publishers: dict[str, str] = {}
        self._around: dict[str, list[Link]] = {}
        self._read: dict[str, Edge] = {}
        self.scene = Scene()

    def play(self) -> Self:
        """Fills the scene of the state; a Refusal (404) where it starts from something that is not there."""
        wanted = (*self._state.starts, *self._state.path)
        known = self.network.names(wanted)
        for one in wanted:
            if one not in known:
                raise unknown(one)
        self._start()
        for step in self._state.steps:
            if isinstance(step, Pin):
                self.scene.waves[-1][1].append(step)
            elif step.id in self.scene.shown:
                self.scene.add(self.neighbours(step))
        self._close()
        return self

    def gather(self, ids: Sequence[str]) -> None:
        """Puts these on, and all facts between them that count; where some do not, those alone that have one."""
        edges = self._counting(self.network.among(ids))
        ends = {end for edge in edges for end in (edge.link.subject, edge.link.object)}
        self.scene.add(one for one in ids if one in ends or not self._state.filters)
        self.scene.waves[-1][1].extend(step for step in self._state.steps if isinstance(step, Pin))

    def neighbours(self, step: Expand) -> list[str]:
        """The neighbours of an entity that are not shown yet, those that most documents speak of first."""
        links = [
            link
            for link in self._links_of(step.id)
            if (not step.relation or link.predicate == step.relation)
            and (not step.way or link.way(step.id) == step.way)
        ]
        ranks: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._counting(self._promising(links, step)):
            ranks[edge.link.other(step.id)].append(edge)
        hidden = self._hidden(ranks) | set(self.scene.shown)
        found = sorted((one for one in ranks if one not in hidden), key=lambda one: (_rank(ranks[one]), one))
        return found[: step.count]

    def publishers(self, documents: Collection[str]) -> frozenset[str]:
        """Who published these."""
        return frozenset(self.published(documents).values())

    def published(self, documents: Iterable[str]) -> dict[str, str]:
        """Each of these documents with who published it."""
        wanted = set(documents)
        self._publishers.update(self.network.publishers(wanted - self._publishers.keys()))
        return {one: self._publishers[one] for one in wanted}

    def _start(self) -> None:
        state = self._state
        each = max(6, FIRST // max(1, len(state.starts)))
        first = [*state.starts]
        for one in state.starts:
            first += [other for other in self.neighbours(Expand(one, each)) if other not in first]
        if state.path:
            found = shortest(self._links, *state.path)
            self.scene.paths = found
            first += [*state.path, *(one for path in found for one in path)]
        self.scene.add(first)

    def counting(self, links: Sequence[Link]) -> list[Link]:
        """Those of these that count."""
        return [edge.link for edge in self._counting(links)]

    def _links_of(self, identifier: str) -> list[Link]:
        if identifier not in self._around:
            self._around[identifier] = self.network.links([identifier])
        return self._around[identifier]

    def _promising(self, links: Sequence[Link], step: Expand) -> Sequence[Link]:
        """Those of these that may lead to the neighbours of a step: of a hub's, the neighbours with most facts."""
        if self._state.filters:
            return links[:LOOKED_AT]
        facts = Counter(link.other(step.id) for link in links)
        wanted = CANDIDATES * (step.count + len(self.scene.shown) + len(self._state.hidden))
        ranked = sorted(facts, key=lambda one: (-facts[one], one))[:wanted]
        near = set(ranked)
        return [link for link in links if link.other(step.id) in near][:LOOKED_AT]

    def _links(self, ids: Collection[str]) -> list[Link]:
        """Links that a path may take."""
        links = self.network.links(ids)
        if not self._state.filters:
            return links
        return self.counting(links)

    def _close(self) -> None:
        """All facts between what is shown."""
        among = self.network.among(self.scene.shown)
        self._counting([link for link in among if link.fact not in self.scene.edges])

    def _counting(self, links: Sequence[Link]) -> list[Edge]:
        """The edges of these that count."""
        filters = self._state.filters
        new = [link for link in links if link.fact not in self._read]
        self._read.update((edge.link.fact, edge) for edge in self.network.edges(new))
        read = [self._read[link.fact] for link in links if link.fact in self._read]
        self.scene.passed.update((edge.link.fact, edge) for edge in read)
        asks = bool(filters.sources)
        if asks:
            self.published(one for edge in read for one in edge.documents)
        found = [
            edge for edge in read if filters.passes(edge, self.publishers(edge.documents) if asks else frozenset())
        ]
        self.scene.edges.update((edge.link.fact, edge) for edge in found)
        return found

    def _hidden(self, ids: Iterable[str]) -> set[str]:
        if not self._state.without:
            return set()
        return {one for one, (_, cls) in self.network.names(ids).items() if cls in self._state.without}


def network_of(bench: Bench) -> Network:
    """The network of the store, which a worker keeps: each step of a view asks for most of what the last one did."""
    store = bench.store  # a newer view makes it forget what is kept
    found: Network = bench.kept.setdefault("network", Network(store))
    return found


def arrange(scene: Scene, edges: Collection[Edge], names: dict[str, str]) -> Places:
    """Where all that is shown lies: each wave beside the earlier ones, which stay where they were."""
    placed: Places = {}
    pinned: Places = {}
    lines = [(edge.link.subject, edge.link.object) for edge in edges]
    for new, pins in scene.waves:
        here = {one: names[one] for one in (*placed, *new) if one in names}
        if new:
            placed = place(here, lines, {} if len(new) > OUTNUMBERED * len(placed) else placed)
        pinned.update((pin.id, (pin.x, pin.y)) for pin in pins)
        placed.update((one, at) for one, at in pinned.items() if one in placed)
    return placed


def facets(scene: Scene, director: Director, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """By what the facts that were looked at can be told apart, and how many there are of each."""
    edges = scene.passed.values()
    relations = Counter(edge.link.predicate for edge in edges)
    published = director.published(one for edge in edges for one in edge.documents)
    sources = Counter(one for edge in edges for one in {published[document] for document in edge.documents})
    # What was chosen stays to be unchosen.
    relations.update(dict.fromkeys(filters.relations, 0))
    sources.update(dict.fromkeys(filters.sources, 0))
    said = Counter(str(edge.modality) for edge in edges)
    years = sorted(day[:4] for edge in edges for day in (edge.since, edge.until) if day[:4].isdigit())
    return {
        "relations": relations.most_common(),
        "sources": sources.most_common(),
        "modalities": said.most_common(),
        "years": [(year, 1) for year in (years[:1] + years[-1:])],
    }


def _rank(edges: Sequence[Edge]) -> tuple[int, bool, float]:
    documents = {one for edge in edges for one in edge.documents}
    stated = any(edge.modality is Modality.ASSERTED for edge in edges)
    return (-len(documents), not stated, -max(edge.confidence for edge in edges))
