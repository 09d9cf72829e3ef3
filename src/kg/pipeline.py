"""The order of the stages, known here alone: documents, nlp, extraction, store, resolution, store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg import __version__, ontology
from kg.errors import InputError
from kg.graph.store import Store
from kg.model import Analysis, Document, Extraction, Knowledge
from kg.resolution import resolve
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.ontology import Ontology

# Documents held at once. Enough to fill the encoder's batches; a long feed stays flat in memory.
BATCH = 16

ENGLISH = "en"

Found = Iterable[Document | InputError]
"""What `documents.read_sources` gives: documents, and sources that could not be read."""


class Analyzer(Protocol):
    """The nlp stage, or what stands in for it."""

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]: ...


class Status(StrEnum):
    """What became of a document."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNREAD = "not English: kept, not read"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a document, all documents of the store being known."""

    document: str
    status: Status
    entities: int
    facts: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    outcomes: tuple[Outcome, ...]
    """A line a document, in the order read."""
    errors: tuple[InputError, ...]
    """Sources that could not be read; the others were."""
    knowledge: Knowledge
    """All that the store now says."""


def _ignore(_document: str) -> None:
    """Reports to nobody."""


class Reader:
    """Documents in, extractions out. The language model is loaded when the first text needs it."""

    def __init__(self, settings: Settings, analyzer: Analyzer | None = None) -> None:
        self.settings = settings
        self.ontology: Ontology = ontology.load(settings.ontology)
        self._given = analyzer

    @cached_property
    def _analyzer(self) -> Analyzer:
        if self._given is not None:
            return self._given
        from kg import nlp  # noqa: PLC0415  (spaCy takes seconds; a build that finds nothing new does without)

        return nlp.load(self.settings, self.ontology)

    def read(self, documents: Sequence[Document]) -> Iterator[Extraction]:
        """An extraction a document, in order; one that is not English comes back with nothing in it."""
        legible = [document for document in documents if document.language == ENGLISH and document.body]
        read = {extraction.document.id: extraction for extraction in self._extract(legible)}
        for document in documents:
            yield read.get(document.id) or Extraction(document, (), ())

    def _extract(self, documents: Sequence[Document]) -> Iterator[Extraction]:
        if not documents:
            return
        from kg.extraction import extract  # noqa: PLC0415  (as above)

        for analysis in self._analyzer.analyze(documents):
            yield extract(analysis, self.ontology, self.settings)

    @cached_property
    def revision(self) -> str:
        """Digest of everything beside the text that an extraction depends on: code, weights, ontology, settings."""
        digest = hashlib.sha256(__version__.encode())
        for path in _weights():
            digest.update(path.read_bytes())
        for path in sorted(self.ontology.folder.rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        digest.update(str(self.settings.min_confidence).encode())
        return digest.hexdigest()

    def fingerprint(self, document: Document) -> str:
        """Equal where reading the document again would give the same extraction."""
        said = repr(sorted(asdict(document).items()))
        return hashlib.sha256(f"{self.revision}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()


def extract_each(found: Found, reader: Reader) -> Iterator[tuple[Document, Knowledge] | InputError]:
    """What each document says by itself, in the order read: nothing is joined across documents."""
    for documents, errors in _batches(found):
        yield from errors
        for extraction in reader.read(documents):
            yield extraction.document, resolve([extraction], reader.ontology, reader.settings)


def build(
    found: Found, store: Store, reader: Reader, report: Callable[[str], None] = _ignore, again: bool = False
) -> Built:
    """Reads what is new or changed into the store, then joins names over all that the store holds.

    `report` gets the id of each document once it is done. Sources that cannot be read are collected, not raised.
    With `again`, unchanged documents are read again too.
    """
    statuses: dict[str, Status] = {}
    failures: list[InputError] = []
    for documents, errors in _batches(_without_twins(found)):
        failures.extend(errors)
        marks = {document.id: reader.fingerprint(document) for document in documents}
        known = {document.id: store.fingerprint(document.id) for document in documents}
        statuses.update(
            (document.id, _status(document, known[document.id], marks[document.id])) for document in documents
        )
        fresh = [document for document in documents if again or known[document.id] != marks[document.id]]
        for extraction in reader.read(fresh):
            store.put(extraction, marks[extraction.document.id])
        for document in documents:
            report(document.id)
    knowledge = refresh(store, reader.ontology, reader.settings)
    return Built(_outcomes(statuses, knowledge), tuple(failures), knowledge)


def refresh(store: Store, ontology: Ontology, settings: Settings) -> Knowledge:
    """Makes the graph of a store say what its extractions say, and returns that."""
    knowledge = resolve(store.extractions(), ontology, settings)
    store.write(knowledge)
    return knowledge


def _batches(items: Found) -> Iterator[tuple[list[Document], list[InputError]]]:
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        documents = [item for item in batch if isinstance(item, Document)]
        yield documents, [item for item in batch if isinstance(item, InputError)]


def _without_twins(items: Found) -> Iterator[Document | InputError]:
    """The items, with an InputError in place of a second, different document of the same id."""
    seen: dict[str, tuple[str, str]] = {}
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        digest = hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()
        source, first = seen.setdefault(item.id, (item.source, digest))
        if first == digest:
            yield item
        else:
            yield InputError(
                f"{item.source}: got a second document called {item.id!r} (the first is {source}); "
                "expected a name for each; rename one, or build each folder by its parent"
            )


def _status(document: Document, known: str | None, mark: str) -> Status:
    if document.language != ENGLISH:
        return Status.UNREAD
    if known is None:
        return Status.NEW
    return Status.UNCHANGED if known == mark else Status.CHANGED


def _outcomes(statuses: dict[str, Status], knowledge: Knowledge) -> tuple[Outcome, ...]:
    entities = Counter(document for entity in knowledge.entities for document in entity.documents)
    facts = Counter(document for fact in knowledge.facts for document in {one.document for one in fact.evidence})
    return tuple(Outcome(name, status, entities[name], facts[name]) for name, status in statuses.items())


def _weights() -> list[Path]:
    """What describes the shipped weights: their digests, labels and version."""
    return sorted(Path(str(resources.files("kg"))).glob("weights/*/meta.json"))
