"""Scores the shipped parser on a treebank's test part, its words given: tags, lemma rules, heads and labels.

python training/score_treebank.py --ud UD_English-EWT
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from batches import framed
from kg.nlp import weights as shipped
from kg.nlp.arcs import best_tree
from kg.nlp.weights import Weights
from prepare import Trees, treebank

PARTS = ("upos", "lemma", "dependent", "governor", "label_dependent", "label_governor")


def score(folder: Path, weights: Weights) -> dict[str, float]:
    """Shares of all words, punctuation too, with the right head (UAS), head and label (LAS), tag (UPOS), lemma rule."""
    hits: Counter[str] = Counter()
    for window in treebank([folder], "test", weights.tokenize):
        hits.update(window_hits(window, weights))
    return {name: hits[name] / hits["words"] for name in ("UAS", "LAS", "UPOS", "lemma")}


def window_hits(window: Trees, weights: Weights) -> Counter[str]:
    """How many words one window has, and how many of them are right in each respect."""
    ids, cases = framed([window])
    outputs = weights.encoder.run(list(PARTS), {"ids": ids, "cases": cases})
    rows = {name: out[window.words + 1] for name, out in zip(PARTS, outputs, strict=True)}
    heads = heads_of(window, rows["dependent"] @ rows["governor"].T)
    inputs = {"dependent": rows["label_dependent"], "governor": rows["label_governor"][heads]}
    best = {"upos": rows["upos"], "lemma": rows["lemma"], "deprel": weights.arcs.run(["label"], inputs)[0].argmax(-1)}
    right = {
        name: np.array([weights.labels(name)[i] for i in best[name].tolist()]) == np.array(window.rows[name])
        for name in best
    }
    attached = heads == window.heads
    return Counter(
        words=len(heads),
        UAS=int(attached.sum()),
        LAS=int((attached & right["deprel"]).sum()),
        UPOS=int(right["upos"].sum()),
        lemma=int(right["lemma"].sum()),
    )


def heads_of(window: Trees, scores: np.ndarray) -> np.ndarray:
    """The best tree of each sentence; a root's head is itself."""
    heads = np.zeros(len(scores), dtype=np.int64)
    for number in np.unique(window.sentences):
        words = np.flatnonzero(window.sentences == number)
        heads[words] = words[best_tree(scores[np.ix_(words, words)])]
    return heads


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ud", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    print({name: round(value, 4) for name, value in score(options.ud, shipped.load(options.weights)).items()})


if __name__ == "__main__":
    main()
