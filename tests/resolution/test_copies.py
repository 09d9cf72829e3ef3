"""Copies of one story: found whatever the order, sources of a fact each, and one voice together."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents.sketch import sketch
from kg.model import Document
from kg.resolution.copies import find_copies

WORDS = [f"word{number}" for number in range(3000)]


def words(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def document(id_: str, *parts: list[str]) -> Document:
    text = " ".join(word for part in parts for word in part)
    return Document(id_, text, sketch=sketch(text))


def edited(told: list[str], seed: int, every: int = 12) -> list[str]:
    """As an editor changes a story: one word in `every` is another."""
    chance = random.Random(seed)
    return [chance.choice(WORDS) if chance.randrange(every) == 0 else word for word in told]


AGENCY = words(1)
PAPERS = [
    document("c-paper", AGENCY),
    document("a-paper", edited(AGENCY, 5)),
    document("d-short", AGENCY[:180]),
    document("b-long", words(2, 40), AGENCY, words(3, 60)),
]
OTHERS = [document(f"other-{number}", words(100 + number)) for number in range(20)]


def test_copies_lead_to_the_first_by_id_and_other_stories_to_none() -> None:
    expected = dict.fromkeys((paper.id for paper in PAPERS), "a-paper")
    assert find_copies([*OTHERS, *PAPERS]) == expected


def test_a_background_paragraph_in_common_makes_no_copy() -> None:
    background = words(7, 80)
    follow_ups = [document(f"day-{day}", words(50 + day, 220), background) for day in range(4)]
    assert find_copies(follow_ups) == {}


def test_documents_without_a_sketch_are_nobodys_copies() -> None:
    assert find_copies([Document("a", "same"), Document("b", "same")]) == {}


def test_equal_short_texts_are_copies() -> None:
    assert find_copies([document("b", ["Acme"]), document("a", ["acme"]), document("c", ["Beta"])]) == {
        "a": "a",
        "b": "a",
    }


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_order_does_not_matter_and_removal_leaves_what_the_rest_would_have_given(data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from([*PAPERS, *OTHERS[:4]]), unique_by=lambda one: one.id))
    shuffled = data.draw(st.permutations(kept))
    found = find_copies(shuffled)
    papers = sorted(one.id for one in kept if one in PAPERS)
    assert found == find_copies(kept)
    assert set(found) <= set(papers)
    if len(papers) > 1 and {"c-paper"} <= set(papers):  # all others are alike to the agency's own words
        assert found == dict.fromkeys(papers, papers[0])


def test_many_copies_of_one_bulletin_are_one_story_in_little_time() -> None:
    bulletins = [document(f"{number:04}", edited(AGENCY, number, every=40)) for number in range(400)]
    assert set(find_copies(bulletins).values()) == {"0000"}


def deal(story, id_: str, said: Document, score: float = 0.7, amount: str = ""):
    told = story(id_)
    told.thing("a", "Company", "Acme").thing("b", "Company", "Beta").says("a", "acquired", "b", score, amount=amount)
    done = told.done()
    return replace(done, document=replace(done.document, sketch=said.sketch))


def test_copies_are_sources_of_a_fact_but_one_voice(story, resolved):
    [alone] = resolved(deal(story, "p0", PAPERS[0])).facts
    [fact] = resolved(*(deal(story, f"p{number}", paper) for number, paper in enumerate(PAPERS))).facts
    assert {one.document for one in fact.evidence} == {"p0", "p1", "p2", "p3"}
    assert (alone.independent, fact.independent) == (1, 1)
    assert fact.confidence == alone.confidence == 0.7


def test_a_story_of_its_own_corroborates(story, resolved):
    told = [deal(story, "p0", PAPERS[0]), deal(story, "p1", PAPERS[1], 0.8), deal(story, "q", OTHERS[0])]
    [fact] = resolved(*told).facts
    assert fact.independent == 2
    assert fact.confidence == pytest.approx(1 - 0.2 * 0.3)
    assert resolved(*told).copies == (("p0", "p0"), ("p1", "p0"))


def test_copies_do_not_outvote_others(story, resolved):
    told = [deal(story, f"p{number}", paper, amount="3000000 USD") for number, paper in enumerate(PAPERS)]
    told += [deal(story, f"q{number}", OTHERS[number], amount="2000000 USD") for number in range(2)]
    assert resolved(*told).facts[0].qualifiers.amount == "2000000 USD"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_counts_are_those_of_what_remains(data, story, resolved):
    all_told = [deal(story, f"d{number}", one) for number, one in enumerate([*PAPERS, *OTHERS[:2]])]
    kept = data.draw(st.lists(st.sampled_from(all_told), min_size=1, unique_by=lambda one: one.document.id))
    known = resolved(*kept)
    firsts = dict(known.copies)
    [fact] = known.facts
    assert fact.independent == len({firsts.get(one.document, one.document) for one in fact.evidence})
    assert known == resolved(*sorted(kept, key=lambda one: one.document.id, reverse=True))
