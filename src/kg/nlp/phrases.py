"""Noun phrases of a text: what it names, refers to and describes, things among them that are no entity here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import Analysis, Mention, MentionKind, Span

PRONOUNS = {
    "it": "it", "its": "it", "itself": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "this": "this", "that": "this", "these": "this", "those": "this",
}  # fmt: skip
"""Pronouns that may stand for things, and how they point."""

_DETERMINERS = {
    "the": ("the",),
    "this": ("this", "that", "these", "those", "such"),
    "any": (
        "a", "an", "another", "any", "some", "no", "each", "every", "either", "neither", "enough", "much", "many",
        "several", "few", "more", "most", "all", "both", "what", "which", "other",
    ),
}  # fmt: skip
_CLASS_OF_DETERMINER = {word: name for name, words in _DETERMINERS.items() for word in words}

_OWNS = frozenset({"nmod:poss"})
_MODIFIES = frozenset({"amod", "compound", "nummod", "nmod"})
_BEFORE = _OWNS | _MODIFIES | {"det"}
_BEHIND = ("nmod", "acl")
_NO_PHRASES = frozenset({"fixed", "flat", "goeswith", "nmod:desc", "advmod", "discourse", "reparandum"})
"""Relations to its head that make a noun a part of another phrase: `Mr` of `Mr Lund`, `course` of `of course`."""
_RELATIVE = "acl:relcl"
_NO_HEADS = frozenset({"DET", "INTJ"})
"""Parts of speech of marks that are no noun phrases: `Oh` taken for a name."""
_PLURAL = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A noun phrase up to its head, without what follows that: `the largest bank` of `the largest bank of Oslo`."""

    head: Token
    span: Span
    """Characters of the text."""
    words: str
    """Its text in small letters."""
    mention: Mention | None
    """What the reader took it for, if for anything."""
    determiner: str
    """How it points: `the`, `this` (and other demonstratives), `own` (somebody's), `any` (indefinite) or `bare`."""
    modifiers: frozenset[str]
    """Lemmas of the adjectives, nouns and figures before its head."""
    owner: str
    """Lemma of whose it is: `bank` in `the bank's profit`; empty where nobody's."""
    complement: str
    """Lemma of the first phrase or clause behind its head; empty where there is none."""
    sentence: int
    """Number of its sentence in the text."""

    @property
    def lemma(self) -> str:
        """The lemma of its head, in small letters."""
        return str(self.head.lemma_.lower())

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a pronoun that may stand for a thing."""
        return self.words in PRONOUNS

    @property
    def is_name(self) -> bool:
        """Whether the reader took it for a name."""
        return self.mention is not None and self.mention.kind is MentionKind.NAME

    @property
    def is_plural(self) -> bool:
        """Whether its head is a plural noun."""
        return self.head.tag_ in _PLURAL


def phrases(analysis: Analysis) -> list[Phrase]:
    """The noun phrases of a text, in order: the reader's mentions and every other noun or pronoun for things.

    Left out are adjectives that the reader took for their country, as `Danish` in `a Danish bank`.
    """
    text, doc = analysis.document.text, analysis.doc
    sentences = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
    found = []
    for head, span, mention in _heads(analysis):
        found.append(_phrase(head, span, text[span.start : span.end].lower(), mention, sentences.get(head.i, -1)))
    return sorted(found, key=lambda phrase: (phrase.span.start, phrase.head.i))


def _heads(analysis: Analysis) -> Iterator[tuple[Token, Span, Mention | None]]:
    """The head of each phrase, its characters, and what the reader took it for."""
    taken: set[int] = set()
    for mention in analysis.mentions:
        words = analysis.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if words is None:
            continue
        head = words.root
        taken |= {token.i for token in words} if mention.kind is MentionKind.NAME else {head.i}
        if head.pos_ not in _NO_HEADS and not (head.pos_ == "ADJ" and head.dep_ == "amod"):
            yield head, mention.span, mention
    for token in analysis.doc:
        if token.i not in taken and _is_head(token):
            yield token, _span_of(token), None


def _phrase(head: Token, span: Span, words: str, mention: Mention | None, sentence: int) -> Phrase:
    before, behind = list(head.lefts), list(head.rights)
    owner = next((token.lemma_.lower() for token in before if token.dep_ in _OWNS), "")
    complement = next((token.lemma_.lower() for token in behind if token.dep_.startswith(_BEHIND)), "")
    return Phrase(
        head, span, words, mention, _determiner(before, owner),
        frozenset(token.lemma_.lower() for token in before if token.dep_ in _MODIFIES),
        owner, complement, sentence,
    )  # fmt: skip


def _determiner(before: Sequence[Token], owner: str) -> str:
    if owner:
        return "own"
    words = (_CLASS_OF_DETERMINER.get(token.lower_, "") for token in before)
    return next((name for name in words if name), "bare")


def _is_head(token: Token) -> bool:
    """Whether a token that the reader did not mark is the head of a noun phrase."""
    if token.lower_ in PRONOUNS:
        return bool(token.pos_ == "PRON") and not _is_relative(token)
    is_noun = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.dep_ != "compound")
    return is_noun and token.dep_ not in _NO_PHRASES and len(token) > 1 and bool(token.text[0].isalpha())


def _is_relative(token: Token) -> bool:
    """Whether a `that` opens a relative clause, and means what stands before it."""
    return bool(token.tag_ == "WDT" or (token.lower_ == "that" and token.head.dep_ == _RELATIVE))


def _span_of(head: Token) -> Span:
    """The characters of a phrase, from its first determiner or modifier to its head."""
    first = min((token.left_edge.i for token in head.lefts if token.dep_ in _BEFORE), default=head.i)
    doc: Doc = head.doc
    return Span(doc[first].idx, head.idx + len(head))
