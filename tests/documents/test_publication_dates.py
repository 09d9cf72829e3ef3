"""When a text was published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.dates import is_date_line, iso, published


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021-07-03", "2021-07-03"),
        ("2021-07-03T10:15:00Z", "2021-07-03"),
        ("2021-07", "2021-07"),
        ("2021", "2021"),
        ("2021/7/3", "2021-07-03"),
        ("Sat, 03 Jul 2021 10:15:00 GMT", "2021-07-03"),
        ("July 3rd, 2021", "2021-07-03"),
        ("Sept. 2021", "2021-09"),
        ("2021-13-40", ""),
        ("31 February 2021", ""),
        ("last Tuesday", ""),
        ("", ""),
    ],
)
def test_dates_are_as_exact_as_written(written: str, date: str) -> None:
    assert iso(written) == date


@pytest.mark.parametrize(
    "line",
    [
        "Published: 3 July 2021",
        "Published on July 3, 2021 at 10:15 am",
        "Last updated Saturday, 3 July 2021, 10:15 GMT",
        "3 July 2021",
        "2021-07-03",
        "Published: 3 July 2021, 10:15 GMT | Updated 11:00 GMT",
    ],
)
def test_a_line_that_only_says_when_is_the_date_of_publication(line: str) -> None:
    assert is_date_line(line)
    assert published(["Acme buys Beta", line, "Acme has bought Beta."]) == "2021-07-03"


@pytest.mark.parametrize(
    "line",
    [
        "Acme was founded on 3 July 2021.",
        "Published accounts for July 2021 show a loss",
        "Acme moved to Leeds in July 2021",
        "Posted to Berlin on 3 July 2021, he met Ann Lee",
    ],
)
def test_a_date_inside_a_sentence_is_not(line: str) -> None:
    assert not is_date_line(line)
    assert published([line]) == ""


def test_a_dateline_with_a_year_counts_and_one_without_does_not() -> None:
    assert published(["LONDON, July 3, 2021 (Newswire) - Acme has bought Beta."]) == "2021-07-03"
    assert published(["LONDON, July 3 (Newswire) - Acme has bought Beta."]) == ""


@given(st.text(st.sampled_from("0123456789-/ ,.julymayJuly٣²"), max_size=40))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    assert len(iso(text)) in (0, 4, 7, 10)
    assert is_date_line(text) in (True, False)
