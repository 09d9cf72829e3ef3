"""Markdown's blocks and header."""

from __future__ import annotations

from kg.documents.markdown import front_matter, markdown_blocks

TEXT = """---
title: "Acme buys Beta"
date: 2021-07-03
---
# Acme buys Beta #

Acme has agreed to buy **Beta**
Limited, the [firm](https://a.example) said.
- Acme makes anvils.
- Beta makes
  rockets.

![Ann Lee](lee.jpg)

What next
---------
```
code = "Gamma sues Delta"
```
> The deal is good.
"""


def test_blocks_are_headings_paragraphs_and_items_without_signs() -> None:
    assert [TEXT[block.start : block.end] for block in markdown_blocks(TEXT)] == [
        "Acme buys Beta",
        "Acme has agreed to buy **Beta**\nLimited, the [firm](https://a.example) said.",
        "Acme makes anvils.",
        "Beta makes\n  rockets.",
        "What next",
        "The deal is good.",
    ]


def test_the_header_gives_title_and_date() -> None:
    assert front_matter(TEXT) == ("Acme buys Beta", "2021-07-03")


def test_a_rule_at_the_top_that_is_never_closed_hides_nothing() -> None:
    text = "---\n\nAcme: it has bought Beta.\n"
    assert front_matter(text) == ("", "")
    assert [text[block.start : block.end] for block in markdown_blocks(text)] == ["Acme: it has bought Beta."]
