"""The main text of a web page, with its title, date and address."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from kg.documents.dates import iso
from kg.documents.decoding import scrub

_BLOCK_TAGS = (
    "address article blockquote br dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li main ol p pre section table td th "
    "tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_CODE_TAGS = "script style template svg title"
_CODE = frozenset(_CODE_TAGS.split())
_FRAME_TAGS = "noscript nav header footer aside form button select iframe"
_FRAME = _CODE | frozenset(_FRAME_TAGS.split())
_MANY_TAGS = 50_000
_MANY_PARAGRAPHS = 10_000
"""With more, looking for the main text takes up to a minute (square in their number): all visible text is read."""
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext")


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says of its article."""

    text: str
    """Paragraphs, one a line."""
    title: str = ""
    url: str = ""
    published: str = ""


def extract(page: str) -> Page:
    """The article of `page`; where no main text stands out, all visible text; empty where there is none."""
    many = page.count("<") > _MANY_TAGS or len(_PARAGRAPH.findall(page)) > _MANY_PARAGRAPHS
    found = None if many else _article(page)
    # A menu that is never closed swallows the page: then its words are better than none.
    return found or Page(_visible_text(page, _FRAME) or visible_text(page))


def visible_text(page: str) -> str:
    """All words of a page, or of a piece of one, a paragraph a line."""
    return _visible_text(page, _CODE)


def _article(page: str) -> Page | None:
    """The main text of `page`; None where none stands out."""
    import trafilatura  # noqa: PLC0415 - 0.2 s that a build from plain text need not pay

    for name in _LOGGERS:  # else its warnings reach the user's terminal
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            # The wide search takes the year of a copyright line for the day of publication.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
        )
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):  # it trips over some broken pages
        found = None
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        return None
    return Page(
        text=scrub(found.text or "").strip(),
        title=scrub(found.title or "").strip(),
        url=scrub(found.url or "").strip(),
        published=iso(found.date or ""),
    )


class _VisibleText(HTMLParser):
    def __init__(self, skipped: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipped = skipped
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in self._skipped:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def _visible_text(page: str, skipped: frozenset[str]) -> str:
    parser = _VisibleText(skipped)
    try:
        parser.feed(page)
        parser.close()
    except AssertionError:  # html.parser on some broken declarations; what it has read so far stands
        parser.parts.append("\n")
    lines = (line.strip() for line in "".join(parser.parts).split("\n"))
    return scrub("\n".join(line for line in lines if line))
