"""The registry of readers: from one file to its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.documents.decoding import decode, decode_html
from kg.documents.json_lines import read_gzipped_json_lines, read_json_lines
from kg.documents.making import make_document, refuse_empty
from kg.documents.markdown import front_matter, markdown_blocks
from kg.documents.sources import Source
from kg.documents.web import extract
from kg.errors import InputError
from kg.model import Document

_MOST_TAGS = 200_000
"""More in one page take minutes to read; long live pages have some ten thousand."""


class Reader(Protocol):
    """Reads one file."""

    def __call__(self, source: Source, /) -> Iterator[Document | InputError]:
        """The file's documents in order; a part that cannot be read comes as an InputError, a whole raises it."""


def read_text(source: Source) -> Iterator[Document]:
    text = decode(_bytes(source), source.name)
    refuse_empty(text, source.name)
    yield make_document(Document(source.id, text, source.name))


def read_markdown(source: Source) -> Iterator[Document]:
    text = decode(_bytes(source), source.name)
    refuse_empty(text, source.name)
    title, published = front_matter(text)
    yield make_document(Document(source.id, text, source.name, title, published), markdown_blocks(text))


def read_html(source: Source) -> Iterator[Document]:
    """The page's main text; links, menus and scripts are gone, and offsets count in what is left."""
    page = decode_html(_bytes(source), source.name)
    refuse_empty(page, source.name)
    _refuse_huge(page, source.name)
    found = extract(page)
    if not found.text.strip():
        raise InputError(f"{source.name}: no text found in the page; an HTML article was expected")
    yield make_document(Document(source.id, found.text, found.url or source.name, found.title, found.published))


def _refuse_huge(page: str, name: str) -> None:
    tags = page.count("<")
    if tags > _MOST_TAGS:
        raise InputError(
            f"{name}: has {tags:,} tags, an article's page with at most {_MOST_TAGS:,} was expected; "
            "split it into one file for each article"
        )


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_json_lines,
    ".jsonl.gz": read_gzipped_json_lines,
}
"""By the end of a file's name; add a format by adding a line."""


def _bytes(source: Source) -> bytes:
    with source.open() as file:
        return file.read()
