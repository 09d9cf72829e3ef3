"""From documents to what each says, read here or by several processes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from kg import __version__, ontology, workers
from kg.errors import InputError
from kg.model import Analysis, Document, Extraction, Knowledge
from kg.resolution import resolve
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.ontology import Ontology

ENGLISH = "en"

MOST_WORKERS = 8
"""Where the settings leave it open: beyond, the process that hands out and keeps can hardly follow, and each process
holds some 350 MB."""
WORTH = 12_000
"""Characters, some 2,000 words: where there is less to read, several processes are not sooner done than one."""

UNNEEDED = ("torch", "tensorflow", "mxnet", "cupy")
"""What spaCy imports where it is installed; torch alone takes 2 seconds and 170 MB in each process."""

Found = Iterable[Document | InputError]
"""What `documents.read_sources` gives: documents, and sources that could not be read."""
Answer = TypeVar("Answer")


class Analyzer(Protocol):
    """The nlp stage, or what stands in for it."""

    def analyze(self, documents: Iterable[Document]) -> Iterator[Analysis]: ...


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

    def know(self, document: Document) -> Knowledge:
        """What a document says by itself."""
        return resolve([self.read(document)], self.ontology, self.settings)

    def each(
        self, found: Found, what: Callable[[Reader, Document], Answer]
    ) -> Iterator[tuple[Document, Answer | InputError] | InputError]:
        """Each document with what `what` (`Reader.read`, `Reader.know`) makes of it, in order; errors in their place.

        Several processes read where the settings allow it and there is enough to read. What they make is the same; a
        document that ends the process that reads it comes with an InputError.
        """
        with self.hands(what) as hands:
            yield from hands.each(found)

    def hands(self, what: Callable[[Reader, Document], Answer], apart: bool = False) -> Hands[Answer]:
        """What does as `each` again and again: its processes stay from one call to the next.

        `apart`: never read in this process, which a document might end.
        """
        most = self.settings.workers or min(workers.available(), MOST_WORKERS)
        return Hands(self, what, apart, most if self._given is None else 0)

    @property
    def model(self) -> str:
        """The name of the weights, e.g. `reader-8`."""
        return ", ".join(path.parent.name for path in _weights())

    @cached_property
    def revision(self) -> str:
        """Digest of everything beside the text that an extraction depends on: code, weights, ontology, settings."""
        digest = hashlib.sha256(__version__.encode())
        for path in _weights():
            digest.update(path.read_bytes())
        for path in sorted(self.ontology.folder.rglob("*")):
            if path.suffix in (".ttl", ".toml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        digest.update(str(self.settings.min_confidence).encode())
        return digest.hexdigest()

    def fingerprint(self, document: Document) -> str:
        """Equal where reading the document again would give the same extraction."""
        return hashlib.sha256(f"{self.revision}\n{document!r}".encode("utf-8", "surrogatepass")).hexdigest()


class Hands(Generic[Answer]):
    """Made by `Reader.hands`; use it as a context manager."""

    def __init__(self, reader: Reader, what: Callable[[Reader, Document], Answer], apart: bool, most: int) -> None:
        self._reader, self._what, self._apart, self._most = reader, what, apart, most
        self._team: workers.Team[Answer] | None = None

    def each(self, found: Found) -> Iterator[tuple[Document, Answer | InputError] | InputError]:
        """As `Reader.each`; where there is enough to read once, several processes read from then on."""
        if self._team is None and self._most > (0 if self._apart else 1):
            ahead, found = _peek(found)
            if ahead > 1 or self._apart:
                self._team = workers.Team(partial(_start, self._reader.settings, self._what), self._most)
        if self._team is not None:
            yield from self._team.read_each(found)
            return
        for item in found:
            yield item if isinstance(item, InputError) else (item, self._what(self._reader, item))

    def __enter__(self) -> Hands[Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._team is not None:
            self._team.close()


def _start(settings: Settings, what: Callable[[Reader, Document], Answer]) -> Callable[[Document], Answer]:
    """Begins a process of its own, which does without what it does not need."""
    for name in UNNEEDED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # as if it were not installed
    return partial(what, Reader(settings))


def _peek(found: Found) -> tuple[int, Iterator[Document | InputError]]:
    """How many documents make up enough to be worth several processes (0: there is not enough), and all of `found`."""
    ahead: list[Document | InputError] = []
    documents = characters = 0
    rest = iter(found)
    for item in rest:
        ahead.append(item)
        if isinstance(item, Document):
            documents += 1
            characters += sum(part.end - part.start for part in item.body)
        if documents > 1 and characters >= WORTH:
            return documents, chain(ahead, rest)
    return 0, iter(ahead)


def _weights() -> list[Path]:
    """What describes the shipped weights: their digests, labels and version."""
    return sorted(Path(str(resources.files("kg"))).glob("weights/*/meta.json"))
