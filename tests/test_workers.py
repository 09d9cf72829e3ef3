"""Several processes: order, bounds, and what becomes of a document that ends the process that reads it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import fragile
import pytest

from kg import workers
from kg.errors import InputError, KGError, WeightsError
from kg.model import Document, Span
from kg.reading import WORTH, Reader
from kg.settings import Settings


def documents(*texts: str) -> list[Document | InputError]:
    return [Document(f"d{number}", text) for number, text in enumerate(texts)]


def read_each(found: Iterable[Document | InputError], start: workers.Start[str], count: int) -> Iterator[object]:
    with workers.Team(start, count) as team:
        yield from team.read_each(found)


def answers(folder: Path, found: list[Document | InputError], count: int = 2) -> list[str]:
    told = read_each(found, partial(fragile.begin, folder), count)
    return [str(item if isinstance(item, InputError) else item[1]) for item in told]


def test_answers_come_in_the_order_of_the_documents_whoever_is_done_first(tmp_path: Path) -> None:
    found = documents("slow 0.5", "quick", "slow 0.2", "quick", "quick")
    found.insert(2, InputError("no file"))
    assert answers(tmp_path, found) == ["d0: slow", "d1: quick", "no file", "d2: slow", "d3: quick", "d4: quick"]


def test_what_a_process_prints_is_no_answer(tmp_path: Path) -> None:
    assert answers(tmp_path, documents("chatter", "quick")) == ["d0: chatter", "d1: quick"]


def test_a_dead_process_is_replaced_and_its_document_tried_once_more(tmp_path: Path) -> None:
    assert answers(tmp_path, documents("quick", "once", "quick"), 1) == ["d0: quick", "d1: once", "d2: quick"]


def test_a_document_that_ends_two_processes_is_told_in_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    first, second, third = answers(tmp_path, documents("quick", "die", "quick"))
    assert (first, third) == ("d0: quick", "d2: quick")
    assert second.startswith("d1: ") and "\n" not in second and "ended 2 times" in second


def test_an_error_of_ours_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="nothing to read with"):
        answers(tmp_path, documents("complain"))


def test_processes_that_cannot_begin_are_an_error_and_not_one_a_document() -> None:
    with pytest.raises(KGError, match="--workers 1"):
        list(read_each(documents("quick"), fragile.begin_in_vain, 2))


def test_only_a_few_documents_are_taken_before_answers_are_handed_out(tmp_path: Path) -> None:
    taken: list[str] = []

    def found() -> Iterator[Document]:
        for number in range(100):
            taken.append(f"d{number}")
            yield Document(f"d{number}", "quick")

    told = read_each(found(), partial(fragile.begin, tmp_path), 2)
    next(told)
    assert len(taken) == 2 * workers.AHEAD
    told.close()  # type: ignore[attr-defined]


def test_to_stop_asking_ends_the_processes(tmp_path: Path) -> None:
    told = read_each(documents("quick", "slow 600", "slow 600"), partial(fragile.begin, tmp_path), 2)
    next(told)
    told.close()  # type: ignore[attr-defined]  # would last ten minutes if it waited


def articles(count: int, size: int) -> list[Document]:
    return [Document(f"d{number}", "x" * size, body=(Span(0, size),)) for number in range(count)]


def processes(settings: Settings, found: list[Document]) -> set[int]:
    told = list(Reader(settings).each(found, fragile.process_of))
    assert [item[0] for item in told if not isinstance(item, InputError)] == found
    return {item[1] for item in told if not isinstance(item, InputError) and not isinstance(item[1], InputError)}


def test_little_text_is_read_here() -> None:
    assert processes(Settings(workers=2), articles(3, 100)) == {os.getpid()}
    assert processes(Settings(workers=2), articles(1, WORTH)) == {os.getpid()}


def test_told_to_read_apart_even_little_text_is_read_by_another_process() -> None:
    with Reader(Settings(workers=1)).hands(fragile.process_of, apart=True) as hands:
        (told,) = hands.each(articles(1, 10))
    assert told[1] != os.getpid()  # type: ignore[index]


def test_processes_stay_from_one_call_to_the_next() -> None:
    with Reader(Settings(workers=2)).hands(fragile.process_of) as hands:
        first = {item[1] for item in hands.each(articles(4, WORTH)) if isinstance(item, tuple)}
        second = {item[1] for item in hands.each(articles(4, 10)) if isinstance(item, tuple)}
    assert os.getpid() not in first
    assert second <= first


def test_much_text_is_read_by_other_processes_if_there_may_be_several() -> None:
    found = articles(4, WORTH)
    assert os.getpid() not in processes(Settings(workers=2), found)
    assert processes(Settings(workers=1), found) == {os.getpid()}
