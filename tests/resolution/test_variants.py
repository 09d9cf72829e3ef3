"""Values of one qualifier that contradict each other are all kept, each with its sources."""

from __future__ import annotations

import pytest


@pytest.fixture
def fined(story, resolved):
    """The fact that several documents state, each with its qualifiers."""

    def of(*told: dict[str, str]):
        stories = []
        for number, qualifiers in enumerate(told):
            one = story(f"doc-{number}").thing("r", "Regulator", "Norland Data Office").thing("f", "Company", "Acme")
            stories.append(one.says("r", "fined", "f", **qualifiers).done())
        (fact,) = resolved(*stories).facts
        return fact

    return of


def given(fact):
    return [(one.qualifier, one.value, [document for document, _ in one.places]) for one in fact.variants]


def test_two_amounts_of_one_fine_stand_beside_the_chosen_one(fined):
    fact = fined({"amount": "1500000 USD"}, {"amount": "1900000 USD"}, {"amount": "1500000 USD"})
    assert fact.qualifiers.amount == "1500000 USD"
    assert given(fact) == [("amount", "1500000 USD", ["doc-0", "doc-2"]), ("amount", "1900000 USD", ["doc-1"])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"amount": "1200000000 USD"}, {"amount": "1190000000 USD"}),
        ({"amount": "1200000000 USD"}, {"amount": "8000000000 CNY"}),
        ({"amount": "1500000 USD"}, {"amount": "a record sum"}),
        ({"amount": "1500000 USD", "date": "2019"}, {"amount": "1900000 USD", "date": "2021-03"}),
        ({"start_date": "2019"}, {"start_date": "2019-05"}),
        ({"start_date": "Friday"}, {"start_date": "2019-05"}),
        ({"title": "chief"}, {"title": "head"}),
    ],
)
def test_what_may_both_be_so_is_no_contradiction(fined, one, other):
    assert fined(one, other).variants == ()


@pytest.mark.parametrize(
    ("qualifier", "one", "other"),
    [("amount", "2000000 USD", "2400000 USD"), ("amount", "30 %", "33 %"), ("start_date", "2019-05", "2020")],
)
def test_what_cannot_both_be_so_is_one(fined, qualifier, one, other):
    found = [(name, value) for name, value, _ in given(fined({qualifier: one}, {qualifier: other}))]
    assert found == [(qualifier, one), (qualifier, other)]


def test_one_document_does_not_contradict_itself(story, resolved):
    told = story("a").thing("r", "Regulator", "Norland Data Office").thing("f", "Company", "Acme")
    told.says("r", "fined", "f", amount="1500000 USD").says("r", "fined", "f", amount="9 USD")
    (fact,) = resolved(told.done()).facts
    assert fact.variants == ()
