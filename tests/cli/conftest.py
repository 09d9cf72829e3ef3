"""The command line run in this process, on a store that the reader of three-part sentences made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kg.nlp
import kg.workers
from kg.cli import main
from kg.documents import read_sources
from kg.graph.store import Store
from kg.pipeline import build
from kg.reading import Reader
from kg.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(analyzer: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `kg ARGUMENTS` in an empty folder, without weights."""
    monkeypatch.setattr(kg.nlp, "load", lambda *_: analyzer, raising=False)
    monkeypatch.setattr(kg.workers, "available", lambda: 1)  # other processes know nothing of this reader
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, prog_name="kg")

    return run_it


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, articles: dict[str, str], make_analyzer: type[Any]) -> Path:
    """A folder with `news/` and the store `kg-store` that was built from it; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "news").mkdir()
    for name, text in articles.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with Store.open(Path("kg-store"), "write") as store:
            build(read_sources(["news"]), store, Reader(Settings(), make_analyzer()))
    return folder


@pytest.fixture
def store(run: Run, built: Path, tmp_path: Path) -> Path:
    """A store of the two articles in the default place, and the articles beside it in `news/`."""
    del run  # it has moved to `tmp_path`
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "kg-store"
