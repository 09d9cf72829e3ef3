"""Sending: pages as HTTP responses, and errors as pages."""

from __future__ import annotations

from starlette.responses import Response

from kg.errors import KGError
from kg.serve.pages.page import POLICY, Manner, Shown, shown
from kg.serve.refusals import BAD_REQUEST, Refusal

TYPES = {"html": "text/html; charset=utf-8", "json": "application/json"}


def failed(error: KGError, manner: Manner) -> Shown:
    """The page that says why there is no other."""
    status = error.status if isinstance(error, Refusal) else BAD_REQUEST
    return shown("refused.html", {"title": "No answer", "message": str(error)}, manner, status)


def respond(found: Shown, policy: str = POLICY) -> Response:
    """The response that carries a page; a policy of its own holds where it is no error."""
    headers = {
        "Content-Type": TYPES[found.form],
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Accept-Encoding, Cookie",
    }
    if found.form == "html":
        headers["Content-Security-Policy"] = policy if found.status < BAD_REQUEST else POLICY
    if found.gzip:
        headers["Content-Encoding"] = "gzip"
    return Response(found.body, found.status, headers)
