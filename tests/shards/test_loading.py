"""Loading shards gives what reading the sources gives: documents, errors, and which of two texts an id belongs to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import shards
from kg.documents import read_sources
from kg.errors import InputError, StoreError
from kg.graph.store import Store
from kg.model import Extraction
from kg.pipeline import Status, build, build_from
from kg.reading import Reader
from kg.shards import Plan, open_shelf
from kg.shards.loading import load

Make = Callable[..., list[Any]]


@pytest.fixture
def mixed(news: Path, lines: Path, tmp_path: Path) -> list[str]:
    """Good and bad sources, two files that say the same, and two that use one id for two texts."""
    (news / "bad.jsonl").write_text('{"id": "a", "text": "Acme acquired Beta."}\nnot json\n', encoding="utf-8")
    (news / "copy.jsonl").write_text('{"id": "0", "text": "Gamma sued Beta."}\n', encoding="utf-8")
    (news / "empty.txt").touch()
    (tmp_path / "again.jsonl").write_bytes(lines.read_bytes())
    return [str(path) for path in (lines, news, tmp_path / "none.txt", tmp_path / "again.jsonl")]


def loaded(sources: list[str], shelf: str, reader: Reader, size: int) -> list[Extraction | InputError]:
    return list(shards.read(sources, Plan(shelf, size), reader))


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_documents_and_errors_are_those_of_reading_in_the_same_order(
    mixed: list[str], tmp_path: Path, reader: Reader, size: int
) -> None:
    found = loaded(mixed, str(tmp_path / "shards"), reader, size)
    said = [str(item) if isinstance(item, InputError) else item.document for item in found]
    assert said == [str(item) if isinstance(item, InputError) else item for item in read_sources(mixed)]
    assert sum(isinstance(one, str) for one in said) == 4
    for item in found:
        assert isinstance(item, InputError) or item == reader.read(item.document)


def test_a_store_is_the_same_by_way_of_shards(mixed: list[str], tmp_path: Path, reader: Reader) -> None:
    with Store.open(None) as one, Store.open(None) as other:
        plain = build(read_sources(mixed), one, reader)
        built = build_from(loaded(mixed, str(tmp_path / "shards"), reader, 2), other, reader)
        assert set(one.quads()) == set(other.quads())
        assert sorted(plain.outcomes, key=lambda one: one.document) == sorted(
            built.outcomes, key=lambda one: one.document
        )
        assert list(map(str, plain.errors)) == list(map(str, built.errors))
        known = build(read_sources(mixed), other, reader)
        assert {one.status for one in known.outcomes} == {Status.UNCHANGED}


def test_a_result_that_changes_before_it_is_loaded_is_told(make: Make, lines: Path, tmp_path: Path) -> None:
    made = make([lines])
    (path,) = (tmp_path / "shards").glob("*-00001.jsonl.zst")
    path.write_bytes(b"other")
    with pytest.raises(StoreError, match=r"00001.jsonl.zst was changed or taken away"):
        list(load(made, open_shelf(str(tmp_path / "shards"))))
