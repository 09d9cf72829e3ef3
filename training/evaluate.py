"""Prints every figure of the reader that ships, in one run.

    python training/evaluate.py --articles DIR --gold FILE --knowledgenet DIR --ud DIR --gum DIR --gap DIR [--part test]

Each line names its measure; where the data of one are not given, it is left out. None of these texts is trained on: the
articles are measured only, of KnowledgeNet it is the fourth fold, of the treebanks, GUM, GAP and the corpus their test
parts. With `--part dev` it is the dev parts of the corpus and of GUM, and GAP's validation part, which is trained on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import score_coreference
import score_corpus
import score_knowledgenet
import score_together
import score_treebank
from coreference import questions
from kg import nlp, ontology
from kg.documents import read_sources
from kg.model import Analysis, Document
from kg.nlp import Analyzer
from kg.nlp import weights as shipped
from kg.ontology import Ontology
from kg.pipeline import extract_each
from kg.reading import Reader
from kg.records import document_record
from kg.score import read_records, score
from kg.settings import Settings

CONFIDENCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Values of `--min-confidence` whose precision and recall are shown."""


@dataclass(frozen=True)
class Options:
    """The command line."""

    articles: Path | None
    gold: Path | None
    knowledgenet: Path | None
    ud: Path | None
    gum: Path | None
    gap: Path | None
    part: str
    weights: Path | None


def options_of_command_line() -> Options:
    """The parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="a folder of articles")
    parser.add_argument("--gold", type=Path, help="their facts, as `kg score` reads them")
    for name in ("knowledgenet", "ud", "gum", "gap"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--part", choices=["dev", "test"], default="test", help="part of the corpus, of GUM and of GAP")
    parser.add_argument("--weights", type=Path)
    return Options(**vars(parser.parse_args()))


@dataclass(frozen=True)
class Bench:
    """The reader under test."""

    analyzer: Analyzer
    terms: Ontology
    settings: Settings


class Analyses:
    """Stands in for the analyzer of some documents, which it reads once."""

    def __init__(self, documents: list[Document], analyzer: Analyzer) -> None:
        self._known = {analysis.document.id: analysis for analysis in analyzer.analyze(documents)}

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        """What is known of the documents."""
        return (self._known[document.id] for document in documents)


def article_lines(articles: Path, gold: Path, bench: Bench) -> Iterator[str]:
    """Strict scores of whole articles, at several confidences."""
    symmetric = {name for name, relation in bench.terms.relations.items() if relation.symmetric}
    documents = [found for found in read_sources([str(articles)]) if isinstance(found, Document)]
    analyses = Analyses(documents, bench.analyzer)
    records = read_records(gold)
    for confidence in CONFIDENCES:
        strict = Reader(replace(bench.settings, min_confidence=confidence), analyses)
        found = [pair for pair in extract_each(documents, strict) if isinstance(pair, tuple)]
        predicted = {document.id: document_record(document.id, knowledge) for document, knowledge in found}
        total = score(records, predicted, symmetric).total
        yield (
            f"articles at confidence {confidence}: P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}   "
            f"tp {total.found} fp {total.wrong} (duplicates {total.duplicates}) fn {total.missed}"
        )


def report(options: Options, bench: Bench) -> Iterator[str]:
    """All lines, each as soon as it is known."""
    analyzer, terms, settings = bench.analyzer, bench.terms, bench.settings
    if options.articles and options.gold:
        yield from article_lines(options.articles, options.gold, bench)
    if options.knowledgenet:
        tally = score_knowledgenet.score(options.knowledgenet, analyzer, terms, settings)
        yield from (f"KnowledgeNet {line}" for line in score_knowledgenet.lines(tally))
    corpus = score_corpus.score(options.part, analyzer, terms, settings)
    yield from (f"corpus {line}" for line in score_corpus.group_lines(corpus))
    yield from (f"corpus {line}" for line in score_corpus.lines(corpus))
    yield str(score_together.score(Reader(settings, analyzer)))
    if options.ud:
        found = score_treebank.score(options.ud, shipped.load(options.weights))
        yield "treebank test, gold tokens: " + "  ".join(f"{name} {100 * value:.1f}" for name, value in found.items())
    if options.gum:
        path = next(options.gum.glob(f"*{options.part}.conllu"))
        yield from score_coreference.gum_lines(score_coreference.score_gum(path, analyzer))
    if options.gap:
        part = {"dev": "validation", "test": "test"}[options.part]
        asked = questions(options.gap / f"gap-{part}.tsv")
        yield score_coreference.gap_line(score_coreference.score_gap(asked, analyzer))


def main() -> None:
    options = options_of_command_line()
    terms, settings = ontology.load(), Settings()
    bench = Bench(nlp.load(settings, terms, options.weights), terms, settings)
    for line in report(options, bench):
        print(line, flush=True)


if __name__ == "__main__":
    main()
