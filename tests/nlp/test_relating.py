"""From pair scores to chains and links, on hand-made scores."""

import numpy as np

from kg.nlp.relating import PairScores, chain_links, join_references


def window(
    n: int, relation: dict[tuple[int, int], float], same: dict[tuple[int, int], float], subjects: tuple[int, ...] = ()
) -> PairScores:
    """`n` marks, all of them subjects if none are given."""
    scores = np.full((n, n, 2), -9.0, dtype=np.float32)
    for (i, j), logit in relation.items():
        scores[i, j, 1] = logit
    antecedents = np.full((n, n), -9.0, dtype=np.float32)
    for (i, j), logit in same.items():
        antecedents[i, j] = logit
    status, modality = np.zeros((n, n, 3), dtype=np.float32), np.zeros((n, n, 2), dtype=np.float32)
    rows = np.array(subjects or range(n))
    by_subject = (table[rows] for table in (scores, status, modality, antecedents))
    return PairScores(tuple(range(n)), frozenset(range(n)), rows, *by_subject)


def test_a_pronoun_joins_the_chain_whose_mentions_together_speak_for_it() -> None:
    chains = [0, 1, 0, -1]
    scored = window(4, {}, {(3, 0): 0.6, (3, 1): 1.0, (3, 2): 0.8})
    join_references([scored], chains, frozenset({3}), frozenset({3}))
    assert chains == [0, 1, 0, 0]


def test_a_pronoun_without_a_good_antecedent_stays_alone() -> None:
    chains = [0, -1]
    join_references([window(2, {}, {(1, 0): -0.5})], chains, frozenset({1}), frozenset())
    assert chains == [0, -1]


def test_an_opener_without_a_good_antecedent_begins_a_chain_that_later_marks_join() -> None:
    chains = [0, -1, -1]
    scored = window(3, {}, {(1, 0): -0.5, (2, 0): -0.5, (2, 1): 2.0})
    join_references([scored], chains, frozenset({1, 2}), frozenset({1, 2}))
    assert chains == [0, 1, 1]


def test_a_pronoun_may_join_through_a_pronoun() -> None:
    chains = [0, -1, -1]
    scored = window(3, {}, {(1, 0): 2.0, (2, 1): 2.0})
    join_references([scored], chains, frozenset({1, 2}), frozenset({1, 2}))
    assert chains == [0, 0, 0]


def test_a_name_takes_over_the_chain_that_a_pronoun_before_it_began() -> None:
    chains = [0, -1, -1, 1]
    scored = window(4, {}, {(2, 1): 2.0, (3, 1): 0.5})
    join_references([scored], chains, frozenset({1, 2}), frozenset({1, 2}))
    assert chains == [0, 1, 1, 1]


def test_a_name_takes_over_no_chain_that_has_a_name() -> None:
    chains = [0, -1, 1]
    scored = window(3, {}, {(1, 0): 2.0, (2, 1): 3.0})
    join_references([scored], chains, frozenset({1}), frozenset({1}))
    assert chains == [0, 0, 1]


def test_odds_of_all_pairs_of_two_chains_are_summed() -> None:
    scored = window(3, {(0, 1): -1.0, (2, 1): -1.0}, {})
    (link,) = chain_links([scored], [0, 1, 0], -2.0)
    assert link.logit > -1.0
    assert abs(link.logit - (-1.0 + np.log(2))) < 0.01
    assert (link.target, link.label) == (1, 1)
    assert link.crowd == 2


def test_every_sure_pair_is_a_place_that_says_so() -> None:
    scored = window(4, {(0, 1): 3.0, (2, 3): 2.0}, {})
    links = chain_links([scored], [0, 1, 0, 1], -2.0)
    assert [(link.source, link.target) for link in links] == [(0, 1), (2, 3)]


def test_only_subjects_are_sources_and_keep_their_places() -> None:
    scored = window(4, {(1, 0): 3.0, (1, 3): 3.0, (3, 2): 2.0}, {}, subjects=(1, 3))
    links = chain_links([scored], [0, 1, 2, 1], -2.0)
    assert [(link.source, link.target) for link in links] == [(1, 0), (3, 2)]


def test_values_between_them_do_not_shift_the_antecedents_of_others() -> None:
    chains = [0, -1, 1, -1]
    scored = window(4, {}, {(3, 0): 2.0, (3, 2): -1.0}, subjects=(0, 2, 3))
    join_references([scored], chains, frozenset({3}), frozenset())
    assert chains == [0, -1, 1, 0]


def test_no_link_inside_a_chain_and_none_below_the_least() -> None:
    scored = window(3, {(0, 1): 3.0, (0, 2): -4.0}, {})
    assert chain_links([scored], [0, 0, 1], -2.0) == []
