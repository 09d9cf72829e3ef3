"""Features of pairs of mentions."""

import numpy as np

from kg.nlp.pairs import DISTANCES, SIZES, codes, pair_features

STOP = 1012


def features(ids: list[int], rows: list[tuple[int, int, int]]) -> np.ndarray:
    starts, ends, groups = (np.array(column) for column in zip(*rows, strict=True))
    return pair_features(np.array(ids), starts, ends, groups)


def test_distance_is_signed_and_symmetric() -> None:
    table = features([0] * 40, [(1, 3, 0), (20, 22, 1)])
    forward, backward = table[0, 1, 0], table[1, 0, 0]
    assert forward == np.searchsorted(DISTANCES, 17, side="right")
    assert backward == forward + len(DISTANCES) + 1


def test_counts_sentence_ends_between() -> None:
    table = features([0, 0, STOP, 0, 0, STOP, 0, 0], [(0, 1, 0), (1, 2, 0), (7, 8, 0)])
    assert table[0, 1, 1] == 0
    assert table[0, 2, 1] == table[2, 0, 1] == 2


def test_counts_rivals_of_the_same_group_between() -> None:
    people_and_firms = [(0, 1, 0), (3, 4, 1), (6, 7, 0), (9, 10, 1)]
    table = features([0] * 12, people_and_firms)
    assert table[0, 3, 2:].tolist() == [1, 1]
    assert table[0, 1, 2:].tolist() == [0, 0]


def test_stays_inside_the_tables_of_the_model() -> None:
    rng = np.random.default_rng(0)
    starts = np.sort(rng.integers(0, 380, 60))
    table = pair_features(rng.integers(990, 1100, 384), starts, starts + 2, rng.integers(0, 5, 60))
    assert table.min() >= 0
    assert (table.reshape(-1, 4).max(axis=0) < np.array(SIZES)).all()


def test_codes_tell_all_features_apart_in_order() -> None:
    every = np.stack(np.meshgrid(*map(np.arange, SIZES), indexing="ij"), axis=-1)
    assert codes(every).ravel().tolist() == list(range(int(np.prod(SIZES))))
