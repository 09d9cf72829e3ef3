"""Values that documents give for one qualifier of one fact and that contradict each other: all are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from kg.model import Span, Variant
from kg.resolution.qualifiers import Source

_SUM = re.compile(r"(\d{1,30}(?:\.\d{1,10})?) (\S+)")
_ROUNDED = Decimal("0.05")
"""By how much, of the larger, two sums may differ that are one sum more or less rounded."""


def find_variants(sources: Sequence[Source]) -> tuple[Variant, ...]:
    """The contradicting values of one fact's claims, by qualifier and value; none where all agree."""
    return tuple(
        variant
        for qualifier, differ in sorted(_QUALIFIERS.items())
        for variant in _of_qualifier(qualifier, differ, sources)
    )


def _of_qualifier(qualifier: str, differ: Differ, sources: Iterable[Source]) -> list[Variant]:
    by_value: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if value := getattr(source.qualifiers, qualifier):
            by_value[value].append(source)
    pairs = combinations(sorted(by_value), 2)
    clashing = {value for pair in pairs if differ(*pair) and _clash(pair, by_value) for value in pair}
    return [Variant(qualifier, value, _places(by_value[value])) for value in sorted(clashing)]


def _clash(pair: tuple[str, str], by_value: Mapping[str, list[Source]]) -> bool:
    """Whether two documents give the two values for one occasion."""
    return any(
        a.evidence.document != b.evidence.document and not _occasions_differ(a, b)
        for a in by_value[pair[0]]
        for b in by_value[pair[1]]
    )


def _dates_differ(one: str, other: str) -> bool:
    """Whether both are figures and neither is the other made more exact."""
    figures = one[:1].isdigit() and other[:1].isdigit()
    return figures and not one.startswith(other) and not other.startswith(one)


def _sums_differ(one: str, other: str) -> bool:
    """Whether two sums in one currency, or two shares, differ by more than how they are rounded."""
    left, right = _SUM.fullmatch(one), _SUM.fullmatch(other)
    if not left or not right or left[2] != right[2]:
        return False
    rough, fine = sorted((Decimal(left[1]), Decimal(right[1])), key=_digits)
    rounded = bool(fine) and rough == round(fine, _digits(rough) - 1 - fine.adjusted())
    return rough != fine and not (rounded and abs(rough - fine) <= _ROUNDED * max(rough, fine))


Differ = Callable[[str, str], bool]
_QUALIFIERS: Mapping[str, Differ] = {"amount": _sums_differ, "end_date": _dates_differ, "start_date": _dates_differ}
"""Those that have one value: a title, a reason or a status may be told in many words, and change."""


def _digits(number: Decimal) -> int:
    """Digits that say something: two of `1200000`."""
    return len(number.normalize().as_tuple().digits)


def _occasions_differ(one: Source, other: Source) -> bool:
    dates = one.qualifiers.date, other.qualifiers.date
    return all(dates) and _dates_differ(*dates)


def _places(sources: Iterable[Source]) -> tuple[tuple[str, Span], ...]:
    return tuple(sorted({(source.evidence.document, source.evidence.span) for source in sources}))
