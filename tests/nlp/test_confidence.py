"""What else a window says makes a link less sure."""

import pytest

from kg.nlp.confidence import LEAST, Calibration, rivals_of


def test_rivals_are_the_strongest_of_each_kind() -> None:
    said = [(0, 1, "ceoOf"), (0, 2, "ceoOf"), (3, 1, "ceoOf"), (1, 0, "ownerOf"), (0, 2, "ceoOf")]
    first, *_ = rivals_of(said, [2.0, 0.5, 1.0, -1.0, 1.5])
    assert first == (1.5, 1.0, -1.0)


def test_the_same_link_at_another_place_is_no_rival() -> None:
    assert rivals_of([(0, 1, "ceoOf"), (0, 1, "ceoOf")], [2.0, 3.0]) == [(LEAST, LEAST, LEAST)] * 2


def test_a_rival_makes_a_relation_less_sure_and_a_qualifier_not() -> None:
    calibration = Calibration(0.5, 0.1, (0.2, 0.0, 0.0), {"ceoOf": -1.0})
    alone, beaten = (LEAST, LEAST, LEAST), (4.0, LEAST, LEAST)
    assert calibration.logit("ceoOf", 2.0, 1, alone) == pytest.approx(1.0 + 0.6 - 1.0)
    assert calibration.logit("ceoOf", 2.0, 1, beaten) == pytest.approx(1.0 - 0.8 - 1.0)
    assert calibration.logit("title", 2.0, 1, beaten) == calibration.logit("title", 2.0, 1, alone) == 1.0


def test_a_crowd_makes_a_link_less_sure() -> None:
    calibration = Calibration(1.0, 0.5, (0.0, 0.0, 0.0), {"ceoOf": 0.0})
    few, many = (calibration.logit("ceoOf", 1.0, crowd, (LEAST, LEAST, LEAST)) for crowd in (2, 20))
    assert few > many
