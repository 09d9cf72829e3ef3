"""Finds events that a text only describes: `the symposium`, `this year's summit`, `the annual meeting`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.model import Span

_HEADS = (
    "summit symposium conference congress forum seminar workshop convention hearing gala ceremony expo exhibition "
    "festival meeting gathering event occasion round-?table round\\stable"
).split()
_GATHERING = re.compile(rf"\b(?:{'|'.join(_HEADS)})$", re.IGNORECASE)
_HEAD_BEHIND = re.compile(rf"\s(?:{'|'.join(_HEADS)})\b")
_DETERMINED = r"(?:[Tt]he|[Tt]his|[Tt]hat|[Aa]n?|[Ii]ts)\s+annual\s+|(?:[Tt]he|[Tt]his)\s+(?:[a-z-]+\s){0,2}"
_EVENT = re.compile(rf"\b(?:{_DETERMINED})(?:{'|'.join(_HEADS)})\b(?!\s+(?:of|on|room|hall|centre))")
"""Definite, and not told apart by what follows: `the meeting of shareholders` is left to the model.

So are words with capitals, which name the event (`the Harbour Forum`) or somebody: of 260 in the corpus all but 27.
"""

_ANOTHER = re.compile(r"(?:the\s+)?(?:next|another|other|previous|earlier|last|following|subsequent)\s", re.IGNORECASE)


def is_described(words: str) -> bool:
    """Whether all of `words` describe an event."""
    return _EVENT.fullmatch(words) is not None


def is_another(words: str) -> bool:
    """Whether a description sets its event apart from the one spoken of: `the next meeting`, `the previous summit`."""
    return _ANOTHER.match(words) is not None


def end_of_head(text: str, span: Span) -> int:
    """Where an event's name ends if its head was cut off, `spring` `conference`; else -1.

    A name that such a head only follows ends with a capital, as `Harbour Days` does before `festival`.
    """
    found = _HEAD_BEHIND.match(text, span.end) if text[span.start : span.end].split()[-1].islower() else None
    return found.end() if found else -1


def named_in(description: str, names: Iterable[str]) -> str | None:
    """The longest of the names of events that is a part of a description: `The Harbour Awards ceremony` names one."""
    if not _GATHERING.search(description):
        return None
    found = (name for name in names if re.search(rf"\b{re.escape(name)}\s+[a-z]", description))
    return max(found, key=len, default=None)


def may_gather(event: str) -> bool:
    """Whether people meet at what is called so, and `the seminar` may be it: an `election` is an event of another kind.

    A name whose last word has a capital (`Harbour Expo`, `Declaration Day`) does not tell its kind.
    """
    return not event.split()[-1].islower() or _GATHERING.search(event) is not None


def find(text: str, body: Sequence[Span]) -> list[Span]:
    """The described events inside the parts of `body`, in text order, article included."""
    return [Span(*found.span()) for part in body for found in _EVENT.finditer(text, part.start, part.end)]
