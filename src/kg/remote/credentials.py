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
    scheme = word.lower()
    if scheme == "bearer" and rest.strip():
        return _token(rest.strip())
    if scheme in ("basic", "digest") and ":" in rest:
        user, _, secret = rest.strip().partition(":")
        return Credentials("digest" if scheme == "digest" else "basic", user, secret)
    if ":" in line:
        user, _, secret = line.partition(":")
        return Credentials("basic", user, secret)
    return _token(line)


def _token(text: str) -> Credentials | None:
    fits = text.isascii() and text.isprintable() and " " not in text
    return Credentials("bearer", secret=text) if fits else None
