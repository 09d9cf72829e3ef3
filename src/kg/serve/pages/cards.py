"""Cards: entities and facts as pages show them, with names, links, and the words of each text that say a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.export.drawing import colour, shape
from kg.graph.edges import Network, publisher
from kg.graph.quads import QUALIFIERS
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Document, Entity, Evidence, Fact, Literal, Merge, Qualifiers, Span
from kg.serve.pages import links

AROUND = 320
"""Characters of a passage to show on either side of a sentence."""
Card = dict[str, Any]


class Cards:
    """Makes cards; what they need of the store is read once for all cards of a page."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._network = Network(store)
        self._names: dict[str, tuple[str, str]] = {}
        self._sources: dict[str, Source] = {}
        self._texts: dict[str, Document | None] = {}

    def entity(self, identifier: str) -> Card:
        """An entity in short: its name, its class, its page."""
        if identifier not in self._names:
            self._names.update(self._network.names([identifier]))
        name, cls = self._names.get(identifier, (identifier, ""))
        return {"id": identifier, "name": name, "href": links.entity(identifier), **self.cls(cls)}

    def cls(self, name: str) -> Card:
        """A class: its label and how it is drawn."""
        known = self.store.ontology.classes.get(name)
        look = {"colour": colour(name, self.store.ontology), "shape": shape(name, self.store.ontology)}
        return {"type": name, "label": known.label if known else name, **look}

    def relation(self, name: str) -> str:
        """A relation's label."""
        known = self.store.ontology.relations.get(name)
        return known.label if known else name

    def fact(self, local: str, fact: Fact, most: int = 3) -> Card:
        """A fact, whose IRI ends in `local`, with its surest sentences."""
        shown = sorted(fact.evidence, key=lambda one: -one.score)[:most]
        return {
            "id": local,
            "href": links.fact(local),
            "subject": self.entity(fact.subject),
            "predicate": fact.predicate,
            "relation": self.relation(fact.predicate),
            "object": self._object(fact.object),
            "modality": str(fact.qualifiers.modality),
            "asserted": fact.asserted,
            "qualifiers": qualifiers(fact.qualifiers),
            "confidence": round(fact.confidence, 4),
            "evidence": [self.evidence(one, local) for one in shown],
            "more": len(fact.evidence) - len(shown),
        }

    def facts(self, locals_: Iterable[str], most: int = 3) -> list[Card]:
        """Cards of the facts whose IRIs end so; those that are gone are left out."""
        found = ((local, self.read(local)) for local in locals_)
        return [self.fact(local, fact, most) for local, fact in found if fact]

    def evidence(self, one: Evidence, local: str) -> Card:
        """The sentence in parts, the ends of the fact marked, with what stands before and after it in the document."""
        before, after = self._around(one)
        return {
            "document": self.document(one.document),
            "href": links.document(one.document, local),
            "quote": parts(one),
            "before": before,
            "after": after,
            "confidence": round(one.score, 4),
            "extractor": one.extractor,
        }

    def document(self, identifier: str) -> Card:
        """A document in short."""
        if identifier not in self._sources:
            self._sources[identifier] = self.store.reading.source(identifier) or Source(identifier)
        return source_card(self._sources[identifier])

    def read(self, local: str) -> Fact | None:
        """The fact whose IRI ends so; None where there is none, or no whole one."""
        try:
            return self._network.fact(local)
        except (IndexError, ValueError):
            return None  # somebody wrote it by hand, without all that a fact has

    def _object(self, end: str | Literal) -> Card:
        if isinstance(end, str):
            return self.entity(end)
        return {"value": end.lexical, "kind": str(end.kind), "name": end.text or end.lexical, "href": ""}

    def _around(self, one: Evidence) -> tuple[str, str]:
        if one.document not in self._texts:
            self._texts[one.document] = self.store.document(one.document)
        document = self._texts[one.document]
        if document is None or document.text[one.span.start : one.span.end] != one.quote:
            return "", ""  # the document was read anew, or is gone, and the graph has yet to follow
        return passage(document.text, one.span)


def source_card(source: Source) -> Card:
    return {
        "id": source.id,
        "title": source.title or source.id,
        "href": links.document(source.id),
        "published": source.published,
        "source": source.source,
        "publisher": publisher(source),
        "outside": links.outside(source.source),
    }


def merge_card(merge: Merge) -> Card:
    return {"name": merge.name, "other": merge.other, "score": round(merge.score, 4), "reasons": list(merge.reasons)}


def names_card(entity: Entity) -> list[Card]:
    """The other names of an entity, each with why it is taken for one."""
    known: dict[str, list[Card]] = {alias: [] for alias in entity.aliases}
    for merge in entity.merges:
        known.setdefault(merge.name, []).append(merge_card(merge))
    return [{"name": name, "merges": merges} for name, merges in known.items() if name != entity.name or merges]


def qualifiers(said: Qualifiers) -> list[Card]:
    """What a fact says beside its two ends, in the order in which it is read."""
    given = {local: getattr(said, field) for field, local in QUALIFIERS.items()}
    return [{"name": name, "value": value} for name, value in given.items() if value]


def parts(one: Evidence) -> list[Card]:
    """The quote in parts: `role` is `subject`, `object` or empty."""
    marks = sorted(
        (span.start - one.span.start, span.end - one.span.start, role)
        for span, role in ((one.subject, "subject"), (one.object, "object"))
        if one.span.covers(span) and span.start < span.end
    )
    found, at = [], 0
    for start, end, role in marks:
        if start >= at:
            found += [(one.quote[at:start], ""), (one.quote[start:end], role)]
            at = end
    return [{"text": text, "role": role} for text, role in [*found, (one.quote[at:], "")] if text]


def passage(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after the sentence in its paragraph, cut between words."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - AROUND)
    stop = text.find("\n", span.end)
    end = min(stop if stop >= 0 else len(text), span.end + AROUND)
    before, after = text[start : span.start], text[span.end : end]
    if start and text[start - 1] != "\n":
        before = "… " + before.partition(" ")[2]
    if end < len(text) and text[end] != "\n":
        after = after.rpartition(" ")[0] + " …"
    return before, after
