"""Making shards: what is there and fits is kept, whatever a run that ended has left; the rest is made anew."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import shards
from kg.errors import InputError, KGError, StoreError
from kg.reading import Reader
from kg.settings import Settings
from kg.shards import Made, Plan
from kg.shards.result import read_result

Make = Callable[..., list[Any]]


def manifests(folder: Path) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted((folder / "shards").glob("*.json"))]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "shards").iterdir()}


def new(made: list[Any]) -> int:
    return sum(item.new for item in made if isinstance(item, Made))


def test_a_manifest_says_what_was_read_and_what_came_out(
    make: Make, lines: Path, tmp_path: Path, reader: Reader
) -> None:
    with lines.open("a") as file:
        file.write("no JSON\n")
    make([lines])
    told = manifests(tmp_path)
    assert [(one["part"], one["last"], one["documents"], one["claims"]) for one in told] == [
        (0, False, 2, 2),
        (1, False, 2, 2),
        (2, True, 1, 1),
    ]
    assert all(one["origin"]["reader"] == reader.revision and one["sources"] == [str(lines)] for one in told)
    assert [one["errors"] for one in told[:2]] == [[], []]
    (error,) = told[2]["errors"]
    assert "five.jsonl:6: malformed JSON" in error


def test_shards_that_fit_are_kept_and_nothing_is_read_twice(make: Make, lines: Path, news: Path, analyzer: Any) -> None:
    assert new(make([lines, news])) == 5
    read = list(analyzer.read)
    assert new(make([lines, news])) == 0
    assert analyzer.read == read


def test_a_run_goes_on_where_another_ended(make: Make, lines: Path, tmp_path: Path, analyzer: Any) -> None:
    make([lines])
    whole = files(tmp_path)
    for path in (tmp_path / "shards").glob("*-00001.json"):
        path.unlink()
    analyzer.read.clear()
    assert new(make([lines])) == 1
    assert analyzer.read == ["2", "3"]
    assert files(tmp_path) == whole


@pytest.mark.parametrize("ending", ["-00001.json", "-00001.jsonl.zst"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"\0" * 100, None])
def test_a_damaged_shard_is_made_anew(
    make: Make, lines: Path, tmp_path: Path, ending: str, damage: bytes | None
) -> None:
    make([lines])
    whole = files(tmp_path)
    (path,) = (tmp_path / "shards").glob(f"*{ending}")
    path.write_bytes(path.read_bytes()[:-2] if damage is None else damage)
    assert new(make([lines])) == 1
    assert files(tmp_path) == whole


def test_other_settings_make_all_shards_anew(make: Make, lines: Path, news: Path, analyzer: Any) -> None:
    make([lines, news])
    assert new(make([lines, news], by=Reader(Settings(min_confidence=0.1), analyzer))) == 5


def test_told_so_it_makes_all_anew(make: Make, lines: Path) -> None:
    make([lines])
    assert new(make([lines], again=True)) == 3


def test_a_file_that_changed_is_read_again_and_the_others_are_not(make: Make, lines: Path, news: Path) -> None:
    make([lines, news])
    (news / "deal.txt").write_text((news / "suit.txt").read_text())
    assert new(make([lines, news])) == 1


def test_a_file_that_was_only_touched_is_not_read_again(make: Make, lines: Path) -> None:
    make([lines])
    os.utime(lines, (0, 0))
    assert new(make([lines])) == 0


def test_a_file_that_vanishes_after_it_was_listed_is_an_error_of_its_shard(
    make: Make, news: Path, tmp_path: Path, analyzer: Any
) -> None:
    analyze = analyzer.analyze

    def analyze_and_take_away(documents: Any) -> Any:
        (news / "suit.txt").unlink(missing_ok=True)
        return analyze(documents)

    analyzer.analyze = analyze_and_take_away
    make([news], size=20)
    (told,) = manifests(tmp_path)
    assert told["documents"] == 1 and "suit.txt: cannot be read (No such file" in told["errors"][0]
    assert not told["final"]
    (news / "suit.txt").write_text((news / "deal.txt").read_text())
    analyzer.analyze = analyze
    assert new(make([news], size=20)) == 1
    assert manifests(tmp_path)[0]["final"]


def test_a_document_that_ended_its_process_is_tried_again_by_the_next_run(
    make: Make, news: Path, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ends:
        def each(self, found: Any) -> Any:
            for document in found:
                ended = document.id == "deal"
                yield document, InputError(f"{document.id}: ended 2 times") if ended else reader.read(document)

        def __enter__(self) -> Ends:
            return self

        def __exit__(self, *_: object) -> None:
            return

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "hands", lambda *_: Ends())
        make([news], size=20)
    (told,) = manifests(tmp_path)
    assert (told["documents"], told["errors"], told["final"]) == (1, ["deal: ended 2 times"], False)
    (packed,) = (tmp_path / "shards").glob("*.zst")
    assert [item[0].document.id for item in read_result(packed.read_bytes()) if isinstance(item, tuple)] == ["suit"]
    assert new(make([news], size=20)) == 1
    assert manifests(tmp_path)[0]["documents"] == 2


def test_sources_without_documents_have_shards_too(make: Make, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "empty.txt").touch()
    made = make([tmp_path / "empty.jsonl", tmp_path / "empty.txt"])
    assert new(made) == 2
    assert [len(one["errors"]) for one in manifests(tmp_path)] == [1, 1]
    assert new(make([tmp_path / "empty.jsonl", tmp_path / "empty.txt"])) == 0


def test_a_number_of_documents_that_fills_the_shards_leaves_no_empty_one(
    make: Make, lines: Path, tmp_path: Path
) -> None:
    make([lines], size=5)
    assert [(one["part"], one["last"]) for one in manifests(tmp_path)] == [(0, True)]


def test_no_draft_is_left(make: Make, lines: Path, tmp_path: Path) -> None:
    make([lines])
    assert not [name for name in files(tmp_path) if name.startswith(".")]


def test_ray_that_is_not_installed_is_named_with_its_extra(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(KGError, match=r"pip install 'kg-builder\[ray\]'"):
        list(shards.make([], Plan(str(tmp_path), engine="ray"), reader))


def test_a_shelf_that_cannot_be_written_is_one_line(make: Make, lines: Path, tmp_path: Path) -> None:
    (tmp_path / "shards").write_text("a file")
    with pytest.raises(StoreError, match=r"shards: shards cannot be kept there \("):
        make([lines])
