"""Paragraphs of plain text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.blocks import text_blocks


def paragraphs(text: str) -> list[str]:
    return [text[block.start : block.end] for block in text_blocks(text)]


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("Acme buys Beta\n\nAcme has bought Beta.\n \n\nIt paid £2m.\n") == [
        "Acme buys Beta",
        "Acme has bought Beta.",
        "It paid £2m.",
    ]


def test_single_line_breaks_part_a_headline_from_paragraphs() -> None:
    first = "Acme has agreed to buy Beta for £2bn, the firms said. " * 4
    assert paragraphs(f"Acme buys Beta\r\n{first}\r\nBeta makes rockets.") == [
        "Acme buys Beta",
        first.strip(),
        "Beta makes rockets.",
    ]


def test_wrapped_lines_are_put_together_but_not_with_the_headline() -> None:
    text = (
        "Acme buys Beta for two billion\n"
        "Acme Corporation has agreed to buy its smaller rival Beta for two\n"
        "billion pounds, the two firms said on Tuesday. The chief executive of\n"
        "Acme, Ann Lee, said that the deal would close in June if the watchdog\n"
        "and the owners agree. The Competition Authority looked at it.\n"
        "Beta makes rockets."
    )
    headline, story, last = paragraphs(text)
    assert headline == "Acme buys Beta for two billion"
    assert story.startswith("Acme Corporation") and story.endswith("Authority looked at it.")
    assert last == "Beta makes rockets."


def test_a_list_of_headlines_is_not_taken_for_wrapped_text() -> None:
    lines = ["Gamma sues Delta over its patents", "Epsilon names a new boss", "Zeta's profit falls by a third"]
    assert paragraphs("\n".join(lines)) == lines


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "(2) ", "> "])
def test_list_marks_stay_outside(mark: str) -> None:
    assert paragraphs(f"{mark}Acme makes anvils.\n{mark}Beta makes rockets.") == [
        "Acme makes anvils.",
        "Beta makes rockets.",
    ]


@given(st.text(st.sampled_from("aB .\n\r\t-1\u2028")))
def test_blocks_are_ordered_disjoint_trimmed_and_lose_no_letter(text: str) -> None:
    blocks = text_blocks(text)
    assert all(first.end <= second.start for first, second in pairwise(blocks))
    assert all(text[block.start : block.end].strip() == text[block.start : block.end] != "" for block in blocks)
    kept = "".join(text[block.start : block.end] for block in blocks)
    assert [character for character in kept if character.isalpha()] == [c for c in text if c.isalpha()]
