"""What is fitted to pairs of noun phrases."""

from __future__ import annotations

import pytest

from rank import FEWEST, fitted

OFTEN = [({"same words": 1.0}, True)] * 8 + [({}, False)] * 12
RARELY = [({"head rarity": 1.0}, False)] * 9
DOCUMENTS = [OFTEN] * FEWEST + [RARELY] * (FEWEST - 1)


def test_the_likelier_the_more_of_its_pairs_were_the_same() -> None:
    ranking = fitted(DOCUMENTS, 0.25)
    assert ranking.chance({"same words": 1.0}) > 0.75
    assert ranking.chance({}) < 0.15
    assert ranking.least == 0.25


def test_what_few_documents_have_tells_nothing() -> None:
    ranking = fitted(DOCUMENTS, 0.25)
    assert "head rarity" not in ranking.weights
    assert ranking.chance({"head rarity": 1.0}) == pytest.approx(ranking.chance({}))
