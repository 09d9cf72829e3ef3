"""One HTML file that shows the graph offline: drawn by the vis-network that pyvis carries, with its own page around it.

Everything in it comes from news, so nothing from a text is ever markup: data stands in a JSON block with `<` escaped,
the script writes text nodes only, and the page's policy runs no script but the two that it was made with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from importlib import resources
from typing import Any

from kg.export.drawing import LONGEST, Drawing, colour, draw, shape
from kg.graph.quads import fact_node
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Entity, Evidence, Fact, Literal, Merge, Span
from kg.ontology import Ontology

_SLOT = re.compile(r"<!-- (\w+) -->")
_VERSION = re.compile(r"vis-(\d+)\.(\d+)\.(\d+)")


def page(store: Store) -> bytes:
    """The page; equal graphs give equal bytes."""
    entities, facts = store.reading.entities(), store.reading.facts()
    drawing = draw(entities, facts)
    data = {
        "counts": {"entities": len(entities), "facts": len(facts), "leftOut": drawing.left_out},
        "classes": _classes(drawing, store.ontology),
        "relations": {fact.predicate: _label(fact.predicate, store.ontology) for fact in drawing.facts},
        "entities": {entity.id: _entity(entity, drawing) for entity in drawing.entities},
        "facts": {_id(fact, store): _fact(fact) for fact in drawing.facts},
        "documents": {source.id: _document(source) for source in store.reading.sources()},
        "network": _network(drawing, store),
    }
    return _fill(data).encode()


def _fill(data: Mapping[str, Any]) -> str:
    library, script = _library(), _asset("page.js")
    parts = {
        "policy": _policy(library, script),
        "style": _asset("page.css"),
        "data": json.dumps(data, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c"),
        "library": library,
        "script": script,
    }
    # One pass: what is put in is not searched again.
    return _SLOT.sub(lambda slot: parts[slot[1]], _asset("page.html"))


def _policy(*scripts: str) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> str:
    return (resources.files("kg.export") / "assets" / name).read_text(encoding="utf-8")


def _library() -> str:
    """vis-network, the newest that the installed pyvis has."""
    folder = resources.files("pyvis") / "lib"
    versions = {
        tuple(map(int, found.groups())): file for file in folder.iterdir() if (found := _VERSION.match(file.name))
    }
    text = (versions[max(versions)] / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text)


def _network(drawing: Drawing, store: Store) -> dict[str, Any]:
    """Nodes and edges as pyvis hands them to vis-network."""
    from pyvis.network import Network  # noqa: PLC0415 - brings in IPython, which no other format needs

    network = Network(directed=True)
    for entity in drawing.entities:
        x, y = drawing.places[entity.id]
        tint, form = colour(entity.type, store.ontology), shape(entity.type, store.ontology)
        size = 9 + 4 * math.sqrt(drawing.degrees[entity.id])
        network.add_node(entity.id, label=_short(entity.name), x=x, y=y, size=round(size, 1), color=tint, shape=form)
    seen: Counter[frozenset[str]] = Counter()
    for fact in drawing.facts:
        if isinstance(fact.object, str):
            pair = frozenset((fact.subject, fact.object))
            network.add_edge(fact.subject, fact.object, **_edge(fact, store), **_bend(fact, seen[pair]))
            seen[pair] += 1
    return {"nodes": network.nodes, "edges": network.edges}


def _edge(fact: Fact, store: Store) -> dict[str, Any]:
    relation = store.ontology.relations.get(fact.predicate)
    label = relation.label if relation else fact.predicate
    said: dict[str, Any] = {"id": _id(fact, store), "label": label if fact.asserted else f"{label} ({_modality(fact)})"}
    if not fact.asserted:
        said["dashes"] = [6, 5]
    if relation and relation.symmetric:
        said["arrows"] = ""
    return said


def _bend(fact: Fact, earlier: int) -> dict[str, Any]:
    """Edges after the first between two entities bend away from the straight line, to either side in turn."""
    if not earlier or not isinstance(fact.object, str):
        return {}
    left = (earlier % 2 == 1) == (fact.subject < fact.object)
    turn = {"type": "curvedCW" if left else "curvedCCW", "roundness": round(0.2 * ((earlier + 1) // 2), 2)}
    return {"smooth": {"enabled": True, **turn}}


def _classes(drawing: Drawing, ontology: Ontology) -> list[dict[str, Any]]:
    counts = Counter(entity.type for entity in drawing.entities)
    order = [name for name in ontology.classes if name in counts]
    return [
        {
            "name": name,
            "label": ontology.classes[name].label,
            "count": counts[name],
            "colour": colour(name, ontology),
            "shape": shape(name, ontology),
        }
        for name in order
    ]


def _entity(entity: Entity, drawing: Drawing) -> dict[str, Any]:
    return {
        "name": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "documents": list(entity.documents),
        "degree": drawing.degrees[entity.id],
        "merges": [_merge(merge) for merge in entity.merges],
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {"names": [merge.name, merge.other], "score": merge.score, "reasons": list(merge.reasons)}


def _fact(fact: Fact) -> dict[str, Any]:
    qualifiers = fact.qualifiers
    said = {
        "title": qualifiers.title,
        "status": qualifiers.status,
        "amount": qualifiers.amount,
        "date": qualifiers.date,
        "from": qualifiers.start_date,
        "until": qualifiers.end_date,
        "reason": qualifiers.reason,
    }
    target = fact.object
    return {
        "subject": fact.subject,
        "predicate": fact.predicate,
        **({"value": target.text or target.lexical} if isinstance(target, Literal) else {"object": target}),
        "modality": _modality(fact),
        "confidence": fact.confidence,
        "qualifiers": [[name, value] for name, value in said.items() if value],
        "evidence": [_evidence(one) for one in fact.evidence],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    ends = {"subject": _within(one.subject, one.span), "object": _within(one.object, one.span)}
    return {"document": one.document, "quote": one.quote, "confidence": one.score, "by": one.extractor, **ends}


def _within(part: Span, whole: Span) -> list[int]:
    """Offsets into the quote; empty where the words stand elsewhere."""
    return [part.start - whole.start, part.end - whole.start] if whole.covers(part) else []


def _document(source: Source) -> dict[str, str]:
    return {"title": source.title, "source": source.source, "published": source.published}


def _id(fact: Fact, store: Store) -> str:
    return fact_node(fact, store.vocabulary).value.rpartition("/")[2]


def _modality(fact: Fact) -> str:
    return str(fact.qualifiers.modality)


def _label(predicate: str, ontology: Ontology) -> str:
    relation = ontology.relations.get(predicate)
    return relation.label if relation else predicate


def _short(name: str) -> str:
    """A name that fits under its node."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
