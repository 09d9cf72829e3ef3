"""A text's paragraphs, whether they are parted by blank lines, by line breaks, or wrapped to a width."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.model import Span

_WIDEST = 120
"""Characters; longer lines are paragraphs, not lines wrapped by hand or by a mailer."""
_LOWER_STARTS = 0.3
"""Share of lines going on in lower case from which a text counts as wrapped: prose has about 0.7, lists near 0."""
_MARKER = re.compile(r"(?:[-*•‣▪–—>]+|\(?\d{1,2}[.)])\s+")


def text_blocks(text: str) -> list[Span]:
    """Spans of the paragraphs of `text`, in order, without the white space and the list marks around them."""
    runs = _runs(text)
    wrapped = _is_wrapped(text, runs)
    width = max((line.end - line.start for run in runs for line in run), default=0)
    blocks = [block for run in runs for block in _joined(text, run, width if wrapped else 0)]
    return [block for block in (without_marker(text, block) for block in blocks) if block.start < block.end]


def lines_of(text: str) -> list[Span]:
    """Spans of the lines of `text` without the white space around them; a blank line is an empty span."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        inner = line.strip()
        begin = start + (len(line) - len(line.lstrip()) if inner else 0)
        spans.append(Span(begin, begin + len(inner)))
        start += len(line)
    return spans


def without_marker(text: str, block: Span) -> Span:
    """`block` without a bullet or number in front."""
    match = _MARKER.match(text, block.start, block.end)
    return Span(match.end(), block.end) if match else block


def _runs(text: str) -> list[list[Span]]:
    """Lines grouped between blank ones."""
    runs: list[list[Span]] = [[]]
    for line in lines_of(text):
        if line.start < line.end:
            runs[-1].append(line)
        else:
            runs.append([])
    return [run for run in runs if run]


def _is_wrapped(text: str, runs: list[list[Span]]) -> bool:
    breaks = [following for run in runs for _, following in pairwise(run)]
    if not breaks or any(line.end - line.start > _WIDEST for run in runs for line in run):
        return False
    return sum(text[line.start].islower() for line in breaks) >= _LOWER_STARTS * len(breaks)


def _joined(text: str, run: list[Span], width: int) -> list[Span]:
    """The run's lines, those that only the page's width parted put together; `width` 0: the text is not wrapped."""
    blocks = [run[0]]
    for line, following in pairwise(run):
        if _goes_on(text, line, following, width):
            blocks[-1] = Span(blocks[-1].start, following.end)
        else:
            blocks.append(following)
    return blocks


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    if _MARKER.match(text, following.start, following.end):
        return False
    if text[following.start].islower():
        return text[line.end - 1] not in ".!?"
    space = text.find(" ", following.start, following.end)
    word = (space if space > 0 else following.end) - following.start
    return width > 0 and line.end - line.start + 1 + word > width
