"""Work of `kg build` outside the encoder, as a share of the encoder's on the same texts in the same run.

python benchmarks/building.py SOURCE... [--most DOCUMENTS]

One process reads, with one thread, so that what is counted is work: processor time, which other programs disturb
little. The model is loaded before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.documents import read_sources
from kg.errors import InputError
from kg.graph.store import Store
from kg.model import Analysis, Document, Span
from kg.ontology import load
from kg.reading import UNNEEDED, Reader
from kg.settings import Settings

FIRST = "The firm said on Monday that it had bought a rival in Paris."
"""Read before anything is counted."""


class Clock:
    """Processor seconds by stage; what a stage spends in another one counts there."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inner = [0.0]

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        self._inner.append(0.0)
        started = time.process_time()
        yield
        took = time.process_time() - started
        self.spent[stage] += took - self._inner.pop()
        self._inner[-1] += took

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            with self(stage):
                return function(*given)

        return run


class Session:
    """An ONNX session with a clock."""

    def __init__(self, clock: Clock, stage: str, session: Any) -> None:
        self.run = clock.timed(stage, session.run)


class Analyzer:
    """The nlp stage with a clock for it and for each of its graphs."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        sys.modules.update(dict.fromkeys(UNNEEDED))  # as the processes that read do
        from kg import nlp  # noqa: PLC0415  (would import what is not needed)

        self._clock, self._known = clock, nlp.load(settings, load(settings.ontology))
        self.analyze([Document("first", FIRST, body=(Span(0, len(FIRST)),))])
        component = self._known.language.get_pipe("kg_reader")
        stages = {"encoder": "encoder", "pairs": "pair reader", "arcs": "labels of arcs"}
        sessions = {name: getattr(component.weights, name) for name in stages}
        clocked = {name: Session(clock, stages[name], session) for name, session in sessions.items()}
        component.weights = replace(component.weights, **clocked)
        clock.spent.clear()

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        with self._clock("heads, trees, marks, chains"):
            return iter(list(self._known.analyze(documents)))


def build(documents: Sequence[Document | InputError], clock: Clock, reader: Reader) -> int:
    """Builds a store; the number of its facts."""
    pipeline.refresh = clock.timed("joining, graph", pipeline.refresh)  # type: ignore[attr-defined]  # is imported
    with (
        tempfile.TemporaryDirectory() as folder,
        clock("claims, rest"),
        Store.open(Path(folder) / "store", "write", reader.settings) as store,
    ):
        store.put = clock.timed("keeping", store.put)  # type: ignore[method-assign]
        return pipeline.build(documents, store, reader).totals.facts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="what `kg build` takes")
    parser.add_argument("--most", type=int, help="read no more documents than this")
    given = parser.parse_args()
    clock, settings = Clock(), Settings(workers=1, threads=1)
    reader = Reader(settings, Analyzer(clock, settings))
    with clock("sources"):
        documents = list(islice(read_sources(given.sources), given.most))
    facts = build(documents, clock, reader)
    encoder, whole = clock.spent["encoder"], clock.spent.total()
    words = sum(len(document.text.split()) for document in documents if isinstance(document, Document))
    print(f"{len(documents)} documents, {words} words, {facts} facts; {words / whole:.0f} words a second of work")
    for stage, spent in clock.spent.most_common():
        print(f"{spent:8.2f} s  {spent / encoder:6.1%}  {stage}")
    print(f"outside / encoder: {whole / encoder - 1:.3f}")


if __name__ == "__main__":
    main()
