"""Markdown's own signs: what is a block, and what no reader would say aloud."""

from __future__ import annotations

import re

from kg.documents.blocks import lines_of, without_marker
from kg.documents.dates import iso
from kg.model import Span

_HEADING = re.compile(r"#{1,6}\s+")
_CLOSING = re.compile(r"\s+#+$")
_OWN_BLOCK = re.compile(r"#{1,6}\s|[-*+>•]\s|\d{1,2}[.)]\s|\||!\[")
_SILENT = re.compile(r"(?:[=*_-]\s*){3,}$|!\[[^\]]*\]\([^)]*\)$|<!--.*-->$|\[[^\]]+\]:\s|[|\s:-]+$")
_FENCE = re.compile(r"```|~~~")
_FIELD = re.compile(r"(?P<key>\w+)\s*:\s*(?P<value>.*)")
_BREAK_LIMIT = 300
"""Characters up to which a line is looked at for signs that take up a whole line."""


def front_matter(text: str) -> tuple[str, str]:
    """Title and ISO date that the YAML header of `text` gives; empty where it does not."""
    fields: dict[str, str] = {}
    for line in _header(text):
        if match := _FIELD.match(text, line.start, line.end):
            fields[match["key"].lower()] = match["value"].strip().strip("\"'")
    return fields.get("title", ""), iso(fields.get("published") or fields.get("date", ""))


def markdown_blocks(text: str) -> list[Span]:
    """Spans of headings, paragraphs and list items, without their signs; code, images and the header are left out."""
    blocks: list[Span] = []
    open_block = fenced = False
    for line in lines_of(text)[len(_header(text)) :]:
        fence = bool(_FENCE.match(text, line.start, line.end))
        fenced ^= fence
        if fence or fenced or _is_silent(text, line):
            open_block = False
            continue
        if open_block and not _OWN_BLOCK.match(text, line.start, line.end):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(_without_signs(text, line))
        open_block = not _HEADING.match(text, line.start, line.end)
    return [block for block in blocks if block.start < block.end]


def _header(text: str) -> list[Span]:
    """Lines of the YAML header, its fences included."""
    lines = lines_of(text[:5000])
    if not lines or text[lines[0].start : lines[0].end] != "---":
        return []
    for index, line in enumerate(lines[1:], start=1):
        if text[line.start : line.end] in ("---", "..."):
            return lines[: index + 1]
    return []


def _is_silent(text: str, line: Span) -> bool:
    if line.start == line.end:
        return True
    return line.end - line.start < _BREAK_LIMIT and bool(_SILENT.match(text, line.start, line.end))


def _without_signs(text: str, line: Span) -> Span:
    heading = _HEADING.match(text, line.start, line.end)
    if not heading or line.end - line.start > _BREAK_LIMIT:
        return without_marker(text, line)
    closing = _CLOSING.search(text, heading.end(), line.end)
    return Span(heading.end(), closing.start() if closing else line.end)
