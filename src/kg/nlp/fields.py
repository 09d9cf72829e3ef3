"""Words of a post that look like the name of a body: `Trade and Labour Minister`, `Chancellor of the Exchequer`."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.model import Span
from kg.names import plain

MINISTERS = frozenset({"minister", "secretary"})
SPEAKERS = frozenset({"commissioner", "spokesman", "spokeswoman", "spokesperson"})

OFFICES = frozenset({"department", "ministry", "office"})
"""Last words of bodies that have ministers: `Home Office minister`."""

UNSHARED = "First|Foreign|Home|Prime"
"""Before `Minister` or `Secretary`, what stands behind no `and` as the second field of one post."""
_JOINT_FIELDS = re.compile(
    rf"\b(?!Mr|Ms|Mrs)[A-Z]\w+(?:, [A-Z]\w+)*,? and (?!(?:{UNSHARED})\b)[A-Z]\w+ (?=(?:Minister|Secretary)\b)"
)
_LONGEST = 40
"""Characters before a name in which the rest of an office is looked for."""
_WORD = re.compile(r"\w+")


def is_field(kind: str, words: str, following: str) -> bool:
    """Whether these words are the field of a minister, not a body: `Home Secretary`, `Monetary Affairs Commissioner`.

    `following` is the word that follows.
    """
    holder = following.casefold() if kind == "GovernmentAgency" and not words.isupper() else ""
    if holder in MINISTERS:
        return words.split()[-1].casefold() not in OFFICES
    return holder in SPEAKERS and words.casefold().endswith("affairs")


def joint_fields(text: str) -> list[Span]:
    """Where several fields of one post stand before it, in text order: `Trade and Labour` before `Minister`."""
    return [Span(found.start(), found.end() - 1) for found in _JOINT_FIELDS.finditer(text)]


def ends_office(text: str, span: Span, offices: Collection[str]) -> bool:
    """Whether the words at `span` only end one of `offices` that begins before them: `Chancellor of the Exchequer`.

    `offices` are in plain words.
    """
    start = max(span.start - _LONGEST, 0)
    begins = (word.start() for word in _WORD.finditer(text, start, span.start))
    return any(plain(text[at : span.end]) in offices for at in begins)
