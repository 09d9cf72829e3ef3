"""The order of the stages, known here alone: documents, nlp, extraction, store, resolution, store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib import resources
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
    EMPTY = "page furniture only: nothing to read"


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

    def read(self, document: Document) -> Extraction:
        """What is found in a document; nothing in one that is not English or is all furniture."""
        if document.language != ENGLISH or not document.body:
            return Extraction(document, (), ())
        from kg.extraction import extract  # noqa: PLC0415  (as above)

        (analysis,) = self._analyzer.analyze([document])
        return extract(analysis, self.ontology, self.settings)

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
        return hashlib.sha256(f"{self.revision}\n{document!r}".encode("utf-8", "surrogatepass")).hexdigest()


def extract_each(found: Found, reader: Reader) -> Iterator[tuple[Document, Knowledge] | InputError]:
    """What each document says by itself, in the order read: nothing is joined across documents."""
    for item in found:
        if isinstance(item, InputError):
            yield item
        else:
            yield item, resolve([reader.read(item)], reader.ontology, reader.settings)


def build(
    found: Found, store: Store, reader: Reader, report: Callable[[str], None] = _ignore, again: bool = False
) -> Built:
    """Reads what is new or changed into the store, then joins names over all that the store holds.

    `report` gets the id of each document once it is done. Sources that cannot be read are collected, not raised.
    With `again`, unchanged documents are read again too.
    """
    statuses: dict[str, Status] = {}
    failures: list[InputError] = []
    for item in found:
        if isinstance(item, InputError):
            failures.append(item)
            continue
        known, mark = store.fingerprint(item.id), reader.fingerprint(item)
        statuses[item.id] = _status(item, known, mark)
        if again or known != mark:
            store.put(reader.read(item), mark)
        report(item.id)
    knowledge = refresh(store, reader.ontology, reader.settings)
    return Built(_outcomes(statuses, knowledge), tuple(failures), knowledge)


def refresh(store: Store, ontology: Ontology, settings: Settings) -> Knowledge:
    """Makes the graph of a store say what its extractions say, and returns that."""
    knowledge = resolve(store.extractions(), ontology, settings)
    store.write(knowledge)
    return knowledge


def _status(document: Document, known: str | None, mark: str) -> Status:
    if document.language != ENGLISH:
        return Status.UNREAD
    if not document.body:
        return Status.EMPTY
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
