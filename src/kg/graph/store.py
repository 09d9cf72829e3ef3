"""A store: the graph (pyoxigraph) beside the ledger of what it was made from; the only place that opens either.

    <store>/kg-store.json     version of the layout, and the base of the graph's IRIs
    <store>/ledger.sqlite     documents and their extractions
    <store>/graph/            the quads, for the one that writes
    <store>/views/<number>/   the same for those that read: hard links made after each write, never changed after

The ledger changes first, the graph after it. A run that ends between the two leaves `stale` true, and the next
`follow` of what the ledger then holds puts it right. Readers see the graph as it is after one of these.

Power that fails takes from either what was not yet put on the disk. The graph follows nothing that the ledger may
still lose: else it would say for ever what no document says. What the graph loses, the ledger has it follow again: it
forgets changes, and marks what the graph was made from, when that is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import layout
from kg.graph.following import Changes, Following
from kg.graph.ledger import Ledger
from kg.graph.reading import Reading
from kg.graph.vocabulary import Vocabulary
from kg.model import Document, Extraction, Judgement, Portion
from kg.ontology import load
from kg.settings import Settings

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.ontology import Ontology

Result = TypeVar("Result")
Mode = Literal["read", "write"]
WRITTEN = "graph"
"""The ledger's mark for the state that the graph was last made from."""
FOLLOWS = "follows"
"""The ledger's mark for a graph that says what the ledger said before the changes that are told to it."""
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Store:
    """Open one with `Store.open`; close it, or use it as a context manager."""

    def __init__(self, graph: ox.Store, ledger: Ledger, path: Path | None, settings: Settings) -> None:
        self._graph = graph
        self._ledger = ledger
        self.settings = settings
        self.path = path
        self.writable = True

    @classmethod
    def open(cls, path: Path | None, mode: Mode = "read", settings: Settings | None = None) -> Store:
        """The store in this folder; `write` makes the folder where there is none. None: a new store in memory.

        A store that exists keeps the base it was made with; without `settings`, those that it was last written with
        hold. Readers may open one that is being written: they see it as it was at that moment.
        """
        if path is None:
            return cls(ox.Store(), Ledger.in_memory(), None, settings or Settings())
        with layout.explained(path):
            settings = layout.prepare(path, settings) if mode == "write" else layout.check(path, settings)
            if mode == "write":
                graph, ledger = layout.open_to_write(path)
            else:
                graph, ledger = layout.open_to_read(path)
        store = cls(graph, ledger, path, settings)
        store.writable = mode == "write"
        return store

    @cached_property
    def ontology(self) -> Ontology:
        return load(self.settings.ontology)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How the IRIs of this graph are made; `.prefixes` are those that queries and files use."""
        return Vocabulary(self.ontology, self.settings.base)

    @property
    def reading(self) -> Reading:
        """Entities, facts and sources as the graph holds them."""
        return Reading(self._graph, self.vocabulary)

    @property
    def name(self) -> str:
        """Where the store is, for people."""
        return str(self.path or "in memory")

    def put(self, extraction: Extraction, fingerprint: str = "") -> bool:
        """Keeps what was found in a document, in place of what was kept of it; False where nothing changed.

        `fingerprint` is the caller's: equal where reading the document again would give the same. The graph follows at
        the next `follow`.
        """
        with layout.explained(self.path):
            return self._to_change().put(extraction, fingerprint)

    def remove(self, document: str) -> bool:
        """Forgets the document with this id; False where there is none. The graph follows at the next `follow`."""
        with layout.explained(self.path):
            return self._to_change().remove(document)

    def fingerprint(self, document: str) -> str | None:
        """What was put with the document of this id; None where there is none."""
        with layout.explained(self.path):
            return self._ledger.fingerprint(document)

    def documents(self) -> Iterator[Document]:
        """All documents, by id."""
        with layout.explained(self.path):
            yield from self._ledger.documents()

    def extractions(self) -> Iterator[Extraction]:
        """All extractions, by the id of their documents."""
        with layout.explained(self.path):
            yield from self._ledger.extractions()

    def document(self, identifier: str) -> Document | None:
        """The document with this id; None where there is none."""
        with layout.explained(self.path):
            return self._ledger.document(identifier)

    def extraction(self, identifier: str) -> Extraction | None:
        """What was found in the document with this id; None where there is none."""
        with layout.explained(self.path):
            return self._ledger.extraction(identifier)

    def judgements(self) -> list[Judgement]:
        """What persons decided about names, the newest first."""
        with layout.explained(self.path):
            return self._ledger.judgements.all()

    def judge(self, judgement: Judgement) -> None:
        """Keeps a judgement in place of any other of the same pair. The graph follows at the next `follow`."""
        with layout.explained(self.path):
            self._to_change().judgements.put(judgement)

    def unjudge(self, judgement: Judgement) -> bool:
        """Forgets a judgement; False where it is not kept. The graph follows at the next `follow`."""
        with layout.explained(self.path):
            return self._to_change().judgements.drop(judgement)

    @property
    def stale(self) -> bool:
        """True where documents or judgements came or went since the graph was written."""
        with layout.explained(self.path):
            return self._ledger.marked(WRITTEN) != self._ledger.digest()

    @contextmanager
    def remembering(self) -> Iterator[sqlite3.Connection]:
        """The database of the ledger, for what others remember beside it: kept at the end, or not at all."""
        with layout.explained(self.path), self._ledger.connection as connection:
            yield connection

    def touched(self, all_: bool = False) -> list[str]:
        """The ids of the documents that came, changed or went since this was last called; within `remembering`.

        With `all_`, those of all there are: the graph then follows changes only if it is empty.
        """
        ledger = self._to_change()
        found = ledger.ids() if all_ else ledger.touched()
        if all_:
            empty = next(self._following.present(), None) is None
            ledger.note(FOLLOWS, "yes" if empty else "")
        ledger.follow_up()
        return found

    def follow(self, changes: Changes, everything: Callable[[], Iterator[Portion]]) -> None:
        """Makes the default graph follow changes, where it says what was before them; else makes it say everything.

        `changes(True)` are those alone that take something away. A run that ends in between may be made again.
        Named graphs are not kg's: what somebody put there with `change` stays.
        """
        with layout.explained(self.path):
            ledger = self._to_change()
            ledger.settle()
            if ledger.marked(FOLLOWS):
                news = self._following.follow(changes)
            else:
                news = self._following.say(everything(), on_disk=self.path is not None)
                self._graph.flush()
                ledger.mark(FOLLOWS, "yes")
            self._written(news)

    @property
    def _following(self) -> Following:
        return Following(self._graph, self.vocabulary)

    def _written(self, news: bool) -> None:
        """Lets readers see the graph, and marks what it was made from."""
        digest = self._ledger.digest()
        if self.path and (news or self._ledger.marked(WRITTEN) != digest):
            self._graph.flush()
            layout.publish(self.path, self._graph)
        self._ledger.mark(WRITTEN, digest)

    def change(self, how: Callable[[ox.Store], Result]) -> Result:
        """Changes the graph by hand and lets readers see it; what `how` gave back.

        What it puts into named graphs stays; the default graph is made anew by the next `follow`.
        """
        with layout.explained(self.path):
            ledger = self._to_change()
            ledger.mark(FOLLOWS, "")
            ledger.settle()
            done = how(self._graph)
            if self.path:
                self._graph.flush()
                layout.publish(self.path, self._graph)
        return done

    @property
    def engine(self) -> ox.Store:
        """The engine itself, for what speaks its language: `kg.serve`."""
        return self._graph

    def query(self, sparql: str, substitutions: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Answer:
        """The engine's own answer. The text is taken as it is: `kg.query.ask` is the one that guards and explains."""
        given: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
        given.update((ox.Variable(name), value) for name, value in (substitutions or {}).items())
        return self._graph.query(sparql, prefixes=dict(self.vocabulary.prefixes), substitutions=given or None)

    def quads(self) -> Iterator[ox.Quad]:
        """All of the graph, in no order."""
        return iter(self._graph)

    @property
    def rdf(self) -> Dataset:
        """An rdflib Dataset over this graph, to read: `follow` knows nothing of what is changed through it."""
        from oxrdflib import OxigraphStore  # noqa: PLC0415 - rdflib takes 0.2 s, which a query should not pay
        from rdflib import Dataset  # noqa: PLC0415

        dataset = Dataset(store=OxigraphStore(store=self._graph))
        for prefix, namespace in self.vocabulary.prefixes.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def close(self) -> None:
        """Writes out what is pending and lets others write."""
        with layout.explained(self.path):
            if self.writable and self.path:
                self._graph.flush()
            self._ledger.close()
        del self._graph

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _to_change(self) -> Ledger:
        if not self.writable:
            raise StoreError(f"{self.path}: opened for reading; open it with mode 'write' to change it")
        return self._ledger
