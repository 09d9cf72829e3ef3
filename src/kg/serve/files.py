"""Files of the package that browsers fetch: style, scripts, pictures. Each is read and compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.negotiation import accepts_gzip
from kg.serve.refusals import NOT_FOUND, Refusal

LEVEL = 9
FOR_EVER = "public, max-age=31536000, immutable"
"""An address changes with what is there, so that browsers may keep it."""


@dataclass(frozen=True, slots=True)
class File:
    """A file, ready to be sent."""

    content_type: str
    content: bytes
    packed: bytes
    """By gzip."""
    digest: str
    """Of the content, to stand in the file's address."""


def made(name: str, content: bytes) -> File:
    """The file of this name and content."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return File(kind, content, gzip.compress(content, LEVEL, mtime=0), hashlib.sha256(content).hexdigest()[:12])


def sender(find: Callable[[str], File | None]) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """The handler of a route with a `name`, which sends the file that is found by it."""

    async def send(request: Request) -> Response:
        found = find(request.path_params["name"])
        if found is None:
            raise Refusal(NOT_FOUND, f"there is no file {request.path_params['name'][:200]!r} here")
        headers = {"Content-Type": found.content_type, "Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if accepts_gzip(request.headers.get("accept-encoding", "")):
            return Response(found.packed, headers={**headers, "Content-Encoding": "gzip"})
        return Response(found.content, headers=headers)

    return send
