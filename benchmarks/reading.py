"""Words a second of the whole reading, against the bare encoder on the same texts in the same run.

python benchmarks/reading.py FOLDER
"""

from __future__ import annotations

import resource
import sys
import time

from kg import nlp, ontology
from kg.documents import read_sources
from kg.extraction import extract
from kg.model import Document
from kg.nlp import encoding, weights
from kg.resolution import resolve
from kg.settings import Settings


def main() -> None:
    settings, terms = Settings(), ontology.load()
    documents = [document for document in read_sources(sys.argv[1:]) if isinstance(document, Document)]
    words = sum(len(document.text.split()) for document in documents)
    analyzer = nlp.load(settings, terms)
    model = weights.load(threads=settings.threads)
    list(analyzer.analyze(documents[:2]))

    started = time.perf_counter()
    for document in documents:
        encoding.encode(model, document.text, document.body)
    bare = time.perf_counter() - started

    started = time.perf_counter()
    facts = 0
    for analysis in analyzer.analyze(documents):
        facts += len(resolve([extract(analysis, terms, settings)], terms, settings).facts)
    whole = time.perf_counter() - started

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(documents)} documents, {words} words, {facts} facts")
    print(f"encoder alone {words / bare:.0f} words/s, whole reading {words / whole:.0f} words/s")
    print(f"ratio whole / encoder {whole / bare:.2f}, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
