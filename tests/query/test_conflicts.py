"""Contradictions between documents stand side by side, each with its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kg import review
from kg.graph.store import Store
from kg.graph.validate import validate
from kg.joining import refresh
from kg.model import (
    Claim,
    Document,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Qualifiers,
    Span,
    Value,
    Verdict,
)
from kg.model import ValueKind as Kind
from kg.query import ask_question
from kg.query.conflicts import Conflict, find_conflicts
from kg.resolution import resolve

CLASSES = {
    "Ann Abbot": "Person",
    "Ben Brook": "Person",
    "Abbot": "Person",
    "Acme": "Company",
    "Data Office": "Regulator",
}
CLASSES |= {"Alderton": "City", "Briarton": "City", "Norland": "Country"}

Tell = Callable[..., None]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(None) as opened:
        yield opened


@pytest.fixture
def tell(store: Store) -> Tell:
    """Puts a document of one sentence into the store: `tell("a", "2020", "Acme", "foundedOn", "1990")`."""

    def put(id_: str, published: str, subject: str, predicate: str, target: str, **said: str) -> None:
        text = f"{subject} {predicate} {target} {said}"
        whole = Span(0, len(text))
        one = _mention(id_, text, subject, 0)
        at = Span(text.index(target), text.index(target) + len(target))
        other = _mention(id_, text, target, 1) if target in CLASSES else Value(id_, at, target, Kind.DATE, target)
        evidence = Evidence(id_, whole, text, one.span, other.span, "patterns", 0.9)
        qualifiers = Qualifiers(**{**said, "modality": Modality(said.get("modality", "asserted"))})
        mentions = tuple(end for end in (one, other) if isinstance(end, Mention))
        document = Document(id_, text, published=published, body=(whole,))
        store.put(Extraction(document, mentions, (Claim(one, predicate, other, qualifiers, evidence),)))
        refresh(store, store.ontology, store.settings)

    return put


def _mention(document: str, text: str, name: str, chain: int) -> Mention:
    start = text.index(name)
    return Mention(document, Span(start, start + len(name)), name, MentionKind.NAME, CLASSES[name], chain)


def only(store: Store) -> Conflict:
    (conflict,) = find_conflicts(store)
    return conflict


def sides(conflict: Conflict) -> list[tuple[str, list[str]]]:
    return [(side.says, [one.document for one in side.evidence]) for side in conflict.sides]


def test_two_chiefs_at_once(store: Store, tell: Tell) -> None:
    tell("a", "2020-01-05", "Ann Abbot", "ceoOf", "Acme")
    tell("b", "2020-03-01", "Ann Abbot", "ceoOf", "Acme")
    tell("c", "2020-02-01", "Ben Brook", "ceoOf", "Acme")
    conflict = only(store)
    assert (conflict.kind, conflict.about) == ("two at once", "ceoOf Acme")
    assert sides(conflict) == [("Ann Abbot", ["a", "b"]), ("Ben Brook", ["c"])]
    assert [row["person"] for row in ask_question(store, "two-in-one-post")] == ["Ann Abbot"]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2021-01-05", {}),
        ("2020-01-05", {"status": "former"}),
        ("2020-01-05", {"status": "incoming"}),
        ("2020-01-05", {"title": "co-chief executive"}),
    ],
)
def test_one_after_the_other_or_beside_the_other_is_no_contradiction(
    store: Store, tell: Tell, published: str, said: dict[str, str]
) -> None:
    tell("a", "2020-01-05", "Ann Abbot", "ceoOf", "Acme")
    tell("b", published, "Ben Brook", "ceoOf", "Acme", **said)
    assert find_conflicts(store) == []


def test_documents_without_a_date_may_be_of_one_time(store: Store, tell: Tell) -> None:
    tell("a", "2020-01-05", "Ann Abbot", "chairOf", "Acme")
    tell("b", "", "Ben Brook", "chairOf", "Acme")
    assert only(store).about == "chairOf Acme"


def test_two_dates_of_one_thing_or_of_two_namesakes(store: Store, tell: Tell) -> None:
    tell("a", "", "Acme", "foundedOn", "1990")
    tell("b", "", "Acme", "foundedOn", "1992-05")
    conflict = only(store)
    assert conflict.kind == "two dates, or two namesakes"
    assert [(said.split(" (")[0], where) for said, where in sides(conflict)] == [("1990", ["a"]), ("1992-05", ["b"])]
    review.decide(store, ("Acme@a", "Acme@b"), Verdict.SAME, "kim", "2026-03-01T10:00:00+00:00")
    conflict = only(store)
    assert (conflict.kind, sides(conflict)) == ("two dates", [("1990", ["a"]), ("1992-05", ["b"])])
    (row,) = ask_question(store, "contradicting-dates")
    assert (row["date"], row["document"], row["otherDate"], row["otherDocument"]) == ("1990", "a", "1992-05", "b")


def test_two_amounts_of_one_fine_are_kept_in_the_graph(store: Store, tell: Tell) -> None:
    tell("a", "", "Data Office", "fined", "Acme", amount="1500000 USD")
    tell("b", "", "Data Office", "fined", "Acme", amount="1900000 USD")
    conflict = only(store)
    assert (conflict.kind, conflict.about) == ("two amounts", "Data Office fined Acme")
    assert sides(conflict) == [("1500000 USD", ["a"]), ("1900000 USD", ["b"])]
    rows = list(ask_question(store, "contradicting-values"))
    assert [(row["value"], row["document"]) for row in rows] == [("1500000 USD", "a"), ("1900000 USD", "b")]
    assert validate(store).conforms
    assert tuple(store.reading.facts()) == resolve(store.extractions(), store.ontology, store.settings).facts


def test_said_and_denied(store: Store, tell: Tell) -> None:
    tell("a", "", "Data Office", "fined", "Acme")
    tell("b", "", "Data Office", "fined", "Acme", modality="negated")
    conflict = only(store)
    assert (conflict.kind, sides(conflict)) == ("said and denied", [("said", ["a"]), ("denied", ["b"])])


def test_two_cities_of_birth_but_not_a_city_and_its_country(store: Store, tell: Tell) -> None:
    tell("a", "", "Ann Abbot", "bornIn", "Alderton")
    tell("b", "", "Ann Abbot", "bornIn", "Norland")
    assert find_conflicts(store) == []
    tell("c", "", "Ann Abbot", "bornIn", "Briarton")
    assert sides(only(store)) == [("Alderton", ["a"]), ("Briarton", ["c"])]


def test_what_contradicts_nothing_any_more_goes(store: Store, tell: Tell) -> None:
    tell("a", "", "Data Office", "fined", "Acme", amount="1500000 USD")
    before = sorted(map(str, store.quads()))
    tell("b", "", "Data Office", "fined", "Acme", amount="1900000 USD")
    store.remove("b")
    refresh(store, store.ontology, store.settings)
    assert (find_conflicts(store), sorted(map(str, store.quads()))) == ([], before)
