"""The qualifiers of several claims put together as those of one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.model import Evidence, Qualifiers
from kg.names import plain

_STATUS = ("completed", "failed", "agreed", "proposed", "former", "current", "incoming")
"""Where no date of publication decides: later stages of a deal or a post first."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a claim says beside its triple, and where."""

    qualifiers: Qualifiers
    evidence: Evidence
    text: str
    """The object as written."""
    published: str
    """When its document was published."""
    story: str
    """The story that the document tells: copies of it tell the same."""

    @property
    def order(self) -> tuple[str, int, int, str]:
        evidence = self.evidence
        return (evidence.document, evidence.span.start, evidence.subject.start, evidence.extractor)


@dataclass(frozen=True, slots=True)
class _Said:
    """One value of one qualifier and who says it."""

    value: str
    stories: int
    score: float
    latest: str


def merge_qualifiers(sources: Sequence[Source]) -> Qualifiers:
    """One value a qualifier, whatever the order of `sources`; asserted.

    The status is that of the document published last. Of other values the fullest wins: among titles and reasons the
    one with most words; a date that is only a less exact form of another counts for that one. Values that contradict
    each other (two amounts, two days): the one that more documents give, copies of one counted once, then the fuller
    (of sums the less round one), then the surer one.
    """
    return Qualifiers(
        title=_choose("title", sources),
        status=_choose("status", sources),
        start_date=_choose("start_date", sources),
        end_date=_choose("end_date", sources),
        date=_choose("date", sources),
        amount=_choose("amount", sources),
        reason=_choose("reason", sources),
    )


def _choose(field: str, sources: Iterable[Source]) -> str:
    by_value: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if value := getattr(source.qualifiers, field):
            by_value[value].append(source)
    said = [_said(value, by_value, field.endswith("date")) for value in sorted(by_value)]
    if not said:
        return ""
    return min(said, key=_PREFERENCES.get(field, _by_support)).value


def _said(value: str, by_value: dict[str, list[Source]], is_date: bool) -> _Said:
    """What speaks for a value; a date has the support of its less exact forms too."""
    same = [other for other in by_value if other == value or (is_date and value.startswith(f"{other}-"))]
    sources = [source for other in same for source in by_value[other]]
    stories = {source.story for source in sources}
    return _Said(value, len(stories), max(s.evidence.score for s in sources), max(s.published for s in sources))


def _by_support(said: _Said) -> tuple[bool, int, int, float, str]:
    figures = said.value[:1].isdigit()
    return (not figures, -said.stories, -len(said.value) if figures else 0, -said.score, said.value)


def _by_exactness(said: _Said) -> tuple[bool, int, int, float, str]:
    """As `_by_support`; the fuller of two sums is the one that is less round: 8.026 billion, not 8 billion."""
    figures, stories, _, score, value = _by_support(said)
    number = value.split(" ")[0].replace(".", "")
    return (figures, stories, 0 if figures else -len(number.rstrip("0")), score, value)


def _by_words(said: _Said) -> tuple[int, int, float, str]:
    return (-len(plain(said.value).split()), -said.stories, -said.score, said.value)


def _by_time(said: _Said) -> tuple[bool, list[int], int, str]:
    known = _STATUS.index(said.value) if said.value in _STATUS else len(_STATUS)
    return (not said.latest, [-ord(c) for c in said.latest], known, said.value)


_PREFERENCES: dict[str, Callable[[_Said], tuple[object, ...]]] = {
    "amount": _by_exactness,
    "title": _by_words,
    "reason": _by_words,
    "status": _by_time,
}
