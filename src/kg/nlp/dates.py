"""Dates as news writes them, made as exact as the text is; relative ones need the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain

from kg.nlp.amounts import figure

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_DAYS)})"
_ON = rf"(?:(?:{'|'.join(_DAYS)}),? (?:the )?)?"
"""The day of the week before a date: `Tuesday, 14 June` is one day."""
_COUNTS = "an? one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_PERIOD = r"(?P<period>day|week|month|year)"
_SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_SHIFT = rf"(?P<shift>{'|'.join(_SHIFTS)})"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_NAMED = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


_TIME = re.compile(
    r"(?:at |around |about |by )?(?:noon|midnight|\d{1,2}(?:[:.]?\d\d)? ?(?:[ap]\.?m\.?|o'clock)|\d{1,2}[:.]?\d\d)"
    r"(?: ?(?:[A-Z]{2,4}T|UTC|local time))?"
)
"""A time of day, which is no date; a figure of four digits may be a year and needs a zone."""


def is_time(words: str) -> bool:
    """Whether these words only say at which time of a day: `1405 GMT`, `3.30pm`."""
    return _TIME.fullmatch(words) is not None and not (words.isdigit() and len(words) == len("2024"))


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?![\w])", re.IGNORECASE)


def _number(found: re.Match[str], name: str) -> int:
    return int(found[name])


def _month(found: re.Match[str]) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"].lower()[:3]))


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _full(found: re.Match[str], _: date | None) -> str:
    return _iso(_number(found, "year"), _month(found), _number(found, "day"))


def _digits(found: re.Match[str], _: date | None) -> str:
    return _iso(_number(found, "year"), int(found["m"]), int(found["d"]))


def _month_year(found: re.Match[str], _: date | None) -> str:
    return f"{found['year']}-{_month(found):02}"


def _quarter(found: re.Match[str], _: date | None) -> str:
    which = found["q"].lower()
    return f"{found['year']}-Q{which if which.isdigit() else _QUARTERS[which]}"


def _year_range(found: re.Match[str], _: date | None) -> str:
    first, last = found["year"], found["to"]
    return f"{first}/{first[: 4 - len(last)]}{last}"


def _year(found: re.Match[str], _: date | None) -> str:
    return found["year"]


def _month_shifted(found: re.Match[str], published: date | None) -> str:
    return f"{published.year + _SHIFTS[found['shift'].lower()]}-{_month(found):02}" if published else ""


def _day_month(found: re.Match[str], published: date | None) -> str:
    """The year in which the day is nearest to publication."""
    if not published:
        return ""
    years = (published.year - 1, published.year, published.year + 1)
    days = [date.fromisoformat(day) for year in years if (day := _iso(year, _month(found), _number(found, "day")))]
    return min(days, key=lambda day: abs(day - published)).isoformat() if days else ""


def _month_only(found: re.Match[str], published: date | None) -> str:
    """The month nearest to publication; `last` and `next` leave publication's own month out."""
    if not published:
        return ""
    this = published.year * 12 + published.month - 1
    month = min(
        (year * 12 + _month(found) - 1 for year in range(published.year - 1, published.year + 2)),
        key=lambda m: abs(m - this),
    )
    shift = _SHIFTS.get((found["near"] or "this").lower(), 0)
    if (shift < 0 and month >= this) or (shift > 0 and month <= this):
        month += 12 * shift
    return f"{month // 12}-{month % 12 + 1:02}"


def _weekday(found: re.Match[str], published: date | None) -> str:
    """A bare weekday is the last such day up to publication: news tells what has happened."""
    if not published:
        return ""
    back = (published.weekday() - _DAYS.index(found["weekday"].lower())) % 7
    shift = _SHIFTS.get((found["near"] or "this").lower(), 0)
    if shift < 0 and back == 0:
        back = 7
    return (published - timedelta(days=back - 7 if shift > 0 else back)).isoformat()


def _named_day(found: re.Match[str], published: date | None) -> str:
    return (published + timedelta(days=_NAMED[found["named"].lower()])).isoformat() if published else ""


def _period(found: re.Match[str], published: date | None) -> str:
    return _shift(published, found["period"].lower(), _SHIFTS[found["shift"].lower()]) if published else ""


def _ago(found: re.Match[str], published: date | None) -> str:
    count = int(figure(found["count"]))
    return _shift(published, found["period"].lower(), -count) if published else ""


def _shift(published: date, period: str, steps: int) -> str:
    """The day, ISO week, month or year that lies `steps` of them from publication."""
    if period == "year":
        return f"{published.year + steps:04}"
    if period == "month":
        month = published.year * 12 + published.month - 1 + steps
        return f"{month // 12}-{month % 12 + 1:02}"
    moved = published + timedelta(days=steps * (7 if period == "week" else 1))
    return "{}-W{:02}".format(*moved.isocalendar()[:2]) if period == "week" else moved.isoformat()


