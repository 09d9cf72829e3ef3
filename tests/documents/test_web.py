"""Web pages."""

from __future__ import annotations

import logging

import pytest

from kg.documents.web import extract

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme buys Beta | The Herald</title>
<meta property="og:title" content="Acme buys Beta"><link rel="canonical" href="https://herald.example/acme">
<meta property="article:published_time" content="2023-04-05T10:00:00Z"><script>var x = "Gamma sues Delta";</script>
</head><body><nav><a href="/">Home</a> <a href="/biz">Business</a></nav><article><h1>Acme buys Beta</h1>
<p>Acme Corp has agreed to buy <a href="/b">Beta Ltd</a> for $2bn, the two firms said on Tuesday.</p>
<p>Acme's chief executive, <b>Ann Lee</b>, told reporters that the deal would close in June &amp; not before.</p>
</article><aside><a href="/r">Gamma sues Delta</a></aside><footer>Copyright 2024 The Herald</footer></body></html>"""


def test_the_article_is_taken_with_title_date_and_address() -> None:
    page = extract(PAGE)
    assert page.text.split("\n") == [
        "Acme buys Beta",
        "Acme Corp has agreed to buy Beta Ltd for $2bn, the two firms said on Tuesday.",
        "Acme's chief executive, Ann Lee, told reporters that the deal would close in June & not before.",
    ]
    assert (page.title, page.published) == ("Acme buys Beta", "2023-04-05")
    assert page.url == "https://herald.example/acme"


def test_the_year_of_a_copyright_line_is_no_date() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2023-04-05T10:00:00Z">', "")
    assert extract(page).published == ""


@pytest.mark.parametrize(
    "page",
    [
        "<p>Acme buys Beta",
        "<html><body><div><b>Acme buys Beta</div></b></p></td>",
        "<html><nav><div>Acme buys Beta",
        '<?xml version="1.0" encoding="utf-8"?><html><body><p>Acme buys Beta</p></body></html>',
        "Acme buys Beta <",
        "<!-- never closed --><![CDATA[<p>Acme buys Beta</p>",
    ],
)
def test_broken_pages_still_give_their_words(page: str) -> None:
    assert "Acme buys Beta" in extract(page).text


@pytest.mark.parametrize("many", ["<p>" * 10_001, "<b>" * 50_001])
def test_of_a_page_with_too_many_tags_the_visible_text_is_read(many: str) -> None:
    """Its title is no longer looked for; the search would take up to a minute."""
    found = extract(f"<title>News</title><nav>Menu</nav><h1>Acme buys Beta</h1>{many}<p>Gamma sues Delta")
    assert (found.text.split("\n"), found.title) == (["Acme buys Beta", "Gamma sues Delta"], "")


@pytest.mark.parametrize("page", ["", "<", "<html></html>", "<script>alert(1)</script>", "<!doctype html>"])
def test_a_page_without_words_gives_none_and_prints_nothing(
    page: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        assert extract(page).text.strip("<") == ""
    assert capfd.readouterr() == ("", "")
