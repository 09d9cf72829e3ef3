"""Which marks are kept where the model and the value grammar differ."""

from kg.nlp.marking import Mark, without_parts


def test_a_part_of_a_stated_date_is_left_out() -> None:
    day, year, whole = Mark(3, 5, "Date", 0.9), Mark(6, 7, "Date", 0.9), Mark(3, 7, "Date", 1.0)
    assert without_parts([day, year], [whole]) == []


def test_a_mark_of_another_kind_or_as_long_as_the_stated_one_stays() -> None:
    number, date = Mark(3, 5, "Number", 0.9), Mark(3, 7, "Date", 0.9)
    assert without_parts([number, date], [Mark(3, 7, "Date", 1.0)]) == [number, date]
