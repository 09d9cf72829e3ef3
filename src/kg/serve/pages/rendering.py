"""HTML from templates: everything that is put into one is text, escaped by Jinja, unless a template made it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.serve.pages import links

LONGEST = 160
"""Characters of a name in a list: more say nothing more."""
_LONE = re.compile("[\ud800-\udfff]")
_AMOUNT = re.compile(r"(-?\d{4,})((?:\.\d+)?)(?= |$)")


def render(template: str, model: dict[str, Any]) -> bytes:
    """The page in UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    return _LONE.sub("\ufffd", _ENVIRONMENT.get_template(template).render(model)).encode()


def shorten(text: str, most: int = LONGEST) -> str:
    """The text on one line, cut with an ellipsis."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def count(number: int, one: str = "", many: str = "") -> str:
    """A number with separators, and the word that goes with it."""
    word = (one if number == 1 else many or one + "s") if one else ""
    return f"{number:,} {word}".rstrip()


def when(lexical: str) -> str:
    """A date as people write it, as exact as it is: `3 Mar 2021`, `Mar 2021`, `2021`."""
    try:
        if len(lexical) == len("2021-03"):
            return f"{date.fromisoformat(lexical + '-01'):%b %Y}"
        if len(lexical) == len("2021-03-03"):
            day = date.fromisoformat(lexical)
            return f"{day.day} {day:%b %Y}"
    except ValueError:
        pass
    return lexical


def amount(lexical: str) -> str:
    """An amount with separators: `1,200,000 USD`."""
    return _AMOUNT.sub(lambda found: f"{int(found[1]):,}{found[2]}", lexical) if len(lexical) < LONGEST else lexical


def percent(confidence: float) -> str:
    return f"{confidence:.0%}"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serve.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(shorten=shorten, count=count, when=when, amount=amount, percent=percent)
    made.globals["links"] = links
    return made


_ENVIRONMENT = _environment()
# Compiled before workers are forked, which then share what comes of it.
for _name in _ENVIRONMENT.list_templates():
    _ENVIRONMENT.get_template(_name)
