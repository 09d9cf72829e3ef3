"""What the user names, and the files and ids that come of it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kg.documents.sources import Source, find, suffix_of
from kg.errors import InputError

SUFFIXES = (".txt", ".html", ".jsonl", ".jsonl.gz")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "deep/er/c.txt", "deep/b.txt", ".hidden.txt", ".git/x.txt", "notes.pdf"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Acme buys Beta.")
    return tmp_path / "news"


def ids(*sources: str | Path) -> list[str]:
    return [item.id for item in find([str(source) for source in sources], SUFFIXES, None) if isinstance(item, Source)]


def errors(*sources: str | Path) -> list[str]:
    found = find([str(source) for source in sources], SUFFIXES, None)
    return [str(item) for item in found if isinstance(item, InputError)]


def test_a_file_is_known_by_its_name_without_suffix(news: Path) -> None:
    assert ids(news / "deep" / "er" / "c.txt") == ["c"]


def test_a_folder_is_walked_in_order_without_hidden_and_foreign_files_and_ids_are_paths_below_it(news: Path) -> None:
    assert ids(news) == ["a", "b", "deep/b", "deep/er/c"]
    assert errors(news) == []


def test_a_pattern_gives_paths_below_its_fixed_part(news: Path) -> None:
    assert ids(f"{news}/**/*.txt") == ["b", "deep/b", "deep/er/c"]
    assert ids(f"{news}/deep/*.txt") == ["b"]
    assert ids(f"{news}/d*") == ["deep/b", "deep/er/c"]


def test_a_file_named_twice_comes_once(news: Path) -> None:
    assert ids(news, news / "b.txt") == ["a", "b", "deep/b", "deep/er/c"]


def test_links_that_lead_back_end(news: Path) -> None:
    (news / "deep" / "loop").symlink_to(news, target_is_directory=True)
    (news / "self.txt").symlink_to(news / "self.txt")
    assert ids(news) == ["a", "b", "self", "deep/b", "deep/er/c"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nowhere.txt", "no such file or folder"),
        ("nothing-*.txt", "holds no file that kg reads"),
        ("notes.pdf", "expected one of .html, .jsonl, .jsonl.gz, .txt"),
        ("empty", "holds no file that kg reads"),
        ("a\0b", "\\x00b': no such file or folder"),
        ("n" * 5000, "not a usable path"),
    ],
)
def test_a_source_that_gives_nothing_is_one_clear_line(news: Path, source: str, says: str) -> None:
    (news / "empty").mkdir()
    [error] = errors(news / source)
    assert says in error
    assert "\n" not in error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_closed_folder_is_reported_and_the_rest_goes_on(news: Path) -> None:
    (news / "deep").chmod(0)
    try:
        assert ids(news) == ["a", "b"]
        assert "cannot be read" in errors(news)[0]
    finally:
        (news / "deep").chmod(0o755)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"Acme buys Beta.", ".txt"),
        (b'\xef\xbb\xbf {"text": "Acme"}', ".jsonl"),
        (b"\n<!DOCTYPE html><p>Acme", ".html"),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(data: bytes, suffix: str) -> None:
    [source] = find(["-"], SUFFIXES, io.BytesIO(data))
    assert isinstance(source, Source)
    assert (source.id, source.suffix) == ("", suffix)
    assert source.open().read() == data


def test_the_longest_suffix_wins() -> None:
    assert suffix_of("News.JSONL.GZ", SUFFIXES) == ".jsonl.gz"
    assert suffix_of("news.gz", SUFFIXES) == ""
