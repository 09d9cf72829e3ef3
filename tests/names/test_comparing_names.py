from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ontology
from kg.names import namer


@pytest.fixture(scope="module")
def names():
    return namer(ontology.load())


def score(names, a, b, cls="Company", other=""):
    return names.compare(names.parse(a, cls), names.parse(b, other or cls)).score


@pytest.mark.parametrize(
    ("a", "b", "cls"),
    [
        ("Tencent Holdings", "Tencent", "Company"),
        ("Tsubaki Motor", "Tsubaki", "Company"),
        ("MIIT", "Ministry of Industry and Information Technology", "GovernmentAgency"),
        ("Caricom", "Caribbean Community", "Organization"),
        ("Icann", "Internet Corporation for Assigned Names and Numbers", "Organization"),
        ("Industry Ministry", "Ministry of Industry", "GovernmentAgency"),
        ("Lib Dems", "Liberal Democrats", "PoliticalParty"),
        ("Justice Dept", "Justice Department", "GovernmentAgency"),
        ("Fed", "Federal Reserve", "Regulator"),
        ("Pentagon", "US Department of Defense", "GovernmentAgency"),
        ("German", "Germany", "Country"),
        ("US", "United States", "Country"),
        ("Kremlin", "Russia", "Country"),
        ("Moscow", "Russian", "Country"),
        ("Bill Gates", "William Gates", "Person"),
        ("J. K. Rowling", "Joanne Rowling", "Person"),
        ("Barack Obama", "Barack Hussein Obama", "Person"),
        ("Mohammed Salah", "Muhammad Salah", "Person"),
        ("Wang Jianlin", "Jianlin Wang", "Person"),
        ("Kang Min-ho", "Kang Minho", "Person"),
        ("Kumamoto", "Kumamoto Prefecture", "Place"),
        ("Radio Seven", "Radio 7", "MediaOrganization"),
        ("Loyalties", "Loyalty Party", "PoliticalParty"),
        ("Loyalties", "Loyalty", "PoliticalParty"),
        ("Chritsina Holm", "Christina Holm", "Person"),
        ("European", "Europe", "Place"),
        ("South-East Asian", "Southeast Asia", "Place"),
        ("Bank Solano", "Solano", "Company"),
    ],
)
def test_likely_the_same(names, a, b, cls):
    assert score(names, a, b, cls) >= 0.75


@pytest.mark.parametrize(
    ("a", "b", "cls"),
    [
        ("Sony", "Sony Music", "Company"),
        ("Tarn News", "Tarn Networks", "Company"),
        ("Alibaba", "Alibaba Cloud", "Company"),
        ("Ford", "Ford Credit", "Company"),
        ("Nordwagen", "Nordwagen China", "Company"),
        ("Bank of England", "Bank of Japan", "Regulator"),
        ("Commission", "European Commission", "Regulator"),
        ("Taesan Group", "Taesan Heavy", "Company"),
        ("Channel 4", "Channel 5", "MediaOrganization"),
        ("Iran", "Iraq", "Country"),
        ("Austria", "Australia", "Country"),
        ("North Korea", "South Korea", "Country"),
        ("Jack Ma", "Pony Ma", "Person"),
        ("Mario Rossi", "Maria Rossi", "Person"),
        ("George Bush Jr", "George Bush Sr", "Person"),
        ("Smith", "Jones", "Person"),
        ("Boeing 737", "Boeing 787", "Product"),
        ("Radio Seven", "Radio Eight", "MediaOrganization"),
        ("Coast", "Coast News", "MediaOrganization"),
        ("Harbour Bank", "Harbour Bank Capital Management", "Company"),
        ("Times", "Financial Times", "MediaOrganization"),
        ("Reform Party", "Parliamentary Reform Party", "PoliticalParty"),
        ("Police", "Association of Rural Police Officers", "Organization"),
        ("Rivers", "Institute for the Study of Rivers", "Organization"),
        ("Society", "Royal Society", "Organization"),
        ("Communist Party", "Communist Party of China", "PoliticalParty"),
        ("Daniel Moss-Reed", "Dan Reed", "Person"),
        ("Carlos Brian", "Carlso Brian", "Person"),
        ("Marian Holm", "Marina Holm", "Person"),
        ("Alberta", "Alberta City", "City"),
        ("Europe", "Eastern Europe", "Place"),
    ],
)
def test_not_likely_the_same(names, a, b, cls):
    assert score(names, a, b, cls) < 0.75


