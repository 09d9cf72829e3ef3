"""Documents read by several processes with the shipped weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg import reading
from kg.documents import read_sources
from kg.pipeline import extract_each
from kg.reading import Reader
from kg.settings import Settings

ARTICLES = sorted((Path(kg.__file__).parent / "demo").glob("*.txt"))[:3]


@pytest.mark.model
def test_any_number_of_processes_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORTH", 0)
    settings = Settings(workers=1)
    sources = [str(path) for path in ARTICLES]
    found = [list(extract_each(read_sources(sources), Reader(replace(settings, workers=n)))) for n in (1, 2)]
    assert found[0] == found[1]
    assert len(found[0]) == 3
