"""`kg score`, `kg ontology`, `kg validate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from graph_samples import write_graph

from kg import ontology
from kg.graph.store import Store
from kg.model import Entity, Fact, Knowledge, Qualifiers

GOLD = {
    "doc": "deal",
    "entities": [{"id": "a", "name": "Acme Corp", "aliases": []}, {"id": "b", "name": "Beta", "aliases": []}],
    "facts": [
        {"s": "a", "p": "acquired", "o": "b", "q": {}, "optional": False},
        {"s": "a", "p": "competitorOf", "o": "b", "q": {}, "optional": False},
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("news")
def test_score_reads_what_extract_prints(run: Any, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "predicted.jsonl").write_text(run("extract", "news").stdout, encoding="utf-8")
    done = run("score", gold, "predicted.jsonl", "--by", "predicate", "--errors", "-1")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "acquired           precision 1.000  recall 1.000  F1 1.000   found 1 wrong 0 missed 0"
    assert "missed     deal: Acme Corp competitorOf Beta" in lines
    assert lines[-1] == "precision 1.000  recall 0.500  F1 0.667"
    assert done.stderr == f"kg: 1 predicted documents are not in {gold}, e.g. suit\n"


def test_score_takes_symmetry_from_the_ontology(run: Any, gold: Path, tmp_path: Path) -> None:
    said = {"subject": {"label": "Beta"}, "predicate": "competitorOf", "object": {"label": "Acme"}, "qualifiers": {}}
    (tmp_path / "predicted.jsonl").write_text(json.dumps({"doc": "deal", "facts": [said]}), encoding="utf-8")
    totals = json.loads(run("score", gold, "predicted.jsonl", "--json").stdout)
    assert (totals["found"], totals["wrong"], totals["missed"]) == (1, 0, 1)


def test_score_of_a_missing_file_is_one_line(run: Any, gold: Path) -> None:
    done = run("score", gold, "none.jsonl")
    assert done.exit_code == 3
    assert len(done.stderr.splitlines()) == 1


def test_ontology_copies_what_can_be_loaded_and_used(run: Any, tmp_path: Path) -> None:
    assert run("ontology", "mine").exit_code == 0
    assert ontology.load(tmp_path / "mine").relations == ontology.load().relations


def test_ontology_overwrites_nothing(run: Any, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kg.ttl").write_text("mine", encoding="utf-8")
    done = run("ontology", "mine")
    assert done.exit_code == 3
    assert "in use" in done.stderr
    assert (tmp_path / "mine" / "kg.ttl").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("news")
def test_a_relation_of_ones_own_is_found_kept_and_asked_for(run: Any, tmp_path: Path) -> None:
    run("ontology", "mine")
    with (tmp_path / "mine" / "kg.ttl").open("a", encoding="utf-8") as turtle:
        turtle.write(
            '\nkg:heard a kg:Relation, owl:ObjectProperty ; rdfs:label "heard"@en ; skos:definition "Listened."@en ;\n'
            '  rdfs:domain kg:Organization ; rdfs:range kg:Organization ; kg:topic "Talk"@en .\n'
        )
    (tmp_path / "mine" / "cues" / "heard.toml").write_text('[[verb]]\nlemmas = ["hear"]\n', encoding="utf-8")
    text = "It was told this morning in the city. Gamma heard Beta. Nobody had expected it of them before the summer."
    assert run("build", "-", "--ontology", "mine", stdin=text).exit_code == 0
    query = "SELECT ?name WHERE { ?a kg:heard ?b . ?a rdfs:label ?name }"
    assert run("query", query, "--format", "csv").stdout.split() == ["name", "Gamma"]
    assert run("validate").exit_code == 0
    assert run("build", "news").exit_code == 0
    assert run("query", query, "--format", "csv").stdout.split() == ["name", "Gamma"]


@pytest.mark.usefixtures("store")
def test_validate_says_that_a_built_graph_keeps_the_rules(run: Any) -> None:
    done = run("validate")
    assert (done.exit_code, done.stdout) == (0, "kg-store keeps every rule of its ontology.\n")
    assert json.loads(run("validate", "--json").stdout) == {"conforms": True, "violations": []}


def test_validate_lists_what_breaks_a_rule_and_exits_1(run: Any, store: Path) -> None:
    people = (Entity("a", "Person", "A"), Entity("b", "Person", "B"))
    with Store.open(store, "write") as opened:
        write_graph(opened, Knowledge(people, (Fact("a", "acquired", "b", Qualifiers(), 0.9),)))
    done = run("validate")
    assert done.exit_code == 1
    assert "acquired" in done.stdout
    assert not json.loads(run("validate", "--json").stdout)["conforms"]
