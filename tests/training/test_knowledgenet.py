"""KnowledgeNet's rows as stories' facts, and its scoring rules, on made-up passages."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from corpus import Mark, Passage
from kg.model import Span
from knowledgenet import Judgement, Text, known_labels, read
from knowledgenet_chains import joined
from score_knowledgenet import Guess, Tally

TEXT = "Ida Moen, who runs Talle, was born in Bergen. Moen was its first boss."


def end(words: str, uri: str | None = None, after: int = 0) -> dict[str, Any]:
    start = TEXT.index(words, after)
    return {"start": start, "end": start + len(words), "text": words, "uri": uri}


@pytest.fixture
def text(tmp_path: Path) -> Text:
    boss = [{"property": "CEO", "subject": end("Talle", "t"), "object": end(name, "m")} for name in ("Ida Moen", "who")]
    again = {"property": "CEO", "subject": end("its", "t"), "object": end("Moen", "m", after=40)}
    row = {"fold": 1, "text": TEXT, "annotated_properties": ["CEO"], "facts": [*boss, again]}
    with gzip.open(tmp_path / "folds.jsonl.gz", "wt") as file:
        file.write(json.dumps(row) + "\n" + json.dumps(row | {"fold": 4}) + "\n")
    (only,) = read(tmp_path, (1,))
    return only


def test_facts_point_as_the_catalogue_does(text: Text) -> None:
    assert next((fact.subject.text, fact.object.text) for fact in text.facts) == ("Ida Moen", "Talle")


def test_mentions_of_one_thing_join_and_the_reader_s_other_marks_stay(text: Text) -> None:
    seen = [
        Mark(0, 3, "e1", "Place"),
        Mark(4, 8, "e2", "Person"),
        Mark(38, 44, "e3", "City"),
        Mark(19, 24, "e4", "City"),
    ]
    passage, ids = joined(Passage("p", TEXT, seen), text.facts)
    words = [(TEXT[m.start : m.end], m.kind, m.id) for m in passage.marks]
    boss, firm = ids[text.facts[0].subject], ids[text.facts[0].object]
    assert words == [
        ("Ida Moen", "Person", boss),
        ("Talle", "Company", firm),
        ("Bergen", "City", "e3"),
        ("Moen", "Person", boss),
        ("its", "PronThing", firm),
    ]


def test_one_fact_of_things_stands_for_those_of_all_their_mentions(text: Text) -> None:
    _, ids = joined(Passage("p", TEXT, []), text.facts)
    (fact,) = Judgement(text, ids).stated
    assert fact[1] == "ceoOf"


def test_a_boss_may_hold_another_post_too_where_posts_are_not_all_given(text: Text) -> None:
    passage, ids = joined(Passage("p", TEXT, []), text.facts)
    pair = (ids[text.facts[0].subject], ids[text.facts[0].object])
    unsure = Judgement(text, ids).unsure(passage.marks)
    assert (pair[0], "holdsPositionAt", pair[1]) in unsure
    assert (pair[0], "ceoOf", pair[1]) not in unsure
    assert known_labels(text.annotated) == {"ceoOf"}


def test_a_guess_that_repeats_a_right_one_is_not_wrong_and_other_properties_do_not_count(text: Text) -> None:
    ida, talle, bergen = Span(0, 8), Span(19, 24), Span(38, 44)
    tally = Tally()
    tally.add(
        text,
        [
            Guess("CEO", ida, talle),
            Guess("CEO", Span(4, 8), talle),
            Guess("CEO", ida, bergen),
            Guess("PLACE_OF_BIRTH", ida, bergen),
        ],
    )
    assert tally.overall() == {"tp": 1, "fp": 1, "fn": 2}
