"""Refusals: what a server says instead of an answer, with the HTTP status that goes with it."""

from __future__ import annotations

from kg.errors import KGError

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE = 400, 401, 403, 404, 406
TIMEOUT, TOO_LARGE, UNSUPPORTED, INTERNAL, UNAVAILABLE = 408, 413, 415, 500, 503


class Refusal(KGError):
    """A request that is not answered: its status, one line of text, and headers to go with it."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, message, headers)
        self.status = status
        self.message = message
        self.headers = headers or {}

    def __str__(self) -> str:
        return self.message


def busy(message: str) -> Refusal:
    """A 503: the same request may be answered later."""
    return Refusal(UNAVAILABLE, message, {"Retry-After": "1"})
