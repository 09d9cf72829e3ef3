"""The grammar of dates, money, shares and numbers."""

from __future__ import annotations

import time

import pytest

from kg.model import Span, ValueKind
from kg.nlp import dates
from kg.nlp.values import find, normalise

WEDNESDAY = "2023-01-18"


@pytest.mark.parametrize(
    ("text", "lexical"),
    [
        ("US$1.2 billion", "1200000000 USD"),
        ("NKr4.8bn", "4800000000 NOK"),
        ("120m-crown", "120000000 crown"),
        ("£412m", "412000000 GBP"),
        ("$3-4 million", "3000000-4000000 USD"),
        ("€3 million-€5 million", "3000000-5000000 EUR"),
        ("Rs 500 crore", "5000000000 INR"),
        ("2.5 lakh crore rupees", "2500000000000 INR"),
        ("half a million pounds", "500000 GBP"),
        ("40 million Swiss francs", "40000000 CHF"),
        ("about 1.1 billion zlotys", "1100000000 PLN"),
        ("900m Swedish kronor", "900000000 SEK"),
        ("two million yen", "2000000 JPY"),
        ("£10.50", "10.5 GBP"),
        ("R13.2bn", "13200000000 ZAR"),
        ("R5,000", "5000 ZAR"),
        ("R8", "R8"),
        ("N$12m", "12000000 NAD"),
        ("Tk 3 crore", "30000000 BDT"),
        ("KSh 1.1bn", "1100000000 KES"),
        ("3.3 billion tenge", "3300000000 KZT"),
        ("2m Romanian lei", "2000000 RON"),
        ("1.2 million lei", "1200000 leu"),
        ("4bn CFA francs", "4000000000 CFA"),
        ("a fortune", "a fortune"),
    ],
)
def test_money(text, lexical):
    assert normalise(ValueKind.MONEY, text) == lexical


@pytest.mark.parametrize(
    ("text", "lexical"),
    [
        ("18%", "18 %"),
        ("18.5 per cent", "18.5 %"),
        ("ten percent", "10 %"),
        ("a third", "33.3 %"),
        ("two-thirds", "66.7 %"),
        ("three quarters", "75 %"),
        ("half", "50 %"),
        ("a seventh", "14.3 %"),
        ("10-15%", "10-15 %"),
        ("most", "most"),
    ],
)
def test_percent(text, lexical):
    assert normalise(ValueKind.PERCENT, text) == lexical


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("owns a quarter of Acme and half of Beta", ["a quarter", "half"]),
        ("sold a third stake, cut costs by two fifths, fell by a third.", ["a third", "two fifths", "a third"]),
        ("in the third quarter, after the first half of 2021", []),
        ("a third airline joined the fifth round after two and a half years", []),
        ("a quarter of 2021 was lost", []),
        ("her half-brother and his half-sister", []),
    ],
)
def test_a_part_in_words_is_a_share_only_of_something(text, shares):
    found = [text[span.start : span.end] for span, kind in find(text, [Span(0, len(text))]) if kind == "percent"]
    assert found == shares


@pytest.mark.parametrize(
    ("text", "lexical"),
    [
        ("2021-07-03", "2021-07-03"),
        ("3 March 2021", "2021-03-03"),
        ("March 3rd, 2021", "2021-03-03"),
        ("March 2021", "2021-03"),
        ("2019", "2019"),
        ("2019-21", "2019/2021"),
        ("Q3 2024", "2024-Q3"),
        ("31 February 2020", "31 February 2020"),
        ("the 1990s", "the 1990s"),
    ],
)
def test_absolute_date_needs_no_day_of_publication(text, lexical):
    assert normalise(ValueKind.DATE, text) == normalise(ValueKind.DATE, text, WEDNESDAY) == lexical


@pytest.mark.parametrize(
    ("text", "lexical"),
    [
        ("Friday", "2023-01-13"),
        ("Wednesday", "2023-01-18"),
        ("last Wednesday", "2023-01-11"),
        ("next Monday", "2023-01-23"),
        ("yesterday", "2023-01-17"),
        ("last month", "2022-12"),
        ("next year", "2024"),
        ("last week", "2023-W02"),
        ("two years ago", "2021"),
        ("3 March", "2023-03-03"),
        ("December 30", "2022-12-30"),
        ("October", "2022-10"),
        ("July last year", "2022-07"),
    ],
)
def test_relative_date_is_resolved_against_publication_only(text, lexical):
    assert normalise(ValueKind.DATE, text, WEDNESDAY) == lexical
    assert normalise(ValueKind.DATE, text) == text


