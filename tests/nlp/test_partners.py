"""Firms that bear two surnames."""

import re

import numpy as np
import pytest

from kg.nlp.encoding import Encoded
from kg.nlp.marks import Mark, words_of
from kg.nlp.partners import with_partners
from kg.nlp.pieces import Pieces

_MARK = re.compile(r"\{([^=}]*)=(\w+)\}")


def read(marked: str) -> list[tuple[str, str]]:
    """`{name=Kind}` marks a name; the names that come back with their kinds, in text order."""
    text = _MARK.sub(r"\1", marked)
    spans = np.array([found.span() for found in re.finditer(r"\w+", text)], dtype=np.int64)
    none = np.zeros(len(spans), dtype=np.int64)
    encoded = Encoded(Pieces(none, none, spans[:, 0], spans[:, 1]), (0,), (), (), {})
    marks, taken = [], 0
    for found in _MARK.finditer(marked):
        start = found.start() - taken
        taken += len(found[0]) - len(found[1])
        marks.append(Mark(*encoded.pieces.touching(start, start + len(found[1])), found[2], 0.9))
    joined = sorted(with_partners(encoded, text, marks), key=lambda mark: mark.start)
    return [(words_of(encoded, text, mark), mark.kind) for mark in joined]


@pytest.mark.parametrize(
    ("marked", "firms"),
    [
        ("an analyst with {Harrow=Company} and {Stead=Company}, said", 1),
        ("{Harrow=Person} and {Stead=Company}'s {Ann Lee=Person} said", 1),
        ("{Harrow=Company} and {Stead=Company}'s chief economist {Ann Lee=Person} said", 1),
        ("{Harrow=Company} and {Stead=Company}'s plans pleased it", 2),
        ("{Harrow=Company} and {Stead=Company}'s {Ann Lee=Person} said. {Stead=Company} fell", 2),
        ("analysts with {Harrow=Company} and {Stead=Company} said", 2),
        ("{Harrow=Person} and {Stead=Person}'s {Ann Lee=Person} said", 2),
        ("{Birch=Company}, {Harrow=Company} and {Stead=Company}'s {Ann Lee=Person} said", 2),
        ("{Harrow Oil=Company} and {Stead=Company}'s {Ann Lee=Person} said", 2),
    ],
)
def test_one_person_works_at_one_firm_of_two_surnames(marked: str, firms: int) -> None:
    found = read(marked)
    assert (("Harrow and Stead", "Company") in found) is (firms == 1)
    assert len(found) == len(_MARK.findall(marked)) - (firms == 1)


def test_the_pair_is_that_firm_wherever_it_stands() -> None:
    marked = "{Harrow=Person} and {Stead=Person} rose, said {Harrow=Company} and {Stead=Company}'s {Ann Lee=Person}"
    assert read(marked) == [("Harrow and Stead", "Company"), ("Harrow and Stead", "Company"), ("Ann Lee", "Person")]
