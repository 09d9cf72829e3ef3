"""Responses: answers and refusals as HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.answering import Answered
from kg.serve.refusals import Refusal
from kg.serve.spool import PIECE

STALL = 30.0
"""Seconds that a client may leave a piece of an answer unread."""
CUT = "KG-Rows-Cut-At"
"""The header that says that there were more rows than the answer holds."""


class Spooled(Response):
    """A file, sent in pieces; it is removed as soon as it is open."""

    def __init__(self, path: Path, content_type: str, headers: dict[str, str]) -> None:
        super().__init__(None, headers=headers)
        self._file = path.open("rb")
        size = path.stat().st_size
        path.unlink()
        self.headers["content-length"] = str(size)
        self.headers["content-type"] = content_type

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (ASGI's signature)
        with self._file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while scope["method"] != "HEAD" and (piece := self._file.read(PIECE)):
                async with asyncio.timeout(STALL):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def respond(answered: Answered, max_rows: int) -> Response:
    """The response that carries a whole answer."""
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if answered.cut:
        headers[CUT] = str(max_rows)
    if answered.gzip:
        headers["Content-Encoding"] = "gzip"
    if isinstance(answered.body, Path):
        return Spooled(answered.body, answered.content_type, headers)
    headers["Content-Type"] = answered.content_type
    return Response(answered.body, headers=headers)


def refuse(refusal: Refusal) -> Response:
    """The response that says why there is no answer."""
    text = " ".join(refusal.message.split()) + "\n"
    headers = {**refusal.headers, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return Response(text, refusal.status, headers=headers)
