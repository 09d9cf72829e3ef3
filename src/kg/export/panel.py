"""What the panel beside a drawing tells, as plain data: facts, their evidence, the documents that hold it."""

from __future__ import annotations

from typing import Any

from kg.graph.reading import Source
from kg.model import Evidence, Fact, Literal, Merge, Span


def tell_fact(fact: Fact) -> dict[str, Any]:
    """A fact and each sentence that says it."""
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
        "modality": str(qualifiers.modality),
        "confidence": fact.confidence,
        "qualifiers": [[name, value] for name, value in said.items() if value],
        "evidence": [_evidence(one) for one in fact.evidence],
    }


def tell_document(source: Source) -> dict[str, str]:
    return {"title": source.title, "source": source.source, "published": source.published}


def tell_merge(merge: Merge) -> dict[str, Any]:
    """Why two names are one."""
    return {"names": [merge.name, merge.other], "score": merge.score, "reasons": list(merge.reasons)}


def _evidence(one: Evidence) -> dict[str, Any]:
    ends = {"subject": _within(one.subject, one.span), "object": _within(one.object, one.span)}
    return {"document": one.document, "quote": one.quote, "confidence": one.score, "by": one.extractor, **ends}


def _within(part: Span, whole: Span) -> list[int]:
    """Offsets into the quote; empty where the words stand elsewhere."""
    return [part.start - whole.start, part.end - whole.start] if whole.covers(part) else []
