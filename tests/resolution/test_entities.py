"""Names of one and of several documents become entities."""

from __future__ import annotations

import pytest

from kg.model import Extraction, MentionKind, ValueKind


def by_name(knowledge):
    return {entity.name: entity for entity in knowledge.entities}


def test_the_fullest_name_is_the_entitys_and_the_others_are_aliases(story, resolved):
    told = story("a").thing("d", "Company", "Didi", "Didi Chuxing", "Didi")
    (entity,) = resolved(told.done()).entities
    assert (entity.id, entity.name, entity.aliases) == ("didi-chuxing", "Didi Chuxing", ("Didi",))


def test_an_acronym_is_never_the_name_where_a_full_one_is_known(story, resolved):
    full = story("a").thing("m", "Regulator", "Ministry of Industry and Information Technology")
    short = story("b").thing("m", "Regulator", "MIIT")
    (entity,) = resolved(full.done(), short.done()).entities
    assert entity.name == "Ministry of Industry and Information Technology"
    assert entity.aliases == ("MIIT",)
    assert entity.documents == ("a", "b")


def test_a_short_name_of_another_document_joins_where_one_document_uses_both(story, resolved):
    both = story("a").thing("d", "Company", "Didi Chuxing", "Didi")
    short = story("b").thing("d", "Company", "Didi")
    (entity,) = resolved(both.done(), short.done()).entities
    assert entity.documents == ("a", "b")
    assert any("both are called Didi" in merge.reasons for merge in entity.merges)


def test_a_short_name_that_two_firms_bear_joins_neither(story, resolved):
    water = story("a").thing("p", "Company", "Pennine Water", "Pennine")
    rail = story("b").thing("p", "Company", "Pennine Rail", "Pennine")
    alone = story("c").thing("p", "Company", "Pennine")
    assert set(by_name(resolved(water.done(), rail.done(), alone.done()))) == {
        "Pennine",
        "Pennine Rail",
        "Pennine Water",
    }


def test_a_text_that_calls_a_part_by_the_name_of_its_whole_says_nothing_of_other_texts(story, resolved):
    part = story("a").thing("c", "MediaOrganization", "Coast News", "Coast").thing("p", "Person", "Ann Holm")
    whole = story("b").thing("c", "MediaOrganization", "Coast").thing("p", "Person", "Ann Holm")
    assert set(by_name(resolved(part.done(), whole.done()))) == {"Coast News", "Coast", "Ann Holm"}


def test_a_word_that_many_bodies_share_joins_no_two_documents(story, resolved):
    told = [story(id_).thing("u", "Organization", "Union").done() for id_ in ("a", "b")]
    assert len(resolved(*told).entities) == 2


def test_the_adjective_of_a_part_of_the_world_is_that_part(story, resolved):
    told = [story("a").thing("e", "Place", "European"), story("b").thing("e", "Place", "Europe")]
    (entity,) = resolved(*(one.done() for one in told)).entities
    assert (entity.name, entity.aliases) == ("Europe", ("European",))


def test_a_parent_and_its_unit_stay_apart(story, resolved):
    told = story("a").thing("s", "Company", "Sony")
    other = story("b").thing("m", "Company", "Sony Music")
    assert len(resolved(told.done(), other.done()).entities) == 2


def test_a_broadcaster_is_not_the_station_that_one_text_calls_by_its_name(story, resolved):
    station = story("a").thing("b", "MediaOrganization", "Fjord Radio Tromsdal", "Fjord")
    alone = story("b").thing("b", "MediaOrganization", "Fjord")
    assert len(resolved(station.done(), alone.done()).entities) == 2


def test_a_firm_and_its_unit_stay_apart_where_one_text_tells_them_apart(story, resolved):
    told = story("a").thing("t", "Company", "Torvald Reed").thing("u", "Company", "Torvald Reed Track Care")
    told.thing("r", "Company", "Northern Rail").thing("l", "Company", "Lunding Rail")
    for firm in ("t", "u"):
        told.says(firm, "supplierOf", "r").says(firm, "supplierOf", "l")
    assert len(resolved(told.done()).entities) == 4


def test_a_firm_and_its_unit_stay_apart_though_a_word_of_trade_is_all_that_the_unit_has_more(story, resolved):
    told = story("a").thing("t", "Company", "Torvald").thing("u", "Company", "Torvald Steel")
    assert len(resolved(told.done()).entities) == 2
    other = story("b").thing("u", "Company", "Torvald Steel", "Torvald")
    assert len(resolved(other.done()).entities) == 1


