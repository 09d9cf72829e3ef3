"""Shards of articles in three-part sentences, made in this process without weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg import shards
from kg.errors import InputError
from kg.reading import Reader
from kg.settings import Settings
from kg.shards import Made, Plan

Make = Callable[..., list[Made | InputError]]


@pytest.fixture
def reader(analyzer: Any) -> Reader:
    return Reader(Settings(), analyzer)


@pytest.fixture
def make(tmp_path: Path, reader: Reader) -> Make:
    """Makes the shards of sources, `size` documents each, in `tmp_path / "shards"`."""

    def make_them(sources: Sequence[Path], size: int = 2, again: bool = False, by: Reader = reader) -> Any:
        plan = Plan(str(tmp_path / "shards"), size, again=again)
        return list(shards.make([str(source) for source in sources], plan, by))

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
