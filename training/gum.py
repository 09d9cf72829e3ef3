"""Reads GUM's entities and coreference from its CoNLL-U files: the field `Entity` of column 10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Span
from prepare import Sentence, sentence_text

NOT_FREE = re.compile(r"GUM_conversation_|GUM_court_carpet")
"""Documents whose texts, from the Santa Barbara Corpus, may not be passed on in changed form: never trained on."""
BRACKET = re.compile(r"\(([^()]+)(\)?)|(\d+)\)")
FIELDS = ("group", "etype", "infstat", "salience", "centering", "minspan", "link", "identity")
FORM, UPOS, HEAD = 1, 3, 6
"""Columns of a row: word, its part of speech, its head."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase of a document that GUM marks; offsets are characters of the document's text."""

    span: Span
    head: Span
    """Its grammatical head, one word."""
    core: Span
    """From the first to the last of the words that name it: the whole of a name, the head of a description."""
    cluster: int
    etype: str
    link: str
    """How it is bound to its cluster: `coref`, `ana`, `cata`, `appos`, `pred`, `disc` or `sgl`."""
    tag: str
    """Part of speech of its head."""

    @property
    def form(self) -> str:
        """`pronoun`, `name` (its head is a proper noun) or `description`."""
        if self.tag == "PRON" and self.span == self.head:
            return "pronoun"
        return "name" if self.tag == "PROPN" else "description"


@dataclass
class Article:
    """A document of GUM as plain text."""

    id: str
    text: str = ""
    blocks: list[Span] = field(default_factory=list)
    """Its paragraphs."""
    sentences: list[Span] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)

    def clusters(self) -> dict[int, list[Phrase]]:
        """The phrases of each thing, in order."""
        found: dict[int, list[Phrase]] = {}
        for phrase in sorted(self.phrases, key=lambda p: (p.span.start, -p.span.end)):
            found.setdefault(phrase.cluster, []).append(phrase)
        return found


def articles(path: Path) -> Iterator[Article]:
    """The documents of one CoNLL-U file, in order."""
    article: Article | None = None
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = block.strip().splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        named = next((line for line in lines if line.startswith("# newdoc")), None)
        if named:
            if article:
                yield finished(article)
            article = Article(named.partition("=")[2].strip())
        if rows and article:
            add_sentence(article, rows, any(line.startswith("# newpar") for line in lines))
    if article:
        yield finished(article)


def finished(article: Article) -> Article:
    """The article with the end of its last paragraph."""
    close_block(article)
    return article


def close_block(article: Article) -> None:
    """Ends the paragraph that is open at the end of the text so far."""
    start = article.blocks[-1].end + 2 if article.blocks else 0
    article.text = article.text.rstrip()
    if len(article.text) > start:
        article.blocks.append(Span(start, len(article.text)))


def add_sentence(article: Article, rows: Sentence, first: bool) -> None:
    """Adds a sentence, the `first` of a paragraph or not, to the article."""
    if first and article.text:
        close_block(article)
        article.text += "\n\n"
    text, words = sentence_text(rows)
    offset = len(article.text)
    article.text += text
    article.sentences.append(Span(offset, offset + len(text.rstrip())))
    places = [Span(offset + start, offset + start + len(row[FORM])) for start, row in words]
    cells = [row for _, row in words]
    article.phrases += [phrase(fields, first, last, (cells, places)) for fields, first, last in brackets(cells)]


def brackets(rows: Sentence) -> Iterator[tuple[dict[str, str], int, int]]:
    """Fields, first and last word of each phrase of a sentence."""
    open_at: dict[str, list[tuple[dict[str, str], int]]] = {}
    for number, row in enumerate(rows):
        entity = next((cell[7:] for cell in row[9].split("|") if cell.startswith("Entity=")), "")
        for opened, closed, group in BRACKET.findall(entity):
            if not opened:
                yield *open_at[group].pop(), number
                continue
            fields = dict(zip(FIELDS, opened.split("-", len(FIELDS) - 1), strict=False))
            if closed:
                yield fields, number, number
            else:
                open_at.setdefault(fields["group"], []).append((fields, number))


def phrase(fields: dict[str, str], first: int, last: int, sentence: tuple[Sentence, list[Span]]) -> Phrase:
    """The phrase over the words `first` to `last` of a sentence, which is given as rows and places of its words."""
    rows, places = sentence
    inside = range(first, last + 1)
    head = next((i for i in inside if not first <= int(rows[i][HEAD]) - 1 <= last), first)
    least = [first + int(number) - 1 for number in fields["minspan"].split(",") if number.isdigit()] or [head]
    return Phrase(
        Span(places[first].start, places[last].end), places[head],
        Span(places[min(least)].start, places[min(max(least), last)].end),
        int(fields["group"]), fields["etype"], fields["link"], rows[head][UPOS],
    )  # fmt: skip
