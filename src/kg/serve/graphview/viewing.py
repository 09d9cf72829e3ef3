"""What the page of a graph view is told: the drawing, the words around it, and what can be filtered; plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kg.export.picture import Node, Tie, draw_lines, draw_nodes, label, legend
from kg.graph.edges import Edge, Network
from kg.graph.store import Store
from kg.serve.graphview.overview import overview
from kg.serve.graphview.scene import Director, Scene, arrange, facets, network_of
from kg.serve.graphview.state import Pin, State
from kg.serve.pages import links
from kg.serve.worker import Bench

MOST_SOURCES = 40
"""Publishers to choose from; the page is for people."""
View = dict[str, Any]
Names = Mapping[str, tuple[str, str]]


def view(bench: Bench, state: State, groups: str = "") -> View:
    """The view of a state; a Refusal where there is none. `groups` is the file with those of the whole store."""
    store = bench.store
    if state.whole:
        found = overview(bench, state, groups)
        if isinstance(found, dict):
            return found
        return {**_view(store, state, found), "whole": True}
    director = Director(network_of(bench), state)
    director.play()
    return _view(store, state, director)


def drawn(network: Network, state: State, scene: Scene) -> tuple[list[str], list[Edge]]:
    """The entities of a scene that are not hidden, and the edges between them."""
    shown = [one for one in scene.shown if one not in state.hidden]
    if state.without:
        kept = {*state.starts, *state.path}
        names = network.names(shown)
        shown = [one for one in shown if one in kept or names[one][1] not in state.without]
    here = set(shown)
    return shown, [edge for edge in scene.edges.values() if {edge.link.subject, edge.link.object} <= here]


def _view(store: Store, state: State, director: Director) -> View:
    network, ontology, scene = director.network, store.ontology, director.scene
    names = network.names(scene.shown)
    degrees = network.degrees(scene.shown)
    shown, edges = drawn(network, state, scene)
    places = arrange(scene, scene.edges.values(), {one: name for one, (name, _) in names.items()})
    nodes = [Node(one, *names[one], degrees.get(one, 0)) for one in shown]
    pinned = {step.id for step in state.steps if isinstance(step, Pin)}
    ties = [_tie(edge) for edge in edges]
    drawing = draw_nodes(sorted(nodes, key=lambda node: (-node.degree, node.id)), places, ontology)
    return {
        "title": scene.crumbs[-1]["label"] if scene.crumbs else _title(state, names),
        "entities": {node.id: _entity(node) for node in nodes},
        "facts": {edge.link.fact: _fact(edge) for edge in sorted(edges, key=lambda edge: edge.link)},
        "relations": {name: label(name, ontology) for name in sorted({edge.link.predicate for edge in edges})},
        "classes": legend((names[one][1] for one in scene.shown if one not in state.hidden), ontology),
        "network": {
            "nodes": [{**node, "pinned": node["id"] in pinned} for node in drawing],
            "edges": draw_lines(ties, ontology),
        },
        "facets": _facets(store, director, state),
        "hidden": [{"id": one, "name": names[one][0]} for one in scene.shown if one in state.hidden],
        "full": scene.full,
        "paths": [[names[one][0] for one in path] for path in scene.paths],
        "groups": {},
        "crumbs": scene.crumbs,
        "leftOut": 0,
        "whole": False,
    }


def _tie(edge: Edge) -> Tie:
    link = edge.link
    return Tie(link.fact, link.subject, link.predicate, link.object, edge.modality, edge.confidence)


def _entity(node: Node) -> dict[str, Any]:
    return {"name": node.name, "type": node.type, "degree": node.degree, "page": links.entity(node.id)}


def _fact(edge: Edge) -> dict[str, Any]:
    return {
        "subject": edge.link.subject,
        "predicate": edge.link.predicate,
        "object": edge.link.object,
        "modality": str(edge.modality),
        "confidence": edge.confidence,
        "when": [edge.since, edge.until],
        "documents": len(edge.documents),
    }


def _facets(store: Store, director: Director, state: State) -> dict[str, Any]:
    found = facets(director.scene, director, state.filters)
    return {
        "relations": [{"name": one, "label": label(one, store.ontology), "count": n} for one, n in found["relations"]],
        "sources": [{"name": one, "count": n} for one, n in found["sources"][:MOST_SOURCES]],
        "modalities": [{"name": one, "count": n} for one, n in found["modalities"]],
        "years": [year for year, _ in found["years"]],
    }


def _title(state: State, names: Names) -> str:
    wanted: Collection[str] = state.starts or state.path
    said = [names[one][0] for one in wanted if one in names]
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return f"{', '.join(said[:3])}{more}" if said else "The whole store"
