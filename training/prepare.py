"""Turns annotated data into arrays for `train.py`.

    python training/prepare.py --ud DIR --gum DIR --gap DIR --knowledgenet DIR --tokenizer tokenizer.json

`DIR` are checkouts of Universal Dependencies English-EWT, of GUM (the part whose texts may be used commercially), of
GAP and of KnowledgeNet. What the last two and GUM do not annotate is marked by the reader that ships.
"""

from __future__ import annotations

import argparse
import collections
import pickle
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import labels
from corpus import Fact, Mark, Passage, read_parts
from kg import nlp, ontology
from kg.nlp.lemmas import lemma_rule
from kg.nlp.pieces import Pieces, PieceTokenizer
from kg.settings import Settings
from swap import Swapper

WINDOW = 192
"""Word pieces of a window of treebank sentences."""
KIND = {kind: i for i, kind in enumerate(labels.KINDS)}
LINK = {name: i for i, name in enumerate(labels.LINKS)}
QUOTED = ("title", "reason")
"""Qualifiers whose words are spans to tag."""
FRESH = 1000
"""Chain numbers from here on belong to titles and reasons."""
VERSIONS = 3
"""How many times each passage is told with other names."""
LONGEST = 400
"""Word pieces of a treebank sentence that may still be a window."""

Sentence = list[list[str]]
"""Rows of ten cells of a CoNLL-U file."""
Words = list[tuple[int, list[str]]]
"""The character where each syntactic word begins, and its row."""


@dataclass
class Story:
    """A passage as arrays: mentions are rows (first piece, piece after the last, kind, chain)."""

    id: str
    ids: np.ndarray
    cases: np.ndarray
    mentions: np.ndarray
    names: dict[int, frozenset[str]]
    facts: list[tuple[int, int, int, int, int]]
    """Subject chain, link label, object chain, status, modality; status -1 where it does not apply."""
    known: frozenset[int] | None = None
    """The link labels that are annotated: of the others nothing is known. None: all are."""
    unsure: frozenset[tuple[int, int, int]] = frozenset()
    """(Subject chain, link label, object chain) of which nothing is known, though the label is annotated."""
    tagged: tuple[bool, bool, bool] = (True, True, True)
    """Which tag layers are annotated."""
    judged: frozenset[int] | None = None
    """First pieces of the mentions whose antecedents are annotated. None: all are."""


@dataclass
class Trees:
    """Some sentences of one treebank document as arrays with one row a word."""

    ids: np.ndarray
    cases: np.ndarray
    words: np.ndarray
    """First piece of each word."""
    sentences: np.ndarray
    heads: np.ndarray
    """Index of the head word in the window; a root points at itself."""
    rows: dict[str, list[str]] = field(default_factory=dict)


def kind_of(mark: Mark, kinds: dict[str, str]) -> str:
    """The tag of a mark: descriptions and pronouns carry the coarse kind of what they stand for."""
    if mark.kind not in ("desc", "pron"):
        return mark.kind
    group = labels.GROUPS.get(kinds.get(mark.id, "Organization"), 1)
    if mark.kind == "pron":
        return "PronPerson" if group == 0 else "PronThing"
    return {0: "DescPerson", 1: "DescOrg", 2: "DescPlace"}.get(group, "DescThing")


def spans_of_qualifier(passage: Passage, quoted: str, ends: tuple[str, str]) -> Mark | None:
    """Where a title or reason stands: the occurrence nearest to a mention of either end of its fact."""
    marks = [m for m in passage.marks if m.id in ends]
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(quoted)}(?!\w)", passage.text)]
    if not found or not marks:
        return None
    start = min(found, key=lambda at: min(abs(at - m.start) + abs(at + len(quoted) - m.end) for m in marks))
    return Mark(start, start + len(quoted), "", "")


def story(passage: Passage, tokenize: PieceTokenizer) -> Story:
    """The passage as arrays; titles and reasons are mentions of things of their own."""
    pieces = tokenize(passage.text)
    kinds = {m.id: m.kind for m in passage.marks if m.kind not in ("desc", "pron")}
    chains = {ident: i for i, ident in enumerate(dict.fromkeys(m.id for m in passage.marks))}
    rows = {(*pieces.touching(m.start, m.end), KIND[kind_of(m, kinds)]): chains[m.id] for m in passage.marks}
    facts = []
    for fact in passage.facts:
        subject, predicate, obj, qualifiers = fact
        s, o = chains[subject], chains[obj]
        status = labels.STATUSES.index(qualifiers.get("status", ""))
        modality = labels.MODALITIES.index(qualifiers.get("modality", "asserted"))
        facts.append((s, LINK[predicate], o, status, modality))
        for name in labels.QUALIFIERS:
            target = chains.get(qualifiers.get(name, ""))
            if target is None and name in QUOTED and name in qualifiers:
                target = quoted_chain(passage, fact, name, pieces, rows)
            if target is not None:
                facts += [(s, LINK[name], target, -1, -1), (o, LINK[name + "^"], target, -1, -1)]
    mentions = np.array(sorted((*span, chain) for span, chain in rows.items()), dtype=np.int64).reshape(-1, 4)
    return Story(passage.id, pieces.ids, pieces.cases, mentions, names_of(passage, chains), facts)


def quoted_chain(
    passage: Passage, fact: Fact, name: str, pieces: Pieces, rows: dict[tuple[int, int, int], int]
) -> int | None:
    """The chain of a title or reason, whose span is added to `rows`; None where the text does not have its words."""
    mark = spans_of_qualifier(passage, fact[3][name], (fact[0], fact[2]))
    if mark is None:
        return None
    key = (*pieces.touching(mark.start, mark.end), KIND[name.capitalize()])
    return rows.setdefault(key, FRESH + len(rows))


