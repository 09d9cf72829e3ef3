"""What the user names, and the files and ids that come of it."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest
import zstandard

from kg.documents.patterns import matches
from kg.documents.sources import Source, find, suffix_of
from kg.errors import InputError

SUFFIXES = (".txt", ".html", ".jsonl", ".warc", ".xml")


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
        ("notes.pdf", "expected one of .html, .jsonl, .txt, .warc, .xml (or these packed: .gz, .zst)"),
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


def test_a_suffix_may_stand_before_that_of_a_packing() -> None:
    assert suffix_of("News.JSONL.GZ", SUFFIXES) == (".jsonl", ".gz")
    assert suffix_of("a.html.txt", SUFFIXES) == (".txt", "")
    assert suffix_of("news.gz", SUFFIXES) == ("", "")


def test_a_packed_file_is_known_by_its_name_without_either_suffix(news: Path) -> None:
    (news / "d.txt.zst").write_bytes(b"")
    assert ids(news / "d.txt.zst") == ["d"]


def test_patterns_follow_no_link_that_leads_back(news: Path) -> None:
    for name in ("one", "two"):  # glob would take two to the fortieth ways around
        (news / "deep" / name).symlink_to(news, target_is_directory=True)
    assert ids(f"{news}/**/*.txt") == ["b", "deep/b", "deep/er/c"]
    assert ids(f"{news}/**") == ["a", "b", "deep/b", "deep/er/c"]


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_standard_input_may_be_packed(packing: str) -> None:
    data = b'{"text": "Acme buys Beta."}\n' * 3
    pack = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}[packing]
    [source] = find(["-", "-"], SUFFIXES, io.BytesIO(pack(data)))
    assert isinstance(source, Source)
    assert source.suffix == ".jsonl"
    assert source.open().read() == data


def test_a_web_address_needs_leave() -> None:
    [error] = errors("https://news.example/a.html")
    assert "stays offline" in error and "--fetch" in error


def test_a_pipe_is_refused_instead_of_waited_for(news: Path) -> None:
    os.mkfifo(news / "z.txt")
    *_, source = find([str(news / "z.txt")], SUFFIXES, None)
    assert isinstance(source, Source)
    with pytest.raises(InputError, match="no regular file"):
        source.open()


@pytest.mark.parametrize(
    ("pattern", "path", "said"),
    [
        ("**/*.txt", "a.txt", True),
        ("**/*.txt", "a/b/c.txt", True),
        ("x/**/y/*.txt", "x/y/c.txt", True),
        ("x/**/y/*.txt", "x/a/y/b/y/c.txt", True),
        ("x/**/y/*.txt", "x/a/c.txt", False),
        ("**", "a/b", True),
        ("a?/**", "ab", False),
    ],
)
def test_two_stars_stand_for_any_number_of_folders(pattern: str, path: str, said: bool) -> None:
    assert matches(pattern.split("/"), path.split("/")) is said
