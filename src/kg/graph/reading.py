"""The way back from RDF: entities, facts and sources as the graph holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.graph import vocabulary as v
from kg.graph.quads import QUALIFIERS
from kg.graph.vocabulary import Vocabulary
from kg.model import Entity, Evidence, Fact, Knowledge, Literal, Merge, Modality, Qualifiers, Span, ValueKind, Variant

FIELDS = {local: field for field, local in QUALIFIERS.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """What the graph says of a document that it was made from."""

    id: str
    title: str = ""
    source: str = ""
    published: str = ""
    language: str = "en"


class Reading:
    """Reads model objects from a graph of the shape that `quads` writes."""

    def __init__(self, graph: ox.Store, vocabulary: Vocabulary) -> None:
        self._graph = graph
        self._vocabulary = vocabulary

    def knowledge(self) -> Knowledge:
        """All entities and facts, sorted."""
        return Knowledge(tuple(self.entities()), tuple(self.facts()), tuple(self.copies()))

    def copies(self) -> list[tuple[str, str]]:
        """Documents that are copies, each with the first by id of those that tell its story; sorted."""
        found = set()
        for quad in self._graph.quads_for_pattern(None, self._vocabulary.term("copyOf"), None, ox.DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                copy, first = (self._vocabulary.document_id(node) for node in (quad.subject, quad.object))
                found |= {(copy, first), (first, first)}
        return sorted(found)

    def sources(self) -> list[Source]:
        """All documents, by id."""
        return sorted((self._source(node) for node in self._of_class("Document")), key=lambda source: source.id)

    def entities(self) -> list[Entity]:
        """All entities, by id."""
        return sorted((self._entity(node) for node in self._entity_nodes()), key=lambda entity: entity.id)

    def entity(self, identifier: str) -> Entity | None:
        """The entity with this id, or None."""
        node = self._vocabulary.entity(identifier)
        return self._entity(node) if self._values(node).get(v.LABEL.value) else None

    def facts(self, subject: str = "", predicate: str = "", target: str = "") -> list[Fact]:
        """Facts of this subject (an entity's id), predicate and object (an entity's id), sorted; empty means any."""
        ends = []
        if subject:
            ends.append((v.SUBJECT, self._vocabulary.entity(subject)))
        if target:
            ends.append((v.OBJECT, self._vocabulary.entity(target)))
        if predicate:
            ends.append((v.PREDICATE, self._vocabulary.term(predicate)))
        nodes = set(self._fact_nodes(ends)) if ends else set(self._of_class("Fact"))
        return sorted((self._fact(node) for node in nodes), key=fact_key)

    def fact(self, node: NamedNode) -> Fact | None:
        """The fact that this node stands for, or None."""
        return self._fact(node) if self._values(node).get(v.SUBJECT.value) else None

    def source(self, identifier: str) -> Source | None:
        """The document with this id, or None."""
        node = self._vocabulary.document(identifier)
        return self._source(node) if self._values(node).get(v.IDENTIFIER.value) else None

    def _fact_nodes(self, ends: list[tuple[NamedNode, NamedNode]]) -> Iterator[NamedNode]:
        first, *rest = ends
        for node in self._pointing(*first):
            if all(any(self._graph.quads_for_pattern(node, way, end, ox.DefaultGraph())) for way, end in rest):
                yield node

    def _of_class(self, name: str) -> Iterator[NamedNode]:
        return self._pointing(v.TYPE, self._vocabulary.term(name))

    def _pointing(self, predicate: NamedNode, target: NamedNode) -> Iterator[NamedNode]:
        for quad in self._graph.quads_for_pattern(None, predicate, target, ox.DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _entity_nodes(self) -> set[NamedNode]:
        labelled = self._graph.quads_for_pattern(None, v.LABEL, None, ox.DefaultGraph())
        return {quad.subject for quad in labelled if isinstance(quad.subject, NamedNode)}

    def _values(self, node: NamedNode) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        found: dict[str, list[ox.NamedNode | ox.Literal]] = defaultdict(list)
        for quad in self._graph.quads_for_pattern(node, None, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found[quad.predicate.value].append(quad.object)
        return found

    def _record(self, node: NamedNode) -> _Record:
        return _Record(self._values(node), self._vocabulary)

    def _source(self, node: NamedNode) -> Source:
        said = self._record(node)
        return Source(
            said.text(v.IDENTIFIER), said.text(v.TITLE), said.text(v.SOURCE), said.text(v.ISSUED), said.text(v.LANGUAGE)
        )

    def _entity(self, node: NamedNode) -> Entity:
        said = self._record(node)
        classes = [self._vocabulary.local(value) for value in said.nodes(v.TYPE)]
        documents = sorted(self._vocabulary.document_id(value) for value in said.nodes("mentionedIn"))
        merges = sorted((self._merge(value) for value in said.nodes("merge")), key=merge_key)
        return Entity(
            self._vocabulary.entity_id(node),
            self._vocabulary.narrowest(classes),
            said.text(v.LABEL),
            tuple(said.texts(v.ALT_LABEL)),
            tuple(documents),
            tuple(merges),
        )

    def _merge(self, node: NamedNode) -> Merge:
        said = self._record(node)
        score = float(said.text("confidence"))
        return Merge(said.text("mergedName"), said.text("otherName"), score, tuple(said.texts("mergeReason")))

    def _fact(self, node: NamedNode) -> Fact:
        said = self._record(node)
        evidence = sorted((self._evidence(value) for value in said.nodes("evidence")), key=evidence_key)
        return Fact(
            self._vocabulary.entity_id(said.nodes(v.SUBJECT)[0]),
            self._vocabulary.local(said.nodes(v.PREDICATE)[0]),
            self._object(said),
            said.qualifiers,
            float(said.text("confidence")),
            tuple(evidence),
            tuple(sorted(self._variant(value) for value in said.nodes("variant"))),
            independent=int(said.text("independentSourceCount") or 1),
        )

    def _variant(self, node: NamedNode) -> Variant:
        said = self._record(node)
        places = sorted((one.document, one.span) for one in map(self._evidence, said.nodes("statedBy")))
        return Variant(FIELDS[said.text("qualifierName")], said.text("qualifierValue"), tuple(places))

    def _object(self, said: _Record) -> str | Literal:
        nodes = said.nodes(v.OBJECT)
        if nodes:
            return self._vocabulary.entity_id(nodes[0])
        return Literal(said.text(v.OBJECT), ValueKind(said.text("valueKind")), said.text("objectText"))

    def _evidence(self, node: NamedNode) -> Evidence:
        said = self._record(node)
        return Evidence(
            self._vocabulary.document_id(said.nodes(v.DERIVED_FROM)[0]),
            said.span("start", "end"),
            said.text("quote"),
            said.span("subjectStart", "subjectEnd"),
            said.span("objectStart", "objectEnd"),
            "+".join(said.texts("extractor")),
            float(said.text("confidence")),
        )


class _Record:
    """The values of one node, by property (a node, or a local name of the ontology)."""

    def __init__(self, values: dict[str, list[ox.NamedNode | ox.Literal]], vocabulary: Vocabulary) -> None:
        self._values = values
        self._vocabulary = vocabulary

    def nodes(self, way: NamedNode | str) -> list[NamedNode]:
        return [value for value in self._all(way) if isinstance(value, NamedNode)]

    def texts(self, way: NamedNode | str) -> list[str]:
        return sorted(value.value for value in self._all(way))

    def text(self, way: NamedNode | str) -> str:
        return min((value.value for value in self._all(way)), default="")

    def span(self, start: str, end: str) -> Span:
        return Span(int(self.text(start)), int(self.text(end)))

    @cached_property
    def qualifiers(self) -> Qualifiers:
        said = {field: self.text(local) for field, local in QUALIFIERS.items()}
        return Qualifiers(**said, modality=Modality(self.text("modality")))

    def _all(self, way: NamedNode | str) -> list[ox.NamedNode | ox.Literal]:
        return self._values.get((self._vocabulary.term(way) if isinstance(way, str) else way).value, [])


def fact_key(fact: Fact) -> tuple[str, ...]:
    """Order of facts: by triple, then by what qualifies it."""
    target = fact.object
    end = (target.lexical, target.kind) if isinstance(target, Literal) else (target, "")
    said = tuple(getattr(fact.qualifiers, field) for field in QUALIFIERS)
    return (fact.subject, fact.predicate, *end, fact.qualifiers.modality, *said)


def evidence_key(evidence: Evidence) -> tuple[str, Span, Span, Span, str]:
    return (evidence.document, evidence.span, evidence.subject, evidence.object, evidence.extractor)


def merge_key(merge: Merge) -> tuple[str, str, float, tuple[str, ...]]:
    return (merge.name, merge.other, merge.score, merge.reasons)
