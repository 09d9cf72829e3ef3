"""Facts as JSON records: what `kg extract` prints and `kg score` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.graph.quads import QUALIFIERS
from kg.graph.vocabulary import literal
from kg.model import Entity, Evidence, Fact, Knowledge, Literal, Qualifiers, Span

Record = dict[str, Any]


def document_record(document: str, knowledge: Knowledge) -> Record:
    """What a document says: `{"doc", "facts": [...]}`."""
    entities = {entity.id: entity for entity in knowledge.entities}
    return {"doc": document, "facts": [fact_record(fact, entities) for fact in knowledge.facts]}


def fact_record(fact: Fact, entities: Mapping[str, Entity]) -> Record:
    """A fact with its two ends, what qualifies it, its confidence and its evidence."""
    return {
        "subject": entity_record(entities[fact.subject]),
        "predicate": fact.predicate,
        "object": _object(fact.object, entities),
        "qualifiers": qualifier_record(fact.qualifiers),
        "confidence": round(fact.confidence, 4),
        "evidence": [_evidence(one) for one in fact.evidence],
    }


def entity_record(entity: Entity) -> Record:
    return {"id": entity.id, "label": entity.name, "type": entity.type, "aliases": list(entity.aliases)}


def qualifier_record(qualifiers: Qualifiers) -> dict[str, str]:
    """The qualifiers that the text gives, by the names that the graph uses; the modality always."""
    given = {name: getattr(qualifiers, field) for field, name in QUALIFIERS.items()}
    return {**{name: value for name, value in given.items() if value}, "modality": qualifiers.modality.value}


def _object(target: str | Literal, entities: Mapping[str, Entity]) -> Record:
    if isinstance(target, str):
        return entity_record(entities[target])
    return {"literal": target.lexical, "datatype": literal(target.lexical, target.kind).datatype.value}


def _evidence(evidence: Evidence) -> Record:
    return {
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": evidence.quote,
        "subject": _pair(evidence.subject),
        "object": _pair(evidence.object),
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
