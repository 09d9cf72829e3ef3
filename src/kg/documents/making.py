"""From a decoded text to a Document: what to read in it, its language, its date."""

from __future__ import annotations

import hashlib

from kg.documents.blocks import text_blocks
from kg.documents.dates import published
from kg.documents.furniture import body_spans
from kg.documents.language import language_of
from kg.documents.sketch import sketch
from kg.errors import InputError
from kg.model import Document, Span


def content_id(text: str) -> str:
    """An id for a text without a name: equal texts get equal ids."""
    return "text-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


LONGEST = 1_000_000
"""Characters of a document. The longest articles have a tenth of it; all of one is held in memory while it is read."""


def refuse_empty(text: str, name: str) -> None:
    """Raise InputError where `text` has nothing but white space."""
    if not text.strip():
        raise InputError(f"{name}: is empty, an article's text was expected")


def refuse_long(text: str, name: str) -> None:
    """Raise InputError where `text` is too long to be an article."""
    if len(text) > LONGEST:
        raise InputError(
            f"{name}: has {len(text):,} characters, an article of at most {LONGEST:,} was expected; split it"
        )


def make_document(known: Document, blocks: list[Span] | None = None) -> Document:
    """`known` (id, text, source, perhaps title and date) with its body, language, sketch, and date where there is one.

    `blocks` are the text's paragraphs where the format says them better than its line breaks. InputError where the text
    is too long to be an article.
    """
    text = known.text
    refuse_long(text, known.source or known.id)
    blocks = text_blocks(text) if blocks is None else blocks
    body = body_spans(text, blocks)
    read = " ".join(text[span.start : span.end] for span in body)
    return Document(
        id=known.id or content_id(text),
        text=text,
        source=known.source,
        title=known.title,
        published=known.published or published([text[block.start : block.end] for block in blocks]),
        body=body,
        language=language_of(read or text),
        sketch=sketch(read),
    )
