"""Extractions as JSON text and back: fields in order, so that equal extractions give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.model import (
    Claim,
    Document,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Qualifiers,
    Span,
    Value,
    ValueKind,
)


def dump_document(document: Document) -> str:
    return _write(
        {
            "id": document.id,
            "text": document.text,
            "source": document.source,
            "title": document.title,
            "published": document.published,
            "body": [_span(part) for part in document.body],
            "language": document.language,
            "sketch": document.sketch,
        }
    )


def load_document(written: str) -> Document:
    found = json.loads(written)
    return Document(**{**found, "body": tuple(Span(*part) for part in found["body"])})


def dump_claims(extraction: Extraction) -> str:
    """What was found in the document, without the document itself."""
    return _write(
        {
            "mentions": [_mention(mention) for mention in extraction.mentions],
            "claims": [_claim(claim) for claim in extraction.claims],
        }
    )


def load_extraction(document: Document, written: str) -> Extraction:
    """The extraction whose claims `dump_claims` wrote."""
    found = json.loads(written)
    mentions = tuple(_read_mention(document.id, fields) for fields in found["mentions"])
    return Extraction(document, mentions, tuple(_read_claim(document, fields) for fields in found["claims"]))


def _write(fields: object) -> str:
    return json.dumps(fields, separators=(",", ":"))


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _mention(mention: Mention) -> list[object]:
    return [_span(mention.span), mention.text, mention.kind, mention.type, mention.chain, mention.score]


def _value(value: Value) -> dict[str, object]:
    return {"value": [_span(value.span), value.text, value.kind, value.lexical]}


def _claim(claim: Claim) -> list[object]:
    target = _value(claim.object) if isinstance(claim.object, Value) else _mention(claim.object)
    return [
        _mention(claim.subject),
        claim.predicate,
        target,
        _qualifiers(claim.qualifiers),
        _evidence(claim.evidence),
    ]


def _qualifiers(qualifiers: Qualifiers) -> dict[str, str]:
    said = {name: str(getattr(qualifiers, name)) for name in Qualifiers.__slots__}
    return {name: value for name, value in said.items() if value}


def _evidence(evidence: Evidence) -> list[object]:
    spans = [_span(evidence.span), _span(evidence.subject), _span(evidence.object)]
    return [*spans, evidence.extractor, evidence.score]


def _read_mention(document: str, fields: list[Any]) -> Mention:
    span, text, kind, type_, chain, score = fields
    return Mention(document, Span(*span), text, MentionKind(kind), type_, chain, score)


def _read_object(document: str, fields: list[Any] | Mapping[str, Any]) -> Mention | Value:
    if isinstance(fields, list):
        return _read_mention(document, fields)
    span, text, kind, lexical = fields["value"]
    return Value(document, Span(*span), text, ValueKind(kind), lexical)


def _read_claim(document: Document, fields: list[Any]) -> Claim:
    subject, predicate, target, said, evidence = fields
    qualifiers = Qualifiers(**{**said, "modality": Modality(said["modality"])})
    return Claim(
        _read_mention(document.id, subject),
        predicate,
        _read_object(document.id, target),
        qualifiers,
        _read_evidence(document, evidence),
    )


def _read_evidence(document: Document, fields: list[Any]) -> Evidence:
    whole, subject, target, extractor, score = fields
    span = Span(*whole)
    quote = document.text[span.start : span.end]
    return Evidence(document.id, span, quote, Span(*subject), Span(*target), extractor, score)
