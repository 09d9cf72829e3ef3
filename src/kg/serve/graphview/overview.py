"""The whole store, or one group of it: entity by entity where they are few, else as groups that open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kg.export.picture import shorten
from kg.export.placing import place
from kg.graph.edges import Network
from kg.graph.store import Store
from kg.serve.graphview import communities
from kg.serve.graphview.communities import SMALL, Groups
from kg.serve.graphview.scene import Director, network_of
from kg.serve.graphview.state import State, unknown
from kg.serve.worker import Bench

MOST_GROUPS = 24
"""Groups in one drawing."""
STRONGEST = 2
"""Lines that a group of itself brings into the drawing: all of them would be a hairball."""
MARK = "~group:"
"""Before the id of the entity that a group is named after, in the id of its node."""
ROOM = 2.4
"""Groups are larger than entities."""


def overview(bench: Bench, state: State, file: str) -> Director | dict[str, Any]:
    """Who knows the scene, or the view of groups; `file` is the one that the groups of the whole store are in."""
    store = bench.store
    groups, crumbs = communities.read(bench, file), []
    for one in state.groups:
        members = _group_of(groups, one)
        crumbs.append({"id": one, "label": _label(store, members)})
        groups = _inside(store, members)
    total = sum(map(len, groups.members))
    if total <= SMALL or len(groups.members) == 1:
        director = _directed(network_of(bench), state, groups, total)
        director.scene.crumbs = crumbs
        return director
    return _view(store, groups, crumbs, total)


def _group_of(groups: Groups, one: str) -> Sequence[str]:
    for members in groups.members:
        if one in members:
            return members
    raise unknown(one)


def _inside(store: Store, members: Sequence[str]) -> Groups:
    ties: dict[str, dict[str, int]] = {one: {} for one in members}
    for link in Network(store).among(members):
        for one, other in ((link.subject, link.object), (link.object, link.subject)):
            ties[one][other] = ties[one].get(other, 0) + 1
    return communities.split(ties) if len(members) > SMALL else Groups((tuple(members),), {})


def _directed(network: Network, state: State, groups: Groups, total: int) -> Director:
    """The most connected entities, and the facts between them that count."""
    everything = [one for members in groups.members for one in members]
    degrees = network.degrees(everything) if total > SMALL else {}
    shown = sorted(everything, key=lambda one: (-degrees.get(one, 0), one))[:SMALL]
    director = Director(network, state)
    director.gather(shown)
    director.scene.full = total > len(shown)
    return director


def _view(store: Store, groups: Groups, crumbs: list[dict[str, str]], total: int) -> dict[str, Any]:
    shown = groups.members[:MOST_GROUPS]
    ids = [MARK + members[0] for members in shown]
    labels = [_label(store, members) for members in shown]
    heads = [shorten(one["name"]) for members in shown for one in _names(store, members[:1])]
    lines = _lines(groups, len(shown))
    places = place(dict(zip(ids, heads, strict=True)), [(ids[one], ids[other]) for (one, other), _ in lines], {})
    return {
        "title": crumbs[-1]["label"] if crumbs else "The whole store",
        "entities": {},
        "facts": {},
        "relations": {},
        "classes": [],
        "network": {
            "nodes": [
                _node(one, head, len(members), places) for one, head, members in zip(ids, heads, shown, strict=True)
            ],
            "edges": [_line(ids, pair, count) for pair, count in lines],
        },
        "facets": {"relations": [], "sources": [], "modalities": [], "years": []},
        "hidden": [],
        "full": False,
        "paths": [],
        "groups": {
            one: {"id": members[0], "label": said, "size": len(members), "names": _names(store, members[:12])}
            for one, said, members in zip(ids, labels, shown, strict=True)
        },
        "crumbs": crumbs,
        "leftOut": total - sum(map(len, shown)),
        "whole": True,
    }


def _lines(groups: Groups, count: int) -> list[tuple[tuple[int, int], int]]:
    """The strongest of each group."""
    known = sorted(
        ((pair, facts) for pair, facts in groups.between.items() if pair[1] < count), key=lambda one: (-one[1], one[0])
    )
    taken = dict.fromkeys(range(count), 0)
    found = []
    for (one, other), facts in known:
        if min(taken[one], taken[other]) < STRONGEST:
            taken[one] += 1
            taken[other] += 1
            found.append(((one, other), facts))
    return found


def _node(one: str, head: str, size: int, places: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    x, y = places[one]
    return {
        "id": one,
        "label": f"{head}\nand {size - 1:,} more" if size > 1 else head,
        "x": round(x * ROOM, 1),
        "y": round(y * ROOM, 1),
        "size": round(10 + 5 * math.log2(1 + size), 1),
        "color": "",
        "shape": "dot",
        "group": True,
    }


def _line(ids: Sequence[str], pair: tuple[int, int], count: int) -> dict[str, Any]:
    one, other = ids[pair[0]], ids[pair[1]]
    width = round(min(6.0, 0.5 + 0.7 * math.log2(1 + count)), 1)
    line = {"id": f"{one} {other}", "from": one, "to": other, "label": "", "arrows": "", "width": width}
    return {**line, "facts": [], "count": count}


def _label(store: Store, members: Sequence[str]) -> str:
    return ", ".join(shorten(one["name"]) for one in _names(store, members[:2]))


def _names(store: Store, members: Sequence[str]) -> list[dict[str, str]]:
    known = Network(store).names(members)
    return [{"id": one, "name": known[one][0], "type": known[one][1]} for one in members if one in known]
