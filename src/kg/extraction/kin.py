"""Where somebody's relative comes from, which says nothing of that somebody: `his Danish-born wife`."""

from __future__ import annotations

from kg.extraction.reading import APOSTROPHE_S, Reading
from kg.model import Claim, Mention

ORIGINS = frozenset({"bornIn", "nationality"})
KIN = frozenset(
    "wife husband ex-wife ex-husband widow widower spouse partner girlfriend boyfriend fiance fiancee fiancé fiancée "
    "mother father parents stepmother stepfather son daughter brother sister grandmother grandfather grandparents "
    "grandson granddaughter uncle aunt cousin nephew niece".split()
)
_OWNERS = frozenset({"his", "her", "their", "whose", "my", "our"}) | APOSTROPHE_S
_REACH = 2
"""Words between the owner and where the relative comes from, and from there to the relative."""


def is_of_kin(claim: Claim, reading: Reading) -> bool:
    """Whether the place of a claim is where the relative comes from whom its subject, named before it, has."""
    if claim.predicate not in ORIGINS or not isinstance(claim.object, Mention):
        return False
    first, last = reading.tokens_of(claim.evidence.object)
    start, end = reading.sentence_at(first)
    if reading.tokens_of(claim.evidence.subject)[0] >= last:
        return False
    before, after = reading.lower[max(start, first - _REACH) : first], _behind_born(reading.lower[last:end])
    return not _OWNERS.isdisjoint(before) and not KIN.isdisjoint(after[:_REACH])


def _behind_born(words: list[str]) -> list[str]:
    """The words without the rest of `Danish-born`, however it is split."""
    for born in (["-", "born"], ["-born"], ["born"]):
        if words[: len(born)] == born:
            return words[len(born) :]
    return words
