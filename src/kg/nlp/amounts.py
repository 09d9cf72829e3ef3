"""Money, shares and numbers as news writes them: `£412m`, `NKr4.8bn`, `120m-crown`, `a third`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from kg.nlp.currencies import CODES, SYMBOLS, WORDS

_SCALES = {
    "k": 3,
    "thousand": 3,
    "lakh": 5,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "mm": 6,
    "million": 6,
    "crore": 7,
    "b": 9,
    "bn": 9,
    "billion": 9,
    "t": 12,
    "tn": 12,
    "trn": 12,
    "trillion": 12,
    "hundred": 2,
}
_SMALL = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen"
        ).split()
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELT = rf"(?:{_either(_SMALL)})(?:[ -](?:{_either(_SMALL)}))?"
_SCALE = rf"(?:[ -]?(?:{_either(_SCALES)}))(?![A-Za-z])(?: crore(?![a-z]))?"
_SPELT_SCALE = r"(?:[ -](?:hundred|thousand|lakh|million|crore|billion|trillion))+"
_FIGURE = rf"(?:{_DIGITS})(?:{_SCALE})?|(?:half a|a|an|{_SPELT}){_SPELT_SCALE}"
_UNIT = rf"(?:{_either(WORDS)})s?"
_RAND = r"(?-i:R)(?=\d[\d.]*(?:,\d{3}| ?(?:m|bn|million|billion|trillion)\b))"
"""A sign that is also a letter, before what can only be a sum: `R13.2bn`, not `R8`."""
_SIGN = rf"(?:(?:{_either(SYMBOLS)})|{_RAND}|(?:{CODES.replace(' ', '|')}) ?)"
_TO = r"(?: ?[-–] ?| to )"
MONEY = re.compile(
    rf"(?<![\w$€£])(?P<sign>{_SIGN}) ?(?P<low>{_FIGURE})(?:{_TO}(?:{_SIGN})? ?(?P<high>{_DIGITS}(?:{_SCALE})?))?(?!\w)"
    rf"|(?<![\w.,])(?P<low2>{_FIGURE}|{_SPELT})(?:{_TO}(?P<high2>{_DIGITS}(?:{_SCALE})?))?"
    rf"(?:[ -](?P<unit>{_UNIT})| ?(?P<code>(?:{CODES.replace(' ', '|')}|[€£]|RMB|kr)))(?!\w)",
    re.IGNORECASE,
)
_WHOLE = r"(?: (?:of|stake|share|interest|more|less|in|to|from|since|and|or|by)\b|[^\w ]|$)"
"""What follows a share, and not an ordinal number: `a third airline`."""
_FRACTION = (
    rf"\b(?P<many>a|an|one|two|three|four|five|seven|nine)[ -](?P<part>{_either(_PARTS)})"
    rf"(?:s\b|\b(?! of (?:\d{{4}}|the year)\b)(?={_WHOLE}))"
    r"|(?<!first )(?<!second )(?<!latter )(?<!other )(?<!and a )\b(?P<half>half|halves)\b"
    r"(?![ -](?:year|time|hour|way|century|dozen|brother|sister))"
)
"""A part of a whole in words; not `the third quarter`, `the first half of 2021`, `two and a half years`."""
PERCENT = re.compile(
    rf"(?<![\w.,])(?P<low>{_DIGITS}|{_SPELT})(?:{_TO}(?P<high>{_DIGITS}))?"
    r"[ -]?(?:%|per ?cent\b|percentage[ -]points?\b|pc\b)"
    rf"|{_FRACTION}",
    re.IGNORECASE,
)
NUMBER = re.compile(rf"(?<![\w.,$€£])(?:{_FIGURE})(?![\w%])", re.IGNORECASE)
_FIGURE_PARTS = re.compile(rf"(?P<digits>{_DIGITS})|[a-z]+", re.IGNORECASE)


def money(text: str) -> str:
    """`1200000000 USD`, a range as `10000000-12000000 GBP`; empty where the text is no amount of money."""
    found = MONEY.search(text)
    if not found:
        return ""
    currency = _currency(found)
    low, high = found["low"] or found["low2"], found["high"] or found["high2"]
    return f"{_range(low, high)} {currency}"


def percent(text: str) -> str:
    """`18 %`, `33.3 %` for a third; empty where the text is no share."""
    found = PERCENT.search(text)
    if not found:
        return ""
    if found["half"]:
        return "50 %"
    if not found["part"]:
        return f"{_range(found['low'], found['high'])} %"
    many = _SMALL.get(found["many"].lower(), 1)
    return f"{_plain(round(Decimal(100 * many) / _PARTS[found['part'].lower()], 1))} %"


def number(text: str) -> str:
    """Digits, `5000000` for `five million`; empty where the text is no number."""
    found = NUMBER.search(text)
    if found:
        return _plain(figure(found[0]))
    spelt = re.search(rf"\b{_SPELT}\b", text, re.IGNORECASE)
    return _plain(figure(spelt[0])) if spelt else ""


def _currency(found: re.Match[str]) -> str:
    if unit := found["unit"]:
        word = unit.lower()
        return WORDS.get(word) or WORDS[word.removesuffix("s")]
    sign = (found["sign"] or found["code"]).strip()
    if sign == "R":
        return "ZAR"
    by_case = {symbol.lower(): code for symbol, code in SYMBOLS.items()}
    return by_case.get(sign.lower(), sign.upper())


def _range(low: str, high: str | None) -> str:
    """One figure, or two, where the first borrows the scale of the second (`10-12m`)."""
    if not high:
        return _plain(figure(low))
    first, second = figure(low), figure(high)
    scale = re.search(rf"{_SCALE}$", high, re.IGNORECASE)
    if scale and not re.search(rf"{_SCALE}$", low, re.IGNORECASE):
        first = figure(low + scale[0])
    return f"{_plain(first)}-{_plain(second)}"


def figure(text: str) -> Decimal:
    """The value of digits or number words with scales: `4.8bn`, `half a million`, `twenty-five`."""
    value, unit = Decimal(0), Decimal(1)
    for part in _FIGURE_PARTS.finditer(text):
        word = part[0].lower()
        if part["digits"]:
            value += Decimal(word.replace(",", ""))
        elif word in _SMALL:
            value += _SMALL[word]
        elif word == "half":
            unit /= 2
        elif word in _SCALES:
            unit *= Decimal(10) ** _SCALES[word]
    return (value or Decimal(1)) * unit


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
