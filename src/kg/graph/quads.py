"""Knowledge as RDF. All quads lie in the default graph; there are no blank nodes and no timestamps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad

from kg.graph import vocabulary as v
from kg.graph.vocabulary import Vocabulary
from kg.model import Document, Entity, Evidence, Fact, Knowledge, Literal, Merge, Qualifiers, Span, ValueKind, Variant

QUALIFIERS = {
    "title": "title",
    "status": "status",
    "start_date": "startDate",
    "end_date": "endDate",
    "date": "date",
    "amount": "amount",
    "reason": "reason",
}
"""Field of `Qualifiers` to local name of the property that carries it."""
DATES = frozenset({"start_date", "end_date", "date"})

Statements = Iterator[tuple[NamedNode, NamedNode, NamedNode | RdfLiteral]]


def quads(knowledge: Knowledge, documents: Iterable[Document], vocabulary: Vocabulary) -> set[Quad]:
    """All that the graph holds of `knowledge` and of the documents that it was made from."""
    return {Quad(*triple) for triple in _triples(knowledge, documents, vocabulary)}


def fact_node(fact: Fact, vocabulary: Vocabulary) -> NamedNode:
    """The IRI of a fact: the same for all that say the same, with the same qualifiers."""
    return vocabulary.hashed("fact", *_says(fact))


def _triples(knowledge: Knowledge, documents: Iterable[Document], vocabulary: Vocabulary) -> Statements:
    for document in documents:
        yield from _document(document, vocabulary)
    for entity in knowledge.entities:
        yield from _entity(entity, vocabulary)
    for fact in knowledge.facts:
        yield from _fact(fact, vocabulary)
    for copy, first in knowledge.copies:
        if copy != first:
            yield vocabulary.document(copy), vocabulary.term("copyOf"), vocabulary.document(first)


def _document(document: Document, vocabulary: Vocabulary) -> Statements:
    node = vocabulary.document(document.id)
    yield node, v.TYPE, vocabulary.term("Document")
    yield node, v.IDENTIFIER, v.text(document.id)
    yield node, v.LANGUAGE, v.text(document.language)
    if document.title:
        yield node, v.TITLE, v.text(document.title)
    if document.source:
        yield node, v.SOURCE, v.web_address(document.source)
    if document.published:
        yield node, v.ISSUED, v.day(document.published)


def _entity(entity: Entity, vocabulary: Vocabulary) -> Statements:
    node = vocabulary.entity(entity.id)
    for name in vocabulary.classes(entity.type):
        yield node, v.TYPE, vocabulary.term(name)
    yield node, v.LABEL, v.text(entity.name)
    for alias in entity.aliases:
        yield node, v.ALT_LABEL, v.text(alias)
    for document in entity.documents:
        yield node, vocabulary.term("mentionedIn"), vocabulary.document(document)
    for merge in entity.merges:
        yield from _merge(node, merge, vocabulary)


def _merge(entity: NamedNode, merge: Merge, vocabulary: Vocabulary) -> Statements:
    node = vocabulary.hashed("merge", entity.value, merge.name, merge.other, f"{merge.score:.4f}", *merge.reasons)
    yield entity, vocabulary.term("merge"), node
    yield node, v.TYPE, vocabulary.term("Merge")
    yield node, vocabulary.term("mergedName"), v.text(merge.name)
    yield node, vocabulary.term("otherName"), v.text(merge.other)
    yield node, vocabulary.term("confidence"), v.decimal(merge.score)
    for reason in merge.reasons:
        yield node, vocabulary.term("mergeReason"), v.text(reason)


def _fact(fact: Fact, vocabulary: Vocabulary) -> Statements:
    subject, predicate = vocabulary.entity(fact.subject), vocabulary.term(fact.predicate)
    target = _object(fact.object, vocabulary)
    node = fact_node(fact, vocabulary)
    if fact.asserted:
        yield subject, predicate, target
    yield node, v.TYPE, vocabulary.term("Fact")
    yield node, v.SUBJECT, subject
    yield node, v.PREDICATE, predicate
    yield node, v.OBJECT, target
    yield node, vocabulary.term("confidence"), v.decimal(fact.confidence)
    yield node, vocabulary.term("independentSourceCount"), v.integer(fact.independent)
    yield from _value(node, fact, vocabulary)
    yield from _qualifiers(node, fact.qualifiers, vocabulary)
    for _, group in groupby(sorted(fact.evidence, key=_place), key=_place):
        yield from _evidence(node, list(group), vocabulary)
    for variant in fact.variants:
        yield from _variant(node, variant, vocabulary)


def _variant(fact: NamedNode, variant: Variant, vocabulary: Vocabulary) -> Statements:
    node = vocabulary.hashed("variant", fact.value, variant.qualifier, variant.value)
    yield fact, vocabulary.term("variant"), node
    yield node, v.TYPE, vocabulary.term("Variant")
    yield node, vocabulary.term("qualifierName"), v.text(QUALIFIERS[variant.qualifier])
    yield node, vocabulary.term("qualifierValue"), v.text(variant.value)
    for document, span in variant.places:
        yield node, vocabulary.term("statedBy"), _evidence_node(fact, document, span, vocabulary)


def _object(target: str | Literal, vocabulary: Vocabulary) -> NamedNode | RdfLiteral:
    return v.literal(target.lexical, target.kind) if isinstance(target, Literal) else vocabulary.entity(target)


def _says(fact: Fact) -> list[str]:
    target = fact.object
    ends = [target.kind, target.lexical] if isinstance(target, Literal) else ["entity", target]
    said = [f"{field}={getattr(fact.qualifiers, field)}" for field in QUALIFIERS]
    return [fact.subject, fact.predicate, *ends, fact.qualifiers.modality, *said]


def _value(node: NamedNode, fact: Fact, vocabulary: Vocabulary) -> Statements:
    if not isinstance(fact.object, Literal):
        return
    yield node, vocabulary.term("valueKind"), v.text(fact.object.kind)
    if fact.object.text:
        yield node, vocabulary.term("objectText"), v.text(fact.object.text)
    if fact.object.kind in (ValueKind.MONEY, ValueKind.PERCENT) and not fact.qualifiers.amount:
        yield from _amount(node, fact.object.lexical, vocabulary)


def _qualifiers(node: NamedNode, qualifiers: Qualifiers, vocabulary: Vocabulary) -> Statements:
    yield node, vocabulary.term("modality"), v.text(qualifiers.modality)
    for field, local in QUALIFIERS.items():
        value = getattr(qualifiers, field)
        if value:
            yield node, vocabulary.term(local), v.day(value) if field in DATES else v.text(value)
    yield from _amount(node, qualifiers.amount, vocabulary)


def _amount(node: NamedNode, lexical: str, vocabulary: Vocabulary) -> Statements:
    parts = v.amount(lexical)
    if parts:
        yield node, vocabulary.term("amountValue"), parts[0]
        yield node, vocabulary.term("amountUnit"), parts[1]


_place = attrgetter("document", "span")


def _evidence(fact: NamedNode, said: list[Evidence], vocabulary: Vocabulary) -> Statements:
    best = max(said, key=lambda one: (one.score, one.extractor, one.subject, one.object))
    node = _evidence_node(fact, best.document, best.span, vocabulary)
    yield fact, vocabulary.term("evidence"), node
    yield node, v.TYPE, vocabulary.term("Evidence")
    yield node, v.DERIVED_FROM, vocabulary.document(best.document)
    yield node, vocabulary.term("quote"), v.text(best.quote)
    yield node, vocabulary.term("confidence"), v.decimal(best.score)
    for name in {part for one in said for part in one.extractor.split("+")}:
        yield node, vocabulary.term("extractor"), v.text(name)
    for local, span in (("", best.span), ("subject", best.subject), ("object", best.object)):
        yield node, vocabulary.term(f"{local}Start" if local else "start"), v.integer(span.start)
        yield node, vocabulary.term(f"{local}End" if local else "end"), v.integer(span.end)


def _evidence_node(fact: NamedNode, document: str, span: Span, vocabulary: Vocabulary) -> NamedNode:
    return vocabulary.hashed("evidence", fact.value, document, str(span.start), str(span.end))
