"""Singular and plural."""

from __future__ import annotations

import pytest

from kg.extraction.number import is_plural, singular


@pytest.mark.parametrize(
    ("noun", "one"),
    [
        ("units", "unit"),
        ("chairmen", "chairman"),
        ("chief executives", "chief executive"),
        ("boss", "boss"),
        ("ear", "ear"),
    ],
)
def test_a_noun_has_one_singular(noun, one):
    assert singular(noun) == one
    assert is_plural(noun) is (noun != one)
    assert not is_plural(one)
