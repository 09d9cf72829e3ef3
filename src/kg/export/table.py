"""CSV: a row a fact."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from kg.graph.store import Store
from kg.model import Entity, Fact, Knowledge, Literal, Qualifiers

_SAID = [field.name for field in fields(Qualifiers)]
COLUMNS = [
    *("subject", "subject_type", "predicate", "object", "object_type", *_SAID, "confidence"),
    *("sources", "independent_sources", "documents", "quote", "subject_id", "object_id"),
]
"""`quote` is the sentence that says it most surely; `object_type` is a class, or the kind of a value."""


def csv_table(store: Store, some: Knowledge | None = None) -> bytes:
    """The whole graph, or this part of it: UTF-8, comma-separated, a header, sorted as the graph's facts are."""
    known = some or store.reading.knowledge()
    entities = {entity.id: entity for entity in known.entities}
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(_row(fact, entities) for fact in known.facts)
    return out.getvalue().encode()


def _row(fact: Fact, entities: dict[str, Entity]) -> dict[str, str]:
    subject, documents = entities[fact.subject], sorted({one.document for one in fact.evidence})
    best = max(fact.evidence, key=lambda one: one.score, default=None)
    return {
        "subject": subject.name,
        "subject_type": subject.type,
        "subject_id": subject.id,
        "predicate": fact.predicate,
        **_object(fact.object, entities),
        **{name: str(getattr(fact.qualifiers, name)) for name in _SAID},
        "confidence": f"{fact.confidence:g}",
        "sources": str(len(documents)),
        "independent_sources": str(fact.independent),
        "documents": "; ".join(documents),
        "quote": best.quote if best else "",
    }


def _object(target: str | Literal, entities: dict[str, Entity]) -> dict[str, str]:
    if isinstance(target, Literal):
        return {"object": target.lexical, "object_type": target.kind, "object_id": ""}
    return {"object": entities[target].name, "object_type": entities[target].type, "object_id": target}
