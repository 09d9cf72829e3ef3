"""Where things lie: apart from each other, near what they are linked with, and where they lay before."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.placing import HEIGHT, Places, place

Edges = list[tuple[int, int]]


def named(size: int) -> dict[str, str]:
    return {f"e{n}": f"Company {n}" for n in range(size)}


def lines(edges: Edges) -> list[tuple[str, str]]:
    return [(f"e{a}", f"e{b}") for a, b in edges]


def crossings_of_names(places: Places) -> int:
    return sum(
        abs(ax - bx) < 60 and abs(ay - by) < HEIGHT - 1 for (ax, ay), (bx, by) in combinations(places.values(), 2)
    )


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=30))
def test_no_node_lies_on_another(edges: Edges) -> None:
    for (ax, ay), (bx, by) in combinations(place(named(15), lines(edges), {}).values(), 2):
        assert abs(ax - bx) > 40 or abs(ay - by) > HEIGHT / 2


def test_two_hundred_neighbours_of_one_entity_can_all_be_read() -> None:
    assert crossings_of_names(place(named(201), lines([(0, n) for n in range(1, 201)]), {})) == 0


def test_what_is_linked_lies_nearer_than_what_is_not() -> None:
    chain = place(named(6), lines([(n, n + 1) for n in range(5)]), {})
    steps = [math.dist(chain[f"e{n}"], chain[f"e{n + 1}"]) for n in range(5)]
    assert math.dist(chain["e0"], chain["e5"]) > 3 * max(steps)


def test_what_is_added_moves_nothing_that_was_there() -> None:
    before = place(named(6), lines([(0, n) for n in range(1, 6)]), {})
    after = place(named(20), lines([(0, n) for n in range(1, 6)] + [(1, n) for n in range(6, 18)] + [(18, 19)]), before)
    assert {one: after[one] for one in before} == before
    assert crossings_of_names(after) == 0
    near = [math.dist(after["e1"], after[f"e{n}"]) for n in range(6, 18)]
    assert max(near) < 700


def test_the_order_of_names_and_lines_changes_nothing() -> None:
    edges = lines([(0, 1), (0, 2), (2, 3), (4, 5)])
    turned = dict(reversed(named(7).items()))
    assert place(named(7), edges, {}) == place(turned, [(b, a) for a, b in reversed(edges)], {})
