"""`kg query`, `kg show`, `kg stats`: what a store says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.terminal import table
from kg.query import questions

WHO = "SELECT ?name WHERE { ?who kg:acquired ?firm . ?who rdfs:label ?name }"


@pytest.mark.usefixtures("store")
def test_query_answers_in_every_format(run: Any) -> None:
    assert run("query", WHO).stdout.split() == ["name", "----", "Acme"]
    assert list(csv.reader(io.StringIO(run("query", WHO, "--format", "csv").stdout))) == [["name"], ["Acme"]]
    assert run("query", WHO, "--format", "tsv").stdout.split("\n")[1] == '"Acme"'
    (row,) = json.loads(run("query", WHO, "--format", "json").stdout)["results"]["bindings"]
    assert row["name"]["value"] == "Acme"
    assert "<literal>Acme</literal>" in run("query", WHO, "--format", "xml").stdout
    built = run("query", "CONSTRUCT { ?a kg:acquired ?b } WHERE { ?a kg:acquired ?b }", "--format", "ttl").stdout
    assert "id:acme kg:acquired id:beta" in built


@pytest.mark.usefixtures("store")
def test_query_reads_a_file_and_standard_input(run: Any, tmp_path: Path) -> None:
    (tmp_path / "who.rq").write_text(WHO, encoding="utf-8")
    assert "Acme" in run("query", "-f", "who.rq").stdout
    assert "Acme" in run("query", "-f", "-", stdin=WHO).stdout


@pytest.mark.parametrize("name", questions())
@pytest.mark.usefixtures("store")
def test_every_named_question_is_answered(run: Any, name: str) -> None:
    done = run("query", "--name", name, "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip()


def test_named_questions_are_listed_and_shown(run: Any) -> None:
    listed = run("query", "--list").stdout
    assert all(question.title in listed for question in questions().values())
    assert "SELECT" in run("query", "--list", "--name", "deals").stdout


@pytest.mark.usefixtures("store")
def test_a_query_that_does_not_parse_is_one_line_with_its_place(run: Any) -> None:
    done = run("query", "SELECT ?x WHERE { ?x kg:acquired }")
    assert done.exit_code == 3
    assert len(done.stderr.splitlines()) == 1
    assert "line 1, column" in done.stderr


@pytest.mark.usefixtures("store")
def test_an_update_is_refused(run: Any) -> None:
    done = run("query", "DELETE WHERE { ?s ?p ?o }")
    assert done.exit_code == 3
    assert "only reads" in done.stderr
    assert "Acme" in run("query", WHO).stdout


@pytest.mark.usefixtures("store")
def test_a_question_is_asked_once(run: Any) -> None:
    for arguments in ((), (WHO, "--name", "deals"), ("--name", "dealz"), (WHO, "--set", "a=b"), ("-f", "none.rq")):
        assert run("query", *arguments).exit_code == 2


@pytest.mark.usefixtures("store")
def test_show_gives_each_fact_with_its_sentence(run: Any) -> None:
    said = run("show", "acme").stdout
    assert "Acme  Company  acme" in said
    assert "also Acme Corp" in said
    assert "Acme acquired Beta" in said and "“Acme Corp acquired Beta.”  deal" in said
    assert "Gamma sued Acme" in said and "“Gamma sued Acme.”  suit" in said


@pytest.mark.usefixtures("store")
def test_show_why_tells_what_joined_the_names(run: Any) -> None:
    assert (
        "Acme = Acme Corp" in run("show", "acme", "--why").stdout
        or "Acme Corp = Acme" in run("show", "acme", "--why").stdout
    )


def test_show_lists_several_and_tells_of_none(run: Any, news: Path) -> None:
    (news / "two.txt").write_text(
        "There was more to come in the week. Jane Roe founded Gamma. Jane Doe founded Beta. Both are here.",
        encoding="utf-8",
    )
    assert run("build", "news").exit_code == 0
    listed = run("show", "jane").stdout
    assert "jane-roe" in listed and "jane-doe" in listed and "Several things" in listed
    done = run("show", "nobody")
    assert done.exit_code == 3
    assert "nobody" in done.stderr


@pytest.mark.usefixtures("store")
def test_stats_count_classes_relations_and_documents(run: Any) -> None:
    counts = json.loads(run("stats", "--json").stdout)
    assert (counts["entities"], counts["facts"], counts["asserted"]) == (3, 2, 2)
    assert counts["classes"] == {"Company": 3}
    assert counts["relations"] == {"acquired": 1, "sued": 1}
    assert counts["documents"] == {"deal": {"entities": 2, "facts": 1}, "suit": {"entities": 2, "facts": 1}}
    shown = run("stats", "--documents").stdout
    assert shown.splitlines()[-1] == "2 documents, 3 entities, 2 facts, 2 of them asserted"
    assert ["suit", "2", "1"] in [line.split() for line in shown.splitlines()]


def test_what_a_text_says_cannot_steer_the_terminal(run: Any, news: Path) -> None:
    (news / "deal.txt").write_text(
        "Here it is, as told. Acme Corp acquired Beta\x1b[31m. It was of the year.", encoding="utf-8"
    )
    run("build", "news")
    assert "\x1b" not in run("show", "acme").stdout


def test_a_table_shows_markup_as_it_is_and_nothing_that_steers_a_terminal() -> None:
    drawn = table(("name",), [["[red]x[/red]"], ["a\x1b[2Jb"]])
    assert [str(cell) for cell in drawn.columns[0].cells] == ["[red]x[/red]", "a [2Jb"]