_NEAR = r"(?:(?P<near>last|next|this|past|coming) )?"
_Begin = tuple[str, ...]
_FIGURE: _Begin = ("figure",)
_OF_MONTH: _Begin = ("month",)
_WORD: _Begin = ("word",)
_RULES: tuple[tuple[_Begin, re.Pattern[str], Callable[[re.Match[str], date | None], str]], ...] = (
    (_FIGURE, _rule(rf"{_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)"), _digits),
    (_FIGURE + _WORD, _rule(rf"{_ON}{_DAY} (?:of )?{_MONTH},? {_YEAR}"), _full),
    (_OF_MONTH + _WORD, _rule(rf"{_ON}{_MONTH} {_DAY},? {_YEAR}"), _full),
    (_WORD, _rule(rf"q(?P<q>[1-4]) (?:of )?{_YEAR}"), _quarter),
    (_WORD, _rule(rf"(?P<q>{'|'.join(_QUARTERS)}) quarter of {_YEAR}"), _quarter),
    (_OF_MONTH, _rule(rf"{_MONTH},? (?:of )?{_YEAR}"), _month_year),
    (_OF_MONTH, _rule(rf"{_MONTH} (?:of )?{_SHIFT} year"), _month_shifted),
    (_FIGURE + _WORD, _rule(rf"{_ON}{_DAY} (?:of )?{_MONTH}"), _day_month),
    (_OF_MONTH + _WORD, _rule(rf"{_ON}{_MONTH} {_DAY}"), _day_month),
    (_FIGURE, _rule(rf"{_YEAR} ?(?:-|–|to) ?(?P<to>(?:1[5-9]|20)?\d\d)"), _year_range),
    (_FIGURE, _rule(_YEAR), _year),
    (_WORD, _rule(rf"{_NEAR}{_WEEKDAY}"), _weekday),
    (_WORD, _rule(rf"(?P<named>{'|'.join(_NAMED)})"), _named_day),
    (_FIGURE + _WORD, _rule(rf"{_COUNT} {_PERIOD}s? (?:ago|earlier|before)"), _ago),
    (_WORD, _rule(rf"{_SHIFT} {_PERIOD}"), _period),
    (_OF_MONTH + _WORD, _rule(rf"{_NEAR}{_MONTH}"), _month_only),
)
"""From the most exact to the least: the first that a text holds is taken. Each with what it may begin with."""
_BEGINNING = re.compile(
    rf"(?<![\w-])(?:(?P<figure>\d)|(?P<month>{'|'.join(name[:3] for name in _MONTHS)})"
    rf"|(?P<word>q[1-4]|(?:{'|'.join(_COUNTS)})\b|{'|'.join([*_DAYS, *_NAMED, *_SHIFTS, *_QUARTERS])}))",
    re.IGNORECASE,
)
"""Where any rule may begin: to look there alone takes a third of the time of looking for each rule everywhere."""
_DECADE = re.compile(r"(?:1[5-9]|20)\d0s", re.IGNORECASE)

_SHORT_YEAR = re.compile(r"\d\d")
_FIRST_YEAR = re.compile(rf"\b{_YEAR} ?[-–/]$")


def day(text: str, published: str = "") -> str:
    """ISO, as exact as the text (`2021-07-03`, `2021-07`, `2021`, `2021-W26`, `2021-Q3`, `2019/2021`); else empty.

    `published` is an ISO day; relative dates are empty without it.
    """
    if _DECADE.search(text):
        return ""
    try:
        base = date.fromisoformat(published[:10])
    except ValueError:
        base = None
    for _, rule, resolve in _RULES:
        if found := rule.search(text):
            return resolve(found, base)
    return ""


def in_full(text: str, start: int, end: int) -> str:
    """The words of a date between two places of a text, a year of two figures behind another with its century."""
    words = text[start:end]
    first = _FIRST_YEAR.search(text, max(0, start - 8), start) if _SHORT_YEAR.fullmatch(words) else None
    return f"{first['year'][:2]}{words}" if first else words


def find(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What reads as a date between two places of a text: the findings of each rule, those of the most exact first."""
    places: dict[str | None, list[int]] = {name: [] for name in _BEGINNING.groupindex}
    for found in _BEGINNING.finditer(text, start, end):
        places[found.lastgroup].append(found.start())
    for begins, rule, _ in _RULES:
        reached = start
        for place in sorted(chain.from_iterable(places[name] for name in begins)):
            if place >= reached and (reading := rule.match(text, place, end)):
                reached = reading.end()
                yield reading