@pytest.mark.parametrize(("cls", "other"), [("City", "Company"), ("Company", "Product"), ("Person", "Company")])
def test_different_kinds_of_thing_are_apart(names, cls, other):
    assert score(names, "Barnsley", "Barnsley", cls, other) == 0


def test_a_bare_capital_is_a_city(names):
    assert score(names, "Moscow", "Russia", "City", "Country") == 0


def test_a_firms_name_keeps_what_a_persons_loses(names):
    assert names.parse("Dr Martens", "Company").folded == "dr martens"
    assert names.parse("Dr Martens", "Person").folded == "martens"


_WORDS = st.lists(
    st.sampled_from(["Acme", "Bank", "of", "Japan", "Ma", "Jack", "J.", "MIIT", "Group", "4"]), min_size=1
)
_CLASSES = st.sampled_from(["Person", "Company", "Country", "Product", "Event"])


@given(left=_WORDS, right=_WORDS, cls=_CLASSES)
def test_comparison_is_symmetric_and_bounded(left, right, cls):
    names = namer(ontology.load())
    a, b = names.parse(" ".join(left), cls), names.parse(" ".join(right), cls)
    found = names.compare(a, b)
    assert found == names.compare(b, a)
    assert 0 <= found.score <= 1
    assert found.reasons
    assert names.compare(a, a).score == 1


@given(left=_WORDS, right=_WORDS, cls=_CLASSES)
def test_names_that_are_alike_share_a_block(left, right, cls):
    names = namer(ontology.load())
    a, b = names.parse(" ".join(left), cls), names.parse(" ".join(right), cls)
    assert names.compare(a, b).score == 0 or names.blocks(a) & names.blocks(b)


_WORDS = ("Abbot", "Abbott", "Ann", "Anne", "Acme", "Acmeco", "Motor", "Norland", "Comelec", "Commission", "Elections")
_SMALL = ("on", "of", "and", "bin", "Jr", "A.", "&")


@given(
    st.lists(st.sampled_from(_WORDS + _SMALL), min_size=1, max_size=4),
    st.lists(st.sampled_from(_WORDS + _SMALL), min_size=1, max_size=4),
    st.sampled_from(["Person", "Company"]),
)
def test_names_that_are_alike_have_telling_blocks_of_each_other(names, a, b, cls):
    one, other = names.parse(" ".join(a), cls), names.parse(" ".join(b), cls)
    if names.compare(one, other).score > 0 and names.blocks(one) & names.blocks(other):
        left, right = (names.telling(name, names.blocks(name)) for name in (one, other))
        assert left[0] & right[1] or right[0] & left[1]


def test_what_stands_inside_a_name_is_told_from_the_head_that_it_ends_with(names):
    inside = score(names, "Police", "Association of Rural Police Officers", "Organization")
    front = score(names, "Senate", "Senate Rules Committee", "GovernmentAgency")
    head = score(names, "Commission", "Commission for Fair Tides", "Regulator")
    station = score(names, "Oxley", "Oxley Radio Tarn", "MediaOrganization")
    assert station == inside == front < head == score(names, "Commission", "Gambling Commission", "Regulator")


def test_the_adjective_of_a_part_of_the_world_is_no_country(names):
    name = names.parse("Asians", "Place")
    assert (name.area, name.country) == ("Asia", "")
    assert names.parse("Asians", "Organization").area == ""
