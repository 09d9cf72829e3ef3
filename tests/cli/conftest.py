"""The command line run in this process, on a store that the reader of three-part sentences made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kg.nlp
from kg.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(analyzer: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `kg ARGUMENTS` in an empty folder, without weights."""
    monkeypatch.setattr(kg.nlp, "load", lambda *_: analyzer, raising=False)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, prog_name="kg")

    return run_it


@pytest.fixture
def store(run: Run, news: Path, tmp_path: Path) -> Path:
    """A store of the two articles, in the default place."""
    assert run("build", news, "--quiet").exit_code == 0
    return tmp_path / "kg-store"
