"""Resolution that grows says what resolution of all documents at once says, whatever came, changed or went when."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.store import Store
from kg.joining import count_each, refresh
from kg.model import Extraction, Judgement, Meant, MentionKind, Modality, ValueKind, Verdict
from kg.resolution import clusters, resolve
from kg.resolution.growing import memory, things

IDS = [f"doc-{letter}" for letter in "abcdefg"]
THINGS = {
    "Person": ("John Smith", "Smith", "J. Smith", "Jane Smith", "John Smyth", "Washington", "Mr Smith"),
    "Company": ("Acme", "Acme Motor", "Acme Motor Ltd", "Acme Water", "Washington City", "Pennine", "Pennine Rail", "PR"),
    "Regulator": ("MIIT", "Ministry of Industry and Information Technology", "Finance Ministry", "Acme"),
    "City": ("Washington", "Pennine", "Acme City"),
    "Country": ("Norway", "Norwegian", "US", "Washington"),
    "Event": ("Pennine Rally", "annual rally"),
}
RELATIONS = ("ceoOf", "holdsPositionAt", "founderOf", "fined", "sued", "acquired", "partnerOf", "headquarteredIn")
DATES = ("1951", "1951-02", "1951-02-03", "1960", "Friday")
SKETCHES = ("", "AAAA", "BBBB")
NOW = "2026-03-01T10:00:00+00:00"


@st.composite
def told(draw, story, id_: str) -> Extraction:
    """What one document says, of names that many documents share."""
    one = story(id_, draw(st.sampled_from(["", "2020-01-01", "2021-05"])))
    kinds = draw(st.lists(st.sampled_from(sorted(THINGS)), min_size=1, max_size=4))
    for number, cls in enumerate(kinds):
        names = draw(st.lists(st.sampled_from(THINGS[cls]), min_size=1, max_size=2))
        described = cls in ("Regulator", "Event") and draw(st.booleans())
        one.thing(str(number), cls, *names, kind=MentionKind.DESCRIPTION if described else MentionKind.NAME)
    keys = st.sampled_from(sorted(one.chains))
    for _ in range(draw(st.integers(0, 4))):
        how = {"amount": draw(st.sampled_from(["", "3000000 USD", "5 USD"]))}
        modality = draw(st.sampled_from([Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED, Modality.NEGATED]))
        score = draw(st.sampled_from([0.3, 0.6, 0.9]))
        one.says(draw(keys), draw(st.sampled_from(RELATIONS)), draw(keys), score, modality=modality, **how)
    if draw(st.booleans()):
        one.says(draw(keys), "birthDate", one.value(ValueKind.DATE, draw(st.sampled_from(DATES))))
    done = one.done()
    return replace(done, document=replace(done.document, sketch=draw(st.sampled_from(SKETCHES))))


@st.composite
def judged(draw) -> Judgement:
    """What a person says of two names."""
    cls = draw(st.sampled_from(["Person", "Company", "Country"]))
    names = draw(st.lists(st.sampled_from(THINGS[cls]), min_size=2, max_size=2, unique=True))
    documents = draw(st.sampled_from([(), (IDS[0],), (IDS[1], IDS[2])]))
    ends = [Meant(names[0], cls, documents), Meant(names[1], cls)]
    return Judgement(*ends, draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT])), "kim", NOW)


def steps(story) -> st.SearchStrategy:
    """Some rounds of documents that come, come changed (an extraction), or go (an id), and of judgements."""
    documents = st.sampled_from(IDS).flatmap(lambda id_: st.one_of(told(story, id_), told(story, id_), st.just(id_)))
    return st.lists(st.lists(st.one_of(documents, documents, documents, judged()), max_size=6), min_size=1, max_size=5)


def do(store: Store, step: object) -> None:
    if isinstance(step, Extraction):
        store.put(step)
    elif isinstance(step, str):
        store.remove(step)
    elif isinstance(step, Judgement):
        store.judge(step)


def at_once(store: Store) -> set:
    """The quads of a store that is given all that this one holds at once, joined without any memory."""
    with Store.open(None) as other:
        for extraction in store.extractions():
            other.put(extraction)
        other.write(resolve(store.extractions(), store.ontology, store.settings, store.judgements()))
        return set(other.quads())


@pytest.fixture(params=[clusters.CROWDED, 2], ids=["roomy", "crowded"])
def _crowded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CROWDED", request.param)
    monkeypatch.setattr(things, "CROWDED", request.param)
    # The digest of the program is of no interest here, and of some work.
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "this")


MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.usefixtures("_crowded")
@MANY
@given(data=st.data())
def test_whatever_comes_and_goes_the_graph_is_that_of_what_remains(data, story):
    with Store.open(None) as store:
        for rounds in data.draw(steps(story)):
            for step in rounds:
                do(store, step)
            totals = refresh(store, store.ontology, store.settings)
            assert set(store.quads()) == at_once(store)
        known = store.reading.knowledge()
        asserted = sum(fact.asserted for fact in known.facts)
        assert (totals.entities, totals.facts, totals.asserted) == (len(known.entities), len(known.facts), asserted)
        ids = [document.id for document in store.documents()]
        mentioned = [sum(id_ in entity.documents for entity in known.entities) for id_ in ids]
        stated = [sum(any(one.document == id_ for one in fact.evidence) for fact in known.facts) for id_ in ids]
        assert count_each(store, store.settings, ids) == list(zip(mentioned, stated, strict=True))


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


def test_a_program_that_joins_otherwise_begins_anew(store, archive, monkeypatch):
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "another")
    monkeypatch.setattr(clusters, "CROWDED", 2)
    monkeypatch.setattr(things, "CROWDED", 2)
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
