"""`kg build --shards`: the same store by way of files that any number of runs may share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.graph.store import Store

Run = Callable[..., Result]


def quads(store: Path) -> set[str]:
    with Store.open(store) as opened:
        return set(map(str, opened.quads()))


def test_a_store_is_the_same_by_way_of_shards(run: Run, store: Path) -> None:
    done = run("build", "news", "--store", "other", "--shards", "shards")
    assert done.exit_code == 0 and done.stderr == ""
    assert done.stdout.splitlines()[-1] == "other holds 3 entities and 2 facts, 2 of them asserted."
    assert done.stdout.count("new") == 2
    assert quads(Path("other")) == quads(store)
    assert run("build", "news", "--store", "other").stdout.count("unchanged") == 2


@pytest.mark.usefixtures("news")
def test_shares_are_made_apart_and_loaded_together(run: Run, tmp_path: Path) -> None:
    common = ("build", "news", "--shards", "shards", "--shard-size", "1")
    first, second = (run(*common, "--shard", f"{number}/2") for number in (1, 2))
    assert first.stdout == "shards, share 1 of 2: 1 shard of 1 document, 1 of them made now.\n"
    assert second.stdout == "shards, share 2 of 2: 1 shard of 1 document, 1 of them made now.\n"
    assert not (tmp_path / "kg-store").exists()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").iterdir()}
    assert "1 shard of 1 document, 0 of them made now" in run(*common, "--shard", "1/2").stdout
    assert "2 facts" in run(*common).stdout
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "shards").iterdir()} == before


def test_sources_that_cannot_be_read_are_told_in_every_way_and_the_exit_says_so(run: Run, news: Path) -> None:
    (news / "empty.txt").touch()
    for more in (("--shard", "1/1"), (), ("--again",)):
        done = run("build", "none.txt", "news", "--shards", "shards", *more)
        assert done.exit_code == 1
        assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["none.txt", "news/empty.txt"]
    assert run("build", "news", "--shards", "memory://kg-build").exit_code == 1


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("news", "--shard", "1/2"), "--shard goes with --shards"),
        (("news", "--engine", "ray"), "--engine goes with --shards"),
        (("news", "--shard-size", "5"), "--shard-size goes with --shards"),
        (("news", "--shards", "s", "--shard", "3/2"), "expected I/N"),
        (("news", "--shards", "s", "--shard", "0/2"), "expected I/N"),
        (("news", "--shards", "s", "--shard", "one"), "expected I/N"),
        (("news", "--shards", "s", "--fetch"), "--fetch does not go with --shards"),
        (("-", "--shards", "s"), "can be read again; got -"),
        (("https://example.org/a", "--shards", "s"), "can be read again; got https"),
    ],
)
def test_options_that_do_not_go_together_are_a_wrong_command_line(run: Run, given: tuple[str, ...], says: str) -> None:
    done = run("build", *given)
    assert done.exit_code == 2
    assert says in done.stderr
