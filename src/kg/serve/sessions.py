"""Sessions: a browser that sent the token once is known by a ticket in a cookie, until the server ends.

A ticket is not the token: it lets a person judge names, and nothing else. It is signed with a key that this process
made, and holds the name of the person. A browser sends a cookie with requests that another page had it make, from
another port of this machine for one; so each form also carries a key that only pages of this server can know.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets

from kg.serve.access import Access

LONGEST = 60
"""Characters of a name: it stands in each judgement."""


class Sessions:
    """Makes tickets and knows its own."""

    def __init__(self, token: str) -> None:
        self._access = Access(token)
        self._key = secrets.token_bytes(32)

    def open(self, token: str, name: str) -> str:
        """A ticket for who knows the token; empty for who does not."""
        if not self._access.knows(token.strip()):
            return ""
        said = " ".join(name.split())[:LONGEST].encode("utf-8", "replace")
        holder = base64.urlsafe_b64encode(said).decode().rstrip("=")
        return f"{holder}.{self._sign('ticket', holder)}"

    def holder(self, ticket: str) -> str | None:
        """Who holds this ticket; None where it is none of ours."""
        holder, _, signature = ticket.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("ticket", holder).encode()):
            return None
        try:
            return base64.urlsafe_b64decode(holder + "=" * (-len(holder) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None

    def form_key(self, ticket: str) -> str:
        """What forms that are shown to the holder of this ticket carry."""
        return self._sign("form", ticket)

    def fits(self, ticket: str, key: str) -> bool:
        """Whether a form with this key was shown to the holder of this ticket."""
        return hmac.compare_digest(key.encode(), self.form_key(ticket).encode())

    def _sign(self, use: str, text: str) -> str:
        return hmac.new(self._key, f"{use}:{text}".encode(), "sha256").hexdigest()
