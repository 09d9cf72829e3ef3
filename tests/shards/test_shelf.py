"""The shelf: a file is there whole or not at all, in a folder or behind a URL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.shards import open_shelf


@pytest.mark.parametrize("address", ["folder/below", "memory://kg-shelf/below"])
def test_what_is_written_is_read(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shelf = open_shelf(address)
    assert shelf.read("a.json") is None
    shelf.write("a.json", b"one")
    shelf.write("a.json", b"two")
    assert open_shelf(address).read("a.json") == b"two"
    assert str(shelf) == address


def test_a_url_without_fsspec_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(KGError, match=r"pip install 'kg-builder\[fsspec\]'"):
        open_shelf("memory://kg-shelf")


def test_a_url_that_nothing_speaks_is_one_line() -> None:
    with pytest.raises(KGError, match="gopher://kg: cannot be reached"):
        open_shelf("gopher://kg")


def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    # A limit on the size of files stands in for a full disk: the kernel refuses the write in the same place.
    code = (
        "import resource, signal, sys; from kg.shards import open_shelf; from kg.errors import StoreError\n"
        "shelf = open_shelf(sys.argv[1]); shelf.write('a', b'old')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))\n"
        "try: shelf.write('a', b'new' * 1_000)\n"
        "except StoreError as error: print(error)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "shards")],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot be kept there (File too large)" in ended.stdout and ended.stdout.count("\n") == 1, ended.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "shards").iterdir()} == {"a": b"old"}
