"""`kg demo`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.cli.demo import QUESTION, TITLE


def next_commands(printed: str) -> list[list[str]]:
    """What the demo says to try, as arguments of `kg`."""
    lines = printed.split("Try next")[1].splitlines()
    return [shlex.split(re.split(r"\s{2,}", line.strip())[0])[1:] for line in lines if line.strip().startswith("kg ")]


def test_the_demo_reads_answers_and_writes(run: Any, tmp_path: Path) -> None:
    done = run("demo")
    assert done.exit_code == 0
    assert "8 articles" in done.stdout
    assert TITLE in done.stdout
    assert QUESTION.splitlines()[0] in done.stdout
    turtle = (tmp_path / "exports" / "demo.ttl").read_text(encoding="utf-8")
    assert len(set(re.findall(r'dcterms:source "kg/demo/([\w-]+)\.txt"', turtle))) == 8
    assert str(Path(__file__).parents[2]) not in turtle
    assert (tmp_path / "exports" / "demo.html").stat().st_size > 0


def test_the_demo_again_gives_the_same_bytes(run: Any, tmp_path: Path) -> None:
    run("demo")
    first = [(tmp_path / "exports" / name).read_bytes() for name in ("demo.ttl", "demo.html")]
    run("demo", "--out", "other", "--store", "other-store")
    assert [(tmp_path / "other" / name).read_bytes() for name in ("demo.ttl", "demo.html")] == first


@pytest.mark.model
def test_what_the_demo_says_to_try_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["demo"])
    assert done.exit_code == 0, done.output
    *tried, last = next_commands(done.stdout)
    for arguments in tried:
        assert CliRunner().invoke(main, arguments).exit_code == 0, arguments
    assert last[0] == "build"
    graph = ox.Store()
    graph.load(path=str(tmp_path / "exports" / "demo.ttl"), format=ox.RdfFormat.TURTLE)
    ask = "PREFIX kg: <https://w3id.org/kg/ontology#> SELECT (COUNT(*) AS ?n) { ?a kg:ceoOf ?b }"
    assert int(next(iter(graph.query(ask)))["n"].value) >= 3
