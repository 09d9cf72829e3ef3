"""Content negotiation: which format an `Accept` header asks for (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.serve.refusals import NOT_ACCEPTABLE, UNSUPPORTED, Refusal

Engine = TypeVar("Engine", QueryResultsFormat, RdfFormat)


@dataclass(frozen=True, slots=True)
class Format(Generic[Engine]):
    """A format by the media types that ask for it, its own first."""

    media: tuple[str, ...]
    engine: Engine
    charset: bool = False
    """True where the type is one of text/*, which needs a charset."""


ROWS = (
    Format(("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    Format(("application/sparql-results+xml", "application/xml"), QueryResultsFormat.XML),
    Format(("text/csv",), QueryResultsFormat.CSV, charset=True),
    Format(("text/tab-separated-values",), QueryResultsFormat.TSV, charset=True),
)
"""Of rows and booleans; the first is the one for clients that do not mind."""
GRAPHS = (
    Format(("text/turtle", "application/x-turtle"), RdfFormat.TURTLE, charset=True),
    Format(("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format(("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format(("application/rdf+xml", "application/xml"), RdfFormat.RDF_XML),
)
"""Of triples."""
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Wish:
    """One range of an `Accept` header."""

    media: str
    quality: float

    def fits(self, media: str) -> int:
        """How exactly this range names the type: 3 by name, 2 by its kind (text/*), 1 by */*, 0 not at all."""
        if self.media == media:
            return 3
        if self.media == f"{media.split('/')[0]}/*":
            return 2
        return int(self.media == "*/*")


def wishes(accept: str) -> list[Wish]:
    """The ranges of an `Accept` header; `*/*` for an empty one. A quality that is no number counts as 0."""
    found = [_wish(part) for part in accept.split(",") if part.strip()]
    return found or [Wish("*/*", 1.0)]


def quality(accept: Sequence[Wish], media: str, by_name: bool = False) -> float:
    """How welcome a media type is, from 0 (not at all) to 1: the most exact range decides."""
    fitting = [(wish.fits(media), wish.quality) for wish in accept if wish.fits(media) > 2 * by_name]
    return max(fitting)[1] if fitting else 0.0


def choose(accept: str, offered: Sequence[Format[Engine]]) -> tuple[str, Format[Engine]]:
    """The content type to answer with, and its format; a Refusal (406) where none is welcome."""
    asked = wishes(accept)
    ranked = [
        (quality(asked, media, by_name=index > 0), -place, -index, media, one)
        for place, one in enumerate(offered)
        for index, media in enumerate(one.media)
    ]
    best = max(ranked, key=lambda one: one[:3])
    if not best[0]:
        names = ", ".join(one.media[0] for one in offered)
        raise Refusal(NOT_ACCEPTABLE, f"Accept asks for {accept[:200]!r}; this answer can be had as {names}")
    # `*/*` never asks for an alias: it is for those that name it.
    media, form = best[3], best[4]
    return (f"{media}; charset=utf-8" if form.charset else media), form


def prefers_html(accept: str) -> bool:
    """True for a browser: it names HTML, and no format of ours is more welcome."""
    asked = wishes(accept)
    ours = max(quality(asked, media) for one in GRAPHS for media in one.media[:1])
    named = any(wish.media == HTML and wish.quality for wish in asked)
    return named and quality(asked, HTML) >= ours


def read_format(content_type: str) -> RdfFormat:
    """The format of a graph that a client sends; a Refusal (415) for a type that holds no triples."""
    media = media_type(content_type)
    for one in GRAPHS:
        if media in one.media and media not in ("application/json", "application/xml"):
            return one.engine
    names = ", ".join(one.media[0] for one in GRAPHS)
    raise Refusal(UNSUPPORTED, f"got Content-Type {media[:100]!r}, expected one of {names}")


def media_type(content_type: str) -> str:
    """A `Content-Type` without its parameters, in small letters."""
    return content_type.split(";")[0].strip().lower()


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an `Accept-Encoding` header lets the answer be compressed."""
    asked = {wish.media: wish.quality for wish in map(_wish, accept_encoding.split(","))}
    return bool(asked.get("gzip", asked.get("*", 0.0)))


def _wish(part: str) -> Wish:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    said = next((value.strip() for name, _, value in (one.partition("=") for one in parameters) if name == "q"), "1")
    try:
        weight = float(said)
    except ValueError:
        weight = 0.0
    return Wish(media, weight if 0 <= weight <= 1 else 0.0)
