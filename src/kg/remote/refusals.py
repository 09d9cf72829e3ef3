"""What a server says when it does not do what it was asked, in one line with what to do next."""

from __future__ import annotations

import re

from kg.errors import StoreError

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, WRONG_METHOD = 401, 403, 404, 405
GONE, TOO_LARGE, WRONG_TYPE, MOVED, FAILED, FULL = 410, 413, 415, 300, 500, 507
ABSENT = (NOT_FOUND, WRONG_METHOD, GONE, WRONG_TYPE, 501)
"""What a server answers where it has no such endpoint."""
RESUME = "run the same command again: it goes on where this one stopped"
ROOM = "make room there, then " + RESUME
_FULL = ("no space left", "disk is full", "disk full", "file too large", "quota exceeded", "insufficient storage")
_SHOWN = 200
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[A-Za-z/!][^>]*>", re.DOTALL | re.IGNORECASE)


class Refused(StoreError):
    """An answer that is no success."""

    def __init__(self, url: str, status: int, said: str, authorized: bool = False) -> None:
        self.status = status
        self.said = first_line(said)
        self.full = status == FULL or any(sign in said.lower() for sign in _FULL)
        super().__init__(f"{url}: {self._advice(authorized)}")

    def _advice(self, authorized: bool) -> str:
        quoted = f": {self.said}" if self.said else ""
        if self.full:
            return f"the server has no room left (got {self.status}{quoted}); {ROOM}"
        if self.status == UNAUTHORIZED:
            if authorized:
                return "the server does not take these credentials (got 401); look at what --auth-file holds"
            return "the server wants to know who asks (got 401); give a token or USER:PASSWORD with --auth-file FILE"
        if self.status == FORBIDDEN:
            return f"the server does not allow that (got 403{quoted}); ask its keeper for the right, or name another"
        if self.status in ABSENT:
            return f"no SPARQL endpoint is there (got {self.status}); look at --store, or name it with --update-url"
        if self.status == TOO_LARGE:
            return "the server takes no request of this size (got 413), not even with one triple; raise its limit"
        if MOVED <= self.status < UNAUTHORIZED - 1:
            return f"the server is elsewhere (got {self.status}{quoted}); give that address"
        if self.status >= FAILED:
            return f"the server failed (got {self.status}{quoted}); look at its log, then {RESUME}"
        return f"the server refused that (got {self.status}{quoted})"


def first_line(said: str) -> str:
    """The first words of an answer that may be a page, fit for one line of a terminal."""
    words = " ".join((_TAG.sub(" ", said) if said.lstrip().startswith("<") else said).split())
    shown = "".join(character for character in words if character.isprintable())
    return shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else "")
