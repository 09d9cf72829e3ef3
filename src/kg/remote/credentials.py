"""Credentials from a file: a token, or a user and a password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import StoreError

Scheme = Literal["bearer", "basic", "digest"]
EXPECTED = "expected one line: a token, USER:PASSWORD, or either after the word bearer, basic or digest"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a server is told about who asks; never printed."""

    scheme: Scheme
    user: str = ""
    secret: str = ""


def read_credentials(file: Path) -> Credentials:
    """What the file holds; StoreError where it holds nothing to use."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"--auth-file {file}: cannot be read ({error})") from error
    told = [line.strip() for line in lines if line.strip()]
    found = _parse(told[0]) if len(told) == 1 else None
    if found is None:
        raise StoreError(f"--auth-file {file}: {EXPECTED}; got {len(told)} lines, or a line that is none of these")
    return found


def _parse(line: str) -> Credentials | None:
    word, _, rest = line.partition(" ")
    scheme, rest = word.lower(), rest.strip()
    if scheme == "bearer":
        return _token(rest)
    if scheme in ("basic", "digest"):
        return _password(rest, "digest" if scheme == "digest" else "basic")
    return _password(line, "basic") or _token(line)


def _password(text: str, scheme: Scheme) -> Credentials | None:
    user, colon, secret = text.partition(":")
    return Credentials(scheme, user, secret) if colon else None


def _token(text: str) -> Credentials | None:
    fits = text and text.isascii() and text.isprintable() and " " not in text
    return Credentials("bearer", secret=text) if fits else None
