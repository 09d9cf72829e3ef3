"""Claims of several documents become facts, each once."""

from __future__ import annotations

import pytest

from kg.model import Literal, Mention, MentionKind, Modality, Span, ValueKind


def firm(story, id_, published=""):
    told = story(id_, published)
    return told.thing("p", "Person", "Mary Jones").thing("f", "Company", "Acme").thing("g", "Company", "Globex")


def test_two_documents_make_one_fact_with_both_sentences(story, resolved):
    told = [firm(story, id_).says("p", "ceoOf", "f", score=0.8).done() for id_ in "ba"]
    (fact,) = resolved(*told).facts
    assert (fact.subject, fact.predicate, fact.object) == ("mary-jones", "ceoOf", "acme")
    assert [evidence.document for evidence in fact.evidence] == ["a", "b"]
    assert fact.confidence == pytest.approx(0.96)


def test_a_document_that_repeats_itself_is_no_surer(story, resolved):
    told = firm(story, "a").says("p", "ceoOf", "f", score=0.7).says("p", "ceoOf", "f", score=0.6)
    (fact,) = resolved(told.done()).facts
    assert fact.confidence == 0.7
    assert len(fact.evidence) == 2


def test_confidence_is_never_certain(story, resolved):
    told = [firm(story, id_).says("p", "ceoOf", "f", score=1.0).done() for id_ in "ab"]
    assert resolved(*told).facts[0].confidence < 1


def test_an_unsure_fact_is_left_out(story, resolved):
    assert resolved(firm(story, "a").says("p", "ceoOf", "f", score=0.4).done()).facts == ()


def test_a_symmetric_fact_is_stored_once(story, resolved):
    told = [
        firm(story, "a").says("f", "partnerOf", "g").done(),
        firm(story, "b").says("g", "partnerOf", "f").done(),
    ]
    (fact,) = resolved(*told).facts
    assert (fact.subject, fact.object) == ("acme", "globex")


def test_no_fact_about_itself_or_about_what_is_no_entity(story, resolved):
    told = firm(story, "a").thing("d", "Company", "the rival", kind=MentionKind.DESCRIPTION)
    told.says("f", "competitorOf", "f").says("f", "competitorOf", "d")
    assert resolved(told.done()).facts == ()


def test_a_description_stands_for_the_name_of_its_chain(story, resolved):
    told = firm(story, "a")
    named = told.chains["f"][0]
    told.chains["f"].insert(0, Mention("a", Span(90, 98), "the firm", MentionKind.DESCRIPTION, "Company", named.chain))
    (fact,) = resolved(told.says("p", "ceoOf", "f").done()).facts
    assert fact.object == "acme"


def test_what_is_asserted_anywhere_is_not_also_planned(story, resolved):
    told = [
        firm(story, "a").says("f", "acquired", "g", modality=Modality.PLANNED).done(),
        firm(story, "b").says("f", "acquired", "g").done(),
    ]
    (fact,) = resolved(*told).facts
    assert fact.asserted


def test_what_is_only_rumoured_is_kept_as_such(story, resolved):
    told = firm(story, "a").says("f", "acquired", "g", modality=Modality.RUMOURED)
    (fact,) = resolved(told.done()).facts
    assert fact.qualifiers.modality is Modality.RUMOURED


def test_a_denial_stands_beside_an_assertion(story, resolved):
    told = [
        firm(story, "a").says("f", "acquired", "g", modality=Modality.NEGATED).done(),
        firm(story, "b").says("f", "acquired", "g").done(),
    ]
    assert [fact.asserted for fact in resolved(*told).facts] == [True, False]


def test_the_fullest_title_and_the_latest_status_win(story, resolved):
    told = [
        firm(story, "a", "2021-03-01").says("p", "holdsPositionAt", "f", title="analyst", status="current").done(),
        firm(story, "b", "2022-03-01").says("p", "holdsPositionAt", "f", title="chief analyst", status="former").done(),
        firm(story, "c", "2020-03-01").says("p", "holdsPositionAt", "f", title="analyst", status="incoming").done(),
    ]
    (fact,) = resolved(*told).facts
    assert (fact.qualifiers.title, fact.qualifiers.status) == ("chief analyst", "former")


def test_amounts_that_contradict_go_by_the_number_of_documents(story, resolved):
    told = [
        firm(story, id_).says("f", "acquired", "g", amount=amount).done()
        for id_, amount in (("a", "12000000 USD"), ("b", "9 USD"), ("c", "9 USD"))
    ]
    assert resolved(*told).facts[0].qualifiers.amount == "9 USD"


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_sums_the_less_round_one_stays(story, resolved, order):
    sums = dict(zip(order, ("8000000000 CNY", "8026000000 CNY"), strict=True))
    told = [firm(story, id_).says("f", "acquired", "g", amount=amount).done() for id_, amount in sums.items()]
    assert resolved(*told).facts[0].qualifiers.amount == "8026000000 CNY"


def test_a_more_exact_date_takes_the_place_of_a_less_exact_one(story, resolved):
    told = [
        firm(story, id_).says("f", "acquired", "g", date=date).done()
        for id_, date in (("a", "2021"), ("b", "2021-07-03"), ("c", "2021-07"))
    ]
    assert resolved(*told).facts[0].qualifiers.date == "2021-07-03"


def test_the_less_specific_of_two_posts_is_dropped(story, resolved):
    told = firm(story, "a").says("p", "ceoOf", "f", title="chief executive")
    told.says("p", "holdsPositionAt", "f", title="chief executive")
    assert [fact.predicate for fact in resolved(told.done()).facts] == ["ceoOf"]


def test_another_post_at_the_same_firm_is_kept(story, resolved):
    told = firm(story, "a").says("p", "directorOf", "f", title="director")
    told.says("p", "holdsPositionAt", "f", title="finance chief")
    assert [fact.predicate for fact in resolved(told.done()).facts] == ["directorOf", "holdsPositionAt"]


def test_a_weekday_is_the_date_that_its_document_gives(story, resolved):
    told = story("a").thing("s", "Event", "Riverside Summit")
    for date in ("Friday", "2023-02-17", "2023"):
        told.says("s", "heldOn", told.value(ValueKind.DATE, date))
    (fact,) = resolved(told.done()).facts
    assert fact.object == Literal("2023-02-17", ValueKind.DATE, "2023-02-17")


def test_a_year_that_two_days_would_fit_stays_a_year(story, resolved):
    told = story("a").thing("s", "Event", "Riverside Summit")
    for date in ("2023-02-17", "2023-05-01", "2023"):
        told.says("s", "heldOn", told.value(ValueKind.DATE, date))
    assert [fact.object.lexical for fact in resolved(told.done()).facts] == ["2023", "2023-02-17", "2023-05-01"]
