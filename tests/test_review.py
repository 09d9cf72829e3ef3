"""A person's judgement: it wins over the scorer, survives rebuilds and removal, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg import joining, review
from kg.errors import QueryError
from kg.graph.reading import Reading
from kg.graph.store import Store
from kg.joining import Bearers, find_undecided
from kg.model import Document, Extraction, Mention, MentionKind, Span, Verdict
from kg.resolution import find_doubts
from kg.resolution.growing import tables

AT = "2026-03-01T10:00:00+00:00"
SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def told(id_: str, *things: tuple[str, ...]) -> Extraction:
    """A document of things: (class, names ...)."""
    at, mentions = 0, []
    for chain, (cls, *names) in enumerate(things):
        for name in names:
            mentions.append(Mention(id_, Span(at, at + len(name)), name, MentionKind.NAME, cls, chain))
            at += len(name) + 1
    return Extraction(Document(id_, "x" * at, body=(Span(0, at),)), tuple(mentions), ())


ARCHIVE = {
    "a": told("a", ("Company", "Coastal Gas"), ("Person", "Peter Hale")),
    "b": told("b", ("Company", "Veltra"), ("Person", "Peter Hale")),
    "c": told("c", ("Company", "Harbour Lines"), ("Company", "Harbor Lines Ferries")),
    "d": told("d", ("Company", "Harbour Lines Ltd"), ("Person", "Hale")),
}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(None) as opened:
        for extraction in ARCHIVE.values():
            opened.put(extraction)
        refresh(opened)
        yield opened


def refresh(store: Store) -> None:
    joining.refresh(store, store.ontology, store.settings)


@pytest.fixture
def decide(store: Store) -> Callable[..., Any]:
    def judged(one: str, other: str, verdict: Verdict, at: str = AT) -> Any:
        return review.decide(store, (one, other), verdict, "kim", at)

    return judged


def names(store: Store) -> set[frozenset[str]]:
    return {frozenset((one.name, *one.aliases)) for one in store.reading.entities()}


def documents(store: Store, name: str) -> list[tuple[str, ...]]:
    return sorted(one.documents for one in store.reading.entities() if name in (one.name, *one.aliases))


def test_two_names_become_one_thing_and_say_who_judged(store: Store, decide: Callable[..., Any]) -> None:
    decide("Veltra", "coastal-gas", SAME)
    (entity,) = [one for one in store.reading.entities() if "Veltra" in (one.name, *one.aliases)]
    assert entity.documents == ("a", "b")
    assert any(merge.reasons == ("judged same by kim, 2026-03-01",) and merge.score == 1 for merge in entity.merges)


def test_namesakes_that_were_joined_are_told_apart_by_their_documents(store: Store, decide: Callable[..., Any]) -> None:
    assert documents(store, "Peter Hale") == [("a", "b")]
    decide("Peter Hale@a", "Peter Hale@b", DIFFERENT)
    assert documents(store, "Peter Hale") == [("a",), ("b",)]


def test_namesakes_told_apart_can_be_joined_again(store: Store, decide: Callable[..., Any]) -> None:
    decide("Peter Hale@a", "Peter Hale@b", DIFFERENT)
    decide("Peter Hale@a", "Peter Hale@b", SAME, "2026-03-02T00:00:00+00:00")
    assert documents(store, "Peter Hale") == [("a", "b")]
    assert [one.verdict for one in store.judgements()] == [SAME]


def test_a_judgement_holds_for_documents_to_come_and_outlives_those_that_go(
    store: Store, decide: Callable[..., Any]
) -> None:
    decide("Veltra", "Coastal Gas", SAME)
    store.put(told("e", ("Company", "Coastal Gas plc")))
    store.remove("a")
    refresh(store)
    assert documents(store, "Veltra") == [("b", "e")]


def test_a_judgement_sleeps_while_its_document_is_away(store: Store, decide: Callable[..., Any]) -> None:
    decide("Veltra", "Coastal Gas", SAME)
    before = sorted(map(str, store.quads()))
    store.remove("a")
    refresh(store)
    assert frozenset({"Veltra"}) in names(store)
    store.put(ARCHIVE["a"])
    refresh(store)
    assert sorted(map(str, store.quads())) == before


def test_undo_leaves_what_was_there_before(store: Store, decide: Callable[..., Any]) -> None:
    before = sorted(map(str, store.quads()))
    decide("Veltra", "Coastal Gas", SAME)
    assert sorted(map(str, store.quads())) != before
    review.undo(store, ("Coastal Gas", "Veltra"), SAME)
    assert sorted(map(str, store.quads())) == before
    assert store.judgements() == []
    with pytest.raises(QueryError, match="nobody judged"):
        review.undo(store, ("Coastal Gas", "Veltra"), SAME)


def test_one_judgement_brings_along_what_another_joined(store: Store, decide: Callable[..., Any]) -> None:
    decide("Veltra", "Coastal Gas", SAME)
    decide("Veltra", "Harbour Lines", SAME, "2026-03-02T00:00:00+00:00")
    assert documents(store, "Veltra") == [("a", "b", "c", "d")]


def test_the_newest_of_judgements_that_contradict_each_other_holds(store: Store, decide: Callable[..., Any]) -> None:
    decide("Veltra", "Coastal Gas", SAME)
    decide("Veltra", "Harbour Lines", SAME, "2026-03-02T00:00:00+00:00")
    decide("Coastal Gas", "Harbour Lines", DIFFERENT, "2026-03-03T00:00:00+00:00")
    assert documents(store, "Veltra") == [("b", "c", "d")]
    assert documents(store, "Coastal Gas") == [("a",)]


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Nobody", "Veltra", "knows no 'Nobody'"),
        ("Veltra", "Veltra", "one name twice"),
        ("Veltra", "Peter Hale", "nothing can be both"),
        ("Veltra@a", "Coastal Gas", "speaks of no"),
    ],
)
def test_what_cannot_be_judged_is_told_and_not_kept(
    store: Store, decide: Callable[..., Any], one: str, other: str, says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        decide(one, other, SAME)
    assert store.judgements() == []


def test_names_that_one_document_uses_for_one_thing_are_not_told_apart(
    store: Store, decide: Callable[..., Any]
) -> None:
    store.put(told("e", ("Company", "Veltra", "Coastal Gas")))
    refresh(store)
    before = sorted(map(str, store.quads()))
    with pytest.raises(QueryError, match="cannot be told apart"):
        decide("Veltra", "Coastal Gas", DIFFERENT)
    assert (store.judgements(), sorted(map(str, store.quads()))) == ([], before)


def test_a_name_of_several_things_must_be_told_by_id_or_document(store: Store, decide: Callable[..., Any]) -> None:
    decide("Peter Hale@a", "Peter Hale@b", DIFFERENT)
    with pytest.raises(QueryError, match="name of several things"):
        decide("Peter Hale", "Hale", SAME)
    decide("Peter Hale@b", "Hale", SAME)
    assert documents(store, "Hale") == [("b", "d")]


def test_what_is_in_doubt_has_reasons_and_goes_once_it_is_judged(store: Store, decide: Callable[..., Any]) -> None:
    found = find_undecided(store)
    (doubt,) = [one for one in found if {one.left, one.right} >= {"Harbor Lines Ferries"}]
    assert not doubt.joined and doubt.reasons and 0.5 <= doubt.score < 0.8
    decide(doubt.left, doubt.right, DIFFERENT)
    assert [one for one in find_undecided(store) if "Harbor Lines Ferries" in (one.left, one.right)] == []


def test_the_most_doubtful_pair_comes_first(store: Store) -> None:
    distances = [round(abs(one.score - 0.8), 4) for one in find_undecided(store)]
    assert distances == sorted(distances) and distances


def test_what_is_in_doubt_is_read_from_what_is_remembered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = find_doubts(store.extractions(), store.ontology)
    monkeypatch.setattr(store, "extractions", lambda: pytest.fail("read all extractions"))
    assert find_undecided(store) == wanted != []


def test_to_judge_reads_no_more_than_who_bears_the_names(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for every in ("extractions", "documents"):
        monkeypatch.setattr(store, every, lambda: pytest.fail("read all documents"))
    monkeypatch.setattr(Reading, "entities", lambda _: pytest.fail("read all entities"))
    review.decide(store, ("Veltra", "coastal gas"), SAME, "kim", AT)
    assert store.judgements()
    review.decide(store, ("Peter Hale@a", "Peter Hale@b"), DIFFERENT, "kim", AT)
    assert len(Bearers(store).called("PETER HALE")) == 2


def test_a_store_that_another_kg_made_is_read_as_a_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, known = find_undecided(store), Bearers(store)
    monkeypatch.setattr(tables, "revision", lambda *_: "another")
    assert find_undecided(store) == wanted
    bearers = Bearers(store)
    assert bearers.called("veltra") == known.called("Veltra") == [bearers.entity("veltra")]
    assert bearers.entity("veltra") == known.entity("veltra") != known.entity("nobody") == bearers.entity("nobody")
