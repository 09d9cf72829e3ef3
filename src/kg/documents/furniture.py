"""What of a text is to be read: its blocks less the page's furniture.

A block is judged by what it says (`phrases.py`), by its shape and by where it stands. Losing a sentence is worse than
keeping a button: a sentence is given up only where its words leave little doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.documents.dates import is_date_line
from kg.documents.phrases import is_signature, kinds_of
from kg.model import Span

_LONGEST = 400
"""Characters; longer blocks are text: a page's notices and buttons have one or two sentences."""
_ENOUGH = 3.0
"""Score from which a block is furniture: one telling phrase in something that is no sentence of the article."""
_SENTENCE_WORDS = 8
"""From so many words on, a line that ends in a full stop is prose; buttons and notices that do are mostly shorter."""
_RUN_ON_WORDS = 6
"""The same for a line with a full stop inside: a short paragraph with a credit behind it."""
_NO_FRAGMENT_WORDS = 20
"""A line so long is prose without a full stop too; the longest of 1,658 headlines has 9."""
_LONG_SENTENCE = 30
"""Words; in so many, one telling phrase may well be the story's own."""
_HEADLINE_WORDS = 4
"""Fewer are no headline beside which the other lines above the prose may be labels."""
_LABEL_WORDS = 3
_CREDIT_WORDS = 6
"""Words in capitals: section names have up to three, papers and agencies up to six."""
_CREDITS = 2
"""Bare names below the prose that may be credits (writer, paper); more are a list of the story's, such as winners."""
_CREDIT_LENGTH = 160
_DATELINE_LENGTH = 90
"""Characters at a block's ends in which credits and datelines are looked for; the patterns fit no longer ones."""
_LIST_HEADS = frozenset({"related", "tags"})
_TAIL_HEADS = frozenset({"comment", "share", "newsletter", "copyright", "related", "tags", "byline"})

_SAYS = re.compile(r"[^\W_]")
_QUOTE = re.compile('["“]')
_NEXT_SENTENCE = re.compile(r"(?<=[.!?\"”’)])\s+(?=[A-Z©\[(#*])")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_INNER_END = re.compile(r"[a-z0-9%)]{2}[.!?][\"”’)]*\s+[A-Z(\[–—©]")
_SECOND_PERSON = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
_SMALL_WORDS = "of the and for in on de la le du der von van & at"
_SMALL = frozenset(_SMALL_WORDS.split())
_AFTER_END = re.compile(r"(?P<before>[\w%)\]\"”’']+)[.!?][\"”’)\]]*\s+(?P<rest>[^.!?]{2,60})$")
_TITLES = "mr mrs ms dr prof gen sen rep gov st co corp inc ltd bros jr sr no vs sir rev lt col capt messrs hon pres"
_ABBREVIATIONS = frozenset(_TITLES.split())
_GIVEN_BY = re.compile(
    r"\s*[(\[—–-]?\s*\b(?:photo(?:graph)?s?|images?|pictures?|source|credit)(?: credit| courtesy| by)?"
    r"\s*:\s*[^.!?:]{2,60}[)\]]?\.?$"
    r"|\s*(?:©|(?:copyright|\(c\))\W*(?:19|20)\d\d).{0,60}$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\s*[(\[—–-]+\s*(?:[A-Z][\w.]*[ /]?){1,4}[)\]]?$")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+[ ,]+){1,5}(?:[A-Z][a-z]+\.?[ ,]+){0,2}(?:\d{1,2}[ ,]+)?(?:\d{4} )?"
    r"\([A-Z][\w./ -]{1,25}\)\s*[-–—]+\s*"
)


@dataclass(frozen=True, slots=True)
class _Block:
    span: Span
    line: str
    """Its text; empty for one too long to be furniture."""
    kinds: tuple[str, ...]
    prose: bool
    apart: bool
    """A blank line stands before it."""

    @property
    def plain(self) -> bool:
        """Whether it is prose without a trace of furniture."""
        return self.prose and not self.kinds


