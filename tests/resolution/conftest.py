"""Extractions written down as short texts: names in brackets, claims as triples of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from kg import ontology
from kg.model import (
    Claim,
    Document,
    Evidence,
    Extraction,
    Knowledge,
    Mention,
    MentionKind,
    Qualifiers,
    Span,
    Value,
    ValueKind,
)
from kg.resolution import resolve
from kg.settings import Settings


class Story:
    """A document in the making: each chain has a key, a class and its names; claims join keys."""

    def __init__(self, id_: str, published: str = "") -> None:
        self.id = id_
        self.published = published
        self.chains: dict[str, list[Mention]] = {}
        self.claims: list[Claim] = []
        self._end = 0

    def thing(self, key: str, cls: str, *names: str, kind: MentionKind = MentionKind.NAME) -> Story:
        number = len(self.chains)
        own = self.chains.setdefault(key, [])
        own += [Mention(self.id, self._span(name), name, kind, cls, number) for name in names]
        return self

    def says(self, subject: str, predicate: str, target: str | Value, score: float = 0.8, **qualifiers: str) -> Story:
        sentence = self._span("a sentence of its own")
        end = target if isinstance(target, Value) else self.chains[target][0]
        start = self.chains[subject][0]
        evidence = Evidence(self.id, sentence, f"{subject} {predicate}", start.span, end.span, "patterns", score)
        self.claims.append(Claim(start, predicate, end, Qualifiers(**qualifiers), evidence))
        return self

    def value(self, kind: ValueKind, lexical: str) -> Value:
        return Value(self.id, self._span(lexical), lexical, kind, lexical)

    def done(self) -> Extraction:
        document = Document(self.id, "x" * self._end, published=self.published)
        mentions = tuple(m for own in self.chains.values() for m in own)
        return Extraction(document, mentions, tuple(self.claims))

    def _span(self, text: str) -> Span:
        start, self._end = self._end, self._end + len(text) + 1
        return Span(start, start + len(text))


@pytest.fixture(scope="session")
def story() -> type[Story]:
    return Story


@pytest.fixture(scope="session")
def resolved() -> Callable[..., Knowledge]:
    """Knowledge of the extractions given, by the shipped ontology."""
    settled = partial(resolve, ontology=ontology.load(), settings=Settings())

    def of(*extractions: Extraction) -> Knowledge:
        return settled(extractions)

    return of
