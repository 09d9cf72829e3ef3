"""Fits the functions that join noun phrases of all things, on GUM's train and dev parts, in the weights' `meta.json`.

    python training/rank.py --gum DIR --out src/kg/weights/reader-8 [--least 0.25 0.25]

Each is a logistic function of what `kg.nlp.coreference.features` tells of two phrases, fitted to all pairs that the
reader considers (Newton's method, the squares of the weights of the standardised features held down). Documents whose
texts may not be changed are left out. Prints the pairs, the share of them that mean the same, and the heaviest weights.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from gum import NOT_FREE, Article, articles
from gum import Phrase as Gold
from kg import nlp, ontology
from kg.model import Analysis
from kg.nlp import coreference
from kg.nlp.coreference import Ranking
from kg.nlp.phrases import Phrase, phrases
from kg.settings import Settings
from score_coreference import by_head, read_article, smallest

PARTS = ("train", "dev")
NEWTON_STEPS = 12
HELD = 10.0
"""Weight of the squares of the weights against the likelihood."""
FEWEST = 8
"""Documents that a feature must be told in: what `independence` means in one of them says little of others."""
SHOWN = 12
"""Weights to print."""

Pair = tuple[Mapping[str, float], bool]
"""What is told of two phrases, and whether they mean the same."""


def pairs(article: Article, analysis: Analysis) -> Iterator[tuple[bool, Pair]]:
    """The pairs of a document that the reader would consider, each with whether it is one of a pronoun."""
    found = phrases(analysis)
    sizes = Counter(mention.chain for mention in analysis.mentions)
    things = {phrase: thing_of(phrase, article.phrases) for phrase in found}
    for phrase, earlier in coreference.candidates(found, sizes):
        for candidate in earlier:
            thing = things[phrase]
            is_same = thing is not None and thing == things[candidate.phrase]
            yield phrase.is_pronoun, (coreference.features(phrase, candidate), is_same)


def thing_of(phrase: Phrase, gold: Sequence[Gold]) -> int | None:
    """The thing that GUM says a phrase means: that of the smallest of its phrases that it finds."""
    best = smallest(one for one in gold if by_head(one, phrase.span))
    return best.cluster if best else None


def fitted(documents: Sequence[Sequence[Pair]], least: float) -> Ranking:
    """The function that makes the pairs of the documents likeliest."""
    pairs = [pair for document in documents for pair in document]
    seen = Counter(name for document in documents for name in {name for told, _ in document for name in told})
    names = sorted(name for name, times in seen.items() if times >= FEWEST)
    column = {name: number for number, name in enumerate(names)}
    rows = np.zeros((len(pairs), len(names)))
    for row, (told, _) in zip(rows, pairs, strict=True):
        for name in told.keys() & column.keys():
            row[column[name]] = told[name]
    right = np.array([is_same for _, is_same in pairs], dtype=np.float64)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    held = np.append(np.full(len(names), HELD), 0.0)
    weights = np.zeros(len(held))
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (chance - right) + held * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.diag(held)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[:-1] / spread
    bias = float(weights[-1] - plain @ middle)
    return Ranking({name: round(float(plain[column[name]]), 4) for name in names}, round(bias, 4), least)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=float, nargs=2, default=(0.25, 0.25), help="probability, of nouns and pronouns")
    options = parser.parse_args()
    analyzer = nlp.load(Settings(), ontology.load(), options.out)
    documents = []
    for article in (one for part in PARTS for one in articles(next(options.gum.glob(f"*{part}.conllu")))):
        if not NOT_FREE.search(article.id):
            documents.append(list(pairs(article, read_article(article, analyzer))))
    rankings = {}
    for name, is_pronoun, least in zip(("noun", "pronoun"), (False, True), options.least, strict=True):
        chosen = [[pair for of_pronoun, pair in document if of_pronoun == is_pronoun] for document in documents]
        ranking = fitted(chosen, least)
        said = [is_same for document in chosen for _, is_same in document]
        heaviest = sorted(ranking.weights.items(), key=lambda item: -abs(item[1]))[:SHOWN]
        print(f"{name}: {len(said)} pairs, {np.mean(said):.3f} the same; {heaviest}")
        rankings[name] = asdict(ranking)
    path = options.out / "meta.json"
    meta = json.loads(path.read_text())
    meta["coreference"] = rankings
    path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
