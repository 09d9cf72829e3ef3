"""Shards of articles in three-part sentences, made in this process without weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.documents import find_files
from kg.errors import InputError
from kg.reading import Reader
from kg.settings import Settings
from kg.shards import Made, Task, cut
from kg.shards.engines import make_here

Make = Callable[..., list[Made | InputError]]


@pytest.fixture
def reader(analyzer: Any) -> Reader:
    return Reader(Settings(), analyzer)


@pytest.fixture
def make(tmp_path: Path, reader: Reader) -> Make:
    """Makes the shards of sources, `size` documents each, in `tmp_path / "shards"`."""

    def make_them(sources: Sequence[Path], size: int = 2, again: bool = False, by: Reader = reader) -> Any:
        slices = cut(find_files([str(source) for source in sources]), size)
        return list(make_here(slices, Task(str(tmp_path / "shards"), again), by))

    return make_them


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of five articles."""
    told = ("Acme acquired Beta", "Gamma sued Acme", "Beta acquired Gamma", "Gamma acquired Beta", "Beta sued Acme")
    path = tmp_path / "five.jsonl"
    text = "It was told in the city on Monday. {}. Nobody had expected it before the end of the year."
    path.write_text(
        "".join(f'{{"id": "{number}", "text": "{text.format(one)}"}}\n' for number, one in enumerate(told)), "utf-8"
    )
    return path
