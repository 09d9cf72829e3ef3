"""What all commands have in common: help, exit codes, one line for an error, a light start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import kg
from kg import __version__
from kg.cli import COMMANDS, main
from kg.errors import StoreError

HEAVY = tuple("spacy onnxruntime tokenizers trafilatura rdflib networkx pyvis pyshacl numpy httpx".split())


def modules_after(*arguments: str, folder: Path) -> set[str]:
    """Names of the modules that a run of `kg` in a process of its own has loaded."""
    script = (
        "import sys, json\nfrom kg.cli import main\n"
        f"try:\n    main({list(arguments)!r}, prog_name='kg')\n"
        "except SystemExit as done:\n    assert not done.code, done.code\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_examples_and_exit_codes(run: Any, name: str) -> None:
    helped = run(name, "--help")
    assert helped.exit_code == 0
    assert f"kg {name}" in helped.output.split("Example", 1)[1]
    assert "Exit codes:" in helped.output


def test_help_lists_every_command_and_loads_none(run: Any, tmp_path: Path) -> None:
    listed = run("--help").output
    assert all(f"  {name} " in listed for name in COMMANDS)
    loaded = modules_after("--help", folder=tmp_path)
    assert not loaded & {*HEAVY, "rich", "pyoxigraph", "kg.pipeline"}


def test_a_query_loads_no_language_model_and_nothing_heavy(store: Path) -> None:
    loaded = modules_after("query", "SELECT * { ?s kg:acquired ?o }", folder=store.parent)
    assert "pyoxigraph" in loaded
    assert not loaded & {*HEAVY, "rich", "kg.pipeline", "kg.documents"}


@pytest.mark.parametrize("name", ["show", "stats", "export", "validate", "remove"])
def test_reading_a_graph_loads_no_language_model(name: str, tmp_path: Path) -> None:
    assert not modules_after(name, "--help", folder=tmp_path) & {"spacy", "onnxruntime", "tokenizers"}


def test_the_version_is_told(run: Any) -> None:
    assert run("--version").output.strip().endswith(__version__)


def test_an_unknown_command_is_a_wrong_command_line(run: Any) -> None:
    done = run("bild")
    assert done.exit_code == 2
    assert "bild" in done.output


def test_an_error_of_ours_is_one_line_and_exit_code_3(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def broken() -> None:
        raise StoreError("two\nlines")

    monkeypatch.setattr(type(main), "get_command", lambda *_: broken)
    done = run("broken")
    assert (done.exit_code, done.stderr) == (3, "kg: two lines\n")
