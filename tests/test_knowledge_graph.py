"""The Python face of a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
import kg.nlp
from kg.knowledge_graph import Facts
from kg.model import Entity, Fact, Qualifiers


@pytest.fixture
def graph(news: Path, analyzer: Any, monkeypatch: pytest.MonkeyPatch) -> kg.KnowledgeGraph:
    monkeypatch.setattr(kg.nlp, "load", lambda *_: analyzer)
    return kg.build(news)


def test_build_takes_paths_and_query_gives_rows(graph: kg.KnowledgeGraph) -> None:
    rows = graph.query("SELECT ?a ?b WHERE { ?a kg:acquired ?b }")
    assert list(rows) == [{"a": "id:acme", "b": "id:beta"}]
    assert bool(graph.question("deals"))


def test_facts_are_found_by_relation_and_by_name(graph: kg.KnowledgeGraph) -> None:
    (fact,) = graph.facts(predicate="acquired")
    assert (fact.subject, fact.object, fact.evidence[0].quote) == ("acme", "beta", "Acme Corp acquired Beta.")
    assert [fact.predicate for fact in graph.facts(subject="gamma")] == ["sued"]
    assert [fact.predicate for fact in graph.facts(object="Acme Corp")] == ["sued"]
    assert len(graph.facts()) == 2
    assert len(graph.facts()[:1]) == 1


def test_what_is_not_known_is_told(graph: kg.KnowledgeGraph) -> None:
    with pytest.raises(kg.QueryError, match="got the predicate 'bought', expected one of"):
        graph.facts(predicate="bought")
    with pytest.raises(kg.QueryError, match="got the name 'Nobody'"):
        graph.facts(subject="Nobody")


def test_entities_are_found_by_name_alias_and_word(graph: kg.KnowledgeGraph) -> None:
    assert [entity.id for entity in graph.find("ACME CORP.")] == ["acme"]
    assert [entity.id for entity in graph.find("corp")] == ["acme"]
    assert graph.find("Nobody") == graph.find("") == []


def test_rdflib_networkx_and_files_hold_the_same_graph(graph: kg.KnowledgeGraph, tmp_path: Path) -> None:
    assert {str(row.name) for row in graph.rdf.query("SELECT ?name { [] rdfs:label ?name }")} == {
        "Acme",
        "Beta",
        "Gamma",
    }
    assert sorted((a, b) for a, b in graph.to_networkx().edges()) == [("acme", "beta"), ("gamma", "acme")]
    assert "Acme" in graph.to_html(tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "kg:acquired" in graph.export(tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_a_notebook_shows_tables_and_runs_nothing_of_the_text(graph: kg.KnowledgeGraph) -> None:
    assert "<td>Acme</td><td>acquired</td><td>Beta</td>" in graph._repr_html_()
    entity = Entity("a", "Company", "<script>alert(1)</script>")
    facts = Facts([Fact("a", "sued", "a", Qualifiers(), 0.9)], {"a": entity})
    assert "<td>&lt;script&gt;" in facts._repr_html_()


def test_records_hold_what_extract_prints(graph: kg.KnowledgeGraph) -> None:
    record = graph.facts(predicate="sued").records()[0]
    assert record["subject"]["label"] == "Gamma"
    assert record["qualifiers"] == {"modality": "asserted"}


def test_a_store_is_opened_again(news: Path, analyzer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.nlp, "load", lambda *_: analyzer)
    with kg.build([str(news)], store=tmp_path / "kept") as built:
        assert repr(built) == f"<KnowledgeGraph {tmp_path / 'kept'}: 3 entities, 2 facts>"
    with kg.open(tmp_path / "kept") as opened:
        assert len(opened.facts()) == 2
    with pytest.raises(kg.StoreError, match="no store there"):
        kg.open(tmp_path / "none")


def test_a_source_that_cannot_be_read_is_warned_of(news: Path, analyzer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.nlp, "load", lambda *_: analyzer)
    with pytest.warns(UserWarning, match=r"none\.txt"):
        graph = kg.build([news, "none.txt"])
    assert len(graph.facts()) == 2
    assert len(graph.errors) == 1


def test_where_nothing_can_be_read_it_is_an_error() -> None:
    with pytest.raises(kg.InputError, match=r"none\.txt"):
        kg.build("none.txt")


def test_by_way_of_shards_it_is_the_same_graph(
    graph: kg.KnowledgeGraph, news: Path, analyzer: Any, tmp_path: Path
) -> None:
    again = kg.build(news, shards=tmp_path / "shards")
    assert set(again.store.quads()) == set(graph.store.quads())
    analyzer.read.clear()
    kg.build(news, shards=tmp_path / "shards")
    assert analyzer.read == []
