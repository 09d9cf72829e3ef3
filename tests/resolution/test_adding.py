"""What is added to a thing of many chains is as if all chains of the name had been joined in their order."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Extraction, Judgement, Meant, ValueKind, Verdict
from kg.resolution.growing import adding, memory, things

COUNTRY = ("US", "United States", "America", "American", "the United States")
BODIES = ("Acme Motor", "Acme Motor Ltd", "Pennine Rail", "MIIT", "Reuters")
PERSONS = ("John Smith", "Jane Smith", "Ann Brown", "Mr John Smith")
ROWS = "SELECT grouped, judged, named, said, firsts FROM thing ORDER BY grouped, said"
MANY = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MANY", 2)
    # The digest of the program is of no interest here, and of some work.
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "this")


def told(story, chance: random.Random) -> Extraction:
    """One of twenty documents on one country, some bodies and persons."""
    one = story(f"doc-{chance.randrange(20):02}")
    one.thing("c", chance.choice(["Country", "Country", "City"]), *chance.sample(COUNTRY, chance.randint(1, 2)))
    one.thing("b", chance.choice(["Company", "Company", "Regulator"]), chance.choice(BODIES))
    one.thing("d", "Company", chance.choice(BODIES))
    one.thing("p", "Person", chance.choice(PERSONS))
    for _ in range(chance.randint(0, 3)):
        one.says(chance.choice("bdp"), chance.choice(["headquarteredIn", "acquired", "sued"]), chance.choice("bdc"))
    if chance.random() < 0.2:
        one.says("p", "nationality", "c")
    if chance.random() < 0.2:
        one.says("b", "foundedOn", one.value(ValueKind.DATE, chance.choice(["1951", "1960"])))
    return one.done()


def judged(chance: random.Random) -> Judgement:
    names = chance.sample(BODIES, 2)
    left = Meant(names[0], "Company", chance.choice([(), (f"doc-{chance.randrange(20):02}",)]))
    return Judgement(left, Meant(names[1], "Company"), Verdict.DIFFERENT, "kim", "2026-03-10T10:00:00+00:00")


def rows(store: Store) -> list[tuple[object, ...]]:
    refresh(store, store.ontology, store.settings)
    with store.remembering() as database:
        return database.execute(ROWS).fetchall()


def rows_at_once(store: Store) -> list[tuple[object, ...]]:
    with Store.open(None) as other:
        for extraction in store.extractions():
            other.put(extraction)
        for judgement in reversed(store.judgements()):
            other.judge(judgement)
        return rows(other)


@MANY
@given(seed=st.integers(0, 1 << 32))
def test_what_is_remembered_is_what_joining_all_at_once_remembers(seed, story):
    chance = random.Random(seed)
    with Store.open(None) as store:
        for _ in range(8):
            for _ in range(chance.choice([1, 1, 2, 4])):
                store.put(told(story, chance))
            if chance.random() < 0.1:
                store.remove(f"doc-{chance.randrange(20):02}")
            if chance.random() < 0.1:
                store.judge(judged(chance))
            assert rows(store) == rows_at_once(store)


@pytest.fixture
def known(story) -> Store:
    """A name in twenty documents, one in each with another body; the last ones in the company of two."""
    with Store.open(None) as store:
        for number in range(20):
            one = story(f"doc-{number:02}").thing("c", "Country", "France").thing("b", "Company", f"Body{number} Motor")
            store.put(one.done())
        refresh(store, store.ontology, store.settings)
        yield store


def chains_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents of which chains are read again when a store is refreshed."""
    read: list[str] = []
    load = adding.load_chain

    def loading(place, said, namer):
        read.append(place[0])
        return load(place, said, namer)

    with monkeypatch.context() as patched:
        for module in (adding, things):
            patched.setattr(module, "load_chain", loading)
        refresh(store, store.ontology, store.settings)
    return sorted(read)


def test_a_document_that_comes_is_added_without_the_others_being_read(known, story, monkeypatch):
    known.put(story("doc-10b").thing("c", "Country", "France").done())
    assert chains_read(known, monkeypatch) == ["doc-10b"]
    assert rows(known) == rows_at_once(known)


def test_of_the_others_the_one_is_read_that_says_the_same_after_it(known, story, monkeypatch):
    one = story("doc-10b").thing("c", "Country", "France")
    known.put(one.thing("b", "Company", "Body15 Motor").done())
    # The body itself has few chains, which are both read.
    assert chains_read(known, monkeypatch) == ["doc-10b", "doc-10b", "doc-15", "doc-15"]
    with known.remembering() as database:
        (said,) = database.execute("SELECT said FROM thing WHERE grouped LIKE '%france%'").fetchone()
    assert said.count("both named beside Body15 Motor") == 1
    assert rows(known) == rows_at_once(known)


@pytest.mark.parametrize("first", ["doc-00", "aaa"])
def test_where_the_first_one_is_another_all_are_joined_anew(known, story, monkeypatch, first):
    known.put(story(first).thing("c", "Country", "France").done())
    assert len(chains_read(known, monkeypatch)) >= 20
    assert rows(known) == rows_at_once(known)


def test_a_document_that_goes_has_all_joined_anew(known, monkeypatch):
    known.remove("doc-07")
    assert len(chains_read(known, monkeypatch)) == 19
    assert rows(known) == rows_at_once(known)
