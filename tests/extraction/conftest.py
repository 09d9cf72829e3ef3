"""Builds analyses by hand from marked text, so that rules are tested without a model."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from kg.model import Analysis, Document, Mention, MentionKind, Span, Value, ValueKind
from kg.nlp.values import normalise

_NLP = English()
_NLP.add_pipe("sentencizer")
_OPEN_OR_CLOSE = re.compile(r"\{|=(\w+)/(\w+)\}")
_FUNCTION_WORDS = frozenset(
    "a an and as at by for from has have he his in is it its of on or said she that the to was were which"
    " who with".split()
)
_KINDS = {"desc": MentionKind.DESCRIPTION, "pron": MentionKind.PRONOUN}

Build = Callable[..., Analysis]


def _strip(marked: str) -> tuple[str, list[tuple[Span, str, str]]]:
    """Plain text, and the span, id and kind of each `{words=id/Kind}`; they may nest."""
    text, stack, found, at = "", [], [], 0
    for mark in _OPEN_OR_CLOSE.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[0] == "{":
            stack.append(len(text))
        else:
            found.append((Span(stack.pop(), len(text)), mark[1], mark[2]))
    return text + marked[at:], found


def _analysis(marked: str, tree: str = "", published: str = "") -> Analysis:
    """`tree` holds a word for each token: `label<head`, or `label<head/lemma/TAG`; heads count from 1."""
    text, marks = _strip(marked)
    types = {ident: kind for _, ident, kind in marks if kind not in _KINDS}
    chains = {ident: number for number, ident in enumerate(types)}
    mentions, values = [], []
    for span, ident, kind in sorted(marks):
        words = text[span.start : span.end]
        if kind.lower() in set(ValueKind):
            lexical = normalise(ValueKind(kind.lower()), words, published)
            values.append(Value("doc", span, words, ValueKind(kind.lower()), lexical))
        else:
            mentions.append(
                Mention("doc", span, words, _KINDS.get(kind, MentionKind.NAME), types[ident], chains[ident])
            )
    document = Document("doc", text, published=published, body=(Span(0, len(text)),))
    return Analysis(document, _parsed(text, tree) if tree else _flat(text), tuple(mentions), tuple(values))


def _flat(text: str) -> Doc:
    doc = _NLP(text)
    for token in doc:
        token.lemma_ = "be" if token.lower_ in ("is", "was", "were") else token.lower_
        token.pos_ = "X" if token.lower_ in _FUNCTION_WORDS else "NOUN" if token.is_alpha else "PUNCT"
    return doc


def _pos(label: str, tag: str) -> str:
    """The part of speech of a word, told by its label and its tag, `NN` where a test gives none."""
    if label.startswith(("aux", "cop")):
        return "AUX"
    return "VERB" if tag[0] == "V" else {"cc": "CCONJ", "case": "ADP", "det": "DET"}.get(label, "NOUN")


def _parsed(text: str, tree: str) -> Doc:
    plain = _NLP.make_doc(text)
    cells = [re.fullmatch(r"([\w:]+)<(\d+)(?:/([^/]+)/(\w+))?", cell) for cell in tree.split()]
    assert len(cells) == len(plain), [token.text for token in plain]
    tags = [cell[4] or "NN" for cell in cells]
    return Doc(
        plain.vocab,
        words=[token.text for token in plain],
        spaces=[bool(token.whitespace_) for token in plain],
        heads=[int(cell[2]) - 1 for cell in cells],
        deps=[cell[1] for cell in cells],
        tags=tags,
        pos=[_pos(cell[1], tag) for cell, tag in zip(cells, tags, strict=True)],
        lemmas=[cell[3] or token.lower_ for cell, token in zip(cells, plain, strict=True)],
    )


@pytest.fixture(scope="session")
def analyse() -> Build:
    """`analyse("{Acme=e1/Company} fined {it=e1/pron}", tree="")`: an analysis as the reader would give it."""
    return _analysis
