"""Where names begin and end."""

import pytest

from kg.model import Span
from kg.nlp.edges import (
    end_of_field,
    ends_loosely,
    trimmed,
    whole_titles,
    with_ampersands,
    with_exchanges,
    with_fields,
    with_first_words,
    with_places,
    with_rests,
)
from kg.nlp.marks import Mark


@pytest.mark.parametrize(
    ("kind", "words", "kept"),
    [
        ("Company", ["Brill", "-"], (3, 4)),
        ("Country", ["Scottish", "and"], (3, 4)),
        ("Company", ["Marks", "&", "Spencer"], (3, 6)),
        ("Company", ["Brill", "Inc", "."], (3, 6)),
        ("Date", ["March", "."], (3, 4)),
    ],
)
def test_joints_and_stops_are_no_edges_of_a_name(kind: str, words: list[str], kept: tuple[int, int]) -> None:
    mark = trimmed(Mark(3, 3 + len(words), kind, 0.9), words, [False] * 9)
    assert mark is not None
    assert (mark.start, mark.end, mark.kind) == (*kept, kind)


def test_nothing_is_left_of_a_joint() -> None:
    assert trimmed(Mark(3, 4, "Company", 0.9), ["and"], [False] * 5) is None


@pytest.mark.parametrize("words", [["Vect", "or"], ["Or", "land"], ["And", "oni"]])
def test_a_piece_of_a_word_is_no_joint(words: list[str]) -> None:
    mark = Mark(3, 5, "Company", 0.9)
    assert trimmed(mark, words, [False, False, False, False, True, False]) == mark


def test_names_on_both_sides_of_an_ampersand_are_one_firm() -> None:
    scottish, newcastle, leader = Mark(2, 3, "Company", 0.9), Mark(4, 5, "City", 0.6), Mark(8, 9, "Person", 0.9)
    assert with_ampersands([scottish, newcastle, leader], [3]) == [leader, Mark(2, 5, "Company", 0.6)]


def test_three_names_between_ampersands_are_one_firm() -> None:
    partners = [Mark(0, 1, "Company", 0.9), Mark(2, 3, "Person", 0.8), Mark(4, 5, "Person", 0.7)]
    assert with_ampersands(partners, [1, 3]) == [Mark(0, 5, "Company", 0.7)]


@pytest.mark.parametrize(
    "found",
    [
        [Mark(2, 3, "Person", 0.9), Mark(4, 5, "Person", 0.9)],
        [Mark(2, 3, "Company", 0.9), Mark(5, 6, "Company", 0.9)],
        [Mark(2, 3, "Company", 0.9), Mark(4, 5, "Title", 0.9)],
    ],
)
def test_two_people_or_what_stands_apart_stay_two(found: list[Mark]) -> None:
    assert with_ampersands(found, [3]) == found


CALL, DUTY, SONY = Mark(0, 2, "Product", 0.9), Mark(2, 3, "Company", 0.6), Mark(5, 6, "Company", 0.9)
SAID = {CALL: "Call of", DUTY: "Duty", SONY: "Sony"}


def test_a_name_that_ends_with_of_goes_on_with_the_name_behind_it() -> None:
    assert with_rests([CALL, DUTY, SONY], SAID, ()) == [SONY, Mark(0, 3, "Product", 0.6)]
    assert with_rests([CALL, SONY], SAID, ()) == [CALL, SONY]


def test_two_firms_with_nothing_between_them_are_one_but_over_a_break() -> None:
    federated, stores = Mark(0, 1, "Company", 0.9), Mark(1, 3, "MediaOrganization", 0.8)
    said = {federated: "Federated", stores: "Department Stores"}
    assert with_rests([federated, stores], said, ()) == [Mark(0, 3, "MediaOrganization", 0.8)]
    assert with_rests([federated, stores], said, (1,)) == [federated, stores]
    assert with_rests([federated, stores], said | {federated: "Federated +"}, ()) == [federated, stores]


def test_the_word_before_a_name_belongs_to_it_if_the_text_calls_a_firm_so() -> None:
    stores, federated, rival = Mark(3, 5, "Company", 0.9), Mark(9, 10, "Company", 0.9), Mark(7, 8, "Company", 0.9)
    said = {stores: "Department Stores", federated: "Federated", rival: "May"}
    before = {stores: (2, "Federated"), rival: (6, "Rival")}
    whole = [Mark(2, 5, "Company", 0.9), rival, federated]
    assert with_first_words([stores, rival, federated], said, before) == whole


def test_a_name_that_is_marked_by_itself_is_not_taken_into_the_next() -> None:
    sony, ericsson = Mark(2, 3, "Company", 0.9), Mark(3, 4, "Company", 0.9)
    marks = [sony, ericsson]
    assert with_first_words(marks, {sony: "Sony", ericsson: "Ericsson"}, {ericsson: (2, "Sony")}) == marks


