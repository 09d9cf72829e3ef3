"""One sum of money is of one fact of a pair."""

from __future__ import annotations

import pytest

from kg.extraction.sums import spare_sums
from kg.model import Claim, Evidence, Mention, MentionKind, Qualifiers, Span


def _firm(chain: int) -> Mention:
    return Mention("doc", Span(chain * 10, chain * 10 + 4), "Birch", MentionKind.NAME, "Company", chain)


BIRCH, ELM, OAK = _firm(0), _firm(1), _firm(2)


def _claim(subject: Mention, predicate: str, other: Mention, amount: str = "") -> Claim:
    evidence = Evidence("doc", Span(0, 40), "…", subject.span, other.span, "neural", 0.9)
    return Claim(subject, predicate, other, Qualifiers(amount=amount), evidence)


def _amounts(*claims: Claim) -> list[str]:
    return [claim.qualifiers.amount for claim in spare_sums(claims)]


@pytest.mark.parametrize(
    ("first", "then"),
    [("acquired", "partnerOf"), ("settledWith", "acquired"), ("settledWith", "sued"), ("supplierOf", "partnerOf")],
)
def test_a_sum_is_of_the_fact_that_sooner_has_one(first, then):
    assert _amounts(_claim(ELM, then, BIRCH, "5 USD"), _claim(BIRCH, first, ELM, "5 USD")) == ["", "5 USD"]


def test_other_pairs_have_their_own():
    assert _amounts(_claim(BIRCH, "acquired", ELM, "5 USD"), _claim(BIRCH, "partnerOf", OAK, "5 USD")) == ["5 USD"] * 2


def test_two_sums_are_of_two_facts():
    found = _amounts(_claim(BIRCH, "sued", ELM, "9 USD"), _claim(BIRCH, "settledWith", ELM, "5 USD"))
    assert found == ["9 USD", "5 USD"]


def test_beside_a_purchase_an_alliance_has_no_sum():
    assert _amounts(_claim(BIRCH, "partnerOf", ELM, "5 USD"), _claim(BIRCH, "ownerOf", ELM, "30 %")) == ["", "30 %"]
    assert _amounts(_claim(BIRCH, "partnerOf", ELM, "5 USD"), _claim(BIRCH, "competitorOf", ELM)) == ["5 USD", ""]
