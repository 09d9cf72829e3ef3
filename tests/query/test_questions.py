from __future__ import annotations

from collections.abc import Iterator

import pytest
from graph_samples import world

from kg.errors import QueryError
from kg.graph.store import Store
from kg.query import ask_question, questions


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with world().store() as store:
        yield store


@pytest.mark.parametrize("name", list(questions()))
def test_each_question_says_what_it_asks_and_parses(store: Store, name: str) -> None:
    question = questions()[name]
    assert question.title and question.description.endswith(".")
    answer = ask_question(store, name)
    assert answer.variables
    for row in answer.rows():
        assert set(row) == set(answer.variables)


EXPECTED = {
    "who-runs-what": {
        "person": "Jane Roe",
        "role": "ceoOf",
        "organization": "Acme Holdings",
        "title": "chief executive",
    },
    "fines-by-regulator": {
        "regulator": "Norland Data Office",
        "fined": "Acme Holdings",
        "amount": "1500000 USD",
        "value": "1500000",
        "date": "2021-03",
        "reason": "leaked records",
    },
    "fine-totals": {"regulator": "Norland Data Office", "fines": "1", "total": "1500000", "unit": "USD"},
    "who-met-whom": {"one": "Jane Roe", "other": "Omar Diaz"},
    "deals": {"buyer": "Acme Holdings", "target": "Beta Foods", "status": "agreed", "amount": "40000000 EUR"},
    "subsidiaries": {"parent": "Beta Foods", "subsidiary": "Gamma Mills", "share": "60 %"},
    "planned-or-rumoured": {"modality": "rumoured", "subject": "Acme Holdings", "object": "Delta Rail"},
    "timeline": {"date": "1987", "subject": "Acme Holdings", "relation": "foundedOn", "object": "1987"},
    "most-connected": {"entity": "Acme Holdings", "neighbours": "3", "documents": "2"},
    "documents": {"document": "acme-deals", "title": "Acme shops", "facts": "5"},
    "merged-names": {"entity": "Acme Holdings", "name": "Acme", "reasons": "short form"},
    "evidence-of": {"subject": "Beta Foods", "relation": "subsidiaryOf", "document": "acme-deals"},
}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_a_question_finds_what_the_texts_say(store: Store, name: str) -> None:
    wanted = EXPECTED[name].items()
    assert any(wanted <= row.items() for row in ask_question(store, name)), list(ask_question(store, name))


def test_ownership_is_followed_through_the_firms_in_between(store: Store) -> None:
    rows = [tuple(row.values()) for row in ask_question(store, "ownership-chains")]
    assert rows == [
        ("Acme Holdings", "Beta Foods", ""),
        ("Acme Holdings", "Gamma Mills", "Beta Foods"),
        ("Beta Foods", "Gamma Mills", ""),
    ]


def test_a_rumour_is_no_deal(store: Store) -> None:
    assert "Delta Rail" not in ask_question(store, "deals").text()


def test_a_parameter_narrows_a_question_and_cannot_break_out_of_it(store: Store) -> None:
    subjects = {row["subject"] for row in ask_question(store, "evidence-of", {"name": "gamma"})}
    assert subjects == {"Beta Foods"}
    assert list(ask_question(store, "evidence-of", {"name": '" } SERVICE <http://x.example/> { ?a ?b "\\1\n'})) == []


def test_an_unknown_question_or_parameter_is_answered_with_the_known_ones(store: Store) -> None:
    with pytest.raises(QueryError, match="no question is called 'who'; the names are: board-members"):
        ask_question(store, "who")
    with pytest.raises(QueryError, match="evidence-of has no parameter 'nam'; it takes name"):
        ask_question(store, "evidence-of", {"nam": "x"})
