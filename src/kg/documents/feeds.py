"""RSS and Atom: the articles, or what a feed tells of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.documents.articles import refuse_huge
from kg.documents.dates import iso
from kg.documents.decoding import decode_html, scrub
from kg.documents.making import make_document, refuse_empty
from kg.documents.sources import Source
from kg.documents.streams import read_whole
from kg.documents.web import visible_text
from kg.errors import InputError
from kg.model import Document

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_ENCODING = re.compile(rb"^[^<]*<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.:-]+)")
_DECLARED = re.compile(r"<\?xml[^>]*\?>")
_WIDE = re.compile(r"^(?:https?:|urn:|tag:)", re.IGNORECASE)
"""Ids that no other feed has."""
_HTML = re.compile(r"</?[a-z][^>]*>|&\w+;", re.IGNORECASE)
_EXPECTED = "an RSS or Atom feed with entries was expected"


def read_feed(source: Source) -> Iterator[Document | InputError]:
    """A document for each entry: its content, or else its summary, or else its title."""
    with source.open() as file:
        text = _decoded(read_whole(file, source.name), source.name)
    refuse_empty(text, source.name)
    refuse_huge(text, source.name)
    if _ENTITY.search(text):  # a few lines of them grow to gigabytes
        raise InputError(f"{source.name}: declares entities of its own, which kg does not expand; {_EXPECTED}")
    entries = _entries(text)
    if not entries:
        raise InputError(f"{source.name}: holds no entries, {_EXPECTED}")
    for number, entry in enumerate(entries, start=1):
        yield _document(entry, source, f"{source.name}, entry {number}")


def _decoded(data: bytes, name: str) -> str:
    """What is looked through for entities is what is parsed: one text, whatever its bytes may mean to others."""
    declared = _ENCODING.match(data[:1024])
    return decode_html(data, name, declared[1].decode("ascii", "replace") if declared else "")


def _entries(text: str) -> list[Mapping[str, Any]]:
    import feedparser  # noqa: PLC0415 - 0.2 s that only feeds need

    data = _DECLARED.sub("", text, count=1).encode("utf-8", "replace")
    # Its own cleaning is for pages that show the markup, and slow.
    headers = {"content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return list(parsed.entries)


def _document(entry: Mapping[str, Any], source: Source, place: str) -> Document | InputError:
    title = _plain(str(entry.get("title", "")))
    text = scrub(_body(entry)).strip() or title
    if not text:
        return InputError(f"{place}: has neither content, summary nor title; an article was expected")
    link = scrub(str(entry.get("link", ""))).strip()
    known = Document(
        id=_identifier(scrub(str(entry.get("id", ""))).strip() or link, source.id),
        text=text,
        source=link or source.name,
        title=title,
        published=iso(str(entry.get("published", "") or entry.get("updated", ""))),
    )
    try:
        return make_document(known)
    except InputError as error:
        return error


def _body(entry: Mapping[str, Any]) -> str:
    """The longest of what the entry offers, as text: a summary may stand beside the content, or hold it."""
    offered = [str(content.get("value", "")) for content in entry.get("content", ())]
    return max((_plain(piece) for piece in [*offered, str(entry.get("summary", ""))]), key=len)


def _plain(piece: str) -> str:
    return visible_text(piece) if _HTML.search(piece) else piece.strip()


def _identifier(own: str, feed: str) -> str:
    """An entry's id; under that of its feed where others might use it too, and empty where it has none."""
    return own if not own or not feed or _WIDE.match(own) else f"{feed}/{own}"
