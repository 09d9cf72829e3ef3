"""Sentences with marks in them."""

from __future__ import annotations

import re

from kg.model import Span
from kg.nlp.marks import Mark

_MARK = re.compile(r"\{([^=}]*)=(\w+)\}")


def parts(marked: str) -> tuple[str, list[Span], list[Mark]]:
    """`{name=Kind}` marks a mark: the text, and the spans and marks in it, whose pieces do not matter."""
    text, spans, found, last = "", [], [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1])))
        found.append(Mark(len(found), len(found) + 1, match[2], 1.0))
        text += match[1]
        last = match.end()
    return text + marked[last:], spans, found
