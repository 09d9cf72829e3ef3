from __future__ import annotations

import re

import pytest

from kg import ontology
from kg.model import Mention, MentionKind, Span
from kg.nlp.chains import name_chains

_MARK = re.compile(r"\{([^=}]*)=(\w+)\}")


def chains(marked: str) -> list[str]:
    """`{name=Class}` marks a mention; comes back as one string a chain, its mentions joined by ` | `."""
    text, names = "", []
    last = 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        span = Span(len(text), len(text) + len(found[1]))
        names.append(Mention("d", span, found[1], MentionKind.NAME, found[2], 0))
        text += found[1]
        last = found.end()
    numbers = name_chains(names, text + marked[last:], ontology.load())
    grouped: dict[int, list[str]] = {}
    for name, number in zip(names, numbers, strict=True):
        grouped.setdefault(number, []).append(name.text)
    assert list(grouped) == list(range(len(grouped)))
    return [" | ".join(texts) for texts in grouped.values()]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{Didi Chuxing=Company} said. {Didi=Company} rose.", ["Didi Chuxing | Didi"]),
        ("{Didi=Company} rose. {Didi=Organization} fell. {Didi=Regulator} slept.", ["Didi | Didi | Didi"]),
        (
            "The {Pacific Lights Board=Regulator} ({PLB=Regulator}) met {PLB=Organization}.",
            ["Pacific Lights Board | PLB | PLB"],
        ),
        ("{Office for Reefs=Regulator} ({UORE=Regulator})", ["Office for Reefs | UORE"]),
        ("{Caribbean Community=Organization} and {Caricom=Organization}", ["Caribbean Community | Caricom"]),
        (
            "{Senate=GovernmentAgency} and {Senate Rules Committee=GovernmentAgency}",
            ["Senate", "Senate Rules Committee"],
        ),
        ("{Axiom Reef=Company} ({ASX=StockExchange}) fell", ["Axiom Reef", "ASX"]),
        ("{Acme Metals=Company}, formerly known as {Globex=Company}, fell", ["Acme Metals | Globex"]),
        ("{Group of Nine=Organization} ({G9=Organization}) met. {G9=Organization} left.", ["Group of Nine | G9 | G9"]),
        ("{TPS=Product} ({Tide Positioning System=Product}) fails.", ["TPS | Tide Positioning System"]),
        ("{Tide Watch=Product} ({Corvo=Product}) fails.", ["Tide Watch", "Corvo"]),
        ("{German=Country} firms left {Germany=Country}", ["German | Germany"]),
        ("{Moscow=City} is big. {Moscow=Country} and {Russia=Country} agree.", ["Moscow", "Moscow | Russia"]),
        (
            "{Congolese=Country} ships left the {Republic of the Congo=Country}",
            ["Congolese | Republic of the Congo"],
        ),
        (
            "{Congolese=Country} ships left the {Democratic Republic of the Congo=Country}",
            ["Congolese | Democratic Republic of the Congo"],
        ),
        ("{Sony=Company} sold {Sony Music=Company}.", ["Sony", "Sony Music"]),
        (
            "{Torvald Corp=Company}'s {Torvald International=Company} rose; {Torvald=Company} fell",
            ["Torvald Corp | Torvald", "Torvald International"],
        ),
        (
            "If the {TRC=GovernmentAgency} (the {Bank of Norland=Regulator}'s {Rate Panel=GovernmentAgency}) met",
            ["TRC", "Bank of Norland", "Rate Panel"],
        ),
        (
            "The {Parliamentary Reed Party=PoliticalParty} and the {Reed Party=PoliticalParty}: {Reed=PoliticalParty}",
            ["Parliamentary Reed Party", "Reed Party | Reed"],
        ),
        (
            "{Torvald Reed=Company} said it would sell {Torvald Reed Track Care=Company} and three depots.",
            ["Torvald Reed", "Torvald Reed Track Care"],
        ),
        (
            "{Torvald=Company} gains\n\nShares in {Torvald=Company} rose. {Torvald Steel=Company} did well.",
            ["Torvald | Torvald", "Torvald Steel"],
        ),
        (
            "{Torvald=Company} gains\n\nShares in {Torvald Steel=Company} rose. {Torvald=Company} did well.",
            ["Torvald | Torvald Steel | Torvald"],
        ),
        ("{TorvaldReed=Company} rose, and {Torvald=Company} said so.", ["TorvaldReed | Torvald"]),
        ("{Torvald-Reed=Company} rose, and {Torvald=Company} said so.", ["Torvald-Reed | Torvald"]),
        ("{Torvald=Company} bought {TorvaldReed=Company}.", ["Torvald", "TorvaldReed"]),
        (
            "{TorvaldReed=Company} rose. {Torvald=Company} had bought {Reed=Company}.",
            ["TorvaldReed", "Torvald", "Reed"],
        ),
        (
            "{TorvaldReed=Company} and {TorvaldCom=Company} left {Torvald=Company}.",
            ["TorvaldReed", "TorvaldCom", "Torvald"],
        ),
        ("{Torvaldia=Company} left {Torvald=Company}.", ["Torvaldia", "Torvald"]),
        ("{Torvald Air Lines=Company} rose, and {Torvald=Company} said so.", ["Torvald Air Lines | Torvald"]),
        (
            "{Torvald=Company} cuts jobs\n\n{Torvald Air Lines=Company} said so. {Torvald=Company} fell.",
            ["Torvald | Torvald Air Lines | Torvald"],
        ),
        (
            "{European Commission=Regulator} and {Gambling Commission=Regulator}. The {Commission=Regulator} met.",
            ["European Commission", "Gambling Commission | Commission"],
        ),
        ("{Cavendish & Rook=Company} and {Cavendish & Rook=Company}", ["Cavendish & Rook | Cavendish & Rook"]),
        ("{Bank of England=Regulator} and {Bank of Japan=Regulator}", ["Bank of England", "Bank of Japan"]),
        ("{Barnsley=City} cheers {Barnsley=Organization}", ["Barnsley", "Barnsley"]),
        ("{Ann Lee=Person} left {Ann Lee=Company}", ["Ann Lee | Ann Lee"]),
    ],
)
def test_names_of_one_thing_share_a_chain(marked, expected):
    assert chains(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{Pony Ma=Person} met {Jack Ma=Person}; Mr {Ma=Person} left. {Pony Ma=Person} sat and {Ma=Person} slept.",
            ["Pony Ma | Ma | Pony Ma | Ma", "Jack Ma"],
        ),
        (
            "{John Smith=Person} and Mrs {Jane Smith=Person}. Mr {Smith=Person} sat; Mrs {Smith=Person} stood.",
            ["John Smith | Smith", "Jane Smith | Smith"],
        ),
        ("{Smith=Person} spoke. {John Smith=Person} is 40.", ["Smith | John Smith"]),
        ("{Bill Tranter=Person} and {William Tranter=Person}", ["Bill Tranter | William Tranter"]),
        ("{Smith=Person} and {Smith=Person}", ["Smith | Smith"]),
        ("{Xi Jinping=Person} and {Xi=Person}", ["Xi Jinping | Xi"]),
        ("Mr {Dell=Person} of {Dell=Company}", ["Dell", "Dell"]),
    ],
)
def test_a_surname_stands_for_the_first_full_name_of_its_gender_before_it(marked, expected):
    assert chains(marked) == expected


def test_a_surname_is_anothers_where_the_text_has_left_the_first_who_bears_it():
    text = f"{{John Smith=Person}} spoke. {'Rain fell. ' * 60}{{Adam Smith=Person}} came. {{Smith=Person}} sat."
    assert chains(text) == ["John Smith", "Adam Smith | Smith"]


def test_numbers_follow_the_order_in_the_text_whatever_the_order_given():
    names = [
        Mention("d", Span(10, 14), "Acme", MentionKind.NAME, "Company", 0),
        Mention("d", Span(0, 6), "Globex", MentionKind.NAME, "Company", 0),
    ]
    assert name_chains(names, "Globex    Acme", ontology.load()) == [1, 0]


def test_no_names_no_chains():
    assert name_chains([], "", ontology.load()) == []


def test_a_long_list_of_firms_is_quick():
    names = [
        Mention("d", Span(i * 20, i * 20 + 9), f"Firm {chr(97 + i % 26)}{i}x", MentionKind.NAME, "Company", 0)
        for i in range(2000)
    ]
    assert len(set(name_chains(names, " " * 40000, ontology.load()))) == 2000
