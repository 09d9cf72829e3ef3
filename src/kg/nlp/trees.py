"""Tags, lemmas and dependency trees of a text, set on a spaCy Doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc

from kg.nlp.arcs import best_tree
from kg.nlp.encoding import Encoded
from kg.nlp.lemmas import apply_rule
from kg.nlp.weights import Weights

Ints = NDArray[np.int64]

OUTSIDE = ("X", "XX", "dep")
"""Universal tag, tag and label of words that are not read: page furniture."""
SPACE = ("SPACE", "_SP", "dep")


def annotate(doc: Doc, encoded: Encoded, weights: Weights) -> None:
    """Sets tags, lemmas, heads, labels and with them the sentences; words outside the body hang on their first."""
    trees = _Trees(doc, encoded, weights)
    trees.read()
    trees.hang_the_rest()
    _write(doc, trees.heads, trees.rows)


class _Trees:
    """The annotation of a text in the making."""

    def __init__(self, doc: Doc, encoded: Encoded, weights: Weights) -> None:
        self.doc, self.encoded, self.weights = doc, encoded, weights
        self.words = _pieces_of_words(doc, encoded)
        """The first piece of each token, or -1 for tokens that are not read."""
        self.heads = np.arange(len(doc))
        self.rows = _unread(doc)
        """Universal tag, tag, label and lemma of each token."""

    def read(self) -> None:
        """Sets what the model says of the tokens that it saw."""
        read = np.flatnonzero(self.words >= 0)
        for sentence in _sentences(self.doc, read, self.words, self.encoded):
            pieces = self.words[sentence]
            dependent = np.asarray(self.encoded.rows["dependent"])[pieces]
            governor = np.asarray(self.encoded.rows["governor"])[pieces]
            self.heads[sentence] = sentence[best_tree(dependent @ governor.T)]
        if len(read):
            self._label(read)

    def _label(self, read: Ints) -> None:
        own, governors = self.words[read], self.words[self.heads[read]]
        inputs = {
            "dependent": np.asarray(self.encoded.rows["label_dependent"])[own],
            "governor": np.asarray(self.encoded.rows["label_governor"])[governors],
        }
        labels = self.weights.arcs.run(["label"], inputs)[0].argmax(axis=-1).tolist()
        upos, xpos, lemma, deprel = (self.weights.labels(name) for name in ("upos", "xpos", "lemma", "deprel"))
        best = [np.asarray(self.encoded.rows[name])[own].tolist() for name in ("upos", "xpos", "lemma")]
        for token, u, x, rule, label in zip(read.tolist(), *best, labels, strict=True):
            self.rows[token] = [upos[u], xpos[x], deprel[label], apply_rule(self.doc[token].text, lemma[rule])]

    def hang_the_rest(self) -> None:
        """White space goes to the sentence before it; other runs of unread tokens stand alone, on their first."""
        for start, end in _runs(self.words < 0):
            alone = start == 0 or any(not self.doc[i].is_space for i in range(start, end))
            self.heads[start:end] = start if alone else start - 1
        for i in np.flatnonzero(self.heads == np.arange(len(self.doc))).tolist():
            self.rows[i][2] = "ROOT" if self.words[i] < 0 else "root"


def _pieces_of_words(doc: Doc, encoded: Encoded) -> Ints:
    """The first piece of each token, or -1 for tokens that were not read."""
    pieces = encoded.pieces
    starts = np.array([token.idx for token in doc], dtype=np.int64)
    ends = np.array([token.idx + len(token) for token in doc], dtype=np.int64)
    if not len(pieces):
        return np.full(len(doc), -1, dtype=np.int64)
    first = np.searchsorted(pieces.ends, starts, side="right")
    inside = first < len(pieces)
    inside &= pieces.starts[np.minimum(first, len(pieces) - 1)] < ends
    inside &= np.array([not token.is_space for token in doc], dtype=np.bool_)
    return np.where(inside, first, -1)


def _sentences(doc: Doc, read: Ints, words: Ints, encoded: Encoded) -> Iterator[Ints]:
    """The read tokens of each sentence: begun where a block begins or where the model says so, not inside a word."""
    if not len(read):
        return
    scores = np.asarray(encoded.rows["start"], dtype=np.float32)[words[read]]
    begins = scores[:, 1] > scores[:, 0]
    blocks = np.searchsorted(np.array(encoded.breaks), words[read], side="right")
    begins |= np.diff(blocks, prepend=-1) != 0
    begins[1:] &= (np.diff(words[read]) > 0) & (_may_begin(doc, read[1:]) | (np.diff(blocks) != 0))
    begins[0] = True
    places = [*np.flatnonzero(begins).tolist(), len(read)]
    for start, end in pairwise(places):
        yield read[start:end]


def _may_begin(doc: Doc, tokens: Ints) -> NDArray[np.bool_]:
    """Whether a sentence may begin at each token: not at closing punctuation and not where no blank stands before."""
    return np.array([not (doc[i].is_right_punct or doc[i].text in ",;:.!?%") for i in tokens.tolist()], dtype=np.bool_)


def _unread(doc: Doc) -> list[list[str]]:
    """Universal tag, tag, label and lemma of each token as long as nobody has read it."""
    return [[*(SPACE if token.is_space else OUTSIDE), token.text] for token in doc]


def _runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _write(doc: Doc, heads: Ints, rows: Sequence[Sequence[str]]) -> None:
    strings = doc.vocab.strings
    columns = [np.array([strings.add(row[k]) for row in rows], dtype=np.uint64) for k in (1, 2, 3)]
    upos = np.array([POS_IDS.get(row[0], POS_IDS["X"]) for row in rows], dtype=np.uint64)
    offsets = (heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
    if len(doc):
        table: Any = np.stack([*columns, upos, offsets], axis=1)
        doc.from_array([TAG, DEP, LEMMA, POS, HEAD], table)


POS_IDS = {
    name: IDS[name]
    for name in [
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "SYM",
        "VERB",
        "X",
        "SPACE",
    ]
}
