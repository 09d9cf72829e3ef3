"""The SPARQL 1.1 Protocol: what an HTTP request asks for (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from kg.serve.negotiation import media_type
from kg.serve.refusals import BAD_REQUEST, FORBIDDEN, TIMEOUT, TOO_LARGE, UNSUPPORTED, Refusal

Kind = Literal["query", "update"]
FORM = "application/x-www-form-urlencoded"
DIRECT: Mapping[str, Kind] = {"application/sparql-query": "query", "application/sparql-update": "update"}
DATASET: Mapping[Kind, tuple[str, str]] = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
PATIENCE = 20.0
"""Seconds that a body may take to arrive."""
FIELDS = 200
"""Parameters that a request may have."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, and the graphs that the request names for it."""

    kind: Kind
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_operation(request: Request, limit: int) -> Operation | None:
    """What the request asks for; None for a GET without a query, which asks what this service is.

    Raises a Refusal (4xx) where the request is not as the protocol wants it, or its body longer than `limit` bytes.
    """
    pairs = parameters(request.scope["query_string"])
    if request.method == "POST":
        return await _posted(request, pairs, limit)
    if any(name == "update" for name, _ in pairs):
        raise Refusal(BAD_REQUEST, "got an update by GET, expected POST: an update changes the store")
    texts = [value for name, value in pairs if name == "query"]
    return _operation("query", texts, pairs) if texts else None


async def _posted(request: Request, pairs: Pairs, limit: int) -> Operation:
    header = request.headers.get("content-type", "")
    media = media_type(header)
    if media not in DIRECT and media != FORM:
        raise Refusal(UNSUPPORTED, f"got Content-Type {media[:100]!r}, expected {FORM} or one of {', '.join(DIRECT)}")
    charset = header.lower().partition("charset=")[2].strip(' "').split(";")[0]
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Refusal(UNSUPPORTED, f"got the charset {charset[:40]!r}, expected utf-8")
    body = await read_body(request, limit)
    if media == FORM:
        sent = parameters(body)
        kinds: list[Kind] = [kind for kind in DATASET if any(name == kind for name, _ in sent)]
        if len(kinds) != 1:
            raise Refusal(BAD_REQUEST, "expected one parameter `query`, or one `update`, in the form")
        return _operation(kinds[0], [value for name, value in sent if name == kinds[0]], [*pairs, *sent])
    if any(name in DATASET for name, _ in pairs):
        raise Refusal(BAD_REQUEST, f"got a query or an update in the address and one in the body ({media})")
    return _operation(DIRECT[media], [_decoded(body)], pairs)


def _operation(kind: Kind, texts: Sequence[str], pairs: Pairs) -> Operation:
    if len(texts) != 1:
        raise Refusal(BAD_REQUEST, f"got {len(texts)} parameters `{kind}`, expected one")
    names = {name for other, names in DATASET.items() if other != kind for name in names}
    wrong = sorted(names & {name for name, _ in pairs})
    if wrong:
        raise Refusal(BAD_REQUEST, f"got {wrong[0]} with {kind}; it takes {' and '.join(DATASET[kind])}")
    default, named = (tuple(_iri(value, way) for name, value in pairs if name == way) for way in DATASET[kind])
    return Operation(kind, texts[0], default, named)


def _iri(value: str, name: str) -> str:
    try:
        iri = NamedNode(value).value
    except ValueError as error:
        raise Refusal(BAD_REQUEST, f"{name}: got {value[:200]!r}, expected a full IRI") from error
    if iri.lower().startswith("file:"):
        raise Refusal(FORBIDDEN, f"{name}: a file is refused: graphs are those of this store")
    return iri


def parameters(written: bytes) -> Pairs:
    """Names and values of a query string or a form; a Refusal (400) where it is not UTF-8."""
    try:
        return parse_qsl(written.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError as error:
        raise Refusal(BAD_REQUEST, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Refusal(BAD_REQUEST, f"got more than {FIELDS} parameters") from error


async def read_body(request: Request, limit: int) -> bytes:
    """The body; a Refusal where it is longer than `limit` bytes (413) or takes too long to arrive (408)."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            if int(request.headers.get("content-length", "0")) > limit:
                raise _too_large(limit)
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError as error:
        raise Refusal(TIMEOUT, f"the body did not arrive within {PATIENCE:g} s", {"Connection": "close"}) from error
    return bytes(body)


def _too_large(limit: int) -> Refusal:
    # What was not read of the body would be taken for the next request.
    return Refusal(TOO_LARGE, f"the body is longer than {limit} bytes, the most taken here", {"Connection": "close"})


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(BAD_REQUEST, f"the body is not UTF-8 (byte {error.start})") from error
