"""The number of a noun, as its last letters tell it."""

from __future__ import annotations


def is_plural(noun: str) -> bool:
    """Whether a noun, in lower case, looks like a plural: `chairmen`, `units`; `boss` does not."""
    return noun.endswith(("s", "men")) and not noun.endswith("ss")


def singular(noun: str) -> str:
    """One of those that a noun in lower case names: `chief executives`, `chairmen`; what is no plural stays."""
    if not is_plural(noun):
        return noun
    return f"{noun[:-3]}man" if noun.endswith("men") else noun.removesuffix("s")
