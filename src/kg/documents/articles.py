"""One article from its bytes, wherever these come from: a file, an archive of the web, an address."""

from __future__ import annotations

from dataclasses import replace

from kg.documents.decoding import decode, decode_html
from kg.documents.making import make_document, refuse_empty
from kg.documents.web import extract
from kg.errors import InputError
from kg.model import Document

MOST_TAGS = 200_000
"""More in one page or feed take minutes to read; long live pages have some ten thousand."""


def text_article(data: bytes, known: Document, name: str) -> Document:
    """`known` (id and source) with the text in `data`; InputError, which says `name`, where it holds none."""
    text = decode(data, name)
    refuse_empty(text, name)
    return make_document(replace(known, text=text))


def html_article(data: bytes, known: Document, name: str, charset: str = "") -> Document:
    """`known` (id and source) with the main text of the page in `data`, its title, address and date.

    `charset` is what came with the page, if something did. InputError, which says `name`, where there is no text.
    """
    page = decode_html(data, name, charset)
    refuse_empty(page, name)
    refuse_huge(page, name)
    found = extract(page)
    if not found.text.strip():
        raise InputError(f"{name}: no text found in the page; an HTML article was expected")
    source = found.url or known.source
    return make_document(replace(known, text=found.text, source=source, title=found.title, published=found.published))


def refuse_huge(page: str, name: str) -> None:
    """Raise InputError where a page or a feed has more tags than can be read in reasonable time."""
    tags = page.count("<")
    if tags > MOST_TAGS:
        raise InputError(
            f"{name}: has {tags:,} tags, an article's page with at most {MOST_TAGS:,} was expected; "
            "split it into one file for each article"
        )
