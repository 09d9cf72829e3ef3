"""Reads the project's annotated passages (`corpus/*.txt`, format in `corpus/FORMAT.md`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
TAG = re.compile(r"=([ev]\d+)/([A-Za-z]+)\}")
QUALIFIER = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')

Fact = tuple[str, str, str, dict[str, str]]
"""Subject id, predicate, object id, qualifiers."""


@dataclass
class Mark:
    """A marked span: characters, half-open; `id` tells which thing or value it is."""

    start: int
    end: int
    id: str
    kind: str


@dataclass
class Passage:
    """One annotated passage."""

    id: str
    text: str
    marks: list[Mark]
    facts: list[Fact] = field(default_factory=list)


def strip_markup(marked: str) -> tuple[str, list[Mark]]:
    """The plain text and its marks, in order of start, longer first; braces may nest."""
    text: list[str] = []
    open_at: list[int] = []
    marks: list[Mark] = []
    place = 0
    while place < len(marked):
        tag = TAG.match(marked, place)
        if tag and open_at:
            marks.append(Mark(open_at.pop(), len(text), tag[1], tag[2]))
            place = tag.end()
            continue
        if marked[place] == "{":
            open_at.append(len(text))
        else:
            text.append(marked[place])
        place += 1
    if open_at:
        raise ValueError(f"a brace never closes near {''.join(text[-30:])!r}")
    return "".join(text), sorted(marks, key=lambda m: (m.start, -m.end))


def parse(block: str) -> Passage:
    """The passage that a block after `==` writes down."""
    head, *lines = block.strip().splitlines()
    marked = " ".join(line.strip() for line in lines if not line.startswith("--")).strip()
    text, marks = strip_markup(marked)
    passage = Passage(head.strip(), text, marks)
    for line in lines:
        if line.startswith("--"):
            triple, _, tail = line[2:].partition("|")
            subject, predicate, obj = triple.split()
            qualifiers = {key: quoted or bare for key, quoted, bare in QUALIFIER.findall(tail)}
            passage.facts.append((subject, predicate, obj, qualifiers))
    return passage


def read(path: Path) -> Iterator[Passage]:
    """The passages of one file, in order."""
    for block in re.split(r"^==", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        yield parse(block)


def split(passages: list[Passage]) -> dict[str, list[Passage]]:
    """By position in the file: every tenth passage is `dev`, the one after it `test`, the others `train`."""
    parts: dict[str, list[Passage]] = {"train": [], "dev": [], "test": []}
    for number, passage in enumerate(passages):
        parts[{8: "dev", 9: "test"}.get(number % 10, "train")].append(passage)
    return parts


def read_parts(folder: Path = CORPUS) -> dict[str, list[Passage]]:
    """The passages of all files, by part."""
    parts: dict[str, list[Passage]] = {}
    for path in sorted(folder.glob("*.txt")):
        for part, passages in split(list(read(path))).items():
            parts.setdefault(part, []).extend(passages)
    return parts
