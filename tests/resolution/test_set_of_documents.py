"""Knowledge is a function of the set of documents: not of their order, of repeats, or of what was there before."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Modality, ValueKind

_PEOPLE = ("John Smith", "Smith", "J. Smith", "Jane Smith", "Pony Ma", "Ma Huateng")
_BODIES = ("Acme", "Acme Motor", "Acme Water", "Pennine", "Pennine Water", "Pennine Rail", "MIIT", "Acme Inc.")
_RELATIONS = ("ceoOf", "holdsPositionAt", "founderOf")
_DATES = ("1951", "1951-02", "1951-02-03", "1960", "Friday")


@st.composite
def stories(draw, story, id_):
    told = story(id_, draw(st.sampled_from(["", "2020-01-01", "2021-05"])))
    told.thing("p", "Person", *draw(st.lists(st.sampled_from(_PEOPLE), min_size=1, max_size=2)))
    told.thing("f", draw(st.sampled_from(["Company", "Organization", "Regulator"])), *draw(_names(_BODIES)))
    told.thing("g", "Company", *draw(_names(_BODIES)))
    for _ in range(draw(st.integers(0, 3))):
        modality = draw(st.sampled_from([Modality.ASSERTED, Modality.PLANNED, Modality.NEGATED]))
        score = draw(st.sampled_from([0.3, 0.6, 0.9]))
        told.says("p", draw(st.sampled_from(_RELATIONS)), draw(st.sampled_from("fg")), score, modality=modality)
    if draw(st.booleans()):
        told.says("p", "birthDate", told.value(ValueKind.DATE, draw(st.sampled_from(_DATES))))
        told.says("f", "partnerOf", "g")
    return told.done()


def _names(pool):
    return st.lists(st.sampled_from(pool), min_size=1, max_size=2)


def _corpora(story):
    ids = ("doc-a", "doc-b", "doc-c", "doc-d", "doc-e")
    return st.integers(1, len(ids)).flatmap(lambda n: st.tuples(*(stories(story, id_) for id_ in ids[:n])))


_MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_MANY
@given(data=st.data())
def test_order_and_repeats_do_not_matter(data, story, resolved):
    told = data.draw(_corpora(story))
    shuffled = data.draw(st.permutations([*told, told[0]]))
    assert resolved(*shuffled) == resolved(*told)


@_MANY
@given(data=st.data())
def test_what_is_known_is_well_formed(data, story, resolved):
    knowledge = resolved(*data.draw(_corpora(story)))
    ids = [entity.id for entity in knowledge.entities]
    assert ids == sorted(set(ids))
    triples = [(f.subject, f.predicate, f.object, f.qualifiers.modality) for f in knowledge.facts]
    assert len(triples) == len(set(triples))
    for fact in knowledge.facts:
        assert fact.subject in ids
        assert not isinstance(fact.object, str) or (fact.object in ids and fact.object != fact.subject)
        assert 0.5 <= fact.confidence <= 0.99
        assert fact.evidence
    for entity in knowledge.entities:
        assert entity.name not in entity.aliases
        assert entity.documents


@_MANY
@given(data=st.data())
def test_removing_a_document_leaves_what_the_others_give(data, story, resolved):
    told = data.draw(_corpora(story))
    after = resolved(*told[1:])
    assert all(told[0].document.id not in entity.documents for entity in after.entities)
    assert resolved(*reversed(told[1:]), *told[1:]) == after


@_MANY
@given(data=st.data())
def test_no_document_has_a_chain_in_two_entities(data, story, resolved):
    told = data.draw(_corpora(story))
    knowledge = resolved(*told)
    held = sum(len(entity.documents) for entity in knowledge.entities)
    assert held <= sum(len({m.chain for m in extraction.mentions}) for extraction in told)
