"""Sketches: equal for equal words, as alike as their texts."""

from __future__ import annotations

import base64
import random

import pytest

from kg.documents.sketch import PLACES, sketch

WORDS = [f"word{number}" for number in range(5000)]


def article(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def likeness(one: str, other: str) -> float:
    first, second = base64.b64decode(one), base64.b64decode(other)
    assert len(first) == len(second) == 2 * PLACES
    return sum(first[at : at + 2] == second[at : at + 2] for at in range(0, len(first), 2)) / PLACES


def common(one: list[str], other: list[str]) -> float:
    """The exact share of common runs of three words."""
    first, second = ({tuple(words[at : at + 3]) for at in range(len(words) - 2)} for words in (one, other))
    return len(first & second) / len(first | second)


@pytest.mark.parametrize("kept", [400, 350, 300, 200, 100, 0])
def test_sketches_are_as_alike_as_their_texts(kept: int) -> None:
    one = article(1)
    other = one[:kept] + article(2)[kept:]
    assert likeness(sketch(" ".join(one)), sketch(" ".join(other))) == pytest.approx(common(one, other), abs=0.12)


def test_case_punctuation_and_lines_do_not_matter() -> None:
    assert sketch("Acme has bought Beta, it said.") == sketch("ACME has\n\nbought “Beta” it said")


def test_order_and_words_do() -> None:
    assert sketch("Acme has bought Beta") != sketch("Beta has bought Acme")


def test_short_texts_have_one_too_and_none_has_none() -> None:
    assert sketch("Acme") == sketch("acme!") != sketch("Beta")
    assert sketch("") == sketch(" .,; ") == ""


def test_a_text_of_many_words_is_worked_on_in_parts() -> None:
    words = article(3, 10_000)
    assert likeness(sketch(" ".join(words)), sketch(" ".join(words[:5_000]))) == pytest.approx(0.5, abs=0.12)


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert base64.b64decode(sketch("Acme has bought Beta Foods."))[:8].hex() == "044da3432b0ca903"
