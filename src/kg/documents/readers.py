"""The registry of readers: from one file to its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.documents.archives import read_warc
from kg.documents.articles import html_article, text_article
from kg.documents.decoding import decode
from kg.documents.feeds import read_feed
from kg.documents.json_lines import read_json_lines
from kg.documents.making import make_document, refuse_empty
from kg.documents.markdown import front_matter, markdown_blocks
from kg.documents.sources import Source
from kg.documents.streams import read_whole
from kg.errors import InputError
from kg.model import Document


class Reader(Protocol):
    """Reads one file."""

    def __call__(self, source: Source, /) -> Iterator[Document | InputError]:
        """The file's documents in order; a part that cannot be read comes as an InputError, a whole raises it."""


def read_text(source: Source) -> Iterator[Document]:
    yield text_article(_bytes(source), Document(source.id, "", source.name), source.name)


def read_markdown(source: Source) -> Iterator[Document]:
    text = decode(_bytes(source), source.name)
    refuse_empty(text, source.name)
    title, published = front_matter(text)
    yield make_document(Document(source.id, text, source.name, title, published), markdown_blocks(text))


def read_html(source: Source) -> Iterator[Document]:
    """The page's main text; links, menus and scripts are gone, and offsets count in what is left."""
    yield html_article(_bytes(source), Document(source.id, "", source.name), source.name)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_json_lines,
    ".warc": read_warc,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
"""By the end of a file's name; add a format by adding a line. Any of them may be packed: see `packing.PACKINGS`."""
SINGLE = frozenset((".txt", ".md", ".html", ".htm"))
"""Those whose files hold one document each."""


def _bytes(source: Source) -> bytes:
    with source.open() as file:
        return read_whole(file, source.name)
