"""What `kg stats` counts is what SPARQL counts."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Claim, Document, Evidence, Extraction, Mention, MentionKind, Modality, Qualifiers, Span
from kg.settings import Settings

FIRMS = ("Acme Motor", "Beta Foods", "Gamma Rail", "Delta Bank")
RELATIONS = ("acquired", "sued", "fined")
STORIES = ("AAAA", "AAAA", "BBBB", "")
"""Sketches: the first two documents tell one story."""


def told(number: int) -> Extraction:
    """A document in which each firm has to do with the next."""
    id_, text = f"news {number}", " ".join(FIRMS)
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in FIRMS]
    mentions = [
        Mention(id_, span, name, MentionKind.NAME, "Company", chain)
        for chain, (name, span) in enumerate(zip(FIRMS, spans, strict=True))
    ]
    claims = []
    for relation, (one, other) in zip(RELATIONS, pairwise(mentions), strict=True):
        modality = Modality.PLANNED if relation == "sued" else Modality.ASSERTED
        said = Evidence(id_, Span(0, len(text)), text, one.span, other.span, "patterns", 0.8)
        claims.append(Claim(one, relation, other, Qualifiers(modality=modality), said))
    document = Document(id_, text, body=(Span(0, len(text)),), sketch=STORIES[number])
    return Extraction(document, tuple(mentions[: number + 2]), tuple(claims[: number + 1]))


@pytest.fixture
def counts(run: Any, tmp_path: Path) -> dict[str, Any]:
    with Store.open(tmp_path / "kg-store", "write", Settings()) as store:
        for number in range(len(STORIES)):
            store.put(told(number))
        refresh(store, store.ontology, store.settings)
    found: dict[str, Any] = json.loads(run("stats", "--json").stdout)
    return found


@pytest.fixture
def ask(run: Any) -> Any:
    def rows(pattern: str, group: str = "") -> list[list[str]]:
        what = pattern.split()[0]
        query = f"SELECT {group} (COUNT(DISTINCT {what}) AS ?n) WHERE {{ {pattern} }}"
        answer = run("query", query + (f" GROUP BY {group}" if group else ""), "--format", "csv").stdout
        return list(csv.reader(io.StringIO(answer)))[1:]

    return rows


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("entities", "?entity rdfs:label ?name", 4),
        ("facts", "?fact a kg:Fact", 3),
        ("asserted", '?fact a kg:Fact ; kg:modality "asserted"', 2),
        ("corroborated", "?fact kg:independentSourceCount ?sources FILTER(?sources > 1)", 3),
        ("copies", "?copy kg:copyOf ?first", 1),
    ],
)
def test_stats_count_what_a_query_counts(
    counts: dict[str, Any], ask: Any, name: str, pattern: str, expected: int
) -> None:
    assert ask(pattern) == [[str(counts[name])]] == [[str(expected)]]


def test_stats_count_by_relation_and_by_document_as_a_query_does(counts: dict[str, Any], ask: Any) -> None:
    relations = {
        relation.rpartition("/")[2].rpartition("#")[2]: int(n)
        for relation, n in ask("?fact a kg:Fact ; rdf:predicate ?relation", "?relation")
    }
    assert counts["relations"] == relations == {"acquired": 1, "sued": 1, "fined": 1}
    entities = dict(ask("?entity kg:mentionedIn/dcterms:identifier ?id", "?id"))
    facts = dict(ask("?fact kg:evidence/prov:wasDerivedFrom/dcterms:identifier ?id", "?id"))
    by_document = {id_: {"entities": int(entities[id_]), "facts": int(facts[id_])} for id_ in entities}
    assert counts["documents"] == by_document
    assert sorted(one["facts"] for one in by_document.values()) == [1, 2, 3, 3]
