"""What the README promises holds: its commands run, its queries are answered, its table is the ontology's."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kg import ontology
from kg.cli import COMMANDS, main
from kg.graph.store import Store
from kg.query import ask

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The two lines of the first screen install things: `.ci/run` runs them, in an environment of its own.
INSTALLS = ("python -m pip install . && kg demo", "python -m pip install '.[test]' && python -m pytest")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


SCRIPTS = [block for block in blocks("sh") if block.strip() not in INSTALLS]


def command_lines() -> Iterator[list[str]]:
    for line in "".join(SCRIPTS).splitlines():
        if line.startswith("kg "):
            yield shlex.split(line.split(" > ")[0])[1:]


def test_the_first_screen_holds_the_two_commands() -> None:
    first = README.split("## What it does")[0]
    assert [block.strip() for block in re.findall(r"```sh\n(.*?)```", first, re.DOTALL)] == list(INSTALLS)
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(part in ci for line in INSTALLS for part in re.findall(r"kg demo|python -m pytest|'\.\[test\]'", line))


def test_the_relation_table_is_the_ontologys() -> None:
    (table,) = re.findall(r"<!-- relations -->\n(.*?)\n<!-- /relations -->", README, re.DOTALL)
    assert table == ontology.relation_table(ontology.load())


def test_every_command_stands_in_the_readme() -> None:
    table = README.split("## Commands")[1].split("##")[0]
    assert re.findall(r"^\| `kg (\w+)", table, re.MULTILINE) != []
    assert set(re.findall(r"^\| `kg (\w+)", table, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("arguments", list(command_lines()), ids=" ".join)
def test_every_command_line_is_understood(arguments: list[str]) -> None:
    name, *rest = arguments
    command = main.get_command(click.Context(main), name)
    assert command is not None
    command.make_context(name, rest)


@pytest.mark.parametrize("query", blocks("sparql"))
def test_every_query_parses(query: str) -> None:
    with Store.open(None) as store:
        assert list(ask(store, query)) == []


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `news/`, the bundled articles, where the README's scripts run one after the other."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "src" / "kg" / "demo", folder / "news")
    program = folder / "bin" / "kg"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def shell(script: str, folder: Path) -> str:
    """Standard output of a script, any failing line of which fails it."""
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-eu", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.model
def test_the_scripts_run_in_order(scratch: Path) -> None:
    printed = [shell(script, scratch) for script in SCRIPTS]
    assert "who-runs-what" in printed[0]
    assert {"graph.ttl", "graph.html", "facts.jsonl", "kg-store"} <= {path.name for path in scratch.iterdir()}
    assert any("kpmg" in line and "unilever" in line for line in printed[-1].splitlines())


@pytest.mark.model
@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_runs(code: str, scratch: Path) -> None:
    (scratch / "example.py").write_text(code, encoding="utf-8")
    shell(f'"{sys.executable}" example.py', scratch)
    assert "vis" in (scratch / "graph.html").read_text(encoding="utf-8")


@pytest.mark.model
def test_the_sample_is_what_the_demo_prints(scratch: Path) -> None:
    printed = [" ".join(line.split()) for line in shell("kg demo", scratch).splitlines()]
    (sample,) = re.findall(r"<!-- demo -->\n```text\n(.*?)```\n<!-- /demo -->", README, re.DOTALL)
    shown = [" ".join(line.split()).removesuffix(" …") for line in sample.splitlines() if line.strip(".")]
    assert len(shown) > 8
    stale = [line for line in shown if not any(one.startswith(line) for one in printed)]
    assert stale == [], "the demo now prints:\n" + "\n".join(printed)
