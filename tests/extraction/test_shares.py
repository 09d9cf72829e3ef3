"""Whose a share is, and of what, by the words beside it."""

from __future__ import annotations

import pytest

from kg.extraction.reading import Reading
from kg.extraction.shares import as_owner, share_of
from kg.model import Claim, Qualifiers

ACME, BIRCH, CORD = "{Acme=e1/Company}", "{Birch=e2/Company}", "{Cord=e3/Company}"


def _share(analyse, marked: str, known: str = "") -> str:
    """The share of a claim that Acme owns Birch."""
    analysis = analyse(marked)
    owner, owned = (next(m for m in analysis.mentions if m.text == name) for name in ("Acme", "Birch"))
    reading = Reading(analysis)
    claim = Claim(owner, "ownerOf", owned, Qualifiers(), reading.evidence(owner, owned, "neural", 0.9))
    return share_of(known, claim, reading)


@pytest.mark.parametrize(
    ("marked", "share"),
    [
        (f"{ACME} holds {{60%=v1/Percent}} of {BIRCH} and {CORD} {{40%=v2/Percent}}.", "60 %"),
        (f"{ACME} ({{60%=v1/Percent}}) and {CORD} ({{40%=v2/Percent}}) set up {BIRCH}.", "60 %"),
        (f"{CORD} ({{60%=v1/Percent}}) and {ACME} ({{40%=v2/Percent}}) set up {BIRCH}.", "40 %"),
        (f"{BIRCH} is {{60%=v1/Percent}} owned by {ACME} and {{40%=v2/Percent}} by {CORD}.", "60 %"),
        (f"{BIRCH} is {{60%=v1/Percent}} owned by {CORD} and {{40%=v2/Percent}} by {ACME}.", "40 %"),
        (f"{CORD} of {BIRCH} sold {{30%=v1/Percent}} to {ACME}, keeping {{5%=v2/Percent}}.", "30 %"),
    ],
)
def test_a_share_beside_its_owner_is_that_ones(analyse, marked, share):
    another = analyse(marked).values[-1].lexical
    assert _share(analyse, marked) == _share(analyse, marked, another) == share


@pytest.mark.parametrize(
    "marked",
    [
        f"{BIRCH} belongs to {ACME} and {CORD} ({{60%=v1/Percent}}).",
        f"{ACME}, owner of {BIRCH}, sold a {{60%=v1/Percent}} stake in boat maker {CORD}.",
        f"{ACME}, owner of {BIRCH}, reported a {{60%=v1/Percent}} rise in profit.",
        f"{ACME} said sales of its {BIRCH} arm rose {{60%=v1/Percent}}.",
    ],
)
def test_anothers_share_one_of_another_thing_and_a_rise_are_not_taken(analyse, marked):
    assert _share(analyse, marked) == _share(analyse, marked, "60 %") == ""


def test_a_share_that_stands_alone_is_taken(analyse):
    assert _share(analyse, f"{BIRCH}: {ACME} agreed on {{60%=v1/Percent}}.") == "60 %"
    assert _share(analyse, f"{BIRCH}: {ACME} and {CORD} agreed on {{60%=v1/Percent}} or {{50%=v2/Percent}}.") == ""


def test_a_share_tied_from_another_sentence_stays(analyse):
    marked = f"{CORD} sold {{30%=v1/Percent}} to {ACME}, maker of {BIRCH}. It holds {{91%=v2/Percent}} now."
    assert _share(analyse, marked, "91 %") == "91 %"


def test_the_place_of_an_owner_owns_nothing(analyse):
    marked = f"{BIRCH}: {ACME} of {{Norland=e3/Country}} holds {{60%=v1/Percent}}."
    assert _share(analyse, marked) == "60 %"
    assert _share(analyse, marked.replace(" of {", ", {")) == ""


def _bought(analyse, marked: str) -> Claim:
    """The claim that Acme acquired Birch, as it comes out."""
    analysis = analyse(marked)
    buyer, bought = (next(m for m in analysis.mentions if m.text == name) for name in ("Acme", "Birch"))
    reading = Reading(analysis)
    evidence = reading.evidence(buyer, bought, "neural", 0.9)
    return as_owner(Claim(buyer, "acquired", bought, Qualifiers(status="agreed", amount="5 USD"), evidence), reading)


@pytest.mark.parametrize(
    "marked",
    [
        f"{ACME} has agreed to buy {{33%=v1/Percent}} of the wine maker {BIRCH}.",
        f"{ACME} took a {{12%=v1/Percent}} stake in {BIRCH} last year.",
        f"{ACME} is to buy a stake in {CORD}'s {BIRCH}.",
    ],
)
def test_who_buys_less_than_half_owns_some(analyse, marked):
    claim = _bought(analyse, marked)
    assert (claim.predicate, claim.qualifiers) == ("ownerOf", Qualifiers(status="agreed"))


@pytest.mark.parametrize(
    "marked",
    [
        f"{ACME} has agreed to buy {{66%=v1/Percent}} of {BIRCH}.",
        f"{ACME}, which has {{12%=v1/Percent}} of {BIRCH}, offers $5 a share for the rest.",
        f"{ACME}, with {{12%=v1/Percent}} of {CORD}, bought {BIRCH}.",
        f"{ACME} would pay $9 for each share of {BIRCH}.",
    ],
)
def test_the_purchase_of_more_or_of_the_rest_is_a_takeover(analyse, marked):
    assert _bought(analyse, marked).predicate == "acquired"
