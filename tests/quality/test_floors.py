"""The shipped reader over the gold articles: what it must reach, and that the bar is never lowered."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import score_together
from kg.model import Document, MentionKind, Span
from kg.reading import Reader
from kg.score import Scores, score

FLOORS = {"articles", "symposium", "joining"}
"""Histories whose numbers may only rise; those of the others may only fall, but for those an entry says it loosens."""
SYMPOSIUM = "internet-symposium"

History = dict[str, list[dict[str, Any]]]
Gold = dict[str, dict[str, Any]]


def numbers(entry: dict[str, Any]) -> dict[str, float]:
    return {name: value for name, value in entry.items() if name not in ("reason", "loosened")}


def in_force(floors: History, table: str) -> dict[str, float]:
    return numbers(floors[table][-1])


def test_floors_only_rise_and_ceilings_only_fall(floors: History) -> None:
    assert set(floors) == {*FLOORS, "ceilings"}
    for table, entries in floors.items():
        for earlier, later in pairwise(entries):
            before, after = numbers(earlier), numbers(later)
            assert set(before) <= set(after), (table, later)
            for name, value in before.items():
                if name in later.get("loosened", ()):
                    continue
                kept = after[name] >= value if table in FLOORS else after[name] <= value
                assert kept, f"{table}: {name} went from {value} to {after[name]}"


def test_every_change_of_a_floor_says_why(floors: History) -> None:
    for table, entries in floors.items():
        assert entries, table
        assert all(entry["reason"].strip() for entry in entries), table


def of_documents(gold: Gold, readings: dict[str, Any], reader: Reader) -> Scores:
    symmetric = {name for name, relation in reader.ontology.relations.items() if relation.symmetric}
    return score(gold, {name: readings[name].record for name in gold}, symmetric)


@pytest.mark.model
def test_precision_recall_and_f1_over_all_articles(
    gold: Gold, readings: dict[str, Any], reader: Reader, floors: History
) -> None:
    scores = of_documents(gold, readings, reader)
    total, bar = scores.total, in_force(floors, "articles")
    reached = {"precision": total.precision, "recall": total.recall, "f1": total.f1}
    short = {name: (round(reached[name], 3), value) for name, value in bar.items() if reached[name] < value}
    assert not short, "\n".join([str(short), *scores.errors[:40]])


@pytest.mark.model
def test_f1_of_the_symposium_article(gold: Gold, readings: dict[str, Any], reader: Reader, floors: History) -> None:
    scores = of_documents({SYMPOSIUM: gold[SYMPOSIUM]}, readings, reader)
    assert scores.total.f1 >= in_force(floors, "symposium")["f1"], "\n".join(scores.errors)


@pytest.mark.model
def test_few_facts_are_said_twice(gold: Gold, readings: dict[str, Any], reader: Reader, floors: History) -> None:
    scores = of_documents(gold, readings, reader)
    predicted = sum(len(reading.record["facts"]) for reading in readings.values())
    assert predicted > 0
    said = [error for error in scores.errors if error.startswith("duplicate")]
    assert scores.total.duplicates / predicted <= in_force(floors, "ceilings")["duplicates"], "\n".join(said)


@pytest.mark.model
def test_sentences_where_names_merely_stand_together_give_few_facts(
    factless_readings: list[Any], floors: History
) -> None:
    stated = [
        (reading.document.text, fact.subject, fact.predicate, fact.object)
        for reading in factless_readings
        for fact in reading.knowledge.facts
        if fact.asserted
    ]
    share = len(stated) / len(factless_readings)
    assert share <= in_force(floors, "ceilings")["factless"], "\n".join(map(str, stated))


@pytest.mark.model
def test_pairs_that_merely_stand_together_get_hardly_any_relation(reader: Reader, floors: History) -> None:
    found = score_together.score(reader)
    assert found.pairs >= 200
    assert len(found.wronged) / found.pairs <= in_force(floors, "ceilings")["together"], found.wronged


@pytest.mark.model
def test_names_of_factless_sentences_are_still_found(factless: list[Any], factless_readings: list[Any]) -> None:
    """So that the ceiling above is not met by finding nothing."""
    pairs = [
        (name, {mention.text for mention in reading.extraction.mentions})
        for one, reading in zip(factless, factless_readings, strict=True)
        for name in one.names
    ]
    found = [name for name, mentions in pairs if any(name in mention or mention in name for mention in mentions)]
    assert len(found) / len(pairs) >= 0.7, sorted({name for name, _ in pairs} - set(found))


def test_readers_leave_furniture_out(documents: list[Document], furniture: dict[str, list[str]]) -> None:
    left = [
        (document.id, line)
        for document in documents
        for line in furniture.get(document.id, [])
        if _overlaps(_spans(document.text, [line])[0], list(document.body))
    ]
    assert not left


@pytest.mark.model
def test_furniture_gives_no_entity(readings: dict[str, Any], furniture: dict[str, list[str]]) -> None:
    for name, lines in furniture.items():
        reading = readings[name]
        names = [one for one in reading.extraction.mentions if one.kind is MentionKind.NAME]
        inside = [one.text for one in names if _overlaps(one.span, _spans(reading.document.text, lines))]
        assert not inside, (name, inside)


@pytest.mark.model
def test_furniture_gives_no_fact(readings: dict[str, Any], furniture: dict[str, list[str]]) -> None:
    for name, lines in furniture.items():
        reading = readings[name]
        spans = _spans(reading.document.text, lines)
        for fact in reading.knowledge.facts:
            for evidence in fact.evidence:
                assert not _overlaps(evidence.subject, spans), (name, fact)
                assert not _overlaps(evidence.object, spans), (name, fact)


def _spans(text: str, lines: list[str]) -> list[Span]:
    return [Span(text.index(line), text.index(line) + len(line)) for line in lines]


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.overlaps(other) for other in others)
