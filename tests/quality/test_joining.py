"""How well names are joined: the gold is as large as it was, and what is joined reaches its floors."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from joining_gold import Rates, b_cubed, cluster_rates, pair_rates, read_documents, read_pairs

from kg import ontology

PAIRS, THINGS, IN_SEVERAL = 494, 100, 64


@pytest.fixture(scope="module")
def floor(floors: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return floors["joining"][-1]


def test_the_pairs_are_many_distinct_and_of_known_classes() -> None:
    pairs = read_pairs()
    classes = ontology.load().classes
    kinds = Counter(pair["why"] for pair in pairs)
    distinct = {
        frozenset([(pair["a"], pair["class"]), (pair["b"], pair.get("other", pair["class"]))]) for pair in pairs
    }
    assert len(distinct) == len(pairs) >= PAIRS
    assert {cls for pair in pairs for cls in (pair["class"], pair.get("other", pair["class"]))} <= set(classes)
    assert min(sum(pair["same"] for pair in pairs), sum(not pair["same"] for pair in pairs)) >= 200
    assert len(kinds) >= 20


def test_the_documents_speak_of_many_things_many_of_them_in_several() -> None:
    places = defaultdict(set)
    for one in read_documents():
        keys = {thing[0] for thing in one["things"]}
        assert len(keys) == len(one["things"]), one["id"]
        for subject, _, target in one.get("says", ()):
            assert subject in keys and (target in keys or target[0].isdigit()), one["id"]
        for key in keys:
            places[key].add(one["id"])
    assert len(places) >= THINGS
    assert sum(len(documents) > 1 for documents in places.values()) >= IN_SEVERAL


def test_names_alone_are_joined_well(floor: dict[str, Any]) -> None:
    rates = pair_rates()
    assert rates.precision >= floor["pair_precision"], rates.wrong
    assert rates.recall >= floor["pair_recall"], rates.missed


def test_things_of_documents_are_joined_well(floor: dict[str, Any]) -> None:
    cubed, pairwise = cluster_rates()
    assert cubed.f1 >= floor["b_cubed_f1"]
    assert pairwise.precision >= floor["merge_precision"], pairwise.wrong
    assert pairwise.recall >= floor["merge_recall"], pairwise.missed


def test_b_cubed_of_a_worked_example() -> None:
    """Five things of one cluster and two others, as one: every item of the cluster finds all of its own."""
    gold = {("d", name): "one" if name in "abcde" else "two" for name in "abcdefg"}
    rates = b_cubed(dict.fromkeys(gold, "all"), gold)
    assert rates == Rates(pytest.approx((5 * 5 / 7 + 2 * 2 / 7) / 7), 1.0)
