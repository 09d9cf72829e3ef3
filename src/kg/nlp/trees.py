"""Tags, lemmas and dependency trees of a text, set on a spaCy Doc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, IDX, IS_ALPHA, IS_DIGIT, IS_RIGHT_PUNCT, IS_SPACE, LEMMA, LENGTH, ORTH, POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc

from kg.nlp.arcs import best_tree
from kg.nlp.encoding import Encoded
from kg.nlp.lemmas import apply_rule
from kg.nlp.weights import Weights

Ints = NDArray[np.int64]
Ids = NDArray[np.uint64]
"""Numbers of strings in spaCy's string store."""

OUTSIDE = ("X", "XX", "dep")
"""Universal tag, tag and label of words that are not read: page furniture."""
SPACE = ("SPACE", "_SP", "dep")
_CLOSING = (",", ";", ":", ".", "!", "?", "%")
_STRAIGHT = ('"', "'")
"""Quotation marks that open and close alike."""


def annotate(doc: Doc, encoded: Encoded, weights: Weights) -> None:
    """Sets tags, lemmas, heads, labels and with them the sentences; words outside the body hang on their first."""
    if not len(doc):
        return
    trees = _Trees(doc, encoded, weights)
    trees.read()
    trees.hang_the_rest()
    trees.write()


class _Trees:
    """The annotation of a text in the making: a column for each thing that is said of a token."""

    def __init__(self, doc: Doc, encoded: Encoded, weights: Weights) -> None:
        self.doc, self.encoded, self.weights = doc, encoded, weights
        columns: Any = doc.to_array([IDX, LENGTH, IS_SPACE, ORTH]).T
        starts, lengths = columns[:2].astype(np.int64)
        self.is_space = columns[2].astype(np.bool_)
        self.is_glued = np.zeros(len(doc), dtype=np.bool_)
        """Whether each token stands right behind a word or sign."""
        self.is_glued[1:] = (starts[1:] == (starts + lengths)[:-1]) & ~self.is_space[:-1]
        self.forms: Ids = columns[3]
        self.words = _pieces_of_words(encoded, starts, starts + lengths, self.is_space)
        """The first piece of each token, or -1 for tokens that are not read."""
        self.heads = np.arange(len(doc))
        self.upos, self.xpos, self.deprel = (
            np.where(self.is_space, space, outside)
            for space, outside in zip(self._named(SPACE), self._named(OUTSIDE), strict=True)
        )
        self.lemmas = self.forms.copy()

    def _named(self, tags: Sequence[str]) -> tuple[np.uint64, ...]:
        """The numbers of a universal tag, a tag and a label."""
        return np.uint64(POS_IDS[tags[0]]), *_add(self.doc, tags[1:])

    def read(self) -> None:
        """Sets what the model says of the tokens that it saw."""
        read = np.flatnonzero(self.words >= 0)
        dependent, governor = (np.asarray(self.encoded.rows[name]) for name in ("dependent", "governor"))
        for sentence in self._sentences(read):
            pieces = self.words[sentence]
            # Not a product by BLAS, whose threads wait for each other longer than so small a product takes.
            scores = np.einsum("ik,jk->ij", dependent[pieces], governor[pieces])
            self.heads[sentence] = sentence[best_tree(scores)]
        if len(read):
            self._label(read)

    def _label(self, read: Ints) -> None:
        own, governors = self.words[read], self.words[self.heads[read]]
        inputs = {
            "dependent": np.asarray(self.encoded.rows["label_dependent"])[own],
            "governor": np.asarray(self.encoded.rows["label_governor"])[governors],
        }
        best = self.weights.arcs.run(["label"], inputs)[0].argmax(axis=-1)
        upos, xpos, rules = (np.asarray(self.encoded.rows[name])[own] for name in ("upos", "xpos", "lemma"))
        pos = np.array([POS_IDS.get(name, POS_IDS["X"]) for name in self.weights.labels("upos")], dtype=np.uint64)
        self.upos[read] = pos[upos]
        self.xpos[read] = _add(self.doc, self.weights.labels("xpos"))[xpos]
        self.deprel[read] = _add(self.doc, self.weights.labels("deprel"))[best]
        names, strings = self.weights.labels("lemma"), self.doc.vocab.strings
        pairs = zip(self.forms[read].tolist(), rules.tolist(), strict=True)
        self.lemmas[read] = _add(self.doc, [apply_rule(strings[form], names[rule]) for form, rule in pairs])

    def hang_the_rest(self) -> None:
        """White space goes to the sentence before it; other runs of unread tokens stand alone, on their first."""
        for start, end in _runs(self.words < 0):
            alone = start == 0 or not self.is_space[start:end].all()
            self.heads[start:end] = start if alone else start - 1
        roots = self.heads == np.arange(len(self.heads))
        unread, read = _add(self.doc, ("ROOT", "root"))
        self.deprel[roots] = np.where(self.words[roots] < 0, unread, read)

    def _sentences(self, read: Ints) -> Iterator[Ints]:
        """The read tokens of each sentence, begun where a block begins or where the model says so.

        No sentence begins inside a word.
        """
        if not len(read):
            return
        words = self.words[read]
        scores = np.asarray(self.encoded.rows["start"], dtype=np.float32)[words]
        begins = scores[:, 1] > scores[:, 0]
        blocks = np.searchsorted(np.array(self.encoded.breaks), words, side="right")
        begins |= np.diff(blocks, prepend=-1) != 0
        begins[1:] &= (np.diff(words) > 0) & (self._may_begin()[read[1:]] | (np.diff(blocks) != 0))
        begins[0] = True
        places = [*np.flatnonzero(begins).tolist(), len(read)]
        for start, end in pairwise(places):
            yield read[start:end]

    def _may_begin(self) -> NDArray[np.bool_]:
        """Whether a sentence may begin at each token: neither at closing punctuation nor right behind a word."""
        flags: NDArray[np.bool_] = self.doc.to_array([IS_RIGHT_PUNCT, IS_ALPHA, IS_DIGIT]).astype(np.bool_)
        behind = np.roll(flags[:, 1] | flags[:, 2], 1)
        behind[0] = False
        opening = np.isin(self.forms, _add(self.doc, _STRAIGHT)) & ~self.is_glued
        closing = (flags[:, 0] & ~opening) | np.isin(self.forms, _add(self.doc, _CLOSING))
        return ~(closing | behind)

    def write(self) -> None:
        """Sets the columns on the doc."""
        offsets = (self.heads - np.arange(len(self.heads))).astype(np.int64).view(np.uint64)
        table: Any = np.stack([self.xpos, self.deprel, self.lemmas, self.upos, offsets], axis=1)
        self.doc.from_array([TAG, DEP, LEMMA, POS, HEAD], table)


def _add(doc: Doc, names: Iterable[str]) -> Ids:
    """The numbers of strings, put into the doc's store where they are new."""
    add = doc.vocab.strings.add
    return np.array([add(name) for name in names], dtype=np.uint64)


def _pieces_of_words(encoded: Encoded, starts: Ints, ends: Ints, is_space: NDArray[np.bool_]) -> Ints:
    """The first piece of each token, or -1 for tokens that were not read."""
    pieces = encoded.pieces
    if not len(pieces):
        return np.full(len(starts), -1, dtype=np.int64)
    first = np.searchsorted(pieces.ends, starts, side="right")
    inside = first < len(pieces)
    inside &= pieces.starts[np.minimum(first, len(pieces) - 1)] < ends
    return np.where(inside & ~is_space, first, -1)


def _runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


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
