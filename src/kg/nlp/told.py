"""Kinds that the words beside a name or the name tables tell, whatever the tagger took the name for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.model import Span
from kg.nlp.encoding import Encoded
from kg.nlp.headlines import surnames
from kg.nlp.kinds import BANDS, Kinds
from kg.nlp.marks import FIRMS, Mark, span_of

TRADERS = frozenset({"Company", "MediaOrganization", "Product"})
"""Kinds that a government's seat (`Kremlin`) is taken for, and never is."""

SURE = 0.85
"""A firm that bears a country's name, as teams and airlines do, is one from this score of the tagger on."""

_ARTICLE = "The "


def of_told_kinds(encoded: Encoded, text: str, found: Sequence[Mark], kinds: Kinds) -> list[Mark]:
    """The marks, the names among them with the kind that the words beside them or the name tables say."""
    names = sorted((mark for mark in found if mark.is_name), key=lambda mark: mark.start)
    placed = [(span_of(encoded, name), name.kind) for name in names]
    told = _works_and_bands(text, placed, kinds) | _people_and_firms(text, placed, kinds)
    for number, (name, (span, kind)) in enumerate(zip(names, placed, strict=True)):
        if number not in told and (listed := _listed(kinds, kind, text[span.start : span.end], name.score)):
            told[number] = listed
    new = {name: told[number] for number, name in enumerate(names) if number in told}
    return [replace(mark, kind=new.get(mark, mark.kind)) for mark in found]


def _works_and_bands(text: str, placed: Sequence[tuple[Span, str]], kinds: Kinds) -> dict[int, str]:
    """Names that are works and bands by the words beside them: what is one is one wherever the text names it."""
    works = kinds.products(text, placed)
    bands = [i for i, (span, kind) in enumerate(placed) if kind in BANDS and kinds.is_band(text, span)]
    told = dict.fromkeys(_all_called_so(text, placed, works, FIRMS), "Product")
    return told | dict.fromkeys(_all_called_so(text, placed, bands, BANDS), "Organization")


def _all_called_so(
    text: str, placed: Sequence[tuple[Span, str]], some: Sequence[int], among: Collection[str]
) -> list[int]:
    """The names of the kinds `among` that are spelt as one of `some` is, its article apart."""
    said = [text[span.start : span.end].removeprefix(_ARTICLE) for span, _ in placed]
    wanted = {said[i] for i in some}
    return [i for i, (_, kind) in enumerate(placed) if kind in among and said[i] in wanted]


def _people_and_firms(text: str, placed: Sequence[tuple[Span, str]], kinds: Kinds) -> dict[int, str]:
    """Names of people by the address before them, and of firms that somebody runs."""
    told = {i: "Person" for i, (span, _) in enumerate(placed) if kinds.is_addressed(text, span)}
    told |= dict.fromkeys(surnames(text, placed), "Person")
    for i, (span, kind) in enumerate(placed):
        if kind == "Person" and (kinds.is_run(text, span) or kinds.is_posted_on(text, span)):
            told[i] = "Company"
    return told


def _listed(kinds: Kinds, kind: str, words: str, score: float) -> str:
    """The kind that the name tables have for a doubtful name; empty where they have none.

    A body that oversees others may be called an organization, as the European Commission is as often as not.
    """
    if kinds.is_gathering(kind, words):
        return "Event"
    doubtful = kind in FIRMS | {"Product"} and score < SURE
    if doubtful and (kinds.is_name_of_country(words) or (kind in TRADERS and kinds.is_seat(words))):
        return "Country"
    if not doubtful and kind != "Event":
        return ""
    if kinds.is_area(words):
        return "Place"
    body = kinds.class_of_body(words)
    return kind if (kind, body) == ("Organization", "Regulator") else body
