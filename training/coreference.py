"""Stories that teach which mentions are the same thing, from GUM and GAP.

GUM marks every noun phrase; kept are those of things that the project's conventions know. GAP says of one pronoun a
passage which of two names it means; all else in its passages is marked by the reader that ships.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import labels
from corpus import Mark, Passage
from gum import NOT_FREE, Article, Phrase, articles
from kg.model import Span
from kg.nlp import Analyzer
from kg.nlp.pieces import PieceTokenizer
from prepare import Story, story
from silver import silvers

PIECES = 300
"""Word pieces of a window of sentences."""
GROUPS = {
    "person": "Person", "organization": "Org", "place": "Place", "event": "Thing", "object": "Thing", "animal": "Thing",
}  # fmt: skip
"""What descriptions of each type of GUM are marked as; abstract things, times and substances are not marked."""
CLASSES = {"person": "Person", "organization": "Organization", "place": "Place", "event": "Event", "object": "Product"}
"""Class of a name that the reader does not see."""
ASIDE = ("pred", "appos", "disc")
"""Phrases that say what a thing is, or point at a clause: by the project's conventions no mentions."""
GAP_PARTS = ("development", "validation")
FRESH = 1000
"""Numbers of things that the reader does not see."""
REFERENCES = (*labels.REFERENCES, "desc", "pron")


def stories(gum: Path, gap: Path, tokenize: PieceTokenizer, analyzer: Analyzer) -> list[Story]:
    """Stories of GUM's train part and of GAP's development and validation parts; no relation is annotated in them."""
    found = gum_stories(next(gum.glob("*train.conllu")), tokenize, analyzer)
    return [*found, *gap_stories([gap / f"gap-{part}.tsv" for part in GAP_PARTS], tokenize, analyzer)]


# GUM ---------------------------------------------------------------------


def gum_stories(path: Path, tokenize: PieceTokenizer, analyzer: Analyzer) -> Iterator[Story]:
    """Windows of the articles whose texts are free, with descriptions and pronouns annotated in full, names as read."""
    free = [article for article in articles(path) if not NOT_FREE.search(article.id)]
    windows = [(article, window) for article in free for window in cut(article, tokenize)]
    texts = [article.text[window.start : window.end] for article, window in windows]
    for number, ((article, window), read) in enumerate(zip(windows, silvers(texts, analyzer), strict=True)):
        passage = Passage(f"{article.id}-{number}", read.text, gum_marks(article, window, read.marks))
        yield replace(story(passage, tokenize), known=frozenset(), tagged=(False, True, False))


def cut(article: Article, tokenize: PieceTokenizer) -> list[Span]:
    """Spans of whole sentences of at most `PIECES` word pieces, or of one sentence that is longer."""
    spans: list[Span] = []
    size = 0
    for sentence in article.sentences:
        length = len(tokenize(article.text[sentence.start : sentence.end]))
        if spans and size + length <= PIECES:
            spans[-1] = Span(spans[-1].start, sentence.end)
            size += length
        else:
            spans.append(sentence)
            size = length
    return spans


def gum_marks(article: Article, window: Span, read: Sequence[Mark]) -> list[Mark]:
    """The marks of one window of an article; `read` are those that the reader sees there."""
    kept = [phrase for phrase in article.phrases if is_marked(phrase)]
    sizes = Counter(phrase.cluster for phrase in kept)
    inside = sorted((p for p in kept if window.covers(p.span)), key=lambda p: (p.span.start, -p.span.end))
    lists = {p for p in inside for q in inside if q.head == p.head and q.cluster != p.cluster and p.span.covers(q.span)}
    after = {p.span.start: p.span.end + 1 for p in inside if p.form == "pronoun"}
    names = [m for m in read if m.kind in labels.CLASSES]
    marks: dict[tuple[int, int], Mark] = {}
    for phrase in inside:
        if phrase in lists:
            continue
        mark = name_mark(phrase, window, names) if phrase.form == "name" else None
        if mark is None and sizes[phrase.cluster] > 1 and phrase.etype in GROUPS:
            mark = other_mark(phrase, window, after)
        if mark is not None:
            marks.setdefault((mark.start, mark.end), mark)
    return sorted(marks.values(), key=lambda mark: (mark.start, -mark.end))