def test_a_party_is_one_thing_though_one_text_takes_its_short_name_for_another(story, resolved):
    told = story("a").thing("s", "PoliticalParty", "Meadow").thing("f", "PoliticalParty", "Meadow Party")
    assert set(by_name(resolved(told.done()))) == {"Meadow Party"}


def test_a_house_with_a_number_that_stands_for_a_country_is_that_country(story, resolved):
    told = [story(i).thing("c", "Country", *names) for i, names in (("a", ["UK"]), ("b", ["Number 10", "Britain"]))]
    (entity,) = resolved(*(one.done() for one in told)).entities
    assert entity.name == "United Kingdom"


def test_a_legal_form_makes_no_difference(story, resolved):
    one, other = (story(i).thing("t", "Company", name) for i, name in (("a", "Tencent"), ("b", "Tencent Ltd.")))
    (entity,) = resolved(one.done(), other.done()).entities
    assert (entity.id, entity.name) == ("tencent", "Tencent")


def test_a_name_of_which_a_common_word_alone_would_be_left_keeps_its_legal_form(story, resolved):
    told = [
        story("a").thing("m", "Company", "Media Corp", "Media"),
        story("b").thing("m", "Company", "Media Corporation"),
    ]
    (entity,) = resolved(*(one.done() for one in told)).entities
    assert entity.name == "Media Corporation"


@pytest.mark.parametrize(
    ("cls", "written", "name"),
    [
        ("City", "NORTH HAVEN-LEA", "North Haven-Lea"),
        ("City", "UTSA", "UTSA"),
        ("Company", "NORTH HAVEN", "NORTH HAVEN"),
    ],
)
def test_a_place_that_a_dateline_shouts_is_written_as_places_are(story, resolved, cls, written, name):
    (entity,) = resolved(story("a").thing("p", cls, written).done()).entities
    assert entity.name == name


def test_a_demonym_is_the_country(story, resolved):
    told = story("a").thing("g", "Country", "German", "German")
    (entity,) = resolved(told.done()).entities
    assert (entity.id, entity.name, entity.aliases) == ("germany", "Germany", ("German",))


def test_the_same_name_of_two_kinds_stays_apart_under_telling_ids(story, resolved):
    city = story("a").thing("w", "City", "Washington")
    person = story("b").thing("w", "Person", "Washington")
    assert sorted(entity.id for entity in resolved(city.done(), person.done()).entities) == [
        "washington-city",
        "washington-person",
    ]


def test_surnames_alone_do_not_meet_across_documents(story, resolved):
    one, other = (story(i).thing("s", "Person", "Smith") for i in "ab")
    full = story("c").thing("s", "Person", "John Smith", "Smith")
    assert len(resolved(one.done(), other.done(), full.done()).entities) == 3


def test_a_surname_alone_joins_the_full_name_that_holds_the_same_post(story, resolved):
    short = story("a").thing("s", "Person", "Smith").thing("f", "Company", "Acme Motor").says("s", "ceoOf", "f")
    full = story("b").thing("s", "Person", "John Smith").thing("f", "Company", "Acme Motor").says("s", "ceoOf", "f")
    entity = by_name(resolved(short.done(), full.done()))["John Smith"]
    assert entity.documents == ("a", "b")
    assert any("both ceoOf Acme Motor" in merge.reasons for merge in entity.merges)


def test_namesakes_with_two_birth_dates_stay_apart(story, resolved):
    born = []
    for id_, date in (("a", "1951"), ("b", "1980-02-01"), ("c", "1980")):
        told = story(id_).thing("s", "Person", "John Smith")
        born.append(told.says("s", "birthDate", told.value(ValueKind.DATE, date)).done())
    assert sorted(entity.documents for entity in resolved(*born).entities) == [("a",), ("b", "c")]


def test_namesakes_of_two_nationalities_stay_apart(story, resolved):
    told = [
        story(id_)
        .thing("s", "Person", "John Smith")
        .thing("c", "Country", country)
        .says("s", "nationality", "c")
        .done()
        for id_, country in (("a", "American"), ("b", "Irish"))
    ]
    assert [e.name for e in resolved(*told).entities].count("John Smith") == 2


