"""What the reader found in a passage, in terms of the passage's gold."""

from __future__ import annotations

from collections import Counter, defaultdict

from corpus import Passage
from kg.model import Analysis, Document, Extraction, Mention, Span, Value


def document_of(passage: Passage) -> Document:
    """The passage as the reader gets it."""
    return plain_document(passage.id, passage.text)


def plain_document(identifier: str, text: str) -> Document:
    """A text of which all is body."""
    return Document(identifier, text, body=(Span(0, len(text)),))


class Alignment:
    """Tells which thing or value of the gold a mention or value stands for."""

    def __init__(self, passage: Passage, found: Analysis | Extraction) -> None:
        self._passage = passage
        self._chains = self._chain_ids(found)

    def ends(self, item: Mention | Value) -> set[str]:
        """Gold ids of one end of a link; what the gold does not have gets an id of its own."""
        if isinstance(item, Mention):
            return {self._chains.get(item.chain, f"c{item.chain}")}
        return self._ids_at(item) or {f"v{item.span.start}"}

    def _chain_ids(self, found: Analysis | Extraction) -> dict[int, str]:
        """The gold thing that most mentions of each chain stand for."""
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for mention in found.mentions:
            votes[mention.chain].update(self._ids_at(mention))
        return {chain: max(sorted(ids), key=lambda i: ids[i]) for chain, ids in votes.items() if ids}

    def _ids_at(self, item: Mention | Value) -> set[str]:
        """Ids of the marks with exactly the span of `item`, else of those that touch it."""
        marks, span = self._passage.marks, item.span
        exact = {m.id for m in marks if (m.start, m.end) == (span.start, span.end)}
        return exact or {m.id for m in marks if m.start < span.end and span.start < m.end}