def test_the_first_word_of_a_place_belongs_to_it() -> None:
    york, bank = Mark(1, 2, "City", 0.9), Mark(5, 6, "Company", 0.9)
    said, before = {york: "York", bank: "Bank"}, {york: (0, "New"), bank: (4, "New")}
    new = Mark(0, 1, "Place", 0.4)
    for marks in ([york, bank], [new, york, bank]):
        assert with_first_words(marks, said | {new: "New"}, before) == [Mark(0, 2, "City", 0.9), bank]


@pytest.mark.parametrize(
    ("kinds", "words", "whole"),
    [
        (("PoliticalParty", "PoliticalParty"), ("Soc", "Dems"), True),
        (("PoliticalParty", "Person"), ("Labour", "Lund"), False),
        (("Product", "City"), ("Escape From", "Oslo"), True),
        (("Person", "City"), ("Lu To", "Oslo"), False),
        (("Product", "City"), ("To", "Oslo"), False),
        (("Product", "Person"), ("Supper with", "Lund"), True),
        (("Company", "Person"), ("Supper with", "Lund"), False),
        (("Product", "Product"), ("Crossing", "The River"), True),
        (("Product", "Product"), ("Crossing", "Rivers"), False),
        (("Person", "Product"), ("Ada Lind", "The River"), False),
        (("Person", "Person"), ("Prince", "Lund"), True),
        (("Person", "Person"), ("Ada", "Lund"), False),
        (("Person", "Company"), ("Prince", "Lund"), False),
    ],
)
def test_two_parts_of_one_name(kinds: tuple[str, str], words: tuple[str, str], whole: bool) -> None:
    first, second = Mark(0, 2, kinds[0], 0.9), Mark(2, 3, kinds[1], 0.8)
    joined = with_rests([first, second], dict(zip((first, second), words, strict=True)), (), {"prince"})
    assert joined == ([Mark(0, 3, kinds[0], 0.8)] if whole else [first, second])


def test_a_body_takes_the_place_behind_its_of() -> None:
    bank, place, other = Mark(0, 2, "Company", 0.9), Mark(3, 4, "Country", 0.8), Mark(6, 7, "City", 0.8)
    assert with_places([bank, place, other], {bank: 3}) == [Mark(0, 4, "Company", 0.9), other]
    assert with_places([bank, other], {bank: 3}) == [bank, other]


def test_an_exchange_takes_the_words_behind_it_unless_another_mark_has_them() -> None:
    irish, shares = Mark(2, 3, "StockExchange", 0.9), Mark(4, 5, "Title", 0.8)
    assert with_exchanges([irish], {irish: 5}) == [Mark(2, 5, "StockExchange", 0.9)]
    assert with_exchanges([irish, shares], {irish: 5}) == [irish, shares]


@pytest.mark.parametrize(
    ("words", "loose"),
    [
        ("the spring summit in", True),
        ("weekly talks on", True),
        ("Sail On", False),
        ("in", False),
        ("Commission for", False),
        ("the spring summit", False),
    ],
)
def test_a_name_does_not_end_with_a_word_that_leaves_it_open(words: str, loose: bool) -> None:
    assert ends_loosely(words) is loose


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("The Department for Lakes and Rivers said", "Department", "Department for Lakes and Rivers"),
        ("The Commission for Fair Tides' chief said", "Commission for", "Commission for Fair Tides"),
        ("The Board waited for Ann Holm", "Board", ""),
        ("The Commission for fair tides said", "Commission for", ""),
        ("She left Parliament for Oslo", "Parliament", ""),
        ("a department for Lakes", "department", ""),
        ("the UN Office for the Coast of Rivers", "UN Office", "UN Office for the Coast of Rivers"),
        ("the UN Office for all rivers", "UN Office", ""),
    ],
)
def test_what_a_body_is_for_belongs_to_its_name(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    end = end_of_field(text, Span(start, start + len(name)))
    assert text[start : max(start, end)] == whole


def test_a_body_takes_the_names_of_its_field_but_no_person() -> None:
    office, field, person = Mark(1, 2, "GovernmentAgency", 0.9), Mark(3, 5, "Place", 0.8), Mark(3, 5, "Person", 0.8)
    assert with_fields([office, field], {office: 5}) == [Mark(1, 5, "GovernmentAgency", 0.9)]
    assert with_fields([office, person], {office: 5}) == [office, person]
    assert with_fields([office, field], {office: 4}) == [office, field]


def test_titles_with_nothing_between_them_are_one_but_over_a_break() -> None:
    firm, first, second = Mark(0, 1, "Company", 0.9), Mark(1, 2, "Title", 0.9), Mark(2, 4, "Title", 0.8)
    assert whole_titles([first, firm, second], ()) == [firm, Mark(1, 4, "Title", 0.8)]
    assert whole_titles([first, firm, second], (2,)) == [firm, first, second]


def test_a_work_that_goes_on_with_a_capital_article_keeps_its_kind() -> None:
    crossing, river = Mark(0, 1, "Company", 0.6), Mark(1, 3, "Product", 0.8)
    said = {crossing: "Crossing", river: "The River"}
    assert with_rests([crossing, river], said, ()) == [Mark(0, 3, "Product", 0.6)]
