"""`kg conflicts`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph_samples import write_graph

from kg.graph.store import Store
from kg.model import Document, Entity, Evidence, Extraction, Fact, Knowledge, Qualifiers, Span

QUOTES = {"early": "Acme named Ann its head.", "late": "Ben runs Acme."}


def _head(person: str, document: str) -> Fact:
    quote = QUOTES[document]
    evidence = Evidence(document, Span(0, len(quote)), quote, Span(0, 4), Span(0, 4), "patterns", 0.9)
    return Fact(person, "ceoOf", "acme", Qualifiers(), 0.9, (evidence,))


def _store(path: Path) -> None:
    documents = [Document(name, quote, published="2020-01-02") for name, quote in QUOTES.items()]
    entities = [Entity("acme", "Company", "Acme", (), tuple(QUOTES))]
    entities += [Entity("ann", "Person", "Ann Abbot", (), ("early",)), Entity("ben", "Person", "Ben B", (), ("late",))]
    with Store.open(path, "write") as store:
        for document in documents:
            store.put(Extraction(document, (), ()))
        write_graph(store, Knowledge(tuple(entities), (_head("ann", "early"), _head("ben", "late"))))


def test_contradictions_are_shown_side_by_side_with_their_sentences(run: Any, tmp_path: Path) -> None:
    _store(tmp_path / "kg-store")
    shown = run("conflicts").stdout
    assert "ceoOf Acme" in shown and "two at once" in shown
    assert all(text in shown for text in ("Ann Abbot", "Ben B", "2020-01-02", *QUOTES.values()))
    told = json.loads(run("conflicts", "--json").stdout)
    assert [(side["says"], side["document"]) for side in told["sides"]] == [("Ann Abbot", "early"), ("Ben B", "late")]


def test_where_nothing_is_contradicted_one_line_says_so(run: Any, store: Path) -> None:
    assert store.exists()
    assert run("conflicts").stdout == "No document contradicts another.\n"
