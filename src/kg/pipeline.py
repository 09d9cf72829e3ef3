"""The order of the stages, known here alone: documents, nlp, extraction, store, resolution, store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InputError
from kg.graph.store import Store
from kg.joining import count_each, refresh
from kg.model import Document, Extraction, Knowledge
from kg.reading import ENGLISH, Found, Reader
from kg.resolution.growing import Totals


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
    totals: Totals
    """How much the store now says."""


def _ignore(_document: str) -> None:
    """Reports to nobody."""


def extract_each(found: Found, reader: Reader) -> Iterator[tuple[Document, Knowledge] | InputError]:
    """What each document says by itself, in the order read: nothing is joined across documents."""
    for item in reader.each(found, Reader.know):
        if isinstance(item, InputError):
            yield item
        elif isinstance(item[1], InputError):
            yield item[1]
        else:
            yield item[0], item[1]


def build(
    found: Found, store: Store, reader: Reader, report: Callable[[str], None] = _ignore, again: bool = False
) -> Built:
    """Reads what is new or changed into the store, then joins names over all that the store holds.

    `report` gets the id of each document once it is done. Sources that cannot be read are collected, not raised.
    With `again`, unchanged documents are read again too.
    """
    news = _News(store, reader, again)
    for item in reader.each(news.fresh(found, report), Reader.read):
        if isinstance(item, InputError):
            news.fail(item)
        elif isinstance(item[1], InputError):
            news.forget(item[0].id)
            news.fail(item[1])
        else:
            news.keep(item[1])
            report(item[0].id)
    return _built(store, reader, news)


def build_from(
    read: Iterable[Extraction | InputError],
    store: Store,
    reader: Reader,
    report: Callable[[str], None] = _ignore,
    again: bool = False,
) -> Built:
    """As `build`, of what was read before the store is asked what it knows: see `kg.shards`."""
    news = _News(store, reader, again)
    for item in read:
        if isinstance(item, InputError):
            news.fail(item)
            continue
        if news.wants(item.document):
            news.keep(item)
        report(item.document.id)
    return _built(store, reader, news)


class _News:
    """What a build finds, told apart from what the store holds already."""

    def __init__(self, store: Store, reader: Reader, again: bool) -> None:
        self._store, self._reader, self._again = store, reader, again
        self.statuses: dict[str, Status] = {}
        self.failures: list[InputError] = []
        self._marks: dict[str, str] = {}
        """Fingerprints of the documents that are wanted and not yet kept."""

    def fail(self, error: InputError) -> None:
        """Keeps what was wrong with a source, without the state of the program then, which takes four times as much."""
        self.failures.append(InputError(*error.args))

    def wants(self, document: Document) -> bool:
        """Whether the store lacks what is found in a document as it is now."""
        known, mark = self._store.fingerprint(document.id), self._reader.fingerprint(document)
        self.statuses[document.id] = _status(document, known, mark)
        wanted = self._again or known != mark
        if wanted:
            self._marks[document.id] = mark
        return wanted

    def keep(self, extraction: Extraction) -> None:
        """Puts what was found in a document that is wanted into the store."""
        self._store.put(extraction, self._marks.pop(extraction.document.id))

    def forget(self, document: str) -> None:
        """Counts a document as not found, since it could not be read."""
        del self.statuses[document], self._marks[document]

    def fresh(self, found: Found, report: Callable[[str], None]) -> Iterator[Document]:
        """The documents to read; those that need no reading are reported as they pass."""
        for item in found:
            if isinstance(item, InputError):
                self.fail(item)
            elif self.wants(item):
                yield item
            else:
                report(item.id)


def _status(document: Document, known: str | None, mark: str) -> Status:
    if document.language != ENGLISH:
        return Status.UNREAD
    if not document.body:
        return Status.EMPTY
    if known is None:
        return Status.NEW
    return Status.UNCHANGED if known == mark else Status.CHANGED


def _built(store: Store, reader: Reader, news: _News) -> Built:
    totals = refresh(store, reader.ontology, reader.settings)
    counts = count_each(store, reader.settings, news.statuses)
    told = zip(news.statuses.items(), counts, strict=True)
    outcomes = (Outcome(name, status, *found) for (name, status), found in told)
    return Built(tuple(outcomes), tuple(news.failures), totals)