def body_spans(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of `text` to read, in order and disjoint, each within one of the paragraphs `spans`."""
    blocks = _blocks(text, spans)
    kept = _kept(blocks)
    last = _last(keep and block.prose for keep, block in zip(kept, blocks, strict=True))
    trimmed = (_trimmed(text, block, i == last) for i, block in enumerate(blocks) if kept[i])
    return tuple(span for span in trimmed if span.start < span.end)


def _blocks(text: str, spans: Sequence[Span]) -> list[_Block]:
    blocks, end = [], 0
    for span in spans:
        if not _SAYS.search(text, span.start, span.end):
            continue
        line = text[span.start : span.end] if span.end - span.start <= _LONGEST else ""
        kinds = _kinds(line) if line else ()
        apart = text.count("\n", end, span.start) > 1
        blocks.append(_Block(span, line, kinds, not line or _is_prose(line), apart))
        end = span.end
    return blocks


def _kept(blocks: list[_Block]) -> list[bool]:
    """For each block whether it is kept."""
    plain = [index for index, block in enumerate(blocks) if block.plain]
    first, last = (plain[0], plain[-1]) if plain else (len(blocks), len(blocks))
    kept = [
        _score(block.line, block.kinds, block.prose, not first <= index <= last) < _ENOUGH
        for index, block in enumerate(blocks)
    ]
    _drop_lists(blocks, first, kept)
    _drop_labels(blocks[:first], kept)
    _drop_tail(blocks, kept)
    return kept


def _last(flags: Iterable[bool]) -> int:
    """Index of the last true one; -1: none."""
    return max((index for index, flag in enumerate(flags) if flag), default=-1)


def _kinds(line: str) -> tuple[str, ...]:
    return tuple(kinds_of(line)) + ("date",) * is_date_line(line)


def _score(line: str, kinds: Sequence[str], prose: bool, outside: bool) -> float:
    """How much a line is like furniture; `outside`: it stands before or after all of the article's prose."""
    if not kinds:
        return 0.0
    score = 3.0 * len(kinds)
    score += 1.0 if outside else -0.5
    score += 1.0 if _SECOND_PERSON.search(line) and not _QUOTE.search(line) else 0.0
    if not prose:
        return score + 0.5
    return score - 2.0 if len(line.split()) < _LONG_SENTENCE else score - 5.0


def _is_prose(line: str) -> bool:
    words = len(line.split())
    if words >= _SENTENCE_WORDS and _ENDS_SENTENCE.search(line):
        return True
    return words >= _RUN_ON_WORDS and (words >= _NO_FRAGMENT_WORDS or bool(_INNER_END.search(line)))


def _drop_lists(blocks: list[_Block], first: int, kept: list[bool]) -> None:
    """Give up what stands under a bare `Related stories` or `Tags` until the next prose or the list's end."""
    in_list = tight = False
    for index, block in enumerate(blocks[first:], start=first):
        if not kept[index] and not _LIST_HEADS.isdisjoint(block.kinds):
            in_list = len(block.line.split()) <= _HEADLINE_WORDS
            tight = index + 1 < len(blocks) and not blocks[index + 1].apart
        elif block.prose or (tight and block.apart):
            in_list = False
        kept[index] = kept[index] and not in_list


def _drop_labels(blocks: list[_Block], kept: list[bool]) -> None:
    """Above the prose: give up section names, menus and writers' names, where a headline stands there too."""
    left = [index for index in range(len(blocks)) if kept[index]]
    for index in left[1:]:
        kept[index] = not is_signature(blocks[index].line)
    left = [index for index in left if kept[index]]
    headline = max(left, key=lambda index: len(blocks[index].line.split()), default=-1)
    if headline < 0 or len(blocks[headline].line.split()) < _HEADLINE_WORDS:
        return
    for index in left:
        kept[index] = not _is_label(blocks[index].line)


def _drop_tail(blocks: list[_Block], kept: list[bool]) -> None:
    """Below the prose: give up fragments once a comment box, share bar or the like has begun, and a bare name."""
    last = _last(keep and block.prose for keep, block in zip(kept, blocks, strict=True))
    if last < 0:
        return
    tail = range(last + 1, len(blocks))
    names = [index for index in tail if kept[index] and _is_credit(blocks[index].line)]
    credits = names if len(names) <= _CREDITS else []
    begun = False
    for index in tail:
        begun = begun or (not kept[index] and not _TAIL_HEADS.isdisjoint(blocks[index].kinds))
        kept[index] = kept[index] and not begun and index not in credits


def _is_label(line: str) -> bool:
    return _is_name(line, _LABEL_WORDS) or (len(line.split()) <= 2 and not _ENDS_SENTENCE.search(line))


def _is_credit(line: str) -> bool:
    return _is_name(line, _CREDIT_WORDS) or is_signature(line)


def _is_name(line: str, most: int) -> bool:
    """Whether `line` is up to `most` words in capitals and no sentence: a section, a writer, a paper."""
    words = [word.strip("\"'“”‘’()[],|-–—") for word in line.split()]
    words = [word for word in words if word]
    if not words or len(words) > most or _ENDS_SENTENCE.search(line):
        return False
    return all(word[0].isupper() or word.lower() in _SMALL for word in words) and words[-1].lower() not in _SMALL


def _trimmed(text: str, block: _Block, is_last: bool) -> Span:
    """The block's span without an agency's dateline before it and what else than the article stands behind it."""
    start, end = block.span.start, block.span.end
    if match := _DATELINE.match(text, start, min(end, start + _DATELINE_LENGTH)):
        start = match.end()
    low = max(start, end - _LONGEST)
    tail = _without_buttons(text[low:end], is_last)
    if (match := _GIVEN_BY.search(tail, max(0, len(tail) - _CREDIT_LENGTH))) and _ENDS_SENTENCE.search(
        tail[: match.start()].rstrip()
    ):
        tail = tail[: match.start()].rstrip()
    elif is_last:
        tail = _without_credit(tail)
    return Span(start, low + len(tail))


def _without_buttons(tail: str, is_last: bool) -> str:
    """`tail` less the furniture run on to its last sentence, as where a page lost its line breaks."""
    for match in reversed(list(_NEXT_SENTENCE.finditer(tail))):
        line = tail[match.end() :]
        if _score(line, _kinds(line), _is_prose(line), is_last) < _ENOUGH:
            break
        tail = tail[: match.start()]
    return tail


def _without_credit(tail: str) -> str:
    """`tail` up to its last full sentence, where only a name follows that: `… in 2022. South China Morning Post`."""
    match = _AFTER_END.search(tail)
    if not match:
        return tail
    before, rest = match["before"], match["rest"]
    ends = len(before) > 2 and before.lower() not in _ABBREVIATIONS and not before.isupper()
    named = _is_name(rest, _CREDIT_WORDS) or bool(_AGENCY.fullmatch(" " + rest))
    return tail[: match.start("rest")].rstrip() if ends and named else tail
