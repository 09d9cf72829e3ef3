"""What of a text is to be read: its blocks less the page's furniture.

A block is judged by what it says (`phrases.py`), by its shape and by where it stands. Losing a sentence is worse than
keeping a button: a sentence is given up only where its words leave little doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.documents.dates import is_date_line
from kg.documents.phrases import kinds_of
from kg.model import Span

_LONGEST = 400
"""Characters; longer blocks are text. The longest notice seen, a wire agency's copyright, has 210."""
_ENOUGH = 3.0
"""Score from which a block is furniture: one telling phrase in something that is no sentence of the article."""
_SENTENCE_WORDS = 8
_HEADLINE_WORDS = 4
_LABEL_WORDS = 3
_CREDIT_WORDS = 6
_CREDITS = 2
_LIST_HEADS = frozenset({"related", "tags"})
_TAIL_HEADS = frozenset({"comment", "share", "newsletter", "copyright", "related", "tags"})

_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SECOND_PERSON = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
_SMALL_WORDS = "of the and for in on de la le du der von van & at"
_SMALL = frozenset(_SMALL_WORDS.split())
_AFTER_END = re.compile(r"(?P<before>[\w%)\]\"”’']+)[.!?][\"”’)\]]*\s+(?P<rest>[^.!?]{2,60})$")
_TITLES = "mr mrs ms dr prof gen sen rep gov st co corp inc ltd bros jr sr no vs sir rev lt col capt messrs hon pres"
_ABBREVIATIONS = frozenset(_TITLES.split())
_GIVEN_BY = re.compile(
    r"\s*[(\[—–-]?\s*\b(?:photo(?:graph)?s?|images?|pictures?|source|credit)(?: credit| courtesy| by)?"
    r"\s*:\s*[^.!?:]{2,60}[)\]]?\.?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\s*[(\[—–-]+\s*(?:[A-Z][\w.]*[ /]?){1,4}[)\]]?$")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+[ ,]+){1,5}(?:[A-Z][a-z]+\.?[ ,]+){0,2}(?:\d{1,2}[ ,]+)?(?:\d{4} )?"
    r"\([A-Z][\w./ -]{1,25}\)\s*[-–—]+\s*"
)


def body_spans(text: str, blocks: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of `text` to read, in order and disjoint, none of them across two of `blocks`."""
    blocks = [block for block in blocks if any(map(str.isalnum, text[block.start : block.end]))]
    lines = [text[block.start : block.end] if block.end - block.start <= _LONGEST else "" for block in blocks]
    prose = [not line or _is_prose(line) for line in lines]
    kept = _kept(lines, prose)
    last = max((index for index, keep in enumerate(kept) if keep and prose[index]), default=-1)
    spans = (_trimmed(text, block, i == last) for i, block in enumerate(blocks) if kept[i])
    return tuple(span for span in spans if span.start < span.end)


def _kept(lines: list[str], prose: list[bool]) -> list[bool]:
    """For each block whether it is kept; a long block is an empty line here."""
    first = next((index for index, is_prose in enumerate(prose) if is_prose), len(lines))
    last = next((index for index in range(len(lines) - 1, -1, -1) if prose[index]), len(lines))
    kinds = [_kinds(line) if line else [] for line in lines]
    kept = [
        not line or _score(line, hits, is_prose, not first <= index <= last) < _ENOUGH
        for index, (line, hits, is_prose) in enumerate(zip(lines, kinds, prose, strict=True))
    ]
    _drop_lists(kinds, prose, kept)
    _drop_labels(lines[:first], kept)
    _drop_tail(lines, kinds, last, kept)
    return kept


def _kinds(line: str) -> list[str]:
    return kinds_of(line) + ["date"] * is_date_line(line)


def _score(line: str, kinds: list[str], is_prose: bool, outside: bool) -> float:
    """How much `line` is like furniture; `outside` says that it stands before or after all of the article's prose."""
    if not kinds:
        return 0.0
    score = 3.0 * len(kinds)
    score += 1.0 if outside else -0.5
    score += 1.0 if _SECOND_PERSON.search(line) and '"' not in line and "“" not in line else 0.0
    return score - 2.0 if is_prose else score + 0.5


def _is_prose(line: str) -> bool:
    words = line.split()
    if len(words) >= _SENTENCE_WORDS and _ENDS_SENTENCE.search(line):
        return True
    return len(words) >= 20


def _drop_lists(kinds: list[list[str]], prose: list[bool], kept: list[bool]) -> None:
    """Give up what stands under `Related stories:`, `Tags:` until the next prose."""
    in_list = False
    for index, hits in enumerate(kinds):
        in_list = not prose[index] and (in_list or (not kept[index] and not _LIST_HEADS.isdisjoint(hits)))
        kept[index] = kept[index] and not in_list


def _drop_labels(lines: list[str], kept: list[bool]) -> None:
    """Above the prose: give up section names, menus and bare names, where a headline stands there too."""
    left = [index for index in range(len(lines)) if kept[index]]
    headline = max(left, key=lambda index: len(lines[index].split()), default=-1)
    if headline < 0 or len(lines[headline].split()) < _HEADLINE_WORDS:
        return
    for index in left:
        kept[index] = not _is_label(lines[index])


def _drop_tail(lines: list[str], kinds: list[list[str]], last: int, kept: list[bool]) -> None:
    """Below the prose: give up fragments once a comment box, share bar or the like has begun, and a bare name."""
    tail = range(last + 1, len(lines))
    names = [index for index in tail if kept[index] and _is_name(lines[index], _CREDIT_WORDS)]
    credits = names if len(names) <= _CREDITS else []  # more of them are a list that belongs to the article
    begun = False
    for index in tail:
        begun = begun or (not kept[index] and not _TAIL_HEADS.isdisjoint(kinds[index]))
        kept[index] = kept[index] and not begun and index not in credits


def _is_label(line: str) -> bool:
    return _is_name(line, _LABEL_WORDS) or (len(line.split()) <= 2 and not _ENDS_SENTENCE.search(line))


def _is_name(line: str, most: int) -> bool:
    """Whether `line` is up to `most` words in capitals and no sentence: a section, a writer, a paper."""
    words = [word.strip("\"'“”‘’()[],|-–—") for word in line.split()]
    words = [word for word in words if word]
    if not words or len(words) > most or _ENDS_SENTENCE.search(line):
        return False
    return all(word[0].isupper() or word.lower() in _SMALL for word in words) and words[-1].lower() not in _SMALL


def _trimmed(text: str, block: Span, is_last: bool) -> Span:
    """`block` without an agency's dateline before it and without the credit behind its last sentence."""
    start, end = block.start, block.end
    if match := _DATELINE.match(text, start, min(end, start + 90)):
        start = match.end()
    low = max(start, end - 160)
    tail = text[low:end]
    if (match := _GIVEN_BY.search(tail)) and _ENDS_SENTENCE.search(tail[: match.start()].rstrip()):
        end = low + len(tail[: match.start()].rstrip())
    elif is_last:
        end = low + len(_without_credit(tail))
    return Span(start, end)


def _without_credit(tail: str) -> str:
    """`tail` up to its last full sentence, where only a name follows that: `… in 2022. South China Morning Post`."""
    match = _AFTER_END.search(tail)
    if not match:
        return tail
    before, rest = match["before"], match["rest"]
    ends = len(before) > 2 and before.lower() not in _ABBREVIATIONS and not before.isupper()
    named = _is_name(rest, _CREDIT_WORDS) or bool(_AGENCY.fullmatch(" " + rest))
    return tail[: match.start("rest")].rstrip() if ends and named else tail