def test_ministries_of_two_countries_stay_apart(story, resolved):
    told = [
        story(id_).thing("m", "GovernmentAgency", "finance ministry").thing("c", "Country", country).done()
        for id_, country in (("a", "Kenya"), ("b", "Norway"), ("c", "Norwegian"))
    ]
    ministries = [e.documents for e in resolved(*told).entities if e.name == "finance ministry"]
    assert sorted(ministries) == [("a",), ("b", "c")]


def test_a_governments_seat_is_one_in_texts_about_other_countries(story, resolved):
    told = [
        story(id_).thing("s", "GovernmentAgency", "Whitehall").thing("l", "Country", id_) for id_ in ("Peru", "Mali")
    ]
    assert len(resolved(*(one.done() for one in told)).entities) == 3


def test_a_class_wins_over_its_super_class(story, resolved):
    told = [
        story(i).thing("a", cls, "Acme").done() for i, cls in enumerate_ids("Organization", "Company", "Organization")
    ]
    (entity,) = resolved(*told).entities
    assert entity.type == "Company"


def enumerate_ids(*classes):
    return [(f"doc{number}", cls) for number, cls in enumerate(classes)]


def test_a_described_authority_that_acts_is_an_entity_of_its_document(story, resolved):
    told = [
        story(id_)
        .thing("r", "Regulator", "competition regulator", kind=MentionKind.DESCRIPTION)
        .thing("f", "Company", "Acme")
        .says("r", "fined", "f")
        .done()
        for id_ in "ab"
    ]
    knowledge = resolved(*told)
    unnamed = [entity for entity in knowledge.entities if entity.name.startswith("unnamed authority")]
    assert [entity.name for entity in unnamed] == ["unnamed authority (competition regulator)"] * 2
    assert [entity.aliases for entity in unnamed] == [(), ()]
    assert sorted(entity.documents for entity in unnamed) == [("a",), ("b",)]
    assert len(knowledge.facts) == 2


def test_a_described_thing_that_does_not_act_is_none(story, resolved):
    told = story("a").thing("r", "Regulator", "the watchdog", kind=MentionKind.DESCRIPTION)
    assert resolved(told.done()).entities == ()


def test_every_alias_has_a_reason(story, resolved):
    told = story("a").thing("w", "Person", "Bill Gates", "William Gates", "Mr Gates")
    (entity,) = resolved(told.done()).entities
    assert {merge.name for merge in entity.merges} == set(entity.aliases)
    assert all(merge.reasons for merge in entity.merges)


def test_a_described_event_is_one_thing_of_its_document(story, resolved):
    def told(id_: str) -> Extraction:
        here = story(id_).thing("e", "Event", "The symposium", "annual symposium", kind=MentionKind.DESCRIPTION)
        return here.thing("p", "Person", f"Ann {id_.upper()}son").says("p", "attended", "e").done()

    events = [entity for entity in resolved(told("a"), told("b")).entities if entity.type == "Event"]
    assert [entity.name for entity in events] == ["annual symposium"] * 2
    assert [entity.aliases for entity in events] == [("symposium",)] * 2
    assert sorted(entity.documents for entity in events) == [("a",), ("b",)]


def test_an_event_described_in_small_letters_joins_no_other_document(story, resolved):
    told = [
        story(id_).thing("e", "Event", "summit").thing("p", "Person", "Ann Holm").says("p", "attended", "e").done()
        for id_ in ("a", "b")
    ]
    assert [entity.name for entity in resolved(*told).entities] == ["Ann Holm", "summit", "summit"]


@pytest.mark.parametrize(("words", "kind"), [("the meeting", MentionKind.DESCRIPTION), ("talks", MentionKind.NAME)])
def test_an_event_without_a_name_that_nothing_is_said_of_is_none(story, resolved, words, kind):
    assert resolved(story("a").thing("e", "Event", words, kind=kind).done()).entities == ()


def test_a_full_name_that_adds_its_reach_only_joins_what_shares_the_short_name(story, resolved):
    one = story("a").thing("d", "Company", "Velo Cantara", "Velo").done()
    other = story("b").thing("d", "Company", "Velo Global", "Velo").done()
    (entity,) = resolved(one, other).entities
    assert {"Velo", "Velo Cantara", "Velo Global"} == {entity.name, *entity.aliases}


def test_two_full_names_that_both_add_a_name_stay_apart(story, resolved):
    one = story("a").thing("d", "Company", "Velo Cantara", "Velo").done()
    other = story("b").thing("d", "Company", "Velo Osterman", "Velo").done()
    assert len(resolved(one, other).entities) == 2
