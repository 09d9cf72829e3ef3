"""One HTML file that shows the graph offline: drawn by the vis-network that pyvis carries, with its own page around it.

Everything in it comes from news, so nothing from a text is ever markup: data stands in a JSON block with `<` escaped,
the scripts write text nodes only, and the page's policy runs no script but those that it was made with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.export.assets import SCRIPTS, asset, library
from kg.export.drawing import LIMIT, Drawing, draw
from kg.export.panel import tell_document, tell_fact, tell_merge
from kg.export.picture import Node, Tie, draw_lines, draw_nodes, label, legend
from kg.graph.edges import publisher
from kg.graph.quads import fact_node
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Entity, Fact, Literal, ValueKind

_SLOT = re.compile(r"<!-- (\w+) -->")


def page(store: Store, limit: int = LIMIT) -> bytes:
    """The page, with the `limit` most important entities; equal graphs give equal bytes."""
    entities, facts, sources = store.reading.entities(), store.reading.facts(), store.reading.sources()
    drawing = draw(entities, facts, limit)
    issued = {source.id: source.published for source in sources}
    data = {
        "counts": {
            "entities": len(entities),
            "facts": len(facts),
            "documents": len(sources),
            "entitiesLeftOut": drawing.left_out,
            "factsLeftOut": len(facts) - len(drawing.facts),
        },
        "classes": legend((entity.type for entity in drawing.entities), store.ontology),
        "relations": {fact.predicate: label(fact.predicate, store.ontology) for fact in drawing.facts},
        "entities": {entity.id: _entity(entity, drawing) for entity in drawing.entities},
        "facts": {_id(fact, store): {**tell_fact(fact), "when": _when(fact, issued)} for fact in drawing.facts},
        "documents": _documents(drawing, sources),
        "network": _network(drawing, store),
    }
    return _fill(data).encode()


def _fill(data: Mapping[str, Any]) -> str:
    scripts = [library(), *(asset(name) for name in (*SCRIPTS, "page.js"))]
    parts = {
        "policy": _policy(scripts),
        "style": asset("canvas.css") + asset("page.css"),
        "data": json.dumps(data, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c"),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    # One pass: what is put in is not searched again.
    return _SLOT.sub(lambda slot: parts[slot[1]], asset("page.html"))


def _policy(scripts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _network(drawing: Drawing, store: Store) -> dict[str, Any]:
    nodes = [Node(one.id, one.name, one.type, drawing.degrees[one.id]) for one in drawing.entities]
    ties = [
        Tie(_id(fact, store), fact.subject, fact.predicate, fact.object, fact.qualifiers.modality, fact.confidence)
        for fact in drawing.facts
        if isinstance(fact.object, str) and fact.object != fact.subject
    ]
    return {
        "nodes": draw_nodes(nodes, drawing.places, store.ontology),
        "edges": draw_lines(ties, store.ontology),
    }


def _entity(entity: Entity, drawing: Drawing) -> dict[str, Any]:
    return {
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "documents": list(entity.documents),
        "degree": drawing.degrees[entity.id],
        "merges": [tell_merge(merge) for merge in entity.merges],
    }


def _documents(drawing: Drawing, sources: Sequence[Source]) -> dict[str, Any]:
    """Those that something of the drawing comes from."""
    used = {one.document for fact in drawing.facts for one in fact.evidence}
    used.update(document for entity in drawing.entities for document in entity.documents)
    return {source.id: {**tell_document(source), "by": publisher(source)} for source in sources if source.id in used}


def _when(fact: Fact, issued: Mapping[str, str]) -> list[str]:
    """From when until when a fact is: as it says, else when the first document that says it was published."""
    if isinstance(fact.object, Literal) and fact.object.kind is ValueKind.DATE:
        return [fact.object.lexical, fact.object.lexical]
    said = fact.qualifiers
    first = min((issued[one.document] for one in fact.evidence if issued.get(one.document)), default="")
    since, until = said.start_date, said.end_date
    return [since or said.date or until or first, until or said.date or since or first]


def _id(fact: Fact, store: Store) -> str:
    return fact_node(fact, store.vocabulary).value.rpartition("/")[2]
