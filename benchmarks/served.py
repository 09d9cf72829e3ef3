"""A large store of made-up facts in the shape that kg writes, and a server of it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.store import Store
from kg.graph.vocabulary import Vocabulary

RELATIONS = ("fined", "sued", "acquired", "ownerOf", "subsidiaryOf", "ceoOf", "metWith", "investedIn")
PER_FACT = 15
"""Triples that a fact takes, its evidence and its share of entities and documents included; nearly."""


def make(path: Path, triples: int) -> Path:
    """A store with about this many triples; the same ones for the same number. One that is there already is kept."""
    if not path.exists():
        with Store.open(path, "write") as store:
            store.change(lambda engine: engine.bulk_extend(quads(store.vocabulary, triples // PER_FACT)))
    return path


def quads(words: Vocabulary, facts: int) -> Iterator[ox.Quad]:
    chance, entities = random.Random(7), max(10, facts // 8)
    for number in range(entities):
        node, kind = words.entity(f"entity-{number}"), ("Company", "Person", "Regulator")[number % 3]
        yield ox.Quad(node, v.TYPE, words.term(kind))
        yield ox.Quad(node, v.LABEL, v.text(f"{kind} Number {number}"))
        yield ox.Quad(node, v.ALT_LABEL, v.text(f"No. {number}"))
    for number in range(facts):
        # A few entities have most of the facts, as in the news.
        ends = [words.entity(f"entity-{int(entities * chance.random() ** 3)}") for _ in "so"]
        yield from fact(words, number, ends, words.term(RELATIONS[number % len(RELATIONS)]))


def fact(words: Vocabulary, number: int, ends: list[ox.NamedNode], relation: ox.NamedNode) -> Iterator[ox.Quad]:
    node, evidence = words.hashed("fact", str(number)), words.hashed("evidence", str(number))
    yield ox.Quad(ends[0], relation, ends[1])
    for way, value in (
        (v.TYPE, words.term("Fact")),
        (v.SUBJECT, ends[0]),
        (v.PREDICATE, relation),
        (v.OBJECT, ends[1]),
        (words.term("confidence"), v.decimal(0.5 + number % 50 / 100)),
        (words.term("modality"), v.text("asserted")),
        (words.term("date"), v.day(f"20{number % 25:02}-0{1 + number % 9}")),
        (words.term("evidence"), evidence),
    ):
        yield ox.Quad(node, way, value)
    yield ox.Quad(evidence, v.TYPE, words.term("Evidence"))
    yield ox.Quad(evidence, v.DERIVED_FROM, words.document(f"article-{number // 4}"))
    yield ox.Quad(
        evidence, words.term("quote"), v.text(f"Sentence {number} says that one thing did something to another.")
    )
    yield ox.Quad(evidence, words.term("start"), v.integer(number % 3000))
    yield ox.Quad(evidence, words.term("end"), v.integer(number % 3000 + 60))


@contextmanager
def server(path: Path, *options: str) -> Iterator[tuple[int, int]]:
    """Port and process of a `kg serve`."""
    command = [sys.executable, "-m", "kg", "serve", str(path), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline().rsplit(":", 1)[1].split("/")[0]), process.pid
        finally:
            process.terminate()
