"""The day a text was published, as an ISO date."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)(?:[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?)?(?![\d])")
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
    )
)
_ISO_DAY = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_LABEL = re.compile(
    r"^\W*(?:first |last |originally )?(?:published|updated|posted|date|released|issued|modified)(?: date| time)?"
    r"(?:\s*[:|-]|\s+(?:on|at|in)\b|\s+(?=\S*\d)|\s+(?=[A-Z]))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|[ap]m|at|on|gmt|utc|bst|est|edt|et|cet|hkt|sgt|ist|z|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?",
    re.IGNORECASE,
)
_DATELINE = re.compile(rf"^[A-Z][A-Z .'’-]+(?:, [A-Z][\w. ]+)?, {_MONTH} {_DAY},? {_YEAR}\b", re.IGNORECASE)
_LONGEST = 90
"""Characters of a line that only says when; longer ones are prose."""


def iso(text: str) -> str:
    """The date in `text` as exact as it is said (`2021-07-03`, `2021-07`, `2021`), or empty."""
    text = text.strip()[:200]
    return _made(_ISO.match(text)) or _written(text)


def is_date_line(line: str) -> bool:
    """Whether a line says only when the text was published or changed."""
    line = line.strip()
    if len(line) > _LONGEST or not any(character.isdigit() for character in line):
        return False
    rest = _LABEL.sub("", line)
    for pattern in (*_WRITTEN, _ISO_DAY):
        rest = pattern.sub("", rest)
    if rest == line:
        return False
    return bool(_any_date(line)) and not re.search(r"\w{2,}", _CLOCK.sub("", rest).lower().replace("updated", ""))


def published(lines: list[str]) -> str:
    """The date that a page's lines clearly give as the day of publication, or empty.

    A `Published:` line counts anywhere; a line with nothing but a date, or an agency's dateline, only near the top.
    """
    short = [line.strip() for line in lines if len(line) <= _LONGEST]
    labelled = (_any_date(line) for line in short if _LABEL.match(line) and is_date_line(line))
    alone = (_any_date(line) for line in short[:8] if is_date_line(line))
    dateline = (_written(line[:80]) for line in lines[:8] if _DATELINE.match(line[:80]))
    return next((date for dates in (labelled, alone, dateline) for date in dates if date), "")


def _any_date(line: str) -> str:
    return _made(_ISO_DAY.search(line)) or _written(line)


def _written(text: str) -> str:
    return _made(next((match for pattern in _WRITTEN if (match := pattern.search(text))), None))


def _made(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    groups = match.groupdict()
    year, month, day = groups["year"], groups.get("month") or "", groups.get("day") or ""
    if month and not month.isdigit():
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
