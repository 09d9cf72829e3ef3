"""RSS and Atom: entries as documents, and feeds that mean harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read_sources
from kg.errors import InputError
from kg.model import Document

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<item><title>Acme buys Beta &amp; Sons</title><link>https://news.example/1</link><guid isPermaLink="false">n1</guid>
<pubDate>Tue, 02 Jul 2024 23:30:00 -0500</pubDate>
<description>&lt;p&gt;Acme has bought Beta.&lt;/p&gt;</description></item>
<item><title>Suit</title><link>https://news.example/2</link><description>Short.</description>
<content:encoded><![CDATA[<p>Gamma has sued Acme.</p><p>The <b>court</b> will sit in May.</p><script>x()</script>]]>
</content:encoded></item>
<item><title></title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>urn:news:7</id><title>Deal</title>
<link href="https://news.example/7"/><updated>2024-07-03T00:10:00Z</updated>
<content type="html">Acme has bought &lt;i&gt;Beta&lt;/i&gt;.</content></entry></feed>"""


def read(path: Path, data: str | bytes) -> list[Document | InputError]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_sources([str(path)]))


def test_each_entry_is_a_document(tmp_path: Path) -> None:
    deal, suit, error = read(tmp_path / "feed.rss", RSS)
    assert isinstance(deal, Document) and isinstance(suit, Document)
    assert (deal.id, deal.source, deal.title) == ("feed/n1", "https://news.example/1", "Acme buys Beta & Sons")
    assert (deal.text, deal.published) == ("Acme has bought Beta.", "2024-07-02")  # the day where it was written
    assert (suit.id, suit.text) == ("https://news.example/2", "Gamma has sued Acme.\nThe court will sit in May.")
    assert isinstance(error, InputError) and "entry 3: has neither content, summary nor title" in str(error)


def test_atom_too(tmp_path: Path) -> None:
    [deal] = read(tmp_path / "feed.atom", ATOM)
    assert isinstance(deal, Document)
    assert (deal.id, deal.text, deal.published) == ("urn:news:7", "Acme has bought Beta.", "2024-07-03")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_that_a_feed_declares_is_believed(tmp_path: Path, encoding: str) -> None:
    text = RSS.replace("Beta.", "Bêta.").replace('encoding="utf-8"', f'encoding="{encoding}"')
    deal, *_ = read(tmp_path / "feed.xml", text.encode(encoding))
    assert isinstance(deal, Document) and deal.text == "Acme has bought Bêta."


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [{}]><rss version="2.0"><channel>'
    "<item><title>&i;</title></item></channel></rss>"
)
LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 20}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("entities", [LAUGHS, '<!ENTITY i SYSTEM "file:///etc/passwd">', '<!ENTITY % i "x">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_of_its_own_are_refused_in_any_encoding(tmp_path: Path, entities: str, encoding: str) -> None:
    [error] = read(tmp_path / "feed.xml", BOMB.format(entities).encode(encoding))
    assert isinstance(error, InputError) and "declares entities of its own" in str(error)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "is empty"),
        ("<rss><channel/></rss>", "holds no entries"),
        ("<html><p>Acme</p></html>", "holds no entries"),
        ("Acme has bought Beta.", "holds no entries"),
        ("<rss><channel><item>" + "<a>" * 200_000, "has 200,003 tags"),
    ],
)
def test_what_is_no_feed_is_one_clear_line(tmp_path: Path, data: str, says: str) -> None:
    [error] = read(tmp_path / "feed.xml", data)
    assert isinstance(error, InputError) and says in str(error) and "\n" not in str(error)


def test_a_feed_that_breaks_off_gives_its_whole_entries(tmp_path: Path) -> None:
    deal, *_ = read(tmp_path / "feed.rss", RSS[: RSS.index("The <b>court")])
    assert isinstance(deal, Document) and deal.text == "Acme has bought Beta."
