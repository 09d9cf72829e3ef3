"""What a person judged is obeyed, whatever the order of documents, and by nothing else than the judgement."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg import ontology
from kg.model import Judgement, Meant, ValueKind, Verdict
from kg.resolution import find_doubts, resolve
from kg.settings import Settings

ONTOLOGY = ontology.load()
SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def joined(extractions, *judgements):
    entities = resolve(extractions, ONTOLOGY, Settings(), judgements).entities
    return sorted(one.documents for one in entities)


def judged(verdict, left, right, at="2026-03-01T10:00:00+00:00"):
    return Judgement(Meant(*left), Meant(*right), verdict, "kim", at)


def born(story, id_, name, date):
    told = story(id_).thing("s", "Person", name)
    return told.says("s", "birthDate", told.value(ValueKind.DATE, date)).done()


@pytest.fixture
def smiths(story):
    return [born(story, "a", "John Smith", "1951"), born(story, "b", "John Smith", "1980"), *jack(story)]


def jack(story):
    return [story("c").thing("s", "Person", "Jack Blacksmith").done()]


def test_a_judgement_wins_over_dates_that_rule_it_out(smiths):
    one, other = ("John Smith", "Person", ("a",)), ("John Smith", "Person", ("b",))
    assert joined(smiths) == [("a",), ("b",), ("c",)]
    assert joined(smiths, judged(SAME, one, other)) == [("a", "b"), ("c",)]


def test_of_two_namesakes_one_alone_is_what_was_meant(smiths):
    told = judged(SAME, ("Jack Blacksmith", "Person"), ("John Smith", "Person"))
    assert joined(smiths, told) == [("a", "c"), ("b",)]


def test_the_order_of_documents_does_not_matter(smiths, story):
    judgements = (
        judged(DIFFERENT, ("Acme Water", "Company"), ("Acme", "Company"), "2026-03-02T10:00:00+00:00"),
        judged(SAME, ("Jack Blacksmith", "Person"), ("John Smith", "Person")),
    )
    told = [
        *smiths,
        story("d").thing("f", "Company", "Acme Water").done(),
        story("e").thing("f", "Company", "Acme").done(),
    ]
    results = {repr(resolve(order, ONTOLOGY, Settings(), judgements)) for order in permutations(told)}
    assert len(results) == 1


def test_a_newer_judgement_wins_over_an_older_one_of_the_same_things(smiths):
    one, other = ("John Smith", "Person", ("a",)), ("Jack Blacksmith", "Person")
    newer = judged(DIFFERENT, one, other, "2026-03-02T10:00:00+00:00")
    assert joined(smiths, newer, judged(SAME, one, other)) == [("a",), ("b",), ("c",)]


def test_things_of_two_kinds_are_never_joined(story):
    told = [story("a").thing("w", "City", "Washington").done(), story("b").thing("w", "Person", "Ann Lee").done()]
    assert joined(told, judged(SAME, ("Washington", "City"), ("Ann Lee", "Person"))) == [("a",), ("b",)]


def test_what_was_judged_is_no_longer_in_doubt(story):
    told = [story(i).thing("f", "Company", name).done() for i, name in (("a", "Acme Water"), ("b", "Acme"))]
    (doubt,) = find_doubts(told, ONTOLOGY)
    assert (doubt.joined, {doubt.left, doubt.right}) == (False, {"Acme", "Acme Water"})
    for verdict in Verdict:
        assert find_doubts(told, ONTOLOGY, [judged(verdict, ("Acme", "Company"), ("Acme Water", "Company"))]) == []