def test_a_weekday_and_its_date_are_one():
    text = "It met on Tuesday, 14 June, and on Friday, July 1 2022."
    found = [text[span.start : span.end] for span, _ in find(text, [Span(0, len(text))])]
    assert found == ["Tuesday, 14 June", "Friday, July 1 2022"]
    assert normalise(ValueKind.DATE, found[0], "2022-06-20") == "2022-06-14"


def test_a_full_stop_belongs_to_a_shortened_month_only():
    text = "It closes in April. It opened on 3 Feb. 2021."
    assert [text[span.start : span.end] for span, _ in find(text, [Span(0, len(text))])] == ["April", "3 Feb. 2021"]


def test_the_end_of_a_sentence_is_no_part_of_a_date_that_stays_unresolved():
    assert normalise(ValueKind.DATE, "March.") == "March"


@pytest.mark.parametrize(
    ("text", "lexical"), [("40,000", "40000"), ("5 million", "5000000"), ("twenty-one", "21"), ("few", "few")]
)
def test_number(text, lexical):
    assert normalise(ValueKind.NUMBER, text) == lexical


def test_find_keeps_to_the_body_and_takes_the_longest_reading():
    text = "Page 7. On 3 March 2021 it paid £412m for 18% and may add 40,000 staff."
    found = find(text, [Span(8, len(text))])
    assert [(text[span.start : span.end], str(kind)) for span, kind in found] == [
        ("3 March 2021", "date"),
        ("£412m", "money"),
        ("18%", "percent"),
    ]


@pytest.mark.parametrize(
    "date",
    [
        *("2021-07-03", "3rd of March 2021", "March 3, 2021", "Q3 2021", "Sept. 2021"),
        *("July last year", "31 December", "Dec 31", "1999", "last Monday", "Sunday", "Tonight"),
        *("12 days ago", "a year earlier", "two weeks before", "coming month", "next May", "OCTOBER"),
        *("the end of May", "start of 2021", "the beginning of next year"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "({})", "It said so, {}, and left.", "In\n{} the second"])
def test_each_way_to_write_a_date_is_found_whole(date, around):
    text = around.format(date)
    at = text.index(date)
    assert (Span(at, at + len(date)), ValueKind.DATE) in find(text, [Span(0, len(text))])


@pytest.mark.parametrize("text", ["re-May", "x1999", "1999x", "mondays", "a yearling ago", "mid-2004-05"])
def test_parts_of_words_are_no_dates(text):
    assert find(text, [Span(0, len(text))]) == []


@pytest.mark.parametrize("part", ["1,", "1", "$", "one ", "3 ", "may ", "1 to "])
def test_time_grows_with_length_only(part):
    def seconds(count: int) -> float:
        text = part * count
        start = time.process_time()
        find(text, [Span(0, len(text))])
        return time.process_time() - start

    # Eight times the text in at most four times eight times the time: a quadratic expression would take 64 times.
    assert seconds(16000) < 32 * seconds(2000) + 0.2


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ran it from 1998 to 2004.", {"1998": "1998", "2004": "2004"}),
        ("ran it (1998–2004).", {"1998": "1998", "2004": "2004"}),
        ("ran it in 2001-06.", {"2001": "2001", "06": "2006"}),
    ],
)
def test_each_year_of_a_range_is_a_date(text, years):
    found = [span for span, _ in find(text, [Span(0, len(text))])]
    assert {text[span.start : span.end]: dates.in_full(text, span.start, span.end) for span in found} == years


@pytest.mark.parametrize(("text", "words"), [("a score of 13", "13"), ("in 2001 - 06", "06"), ("room 2001, 06", "06")])
def test_two_figures_are_a_year_behind_a_dash_only(text, words):
    assert dates.in_full(text, len(text) - len(words), len(text)) == words
