"""What `kg build` and `kg extract` do with sources that are bad, packed or on the web."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("command", ["build", "extract"])
def test_bad_sources_are_a_line_each_the_rest_goes_on_and_the_exit_says_so(
    run: Run, tmp_path: Path, articles: dict[str, str], command: str
) -> None:
    packed = gzip.compress(articles["deal.txt"].encode())
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "good.txt.gz").write_bytes(packed)
    (tmp_path / "news" / "cut.txt.gz").write_bytes(packed[:-20])
    (tmp_path / "news" / "bomb.txt.gz").write_bytes(gzip.compress(b"\0" * 40_000_000))
    (tmp_path / "news" / "bomb.xml").write_text('<!DOCTYPE rss [<!ENTITY a "aa">]><rss/>')
    (tmp_path / "news" / "empty.txt").touch()
    (tmp_path / "news" / "loop").symlink_to(tmp_path / "news", target_is_directory=True)
    done = run(command, "news")
    assert done.exit_code == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 4
    for name, says in (("cut", "breaks off"), ("bomb", "200-fold"), ("bomb.xml", "entities"), ("empty", "is empty")):
        assert any(name in line and says in line for line in lines)
    assert "Acme" in done.stdout if command == "extract" else "2 entities" in done.stdout


def test_a_web_address_needs_leave(run: Run) -> None:
    done = run("build", "https://news.example/a.html")
    assert done.exit_code == 1
    assert "--fetch" in done.stderr


def test_a_story_printed_by_several_papers_is_one_independent_source(
    run: Run, tmp_path: Path, articles: dict[str, str]
) -> None:
    (tmp_path / "news").mkdir()
    for name in ("agency", "evening", "morning"):
        (tmp_path / "news" / f"{name}.txt").write_text(articles["deal.txt"])
    (tmp_path / "news" / "own.txt").write_text("It was a surprise to all the town. Acme acquired Beta. Shares rose.")
    assert run("build", "news").exit_code == 0
    assert "4 documents, 2 independent sources" in run("show", "Beta").stdout
    stats = json.loads(run("stats", "--json").stdout)
    assert (stats["corroborated"], stats["copies"]) == (1, 2)
    assert "2 documents in nearly the words of another" in run("stats").stdout
    asked = run(
        "query",
        "--format",
        "csv",
        "SELECT ?n (COUNT(DISTINCT ?story) AS ?stories) WHERE { ?f kg:independentSourceCount ?n ; "
        "kg:evidence/prov:wasDerivedFrom ?d . OPTIONAL { ?d kg:copyOf ?first } BIND(COALESCE(?first, ?d) AS ?story) } "
        "GROUP BY ?f ?n",
    )
    assert asked.stdout.split() == ["n,stories", "2,2"]
    assert run("validate").exit_code == 0
    assert run("remove", "own", "agency", "evening").exit_code == 0
    assert "independent" not in run("show", "Beta").stdout
    assert json.loads(run("stats", "--json").stdout)["copies"] == 0
