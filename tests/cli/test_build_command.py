"""`kg build`, `kg extract`, `kg remove`: articles in, and out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.graph.store import Store

FRENCH = (
    "Le ministre des finances a annoncé mardi que la nouvelle loi sera présentée au parlement avant la fin du mois."
)


@pytest.mark.usefixtures("news")
def test_build_says_what_came_out_of_each_document(run: Any) -> None:
    done = run("build", "news")
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["deal", "2", "1", "new"] in rows
    assert ["suit", "2", "1", "new"] in rows
    assert done.stdout.splitlines()[-1] == "kg-store holds 3 entities and 2 facts, 2 of them asserted."
    assert done.stderr == ""


def test_build_again_adds_nothing(run: Any, store: Path) -> None:
    with Store.open(store) as opened:
        before = set(opened.quads())
    done = run("build", "news")
    assert done.stdout.count("unchanged") == 2
    with Store.open(store) as opened:
        assert set(opened.quads()) == before


@pytest.mark.usefixtures("news")
def test_build_goes_on_after_a_bad_source_and_exits_1(run: Any) -> None:
    done = run("build", "none.txt", "news")
    assert done.exit_code == 1
    assert done.stderr.startswith("kg: none.txt: ")
    assert len(done.stderr.splitlines()) == 1
    assert "2 facts" in done.stdout


def test_build_reads_standard_input(run: Any) -> None:
    text = "It was told this morning in the city. Gamma sued Acme. The court will hear both of them before the summer."
    assert "1 fact," in run("build", "-", stdin=text).stdout


def test_build_warns_of_a_text_that_is_not_english(run: Any, tmp_path: Path) -> None:
    (tmp_path / "loi.txt").write_text(FRENCH * 3, encoding="utf-8")
    done = run("build", "loi.txt")
    assert done.exit_code == 0
    assert "loi: does not look like English" in done.stderr
    assert "0 facts" in done.stdout


@pytest.mark.usefixtures("news")
def test_a_store_that_is_no_store_is_one_line(run: Any) -> None:
    done = run("build", "news", "--store", "news")
    assert done.exit_code == 3
    assert len(done.stderr.splitlines()) == 1
    assert "no kg store" in done.stderr


def test_a_store_keeps_its_settings_until_others_are_given(run: Any, store: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("min_confidence = 0.25\n", encoding="utf-8")
    assert run("build", "news", "--config", "kg.toml").exit_code == 0
    assert run("build", "news").stdout.count("unchanged") == 2
    with Store.open(store) as opened:
        assert opened.settings.min_confidence == 0.25


@pytest.mark.usefixtures("news")
def test_an_unknown_setting_is_a_wrong_command_line(run: Any, tmp_path: Path) -> None:
    for text, said in (("min_confidense = 1", "min_confidense"), ('threads = "two"', "threads"), ("=", "no TOML")):
        (tmp_path / "kg.toml").write_text(text, encoding="utf-8")
        done = run("build", "news", "--config", "kg.toml")
        assert done.exit_code == 2
        assert said in done.stderr


@pytest.mark.usefixtures("news")
def test_extract_prints_a_record_a_document(run: Any) -> None:
    done = run("extract", "news")
    assert done.exit_code == 0
    deal, suit = map(json.loads, done.stdout.splitlines())
    assert (deal["doc"], suit["doc"]) == ("deal", "suit")
    (fact,) = deal["facts"]
    assert fact["subject"] == {"id": "acme", "label": "Acme Corp", "type": "Company", "aliases": []}
    assert (fact["predicate"], fact["object"]["label"]) == ("acquired", "Beta")
    assert fact["qualifiers"]["modality"] == "asserted"
    assert 0 < fact["confidence"] <= 1


def test_offsets_of_evidence_point_into_the_text(run: Any, news: Path) -> None:
    text = (news / "deal.txt").read_text(encoding="utf-8")
    (fact,) = json.loads(run("extract", "news/deal.txt").stdout)["facts"]
    (evidence,) = fact["evidence"]
    assert set(evidence) == {"start", "end", "quote", "subject", "object"}
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert [text[slice(*evidence[end])] for end in ("subject", "object")] == ["Acme Corp", "Beta"]


@pytest.mark.usefixtures("news")
def test_extract_keeps_nothing_and_exits_1_after_a_bad_source(run: Any, tmp_path: Path) -> None:
    done = run("extract", "none.txt", "news", "--format", "table")
    assert done.exit_code == 1
    assert "Acme Corp" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news"]


def test_remove_leaves_what_the_others_say(run: Any, store: Path, tmp_path: Path) -> None:
    done = run("remove", "suit")
    assert (done.exit_code, done.stdout) == (0, "Removed 1 of 2 documents and 1 fact; kg-store now holds 1.\n")
    assert run("build", "news/deal.txt", "--store", "other").exit_code == 0
    with Store.open(store) as one, Store.open(tmp_path / "other") as other:
        assert set(one.quads()) == set(other.quads())


def test_remove_of_an_unknown_document_removes_nothing(run: Any, store: Path) -> None:
    done = run("remove", "suit", "siut")
    assert done.exit_code == 3
    assert "no document called siut" in done.stderr
    with Store.open(store) as opened:
        assert len(list(opened.documents())) == 2


def test_remove_makes_no_store(run: Any, tmp_path: Path) -> None:
    done = run("remove", "suit")
    assert done.exit_code == 3
    assert "no store there" in done.stderr
    assert not (tmp_path / "kg-store").exists()
