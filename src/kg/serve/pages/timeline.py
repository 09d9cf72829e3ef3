"""A time line: where dated facts lie on a drawing, in shares of its width, which a browser stretches as it likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import Any

from kg.serve.pages.rows import Row

MOST = 120
"""Facts drawn; more are a smear."""
LEFT, RIGHT = 1.5, 98.5
"""Where the first and the last day lie, in percent."""
TICKS = 6
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
LANE, TOP, FOOT = 34, 8, 26
"""Heights in pixels."""


def timeline(facts: Sequence[Row], label: Callable[[str], str], name: Callable[[str], str]) -> dict[str, Any] | None:
    """A lane for each relation with its facts, and the years below; None where nothing has a date.

    `label` gives that of a relation, `name` the name of an entity: only of those that are drawn, since thousands may be
    dated.
    """
    dated = [one for one in facts if one.date and _year(one.date)]
    shown = nsmallest(MOST, dated, key=lambda one: (one.modality != "asserted", one.date))
    if not shown:
        return None
    first, last = min(_years(one)[0] for one in shown), max(_years(one)[1] for one in shown)
    start, end = _range(first, last)
    begun = {one.predicate: _years(one)[0] for one in sorted(shown, key=lambda one: one.date, reverse=True)}
    names = sorted(begun, key=lambda relation: (begun[relation], relation))
    return {
        "lanes": [
            {
                "label": label(relation),
                "text": TOP + LANE * place + 10,
                "y": TOP + LANE * place + 22,
                "marks": [
                    {**_mark(one, (start, end), name), "relation": label(relation)}
                    for one in shown
                    if one.predicate == relation
                ],
            }
            for place, relation in enumerate(names)
        ],
        "ticks": [{"x": _place(year, start, end), "label": str(year)} for year in _ticks(start, end)],
        "height": TOP + LANE * len(names) + FOOT,
        "base": TOP + LANE * len(names),
        "from": min(one.date for one in shown),
        "to": max(one.until or one.date for one in shown),
        "left_out": len(dated) - len(shown),
    }


def _mark(one: Row, years: tuple[float, float], name: Callable[[str], str]) -> dict[str, Any]:
    start, end = (_place(year, *years) for year in _years(one))
    return {
        "fact": one.fact,
        "x": start,
        "width": round(end - start, 2),
        "date": one.date,
        "until": one.until,
        "other": "" if one.value else name(one.other),
        "modality": one.modality,
    }


def _years(one: Row) -> tuple[float, float]:
    """When it began and when it ended, in years; the middle of the month or year where no day is known."""
    start = _year(one.date)
    return start, max(start, _year(one.until)) if one.until else start


def _range(first: float, last: float) -> tuple[float, float]:
    """Whole years around what is shown, one at least."""
    start, end = int(first), int(last) + 1
    return float(start), float(max(end, start + 1))


def _ticks(start: float, end: float) -> list[int]:
    step = next((step for step in STEPS if (end - start) / step <= TICKS), STEPS[-1])
    first = int(-(-start // step) * step)
    return list(range(first, int(end) + 1, step))


def _place(year: float, start: float, end: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * (year - start) / (end - start), 2)


def _year(lexical: str) -> float:
    """A date in years since the year 0; 0 for what is no date."""
    parts = lexical.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        return 0.0
    months = (int(parts[1]) - 1) / 12 if len(parts) > 1 else 0.5
    days = (int(parts[2]) - 1) / 372 if len(parts) > 2 else (1 / 24 if len(parts) > 1 else 0.0)
    return int(parts[0]) + months + days
