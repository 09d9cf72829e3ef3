"""The stages in order: what is read again, what is not, and what a failure leaves behind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kg.documents import read_sources
from kg.errors import InputError
from kg.graph.store import Store
from kg.joining import refresh
from kg.pipeline import Status, build, extract_each
from kg.reading import Reader
from kg.settings import Settings

DEAL = "The deal was the year's largest. Acme Corp acquired Beta. The price was not told, and nobody had expected it."
SUIT = DEAL.replace("Acme Corp acquired Beta", "Gamma sued Acme")
FRENCH = (
    "Le ministre des finances a annoncé mardi que la nouvelle loi sera présentée au parlement avant la fin du mois."
)


@pytest.fixture
def reader(analyzer: Any) -> Reader:
    return Reader(Settings(), analyzer)


def said(store: Store) -> set[tuple[str, str, str]]:
    return {(fact.subject, fact.predicate, str(fact.object)) for fact in store.reading.facts()}


def test_a_build_joins_names_across_documents(news: Path, reader: Reader) -> None:
    with Store.open(None) as store:
        built = build(read_sources([str(news)]), store, reader)
        assert said(store) == {("acme", "acquired", "beta"), ("gamma", "sued", "acme")}
    assert [(one.document, one.status, one.entities, one.facts) for one in built.outcomes] == [
        ("deal", Status.NEW, 2, 1),
        ("suit", Status.NEW, 2, 1),
    ]
    assert built.errors == ()


def test_a_second_build_reads_nothing_and_changes_nothing(news: Path, reader: Reader, analyzer: Any) -> None:
    with Store.open(None) as store:
        build(read_sources([str(news)]), store, reader)
        before = set(store.quads())
        built = build(read_sources([str(news)]), store, reader)
        assert set(store.quads()) == before
    assert analyzer.read == ["deal", "suit"]
    assert {one.status for one in built.outcomes} == {Status.UNCHANGED}


def test_a_changed_document_replaces_what_it_said(news: Path, reader: Reader, analyzer: Any) -> None:
    with Store.open(None) as store:
        build(read_sources([str(news)]), store, reader)
        (news / "deal.txt").write_text(DEAL.replace("Beta", "Gamma"), encoding="utf-8")
        built = build(read_sources([str(news)]), store, reader)
        assert ("acme", "acquired", "beta") not in said(store)
        assert ("acme", "acquired", "gamma") in said(store)
    assert analyzer.read == ["deal", "suit", "deal"]
    assert [one.status for one in built.outcomes] == [Status.CHANGED, Status.UNCHANGED]


def test_another_ontology_reads_every_document_again(news: Path, reader: Reader, analyzer: Any) -> None:
    with Store.open(None) as store:
        build(read_sources([str(news)]), store, reader)
        build(read_sources([str(news)]), store, Reader(Settings(min_confidence=0.1), analyzer))
    assert analyzer.read == ["deal", "suit"] * 2


def test_told_so_it_reads_unchanged_documents_again(news: Path, reader: Reader, analyzer: Any) -> None:
    with Store.open(None) as store:
        build(read_sources([str(news)]), store, reader)
        build(read_sources([str(news)]), store, reader, again=True)
    assert analyzer.read == ["deal", "suit"] * 2


def test_the_order_of_sources_does_not_matter(news: Path, reader: Reader) -> None:
    deal, suit = str(news / "deal.txt"), str(news / "suit.txt")
    graphs = []
    for sources in ([deal, suit], [suit, deal]):
        with Store.open(None) as store:
            build(read_sources(sources), store, reader)
            graphs.append(set(store.quads()))
    assert graphs[0] == graphs[1]


def test_a_removed_document_leaves_what_the_others_say(news: Path, reader: Reader) -> None:
    with Store.open(None) as alone, Store.open(None) as both:
        build(read_sources([str(news / "deal.txt")]), alone, reader)
        build(read_sources([str(news)]), both, reader)
        both.remove("suit")
        refresh(both, reader.ontology, reader.settings)
        assert set(both.quads()) == set(alone.quads())


def test_a_bad_source_is_told_and_the_rest_is_read(news: Path, reader: Reader) -> None:
    (news / "bad.jsonl").write_text('{"id": "a", "text": "' + DEAL + '"}\nnot json\n', encoding="utf-8")
    with Store.open(None) as store:
        built = build(read_sources([str(news), str(news / "none.txt")]), store, reader)
    assert [one.document for one in built.outcomes] == ["a", "deal", "suit"]
    assert len(built.errors) == 2
    assert "bad.jsonl" in str(built.errors[0]) and "2" in str(built.errors[0])
    assert "none.txt" in str(built.errors[1])
    assert [(one.__traceback__, one.__context__) for one in built.errors] == [(None, None)] * 2  # they hold much


def test_a_text_that_is_not_english_is_kept_and_not_read(tmp_path: Path, reader: Reader, analyzer: Any) -> None:
    (tmp_path / "loi.txt").write_text(FRENCH * 3, encoding="utf-8")
    with Store.open(None) as store:
        built = build(read_sources([str(tmp_path)]), store, reader)
        assert [document.id for document in store.documents()] == ["loi"]
    assert analyzer.read == []
    assert [(one.status, one.entities, one.facts) for one in built.outcomes] == [(Status.UNREAD, 0, 0)]


def test_a_page_of_furniture_is_kept_and_not_read(tmp_path: Path, reader: Reader, analyzer: Any) -> None:
    (tmp_path / "page.txt").write_text("Leave a Reply\nCopyright 2023 Harbour Media. All rights reserved.\n", "utf-8")
    with Store.open(None) as store:
        (outcome,) = build(read_sources([str(tmp_path)]), store, reader).outcomes
    assert (outcome.status, outcome.entities, analyzer.read) == (Status.EMPTY, 0, [])


def test_two_different_documents_of_one_name_are_not_mixed_up(tmp_path: Path, reader: Reader) -> None:
    for folder, text in (("a", DEAL), ("b", SUIT)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text, encoding="utf-8")
    with Store.open(None) as store:
        built = build(read_sources([str(tmp_path / "a" / "news.txt"), str(tmp_path / "b" / "news.txt")]), store, reader)
        assert said(store) == {("acme", "acquired", "beta")}
    assert "'news'" in str(built.errors[0])


def test_every_document_of_a_feed_is_read_and_reported(tmp_path: Path, reader: Reader) -> None:
    feed = tmp_path / "feed.jsonl.gz"
    records = [json.dumps({"id": f"d{number:03}", "text": DEAL}) for number in range(30)]
    with gzip.open(feed, "wt", encoding="utf-8") as lines:
        lines.write("\n".join(records))
    done: list[str] = []
    with Store.open(None) as store:
        built = build(read_sources([str(feed)]), store, reader, report=done.append)
        (fact,) = store.reading.facts()
    assert len(built.outcomes) == len(fact.evidence) == len(records)
    assert done == [f"d{number:03}" for number in range(len(records))]


def test_extraction_joins_nothing_across_documents(news: Path, reader: Reader) -> None:
    items = list(extract_each(read_sources([str(news), str(news / "none.txt")]), reader))
    said = {item[0].id: [(fact.subject, fact.object) for fact in item[1].facts] for item in items[:2]}
    assert said == {"deal": [("acme", "beta")], "suit": [("gamma", "acme")]}
    assert isinstance(items[2], InputError)