def is_marked(phrase: Phrase) -> bool:
    """Whether the project's conventions may mark such a phrase."""
    return phrase.form != "description" or (phrase.tag == "NOUN" and phrase.link not in ASIDE)


def name_mark(phrase: Phrase, window: Span, names: Sequence[Mark]) -> Mark | None:
    """The longest name that the reader sees in the phrase, if its head is in it, as the thing of the phrase."""
    span, head = (Span(s.start - window.start, s.end - window.start) for s in (phrase.span, phrase.head))
    fit = [m for m in names if span.covers(Span(m.start, m.end)) and Span(m.start, m.end).covers(head)]
    best = max(fit, key=lambda m: m.end - m.start, default=None)
    return best and Mark(best.start, best.end, f"e{phrase.cluster}", best.kind)


def other_mark(phrase: Phrase, window: Span, after: dict[int, int]) -> Mark | None:
    """The mark of a pronoun, of a description up to its head, or of a name that the reader does not see.

    `after` tells where the words after a pronoun begin: `his` is no part of the description `brother`, since tags of
    one layer do not nest.
    """
    span, kind = phrase.span, CLASSES.get(phrase.etype)
    if phrase.form == "pronoun":
        kind = "PronPerson" if phrase.etype == "person" else "PronThing"
    elif phrase.form == "name":
        span = phrase.core
    else:
        kind = f"Desc{GROUPS[phrase.etype]}"
        span = Span(after.get(span.start, span.start), phrase.head.end)
    if kind is None:
        return None
    start = span.start - window.start
    return Mark(start, span.end - window.start, f"e{phrase.cluster}", kind)


# GAP ---------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A passage of GAP: which of two names does the pronoun mean?"""

    id: str
    text: str
    pronoun: Span
    names: tuple[Span, Span]
    right: tuple[bool, bool]


def questions(path: Path) -> Iterator[Question]:
    """The passages of one file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = tuple(span_at(row, column) for column in "AB")
            right = tuple(row[f"{column}-coref"].upper() == "TRUE" for column in "AB")
            yield Question(row["ID"], row["Text"], span_at(row, "Pronoun"), names, right)


def span_at(row: dict[str, str], column: str) -> Span:
    """Where the words of a column stand in the text."""
    start = int(row[f"{column}-offset"])
    return Span(start, start + len(row[column]))


def gap_stories(paths: Sequence[Path], tokenize: PieceTokenizer, analyzer: Analyzer) -> Iterator[Story]:
    """Passages of whose pronoun the right name is known; judged is the later of the two."""
    asked = [question for path in paths for question in questions(path) if any(question.right)]
    for question, read in zip(asked, silvers((q.text for q in asked), analyzer), strict=True):
        marks, later = gap_marks(question, read.marks)
        if later is not None:
            first = tokenize(question.text).touching(later.start, later.end)[0]
            made = story(Passage(question.id, question.text, marks), tokenize)
            yield replace(made, known=frozenset(), tagged=(False, False, False), judged=frozenset({first}))


def gap_marks(question: Question, read: Sequence[Mark]) -> tuple[list[Mark], Mark | None]:
    """What the reader sees, with the pronoun bound to the right name; and the mark whose antecedents are then known.

    That is the pronoun, or the first of its names if all stand after it. None if the reader takes both names for one.
    """
    marks = [m for m in read if not Span(m.start, m.end).overlaps(question.pronoun)]
    ids = []
    for number, span in enumerate(question.names):
        touching = [m for m in marks if m.kind not in REFERENCES and Span(m.start, m.end).overlaps(span)]
        if touching:
            ids.append(max(touching, key=lambda m: min(m.end, span.end) - max(m.start, span.start)).id)
        else:
            marks.append(Mark(span.start, span.end, f"e{FRESH + number}", "Person"))
            ids.append(marks[-1].id)
    right = ids[question.right.index(True)]
    pronoun = Mark(question.pronoun.start, question.pronoun.end, right, "PronPerson")
    first = min((m for m in marks if m.id == right and m.kind not in REFERENCES), key=lambda m: m.start)
    later = None if ids[0] == ids[1] else max(first, pronoun, key=lambda m: m.start)
    return sorted([*marks, pronoun], key=lambda mark: (mark.start, -mark.end)), later
