"""The page of a document: its text, with the sentences that say a fact and the names of entities marked."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import pyoxigraph as ox

from kg.graph.store import Store
from kg.model import Document, Evidence, Fact, Mention, MentionKind, Span
from kg.serve.pages.cards import Card, Cards, source_card
from kg.serve.pages.page import Ask, Desk, Missing, Model

MOST_FACTS = 200
"""On one page; a text that says more is a register, not an article."""
LONGEST = 200_000
"""Characters of a text on one page."""
_SAID = """SELECT DISTINCT ?f WHERE { ?e prov:wasDerivedFrom THIS . ?f kg:evidence ?e }"""
_MENTIONED = """SELECT ?e ?name WHERE { ?e kg:mentionedIn THIS ; rdfs:label|skos:altLabel ?name }"""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the document and the fact that it says."""

    number: int
    """Of the fact, as the page counts them."""
    fact: str
    evidence: Evidence


def document(desk: Desk, ask: Ask) -> Model:
    """A document: its text in paragraphs, its facts in the order of the text."""
    store, cards = desk.bench.store, Cards(desk.bench.store)
    source, extraction = store.reading.source(ask.id), store.extraction(ask.id)
    if source is None:
        raise Missing("document", ask.id)
    facts = sorted(
        _facts(store, cards, ask.id), key=lambda one: (one[1].evidence[0].span, one[1].evidence[0].subject, one[0])
    )
    shown = facts[:MOST_FACTS]
    model = {
        "title": source.title or source.id,
        "document": source_card(source),
        "language": source.language,
        "facts": [{**cards.fact(local, fact, 1), "number": number} for number, (local, fact) in enumerate(shown, 1)],
        "left_out": len(facts) - len(shown),
        "paragraphs": [],
        "cut": False,
    }
    if extraction is None:
        return model  # removed, and the graph has yet to follow
    said = [Said(number, local, one) for number, (local, fact) in enumerate(shown, 1) for one in fact.evidence]
    ends = _ends(fact for _, fact in shown) | _named(store, ask.id, extraction.mentions)
    marked = Marked(extraction.document, said, ends, cards)
    paragraphs = [marked.paragraph(span) for span in _lines(extraction.document.text)]
    return {**model, "paragraphs": paragraphs, "cut": len(extraction.document.text) > LONGEST}


def _facts(store: Store, cards: Cards, identifier: str) -> Iterator[tuple[str, Fact]]:
    """The facts that the document says, each with the last part of its IRI, and no other evidence than its own."""
    for row in _asked(_SAID, store, identifier):
        local = cast(ox.NamedNode, row["f"]).value.rpartition("/")[2]
        fact = cards.read(local)
        mine = tuple(one for one in fact.evidence if one.document == identifier) if fact else ()
        if fact and mine:
            yield local, replace(fact, evidence=mine)


def _asked(text: str, store: Store, identifier: str) -> ox.QuerySolutions:
    this = str(store.vocabulary.document(identifier))
    return cast(ox.QuerySolutions, store.query(text.replace("THIS", this)))


def _ends(facts: Iterable[Fact]) -> dict[Span, str]:
    """Where the text names the ends of facts: the entity by the span of its words."""
    found: dict[Span, str] = {}
    for fact in facts:
        for one in fact.evidence:
            found[one.subject] = fact.subject
            if isinstance(fact.object, str):
                found[one.object] = fact.object
    return found


def _named(store: Store, identifier: str, mentions: Iterable[Mention]) -> dict[Span, str]:
    """Names in the text that only one of the entities mentioned in it has."""
    owners: dict[str, set[str]] = {}
    for row in _asked(_MENTIONED, store, identifier):
        entity = store.vocabulary.entity_id(cast(ox.NamedNode, row["e"]))
        owners.setdefault(cast(ox.Literal, row["name"]).value, set()).add(entity)
    return {
        mention.span: next(iter(owners[mention.text]))
        for mention in mentions
        if mention.kind is MentionKind.NAME and len(owners.get(mention.text, ())) == 1
    }


def _lines(text: str) -> list[Span]:
    """The lines of the text that hold something."""
    found, start = [], 0
    for line in text[:LONGEST].split("\n"):
        if line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that lie over a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        place = bisect(kept, span)
        if not any(span.overlaps(other) for other in kept[max(place - 1, 0) : place + 1]):
            kept.insert(place, span)
    return kept


class Marked:
    """A text, cut wherever a sentence or a name begins or ends."""

    def __init__(self, document: Document, said: Sequence[Said], ends: Mapping[Span, str], cards: Cards) -> None:
        self._document, self._cards = document, cards
        self._said = said
        self._names = {span: ends[span] for span in _apart(span for span in ends if span.start < span.end)}

    def paragraph(self, span: Span) -> Card:
        """The paragraph in parts; `aside` where it is no part of the article."""
        said = [one for one in self._said if one.evidence.span.overlaps(span)]
        names = [name for name in self._names if span.covers(name)]
        inner = [*names, *(one.evidence.span for one in said)]
        cuts = {at for one in inner for at in (one.start, one.end) if span.start < at < span.end}
        edges = sorted({span.start, span.end} | cuts)
        parts = [self._part(Span(*pair), said, names) for pair in pairwise(edges)]
        return {"parts": parts, "aside": not any(body.overlaps(span) for body in self._document.body)}

    def _part(self, span: Span, said: Sequence[Said], names: Sequence[Span]) -> Card:
        """A run of the text, the entity that it names, and the facts whose sentence begins or ends with it."""
        facts = [one for one in said if one.evidence.span.covers(span)]
        name = next((name for name in names if name.covers(span)), None)
        ending = {one.fact: one.number for one in facts if one.evidence.span.end == span.end}
        return {
            "text": self._document.text[span.start : span.end],
            "entity": self._cards.entity(self._names[name]) if name else None,
            "said": bool(facts),
            "starts": [one.fact for one in facts if one.evidence.span.start == span.start],
            "notes": [{"number": number, "fact": fact} for fact, number in ending.items()],
        }
