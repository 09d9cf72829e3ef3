"""What `kg build` and `kg extract` do with sources that are bad, packed or on the web."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kg.model import Analysis, Document

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


def test_a_thousand_empty_files_are_a_line_each_and_the_rest_goes_on(run: Run, news: Path) -> None:
    for number in range(1000):
        (news / f"{number:03}.txt").touch()
    done = run("build", "news")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 1000 and all("is empty" in line for line in lines)
    assert "2 facts" in done.stdout


def test_garbage_in_a_web_archive_is_a_line_and_its_other_pages_are_read(
    run: Run, tmp_path: Path, articles: dict[str, str]
) -> None:
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://news.example/{}\r\nContent-Type: text/plain\r\n"
    pages = [
        f"{head.format(name)}Content-Length: {len(text)}\r\n\r\n{text}\r\n\r\n".encode()
        for name, text in articles.items()
    ]
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress((b"\x00\xff garbage\r\n" * 5).join(pages)))
    done = run("build", "crawl.warc.gz")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1 and "damaged web archive" in done.stderr
    assert "2 facts" in done.stdout


@pytest.mark.parametrize("way", [(), ("--shards", "shards")], ids=["plain", "shards"])
def test_files_that_change_or_vanish_while_others_are_read_are_a_line_each(
    run: Run, news: Path, analyzer: Any, articles: dict[str, str], way: tuple[str, ...]
) -> None:
    for name, text in (("grows.jsonl", articles["deal.txt"]), ("vanishes.txt", articles["deal.txt"])):
        (news / name).write_text(json.dumps({"text": text}) + "\n" + " \n" * 600_000 if "json" in name else text)
    analyze = analyzer.analyze

    def change_and_analyze(documents: Iterable[Document]) -> Iterator[Analysis]:
        (news / "vanishes.txt").unlink(missing_ok=True)
        with (news / "grows.jsonl").open("a") as file:
            file.write("\n")
        return analyze(documents)  # type: ignore[no-any-return]

    analyzer.analyze = change_and_analyze
    done = run("build", "news", *way)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert any("grows.jsonl: changed while it was read" in line for line in lines)
    assert any("vanishes.txt: cannot be read (No such file or directory)" in line for line in lines)
    assert len(lines) == 2
    assert "2 facts" in done.stdout
    analyzer.analyze = analyze
    (news / "vanishes.txt").write_text(articles["deal.txt"])
    assert run("build", "news", *way).exit_code == 0


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
