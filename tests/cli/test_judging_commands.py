"""`kg same`, `kg different`, `kg undecided`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.usefixtures("store")
def test_names_are_joined_told_apart_and_the_judgement_taken_back(run: Any) -> None:
    done = run("same", "Beta", "Gamma", "--by", "kim")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "Kept: Beta is the same as Gamma, by kim."
    assert "also Gamma" in run("show", "beta").stdout or "also Beta" in run("show", "gamma").stdout
    listed = json.loads(run("undecided", "--judged", "--json").stdout)
    assert (listed["by"], listed["verdict"], listed["left"]["name"]) == ("kim", "same", "Beta")
    assert "kim" in run("undecided", "--judged").stdout
    assert run("same", "Beta", "Gamma", "--undo").stdout.startswith("Taken back: Beta is the same as Gamma, by kim.")
    assert run("undecided", "--judged").stdout == "Nothing was judged.\n"


@pytest.mark.usefixtures("store")
def test_a_judgement_survives_a_build(run: Any) -> None:
    assert run("different", "Acme@suit", "Acme Corp@deal").exit_code == 0
    before = run("stats").stdout
    assert run("build", "news", "--again", "--quiet").exit_code == 0
    assert run("stats").stdout == before
    assert "not the same" in run("different", "Acme@suit", "Acme Corp@deal", "--undo").stdout


@pytest.mark.usefixtures("store")
def test_doubts_are_listed_with_their_reasons(run: Any) -> None:
    lines = [json.loads(line) for line in run("undecided", "--json").stdout.splitlines()]
    assert all(line["reasons"] and 0 <= line["score"] <= 1 for line in lines)
    assert len(run("undecided", "--limit", "1", "--json").stdout.splitlines()) <= 1


@pytest.mark.usefixtures("store")
def test_an_unknown_name_is_one_line(run: Any) -> None:
    done = run("same", "Beta", "Nobody")
    assert done.exit_code == 3
    assert done.stderr == "kg: the graph knows no 'Nobody'; `kg show NAME` finds names\n"


def test_without_a_store_there_is_nothing_to_judge(run: Any, tmp_path: Path) -> None:
    done = run("same", "A", "B")
    assert done.exit_code == 3 and not (tmp_path / "kg-store").exists()
