"""Scoring counts what its module says it counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.score import Counts, Scores, fold, read_records, score

SYMMETRIC = {"metWith"}
ENTITIES = [
    {"id": "didi", "name": "Didi Chuxing", "aliases": ["Didi"]},
    {"id": "cac", "name": "Cyberspace Administration", "aliases": ["CAC"]},
    {"id": "liu", "name": "Jean Liu", "aliases": []},
]


def gold_fact(subject: str, predicate: str, obj: Any, **extra: Any) -> dict[str, Any]:
    return {"s": subject, "p": predicate, "o": obj, "q": {}, "optional": False, **extra}


def said(subject: str, predicate: str, obj: Any, **qualifiers: str) -> dict[str, Any]:
    def end(value: Any) -> Any:
        return value if isinstance(value, dict) else {"label": value, "type": "Company", "aliases": []}

    return {"subject": end(subject), "predicate": predicate, "object": end(obj), "qualifiers": qualifiers}


def compare(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> Scores:
    return score({"a": {"entities": ENTITIES, "facts": gold}}, {"a": {"facts": predicted}}, SYMMETRIC)


def test_an_alias_and_an_iri_are_found() -> None:
    scores = compare(
        [gold_fact("cac", "fined", "didi")], [said("the CAC", "https://w3id.org/kg/ontology#fined", "Didi")]
    )
    assert scores.total == Counts(found=1)
    assert scores.total.f1 == 1.0


def test_a_swapped_fact_is_wrong_unless_its_predicate_is_symmetric() -> None:
    gold = [gold_fact("cac", "fined", "didi"), gold_fact("liu", "metWith", "cac")]
    scores = compare(gold, [said("Didi", "fined", "CAC"), said("CAC", "metWith", "Jean Liu")])
    assert scores.total == Counts(found=1, wrong=1, missed=1)
    assert scores.errors == [
        "wrong      a: Didi fined CAC",
        "missed     a: Cyberspace Administration fined Didi Chuxing",
    ]


def test_a_second_prediction_of_one_fact_is_a_duplicate() -> None:
    scores = compare([gold_fact("cac", "fined", "didi")], [said("CAC", "fined", "Didi")] * 2)
    assert scores.total == Counts(found=1, wrong=1, duplicates=1)
    assert scores.total.precision == 0.5


def test_an_optional_fact_neither_rewards_nor_punishes() -> None:
    gold = [gold_fact("cac", "fined", "didi", optional=True), gold_fact("liu", "ceoOf", "didi", optional=True)]
    assert compare(gold, [said("CAC", "fined", "Didi")] * 2).total == Counts()


def test_asserting_what_the_gold_denies_is_wrong_and_denying_it_is_not() -> None:
    denied = [gold_fact("cac", "fined", "didi", q={"modality": "negated"})]
    assert compare(denied, [said("CAC", "fined", "Didi")]).total == Counts(wrong=1)
    assert compare(denied, [said("CAC", "fined", "Didi", modality="negated")]).total == Counts()
    assert compare(denied, []).total == Counts()


def test_a_doubted_prediction_that_matches_nothing_is_not_wrong() -> None:
    assert compare([], [said("CAC", "fined", "Didi", modality="rumoured")]).total == Counts()


def test_modality_and_qualifiers_are_counted_on_what_was_found() -> None:
    gold = [
        gold_fact("cac", "fined", "didi", q={"modality": "planned", "amount": "$1.2bn"}),
        gold_fact("liu", "holdsPositionAt", "didi", q={"title": "president"}),
    ]
    predicted = [
        said("CAC", "fined", "Didi", modality="planned", amount="80m yuan"),
        said("Jean Liu", "holdsPositionAt", "Didi", title="the president", modality="rumoured"),
    ]
    scores = compare(gold, predicted)
    assert scores.modality == {"seen": 1, "doubted": 1}
    assert scores.qualifiers == {("amount", False): 1, ("title", True): 1}


def test_literals_match_where_one_holds_the_words_of_the_other() -> None:
    gold = [gold_fact("liu", "birthDate", {"literal": "12 May 1978"})]
    assert compare(gold, [said("Jean Liu", "birthDate", {"literal": "1978"})]).total == Counts(found=1)
    assert compare(gold, [said("Jean Liu", "birthDate", {"literal": "1979"})]).total == Counts(wrong=1, missed=1)


def test_counts_are_grouped_by_predicate_and_by_document() -> None:
    scores = compare([gold_fact("cac", "fined", "didi")], [said("CAC", "fined", "Didi"), said("CAC", "sued", "Didi")])
    assert scores.grouped("predicate") == [("fined", Counts(found=1)), ("sued", Counts(wrong=1))]
    assert scores.grouped("document") == [("a", Counts(found=1, wrong=1))]


def test_a_predicted_document_without_gold_is_named_and_not_counted() -> None:
    scores = score({}, {"b": {"facts": [said("CAC", "fined", "Didi")]}}, SYMMETRIC)
    assert (scores.unknown, scores.total) == (("b",), Counts())


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Coca-Cola Company", "coca cola"),
        ("Nestlé SA", "nestle"),
        ("Marks & Spencer plc", "marks and spencer"),
        ("Sir Philip Green", "philip green"),
        ("Lloyd's", "lloyd"),
        ("The Group", "the group"),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc": "a", "facts": []}\n\n{"document": "b"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:3: got a line that is no record"):
        read_records(path)


def test_a_missing_file_and_other_bytes_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_records(tmp_path / "none.jsonl")
    path = tmp_path / "bytes.jsonl"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(InputError, match="not UTF-8"):
        read_records(path)


def test_a_fact_without_its_parts_is_named_by_document(tmp_path: Path) -> None:
    path = tmp_path / "predicted.jsonl"
    path.write_text(json.dumps({"doc": "a", "facts": [{"predicate": "fined"}]}), encoding="utf-8")
    with pytest.raises(InputError, match="a: got a fact that cannot be read"):
        score({"a": {"entities": [], "facts": []}}, read_records(path), SYMMETRIC)
