"""A small hand-made world for tests of what comes after resolution: documents, extractions, knowledge."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.graph.store import Store
from kg.model import (
    Change,
    Claim,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Knowledge,
    Literal,
    Mention,
    MentionKind,
    Merge,
    Modality,
    Portion,
    Qualifiers,
    Span,
    Value,
    ValueKind,
)


@dataclass
class World:
    """Documents and what they say, written down by a person instead of found by a program."""

    documents: dict[str, Document] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    claims: dict[str, list[Claim]] = field(default_factory=dict)

    def document(self, identifier: str, text: str, **known: str) -> None:
        self.documents[identifier] = Document(identifier, text, body=(Span(0, len(text)),), **known)

    def entity(self, identifier: str, type_: str, name: str, *aliases: str) -> None:
        merges = tuple(Merge(alias, name, 0.95, ("short form",)) for alias in aliases)
        self.entities[identifier] = Entity(identifier, type_, name, tuple(sorted(aliases)), (), merges)

    def fact(self, sentence: tuple[str, str], triple: tuple[str, str, str | Literal], **said: str) -> None:
        """A fact of the triple that the `sentence` (document, words) says: its ends are found there by their names."""
        document, quote = self.documents[sentence[0]], sentence[1]
        start = document.text.index(quote)
        spans = [self._span(end, quote, start) for end in (triple[0], triple[2])]
        qualifiers = Qualifiers(**{**said, "modality": Modality(said.get("modality", "asserted"))})
        whole = Span(start, start + len(quote))
        evidence = Evidence(document.id, whole, quote, *spans, "patterns", 0.9)
        self.facts.append(Fact(*triple, qualifiers, 0.9, (evidence,)))
        ends = [self._end(end, document, span) for end, span in zip((triple[0], triple[2]), spans, strict=True)]
        claim = Claim(ends[0], triple[1], ends[1], qualifiers, evidence)
        self.claims.setdefault(document.id, []).append(claim)

    def extractions(self) -> list[Extraction]:
        found = []
        for document in self.documents.values():
            claims = tuple(self.claims.get(document.id, ()))
            ends = {end for claim in claims for end in (claim.subject, claim.object) if isinstance(end, Mention)}
            mentions = tuple(sorted(ends, key=lambda mention: mention.span))
            found.append(Extraction(document, mentions, claims))
        return found

    def knowledge(self) -> Knowledge:
        """Entities with the documents that name them; one fact for each thing said, with all its evidence."""
        seen: dict[str, set[str]] = {name: set() for name in self.entities}
        joined: dict[tuple[object, ...], Fact] = {}
        for fact in self.facts:
            for end in (fact.subject, fact.object):
                if isinstance(end, str):
                    seen[end].update(one.document for one in fact.evidence)
            key = (fact.subject, fact.predicate, fact.object, fact.qualifiers)
            known = joined.get(key)
            evidence = (*known.evidence, *fact.evidence) if known else fact.evidence
            sources = len({one.document for one in evidence})
            ordered = tuple(sorted(evidence, key=lambda one: (one.document, one.span)))
            joined[key] = replace(fact, evidence=ordered, independent=sources)
        entities = [replace(entity, documents=tuple(sorted(seen[name]))) for name, entity in self.entities.items()]
        facts = sorted(joined.values(), key=lambda fact: (fact.subject, fact.predicate, str(fact.object)))
        return Knowledge(tuple(sorted(entities, key=lambda entity: entity.id)), tuple(facts))

    def store(self, path: Path | None = None) -> Store:
        store = Store.open(path, "write")
        for extraction in self.extractions():
            store.put(extraction)
        write_graph(store, self.knowledge())
        return store

    def _names(self, end: str | Literal) -> tuple[str, ...]:
        return (end.text,) if isinstance(end, Literal) else (self.entities[end].name, *self.entities[end].aliases)

    def _span(self, end: str | Literal, quote: str, start: int) -> Span:
        name = next(name for name in self._names(end) if name in quote)
        at = start + quote.index(name)
        return Span(at, at + len(name))

    def _end(self, end: str | Literal, document: Document, span: Span) -> Mention | Value:
        words = document.text[span.start : span.end]
        if isinstance(end, Literal):
            return Value(document.id, span, words, end.kind, end.lexical)
        chain = sorted(self.entities).index(end)
        return Mention(document.id, span, words, MentionKind.NAME, self.entities[end].type, chain)


def write_graph(store: Store, knowledge: Knowledge) -> None:
    """Makes the graph of a store say this, whatever it said before."""
    part = Portion(knowledge, tuple(store.documents()))
    with store.remembering():
        store.touched(all_=True)
    store.follow(lambda _: iter((Change(Portion(), part),)), lambda: iter((part,)))


FINE = "The Norland Data Office fined Acme Holdings 1.5 million dollars in March 2021 over leaked records."
HEAD = "Jane Roe, chief executive of Acme, met Omar Diaz of the Data Office."
DEAL = "Acme agreed to buy Beta Foods for 40 million euros."
CHAIN = "Beta Foods, an arm of Acme Holdings, owns 60% of Gamma Mills."
AGAIN = "Acme Holdings was fined 1.5 million dollars by the Data Office in March 2021 over leaked records."
RUMOUR = "Acme Holdings is said to be in talks with Delta Rail about a merger."
DATED = "Acme Holdings was founded in 1987."


def world() -> World:
    """Two articles about one firm: a fine that both report, its people, its deals, a rumour."""
    made = World()
    first = {"title": "Data Office fines Acme", "source": "https://news.example/1", "published": "2021-03-09"}
    made.document("acme-fine", f"{FINE} {HEAD}\n\n{DATED}", **first)
    made.document("acme-deals", f"{DEAL} {CHAIN}\n\n{AGAIN} {RUMOUR}", title="Acme shops", published="2021-04")
    made.entity("acme-holdings", "Company", "Acme Holdings", "Acme")
    made.entity("norland-data-office", "Regulator", "Norland Data Office", "Data Office")
    made.entity("jane-roe", "Person", "Jane Roe")
    made.entity("omar-diaz", "Person", "Omar Diaz")
    made.entity("beta-foods", "Company", "Beta Foods")
    made.entity("gamma-mills", "Company", "Gamma Mills")
    made.entity("delta-rail", "Company", "Delta Rail")
    fine = ("norland-data-office", "fined", "acme-holdings")
    terms = {"amount": "1500000 USD", "date": "2021-03", "reason": "leaked records"}
    made.fact(("acme-fine", FINE), fine, **terms)
    made.fact(("acme-deals", AGAIN), fine, **terms)
    made.fact(("acme-fine", HEAD), ("jane-roe", "ceoOf", "acme-holdings"), title="chief executive", status="current")
    made.fact(("acme-fine", HEAD), ("jane-roe", "metWith", "omar-diaz"))
    made.fact(("acme-fine", HEAD), ("omar-diaz", "holdsPositionAt", "norland-data-office"))
    founded = Literal("1987", ValueKind.DATE, "1987")
    made.fact(("acme-fine", DATED), ("acme-holdings", "foundedOn", founded))
    made.fact(("acme-deals", DEAL), ("acme-holdings", "acquired", "beta-foods"), status="agreed", amount="40000000 EUR")
    made.fact(("acme-deals", CHAIN), ("beta-foods", "subsidiaryOf", "acme-holdings"))
    made.fact(("acme-deals", CHAIN), ("beta-foods", "ownerOf", "gamma-mills"), amount="60 %")
    made.fact(("acme-deals", RUMOUR), ("acme-holdings", "mergedWith", "delta-rail"), modality="rumoured")
    return made