def names_of(passage: Passage, chains: dict[str, int]) -> dict[int, frozenset[str]]:
    """The names that the passage gives each thing, by chain."""
    names: dict[int, set[str]] = collections.defaultdict(set)
    for m in passage.marks:
        if m.kind in labels.CLASSES:
            names[chains[m.id]].add(passage.text[m.start : m.end])
    return {chain: frozenset(found) for chain, found in names.items()}


def conllu(path: Path, leave_out: str) -> Iterator[list[Sentence]]:
    """Documents of a CoNLL-U file, without those whose id contains `leave_out`."""
    document: list[Sentence] = []
    sentence: Sentence = []
    skip = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if document:
                yield document
            document = []
            skip = bool(leave_out) and leave_out in line
        elif not line.strip():
            if sentence and not skip:
                document.append(sentence)
            sentence = []
        elif not line.startswith("#"):
            sentence.append(line.split("\t"))
    if document:
        yield document


def sentence_text(rows: Sentence) -> tuple[str, Words]:
    """The text of a sentence, and its syntactic words with the character where each begins."""
    text, words = "", []
    joined_until = 0
    for row in rows:
        space = "" if "SpaceAfter=No" in row[9] else " "
        if "-" in row[0]:
            offset, joined_until = len(text), int(row[0].split("-")[1])
            text += row[1] + space
        elif "." not in row[0]:
            number = int(row[0])
            if number <= joined_until:
                words.append((offset, row))
                offset += len(row[1])
            else:
                words.append((len(text), row))
                text += row[1] + space
    return text.rstrip() + " ", words


def trees(document: list[Sentence], tokenize: PieceTokenizer) -> Iterator[Trees]:
    """Windows of whole sentences of a document."""
    batch: list[tuple[str, Words]] = []
    size = 0
    for rows in document:
        text, words = sentence_text(rows)
        length = len(tokenize(text))
        if batch and size + length > WINDOW:
            yield window(batch, tokenize)
            batch, size = [], 0
        if length <= LONGEST:
            batch.append((text, words))
            size += length
    if batch:
        yield window(batch, tokenize)


def window(batch: list[tuple[str, Words]], tokenize: PieceTokenizer) -> Trees:
    """Sentences of (text, words) as arrays."""
    pieces = tokenize("".join(text for text, _ in batch))
    places, sentences, heads = [], [], []
    rows: dict[str, list[str]] = {"upos": [], "xpos": [], "deprel": [], "lemma": []}
    offset = base = 0
    for number, (text, words) in enumerate(batch):
        for index, (start, row) in enumerate(words):
            places.append(min(pieces.touching(offset + start, offset + start + 1)[0], len(pieces) - 1))
            sentences.append(number)
            head = int(row[6])
            heads.append(base + (head - 1 if head else index))
            rows["upos"].append(row[3])
            rows["xpos"].append(row[4])
            rows["deprel"].append(row[7])
            rows["lemma"].append(lemma_rule(row[1], row[2]))
        offset += len(text)
        base += len(words)
    return Trees(pieces.ids, pieces.cases, np.array(places), np.array(sentences), np.array(heads), rows)


def treebank(folders: list[Path], part: str, tokenize: PieceTokenizer) -> list[Trees]:
    """Windows of one part of the treebanks, without conversations, whose licence allows no changes."""
    paths = [next(folder.glob(f"*{part}.conllu")) for folder in folders]
    documents = [document for path in paths for document in conllu(path, "GUM_conversation")]
    return [window for document in documents for window in trees(document, tokenize)]


def swapped(passages: list[Passage], tokenize: PieceTokenizer) -> list[list[Story]]:
    """`VERSIONS` lists of the stories of all passages, with the names of people and firms swapped."""
    swapper, rng = Swapper(passages), random.Random(0)
    return [[story(swapper.swapped(passage, rng), tokenize) for passage in passages] for _ in range(VERSIONS)]


def partly_annotated(options: argparse.Namespace, tokenize: PieceTokenizer) -> dict[str, list[Story]]:
    """Stories of the sources that annotate only some of what the network learns, by source."""
    import coreference  # noqa: PLC0415  (both build on `story`)
    import knowledgenet  # noqa: PLC0415

    analyzer = nlp.load(Settings(), ontology.load())
    return {
        "knowledgenet": knowledgenet.stories(options.knowledgenet, tokenize, analyzer),
        "coreference": coreference.stories(options.gum, options.gap, tokenize, analyzer),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ud", type=Path, required=True)
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--gap", type=Path, required=True)
    parser.add_argument("--knowledgenet", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data")
    options = parser.parse_args()
    tokenize = PieceTokenizer(options.tokenizer)
    options.out.mkdir(parents=True, exist_ok=True)
    for part, passages in read_parts().items():
        stories = [story(passage, tokenize) for passage in passages]
        windows = treebank([options.ud, options.gum], part, tokenize)
        arrays = {"stories": stories, "trees": windows}
        if part == "train":
            arrays |= {"swapped": swapped(passages, tokenize), "partial": partly_annotated(options, tokenize)}
        with (options.out / f"{part}.pickle").open("wb") as file:
            pickle.dump(arrays, file)
        sizes = [sum(len(item.ids) for item in items) for items in (stories, windows)]
        print(f"{part} {len(stories)} stories, {sizes[0]} pieces; {len(windows)} treebank windows, {sizes[1]} pieces")


if __name__ == "__main__":
    main()
