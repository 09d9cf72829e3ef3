"""The gold says what the catalogue allows, of what the articles say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kg import ontology
from kg.model import Modality
from kg.ontology import Ontology

Gold = dict[str, dict[str, Any]]

# Written down so that an article or a fact cannot be lost without a change that is seen.
ARTICLES, FACTS, REQUIRED, DENIED = 13, 535, 331, 7
FACTLESS = 42
NAMES_WRITTEN_OTHERWISE = {"Beijing", "Redmond", "Dublin"}
"""Names that stand in the text in capitals only, as datelines do."""

LITERALS = {"heldOn", "foundedOn", "birthDate", "deathDate"}


@pytest.fixture(scope="module")
def shipped() -> Ontology:
    return ontology.load()


def facts(gold: Gold) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, record in gold.items():
        for fact in record["facts"]:
            yield name, fact


def types(record: dict[str, Any]) -> dict[str, str]:
    return {entity["id"]: entity["type"] for entity in record["entities"]}


def test_every_article_has_gold_and_every_gold_an_article(gold: Gold, articles: dict[str, str]) -> None:
    assert sorted(gold) == sorted(articles)


def test_the_gold_is_as_large_as_it_was(gold: Gold) -> None:
    found = [fact for _, fact in facts(gold)]
    required = [fact for fact in found if not fact["optional"]]
    denied = [fact for fact in found if fact["q"].get("modality") == Modality.NEGATED]
    assert (len(gold), len(found), len(required), len(denied)) == (ARTICLES, FACTS, REQUIRED, DENIED)


def test_records_have_the_keys_of_the_format_and_no_others(gold: Gold) -> None:
    for name, record in gold.items():
        assert set(record) == {"doc", "entities", "facts"}, name
        for entity in record["entities"]:
            assert set(entity) == {"id", "type", "name", "aliases"}, (name, entity)
        for fact in record["facts"]:
            assert set(fact) == {"s", "p", "o", "q", "anchor", "optional"}, (name, fact)


def test_anchors_are_the_first_words_of_a_sentence_of_the_text(gold: Gold, articles: dict[str, str]) -> None:
    for name, fact in facts(gold):
        text, anchor = articles[name], fact["anchor"]
        assert text.count(anchor) == 1, (name, anchor)
        before = text[: text.index(anchor)]
        assert not before or re.search(r"(?:[.!?\"”]\s+|\n| - )$", before), (name, anchor)


def test_every_name_of_an_entity_stands_in_the_text(gold: Gold, articles: dict[str, str]) -> None:
    """One of them at least as written: a country may be named by its adjective alone."""
    for name, record in gold.items():
        for entity in record["entities"]:
            names = {entity["name"], *entity["aliases"]}
            assert any(one in articles[name] for one in names) or names & NAMES_WRITTEN_OTHERWISE, (name, entity)


def test_a_name_belongs_to_one_entity_of_an_article(gold: Gold) -> None:
    for name, record in gold.items():
        held = Counter(one for entity in record["entities"] for one in {entity["name"], *entity["aliases"]})
        assert [one for one, times in held.items() if times > 1] == [], name


def test_classes_and_relations_are_those_of_the_ontology(gold: Gold, shipped: Ontology) -> None:
    for name, record in gold.items():
        assert {entity["type"] for entity in record["entities"]} <= set(shipped.classes), name
    assert {fact["p"] for _, fact in facts(gold)} <= set(shipped.relations)


def test_both_ends_are_entities_of_the_record_or_dates(gold: Gold) -> None:
    for name, fact in facts(gold):
        known = types(gold[name])
        assert fact["s"] in known, (name, fact)
        if isinstance(fact["o"], dict):
            assert set(fact["o"]) == {"literal"}, (name, fact)
            assert fact["p"] in LITERALS, (name, fact)
        else:
            assert fact["o"] in known, (name, fact)


def test_domain_and_range_allow_every_fact(gold: Gold, shipped: Ontology) -> None:
    for name, fact in facts(gold):
        known = types(gold[name])
        target = "date" if isinstance(fact["o"], dict) else known[fact["o"]]
        assert shipped.allows(fact["p"], known[fact["s"]], target), (name, fact, known[fact["s"]], target)


def test_qualifiers_are_those_of_the_relation(gold: Gold, shipped: Ontology) -> None:
    for name, fact in facts(gold):
        relation = shipped.relations[fact["p"]]
        given = set(fact["q"]) - {"modality"}
        assert given <= set(relation.qualifiers), (name, fact)
        if "status" in given:
            assert fact["q"]["status"] in relation.statuses, (name, fact)
        if "modality" in fact["q"]:
            assert fact["q"]["modality"] in {one.value for one in Modality} - {"asserted"}, (name, fact)


def test_titles_amounts_and_reasons_are_words_of_the_text(gold: Gold, articles: dict[str, str]) -> None:
    for name, fact in facts(gold):
        for key in ("title", "amount", "reason"):
            assert fact["q"].get(key, "") in articles[name], (name, fact)


def test_a_fact_stands_once_in_the_gold(gold: Gold, shipped: Ontology) -> None:
    for name, record in gold.items():
        seen = Counter(_key(fact, shipped) for fact in record["facts"])
        assert [key for key, times in seen.items() if times > 1] == [], name


def test_every_kind_of_relation_that_news_is_made_of_is_covered(gold: Gold) -> None:
    covered = {fact["p"] for _, fact in facts(gold) if not fact["optional"]}
    assert len(covered) >= 35, sorted(covered)


def test_furniture_lines_are_lines_of_their_article_and_hold_no_fact(
    gold: Gold, articles: dict[str, str], furniture: dict[str, list[str]]
) -> None:
    for name, lines in furniture.items():
        for line in lines:
            assert articles[name].splitlines().count(line) == 1, (name, line)
        for fact in gold[name]["facts"]:
            assert not any(line.startswith(fact["anchor"]) for line in lines), (name, fact)


def test_factless_sentences_hold_two_names_each(factless: list[Any]) -> None:
    assert len(factless) == FACTLESS
    for one in factless:
        assert len(one.names) == 2, one
        assert "[" not in one.text, one


def _key(fact: dict[str, Any], shipped: Ontology) -> tuple[str, ...]:
    ends = [str(fact["s"]), str(fact["o"])]
    if shipped.relations[fact["p"]].symmetric:
        ends.sort()
    return (fact["p"], *ends)
