"""Who may do what: addresses to listen on, and the token."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ServeError
from kg.serve.refusals import UNAUTHORIZED, Refusal

SHORTEST = 16
"""Characters of a token: at four bits each, 64 bits, which nobody guesses through a network."""


@dataclass(frozen=True, slots=True)
class Access:
    """Which requests need the token."""

    token: str = ""
    guards_reading: bool = False

    def knows(self, token: str) -> bool:
        """Whether this is the token, compared in constant time; False where there is none."""
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())

    def check(self, authorization: str, writing: bool) -> None:
        """A Refusal (401) where this request needs the token and does not carry it.

        Reading takes it as a bearer token or as the password of any user, which browsers ask for. Writing takes the
        bearer token alone: a browser adds a password by itself, even to a form on somebody else's page.
        """
        if not writing and not self.guards_reading:
            return
        scheme, _, given = authorization.strip().partition(" ")
        found = given.strip() if scheme.lower() == "bearer" else ""
        if scheme.lower() == "basic" and not writing:
            found = _password(given.strip())
        if not self.knows(found):
            ways = "Bearer" if writing else 'Basic realm="kg", charset="UTF-8"'
            what = "writing here" if writing else "this server"
            raise Refusal(
                UNAUTHORIZED,
                f"{what} needs the token that kg serve was started with: send it as `Authorization: Bearer TOKEN`",
                {"WWW-Authenticate": ways},
            )


def read_token(file: Path) -> str:
    """The token in a file, without the space around it; ServeError where there is none to use."""
    try:
        return checked(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(f"{file}: no token can be read from it ({error})") from error


def checked(token: str) -> str:
    """The token without the space around it; ServeError where it is too easy to guess, or cannot stand in a header."""
    found = token.strip()
    if len(found) < SHORTEST or not found.isascii() or not found.isprintable() or " " in found:
        raise ServeError(
            f"the token has {len(found)} characters; expected {SHORTEST} or more letters, digits and signs without "
            "space, such as the output of: openssl rand -hex 16"
        )
    return found


def is_loopback(host: str) -> bool:
    """True where only programs on this machine reach the address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
