"""One document as the rules see it: words, sentences, and the mentions and values on them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from typing import Any

import numpy as np
from spacy.attrs import HEAD, IDX, LEMMA, LOWER

from kg.model import Analysis, Evidence, Mention, MentionKind, Span, Value, ValueKind

PATTERNS = "patterns"
"""The extractor that evidence of a cue carries."""

Item = Mention | Value
"""What stands at one end of a claim."""

Place = tuple[int, int]
"""Tokens, half-open."""

PLACES = frozenset({"Place", "Country", "City"})
"""Classes of places."""

APOSTROPHE_S = frozenset({"'s", "’s", "'", "’"})
"""What a possessive ends with, as a word of its own."""


_LEADING = frozenset({"NOUN", "ADJ"})
"""Kinds of words in `Opec [member state] Algeria`."""
_MOST_LEADING = 4
"""Words between a name and the one that it only tells of, at most."""


class Reading:
    """An index of an analysis; all positions are token numbers of its doc."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.doc = analysis.doc
        self.parsed = self.doc.has_annotation("DEP")
        """Whether the doc holds trees; spaCy crashes on a question about the children of a token without one."""
        columns: Any = self.doc.to_array([IDX, HEAD, LOWER, LEMMA])  # spaCy makes each token anew when it is asked for
        self.starts: list[int] = columns[:, 0].tolist()
        self.heads: list[int] = (columns[:, 1].astype(np.int64) + np.arange(len(columns))).tolist()
        strings = self.doc.vocab.strings
        self.lower: list[str] = [strings[number] for number in columns[:, 2].tolist()]
        self.lemmas = [strings[number].lower() for number in columns[:, 3].tolist()]
        """Lemmas in lower case, without particles."""
        self.sentences = [(sent.start, sent.end) for sent in self.doc.sents]
        self._sentence_starts = [start for start, _ in self.sentences]
        self.extent: dict[Item, tuple[int, int]] = {}
        self.starting: dict[int, list[Item]] = defaultdict(list)
        """Token -> what starts there, the longest first."""
        self.headed: dict[int, list[Item]] = defaultdict(list)
        """Token -> what it is the grammatical head of, the longest first."""
        values = [value for value in analysis.values if value.kind not in (ValueKind.TITLE, ValueKind.REASON)]
        items: tuple[Item, ...] = (*analysis.mentions, *values)
        for item in sorted(items, key=lambda item: (item.span.start, -item.span.end)):
            self._place(item)
        self.named = {token for first, last in self.extent.values() for token in range(first, last)}
        """Tokens inside any mention or value."""

    def _place(self, item: Item) -> None:
        first, last = self.tokens_of(item.span)
        if first >= last:
            return
        self.extent[item] = (first, last)
        self.starting[first].append(item)
        self.headed[self.head_of(first, last)].append(item)
        self.headed[self.head_of(first, last)].sort(key=lambda other: other.span.start - other.span.end)

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The tokens (half-open) that begin inside `span`, the one that it begins in the middle of included."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        return first, bisect_right(self.starts, span.end - 1)

    def head_of(self, first: int, last: int) -> int:
        """The token of `first` to `last` that hangs on one outside (the first such; `first` where there is none)."""
        inside = range(first, last)
        return next((at for at in inside if self.heads[at] == at or self.heads[at] not in inside), first)

    def sentence_at(self, token: int) -> tuple[int, int]:
        """The tokens (half-open) of the sentence that `token` stands in."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, token) - 1)]

    def sentence_of(self, item: Item) -> tuple[int, int]:
        return self.sentence_at(self.tokens_of(item.span)[0])

    def items_in(self, first: int, last: int) -> list[Item]:
        """Mentions and values that start inside the tokens, in text order."""
        return [item for token in range(first, last) for item in self.starting.get(token, ())]

    def values_in(self, first: int, last: int, kind: ValueKind) -> list[Value]:
        """Values of a kind that start inside the tokens, in text order."""
        return [item for item in self.items_in(first, last) if isinstance(item, Value) and item.kind is kind]

    def named_behind(self, token: int) -> list[Mention]:
        """What is named behind the nouns that begin at a token, which a name before them only tells of.

        `Dutch [chip firm] Acme`, `Opec [member] Algeria`, `Acme [main shareholders' group] Brill`.
        """
        at, end = token, min(self.sentence_at(token)[1], token + _MOST_LEADING) if token < len(self.lower) else token
        while at < end and at not in self.named and self._may_lead(at, token):
            at += 1
        if at == token or self.doc[at - 1].pos_ != "NOUN":
            return []
        behind = (item for item in self.starting.get(at, ()) if isinstance(item, Mention))
        return [item for item in behind if item.kind is MentionKind.NAME]

    def _may_lead(self, token: int, first: int) -> bool:
        return self.doc[token].pos_ in _LEADING or (token > first and self.lower[token] in APOSTROPHE_S)

    @cached_property
    def named_chains(self) -> frozenset[int]:
        """The things that the text names somewhere."""
        return frozenset(mention.chain for mention in self.analysis.mentions if mention.kind is MentionKind.NAME)

    def places_of(self, chain: int, within: Span) -> list[Place]:
        """The tokens (half-open) of each mention of a thing inside some characters, in text order."""
        mentions = (item for item in self.analysis.mentions if item.chain == chain and within.covers(item.span))
        return sorted(self.extent[item] for item in mentions if item in self.extent)

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens `first` to `last` (half-open)."""
        end = self.doc[last - 1]
        return Span(self.doc[first].idx, end.idx + len(end.text))

    def text(self, first: int, last: int) -> str:
        """The words as written, with line breaks as blanks."""
        span = self.span(first, last)
        return " ".join(self.analysis.document.text[span.start : span.end].split())

    def evidence(self, subject: Item, other: Item, extractor: str, score: float) -> Evidence:
        """What backs a claim of two items: the sentence, or the sentences from the first to the last of the two."""
        sentences = sorted((self.sentence_of(subject), self.sentence_of(other)))
        span = trim(self.span(sentences[0][0], sentences[1][1]), self.analysis.document.text)
        quote = self.analysis.document.text[span.start : span.end]
        return Evidence(self.analysis.document.id, span, quote, subject.span, other.span, extractor, score)


def trim(span: Span, text: str) -> Span:
    """`span` without blanks at its edges."""
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))
