"""Noun phrases of all things, and which of them mean the same, on hand-made trees."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from kg.model import Analysis, Document, Mention, MentionKind, Span
from kg.nlp.coreference import THING, Ranking, Rankings, chains
from kg.nlp.phrases import phrases

VOCAB = spacy.blank("en").vocab
SAME_HEAD = Ranking({"any": -9.0, "same number": 2.0, "no new modifiers": 2.0, "rank": -1.0}, -3.0, 0.5)
SUBJECT = Ranking({"earlier as nsubj": 2.0, "they earlier plural": 2.0, "rank": -1.0}, -1.0, 0.5)
RANKINGS = Rankings(SAME_HEAD, SUBJECT)


def analysis(rows: str, *mentions: tuple[str, MentionKind, str, int]) -> Analysis:
    """A text of `word/TAG/head/relation`s, heads as numbers of words from 0, with the reader's mentions."""
    cells = [row.split("/") for row in rows.split()]
    words = [cell[0] for cell in cells]
    pos = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "VB": "VERB", "JJ": "ADJ", "DT": "DET", "PRP": "PRON"}
    doc = Doc(
        VOCAB,
        words=words,
        heads=[int(cell[2]) for cell in cells],
        deps=[cell[3] for cell in cells],
        tags=[cell[1] for cell in cells],
        pos=[pos.get(cell[1], "X") for cell in cells],
        lemmas=[word.removesuffix("s") if cell[1] == "NNS" else word for word, cell in zip(words, cells, strict=True)],
    )
    text = doc.text
    found = tuple(
        Mention("d", Span(text.index(words), text.index(words) + len(words)), words, kind, type_, chain)
        for words, kind, type_, chain in mentions
    )
    return Analysis(Document("d", text), doc, found, ())


MENDED = (
    "A/DT/2/det new/JJ/2/amod pump/NN/3/nsubj leaks/VB/3/root ././3/punct "
    "Pumps/NNS/6/nsubj fail/VB/6/root ././6/punct "
    "Lund/NNP/9/nsubj mended/VB/9/root the/DT/11/det pump/NN/9/obj ././9/punct"
)
LUND = ("Lund", MentionKind.NAME, "Person", 0)


def grouped(read: Analysis) -> list[list[str]]:
    """The chains of two or more, by their words."""
    found: dict[int, list[str]] = {}
    for mention in chains(read, RANKINGS):
        found.setdefault(mention.chain, []).append(mention.text)
    return [words for words in found.values() if len(words) > 1]


def test_phrases_are_marks_and_other_nouns_with_what_stands_before_them() -> None:
    found = phrases(analysis(MENDED, LUND))
    assert [phrase.words for phrase in found] == ["a new pump", "pumps", "lund", "the pump"]
    assert [phrase.determiner for phrase in found] == ["any", "bare", "bare", "the"]
    assert [phrase.is_plural for phrase in found] == [False, True, False, False]
    assert [phrase.sentence for phrase in found] == [0, 1, 2, 2]


def test_definite_phrase_goes_back_to_the_likeliest_with_its_head() -> None:
    assert grouped(analysis(MENDED, LUND)) == [["A new pump", "the pump"]]


def test_indefinite_phrase_is_another() -> None:
    assert grouped(analysis(MENDED.replace("the/DT", "a/DT"), LUND)) == []


def test_pronoun_goes_back_to_the_likeliest_near_phrase() -> None:
    rows = "Pumps/NNS/1/nsubj leak/VB/1/root ././1/punct They/PRP/4/nsubj rust/VB/4/root ././4/punct"
    assert grouped(analysis(rows)) == [["Pumps", "They"]]


def test_chains_of_the_reader_keep_their_numbers_and_new_ones_follow() -> None:
    rows = "Lund/NNP/1/nsubj said/VB/1/root he/PRP/3/nsubj drinks/VB/1/ccomp tea/NN/3/obj"
    he = ("he", MentionKind.PRONOUN, "Person", 7)
    lund = ("Lund", MentionKind.NAME, "Person", 7)
    found = chains(analysis(rows, lund, he), RANKINGS)
    assert [(one.text, one.chain, one.type) for one in found] == [
        ("Lund", 7, "Person"), ("he", 7, "Person"), ("tea", 8, THING),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "of/IN/1/case course/NN/1/fixed",
        "Mr/NNP/1/nmod:desc Lund/NNP/1/root",
        "pipes/NNS/0/root that/WDT/2/nsubj leak/VB/0/acl:relcl",
    ],
)
def test_parts_of_other_phrases_are_none(rows: str) -> None:
    words = {phrase.words for phrase in phrases(analysis(rows))}
    assert words <= {"pipes", "lund"}
