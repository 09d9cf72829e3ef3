"""Slices: the same whoever cuts, near to the same when files come and go, and shared out without rest."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kg.documents import find_files, read_sources
from kg.errors import InputError
from kg.shards import Slice, cut, share


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Forty articles of a file each, and one file of three."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"Acme has bought Beta {number}.\n", encoding="utf-8")
    lines = "".join(f'{{"id": "line-{number}", "text": "Acme has bought Beta."}}\n' for number in range(3))
    (folder / "20-many.jsonl").write_text(lines, encoding="utf-8")
    return folder


def slices(*sources: Path, size: int = 8) -> list[Slice]:
    return [item for item in cut(find_files([str(source) for source in sources]), size) if isinstance(item, Slice)]


def ids(piece: Slice) -> list[str]:
    return [item[0].id for item in piece.read() if not isinstance(item, InputError)]


def test_slices_hold_every_file_once_and_in_order(archive: Path) -> None:
    found = slices(archive)
    names = [source.name for piece in found for source in piece.sources]
    assert names == sorted(str(path) for path in archive.iterdir())
    assert all(len(piece.sources) <= 8 for piece in found)


def test_a_file_that_may_hold_many_documents_is_a_slice_of_its_own(archive: Path) -> None:
    (alone,) = [piece for piece in slices(archive) if any(source.suffix == ".jsonl" for source in piece.sources)]
    assert ids(alone) == ["line-0", "line-1", "line-2"]


def test_slices_are_the_same_in_another_run_and_fit_for_pickle(archive: Path) -> None:
    found = slices(archive)
    again = [pickle.loads(pickle.dumps(piece)) for piece in slices(archive)]
    assert [piece.name for piece in found] == [piece.name for piece in again]
    assert [list(piece.read()) for piece in found] == [list(piece.read()) for piece in again]


def test_a_file_more_changes_few_slices(archive: Path) -> None:
    before = {piece.name for piece in slices(archive)}
    (archive / "00-new.txt").write_text("Gamma sued Acme.\n", encoding="utf-8")
    assert 1 <= len({piece.name for piece in slices(archive)} - before) <= 2


def test_another_size_is_another_slice(archive: Path) -> None:
    assert not {piece.name for piece in slices(archive)} & {piece.name for piece in slices(archive, size=9)}


def test_a_digest_is_that_of_what_the_files_hold_now(archive: Path) -> None:
    first, *others = slices(archive)
    before, rest = first.digest(), [piece.digest() for piece in others]
    assert first.digest() == before
    Path(first.sources[0].name).write_text("Acme has sold Beta.\n", encoding="utf-8")
    changed = first.digest()
    Path(first.sources[0].name).unlink()
    assert len({before, changed, first.digest()}) == 3
    assert [piece.digest() for piece in others] == rest


def test_errors_stand_in_their_place(archive: Path) -> None:
    sources = [str(archive / "03.txt"), str(archive / "none.txt"), str(archive / "05.txt")]
    first, error, last = cut(find_files(sources), 8)
    assert isinstance(first, Slice) and isinstance(last, Slice) and isinstance(error, InputError)
    assert (ids(first), ids(last)) == (["03"], ["05"])


def test_the_same_text_under_one_id_comes_once_and_two_texts_both(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"id": "x", "text": "{text}"}}\n' for text in ("one", "two", "one")), encoding="utf-8")
    (piece,) = slices(path)
    texts = [item[0].text for item in piece.read() if not isinstance(item, InputError)]
    assert texts == ["one", "two"]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 100])
def test_shares_hold_each_slice_once(archive: Path, count: int) -> None:
    shares = [[piece.name for piece in _own(archive, number, count)] for number in range(1, count + 1)]
    assert sorted(name for one in shares for name in one) == sorted(piece.name for piece in slices(archive))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def _own(archive: Path, number: int, count: int) -> list[Slice]:
    return [item for item in share(slices(archive), number, count) if isinstance(item, Slice)]


def test_documents_are_those_that_reading_gives(archive: Path) -> None:
    documents = [item[0] for piece in slices(archive) for item in piece.read() if not isinstance(item, InputError)]
    assert len(documents) == 43 and documents == list(read_sources([str(archive)]))
