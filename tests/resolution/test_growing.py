"""Resolution that grows says what resolution of all documents at once says, whatever came, changed or went when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from graph_samples import write_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.store import Store
from kg.joining import Bearers, count_each, find_undecided, refresh
from kg.model import Extraction, Judgement, Meant, MentionKind, Modality, ValueKind, Verdict
from kg.names import plain
from kg.resolution import clusters, find_doubts, resolve
from kg.resolution.growing import memory, things

THINGS = {
    "Person": ("John Smith", "Smith", "J. Smith", "Jane Smith", "John Smyth", "Washington", "Mr Smith"),
    "Company": (
        "Acme",
        "Acme Motor",
        "Acme Motor Ltd",
        "Acme Water",
        "Washington City",
        "Pennine",
        "Pennine Rail",
        "PR",
    ),
    "Regulator": ("MIIT", "Ministry of Industry and Information Technology", "Finance Ministry", "Acme"),
    "City": ("Washington", "Pennine", "Acme City"),
    "Country": ("Norway", "Norwegian", "US", "Washington"),
    "Event": ("Pennine Rally", "annual rally"),
}
RELATIONS = ("ceoOf", "holdsPositionAt", "founderOf", "fined", "sued", "acquired", "partnerOf", "headquarteredIn")
DATES = ("1951", "1951-02", "1951-02-03", "1960", "Friday")
SKETCHES = ("", "AAAA", "BBBB", "CCCC", "DDDD")


class Newsroom:
    """Documents that come, come changed or go, and judgements, by chance; of names that many documents share."""

    def __init__(self, story, seed: int) -> None:
        self._story = story
        self._chance = random.Random(seed)
        self._ids = [f"doc-{number:02}" for number in range(self._chance.choice([6, 12, 24]))]

    def rounds(self) -> Iterator[int]:
        """How much happens before each refresh: first much, then little."""
        yield len(self._ids) // 2
        yield from (self._chance.choice([0, 1, 2, 5]) for _ in range(6))

    def happen(self, store: Store) -> None:
        one = self._chance.random()
        if one < 0.6:
            store.put(self.told(self._chance.choice(self._ids)))
        elif one < 0.9:
            store.remove(self._chance.choice(self._ids))
        elif one < 0.97 or not store.judgements():
            store.judge(self.judged())
        else:
            store.unjudge(self._chance.choice(store.judgements()))

    def told(self, id_: str) -> Extraction:
        """What one document says."""
        chance, one = self._chance, self._story(id_, self._chance.choice(["", "2020-01-01", "2021-05"]))
        for key in range(chance.randint(2, 4)):
            cls = chance.choice(sorted(THINGS))
            described = cls in ("Regulator", "Event") and chance.random() < 0.4
            kind = MentionKind.DESCRIPTION if described else MentionKind.NAME
            one.thing(str(key), cls, *chance.sample(THINGS[cls], chance.randint(1, 2)), kind=kind)
        keys = sorted(one.chains)
        for _ in range(chance.randint(0, 4)):
            how = {"amount": chance.choice(["", "5 USD", "3000000 USD"])}
            how["modality"] = chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED, Modality.NEGATED])
            score = chance.choice([0.3, 0.6, 0.9])
            one.says(chance.choice(keys), chance.choice(RELATIONS), chance.choice(keys), score, **how)
        if chance.random() < 0.4:
            one.says(chance.choice(keys), "birthDate", one.value(ValueKind.DATE, chance.choice(DATES)))
        done = one.done()
        return replace(done, document=replace(done.document, sketch=chance.choice(SKETCHES)))

    def judged(self) -> Judgement:
        """What a person says of two names."""
        cls = self._chance.choice(["Person", "Company", "Country"])
        left, right = self._chance.sample(THINGS[cls], 2)
        documents = self._chance.choice([(), (self._chance.choice(self._ids),)])
        verdict = self._chance.choice([Verdict.SAME, Verdict.DIFFERENT])
        at = f"2026-03-{self._chance.randint(10, 28)}T10:00:00+00:00"
        return Judgement(Meant(left, cls, documents), Meant(right, cls), verdict, "kim", at)


def at_once(store: Store) -> set:
    """The quads of a store that is given all that this one holds at once, joined without any memory."""
    with Store.open(None) as other:
        for extraction in store.extractions():
            other.put(extraction)
        write_graph(other, resolve(store.extractions(), store.ontology, store.settings, store.judgements()))
        return set(other.quads())


@pytest.fixture(params=[clusters.CROWDED, 3], ids=["roomy", "crowded"])
def _crowded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(monkeypatch, request.param)
    # The digest of the program is of no interest here, and of some work.
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "this")


def crowd(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    for module in (clusters, things):
        monkeypatch.setattr(module, "CROWDED", most)


MANY = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.usefixtures("_crowded")
@MANY
@given(seed=st.integers(0, 1 << 32))
def test_whatever_comes_and_goes_the_graph_is_that_of_what_remains(seed, story):
    newsroom = Newsroom(story, seed)
    with Store.open(None) as store:
        for events in newsroom.rounds():
            for _ in range(events):
                newsroom.happen(store)
            totals = refresh(store, store.ontology, store.settings)
            assert set(store.quads()) == at_once(store)
            assert find_undecided(store) == find_doubts(store.extractions(), store.ontology, store.judgements())
        known = store.reading.knowledge()
        asserted = sum(fact.asserted for fact in known.facts)
        assert (totals.entities, totals.facts, totals.asserted) == (len(known.entities), len(known.facts), asserted)
        ids = [document.id for document in store.documents()]
        mentioned = [sum(id_ in entity.documents for entity in known.entities) for id_ in ids]
        stated = [sum(any(one.document == id_ for one in fact.evidence) for fact in known.facts) for id_ in ids]
        names = {plain(name) for one in known.entities for name in (one.name, *one.aliases)}
        bearers = Bearers(store)
        called = {one.id for name in names for one in bearers.called(name)}
        assert called == {one.id for one in known.entities if bearers.entity(one.id)}
        assert len(called) == len(known.entities)
        assert count_each(store, store.settings, ids) == list(zip(mentioned, stated, strict=True))


def ids(store: Store) -> list[str]:
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == at_once(store)
    return [entity.id for entity in store.reading.entities()]


def test_a_block_that_comes_to_be_crowded_parts_what_it_joined(story, monkeypatch):
    crowd(monkeypatch, 2)
    with Store.open(None) as store:
        store.put(story("a").thing("d", "Company", "Didi Chuxing", "Didi").done())
        store.put(story("b").thing("d", "Company", "Didi").done())
        assert ids(store) == ["didi-chuxing"]
        store.put(story("c").thing("d", "Company", "Didi Taxi").done())
        assert ids(store) == ["didi", "didi-chuxing", "didi-taxi"]
        store.remove("c")
        assert ids(store) == ["didi-chuxing"]


def test_an_id_that_another_name_needs_is_given_up_and_taken_back(story):
    with Store.open(None) as store:
        store.put(story("a").thing("c", "Company", "Washington City").thing("w", "City", "Washington").done())
        assert ids(store) == ["washington", "washington-city"]
        store.put(story("b").thing("w", "Person", "Washington").done())
        city, company, person = ids(store)
        assert (city, person) == ("washington-city", "washington-person")
        assert company.startswith("washington-city-")
        store.remove("b")
        assert ids(store) == ["washington", "washington-city"]


@pytest.fixture
def archive(story) -> list[Extraction]:
    """Documents that share names in many ways."""
    chance, found = random.Random(5), []
    for number in range(40):
        one = story(f"doc-{number:02}")
        for key, cls in enumerate(chance.choices(sorted(THINGS), k=4)):
            one.thing(str(key), cls, *chance.sample(THINGS[cls], 2))
        one.says("0", "partnerOf", "1").says("2", "ceoOf", "3")
        found.append(one.done())
    return found


@pytest.fixture
def store(archive) -> Iterator[Store]:
    with Store.open(None) as opened:
        for extraction in archive:
            opened.put(extraction)
        refresh(opened, opened.ontology, opened.settings)
        yield opened


def test_nothing_new_changes_nothing(store, archive):
    before = set(store.quads())
    assert not any(store.put(extraction) for extraction in archive)
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == before


def test_what_others_put_into_the_default_graph_is_put_right(store):
    before = set(store.quads())
    store.change(lambda graph: graph.update("INSERT DATA { <x:a> <x:b> <x:c> }; DELETE WHERE { ?s a ?class }"))
    assert set(store.quads()) != before
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == before


def test_a_program_that_joins_otherwise_begins_anew(store, monkeypatch):
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "another")
    crowd(monkeypatch, 2)
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == at_once(store)


def test_a_run_that_ended_before_the_graph_followed_is_gone_on_with(store, archive, story, monkeypatch):
    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    store.remove(archive[3].document.id)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(store, "follow", ends)
        refresh(store, store.ontology, store.settings)
    assert store.stale
    store.put(story("doc-90").thing("a", "Company", "Acme Motor").done())
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == at_once(store)
    assert not store.stale


def test_a_run_that_ended_while_it_joined_is_as_if_it_had_not_begun(store, archive, monkeypatch):
    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    before = set(store.quads())
    store.remove(archive[3].document.id)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(memory, "put_facts", ends)
        refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == before
    refresh(store, store.ontology, store.settings)
    assert set(store.quads()) == at_once(store) != before


def test_a_new_document_touches_only_what_shares_its_names(store, story):
    looked_at: list[str] = []
    taken_in = things._join

    def join(desk, grouped: str) -> None:
        looked_at.append(grouped)
        taken_in(desk, grouped)

    store.put(story("doc-91").thing("a", "Company", "Zebulon Foods").thing("b", "City", "Pennine").done())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(things, "_join", join)
        refresh(store, store.ontology, store.settings)
    assert looked_at == ['["body","zebulonfoods",""]', '["place","pennine",""]']
