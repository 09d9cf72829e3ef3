"""The gold of joining names (`tests/quality/names.jsonl`, `clusters.toml`), and how well the shipped tables meet it."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from kg import ontology
from kg.model import (
    Claim,
    Document,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Qualifiers,
    Span,
    Value,
    ValueKind,
)
from kg.names import namer
from kg.resolution import resolve
from kg.resolution.judgement import THRESHOLD, Judge, Subject
from kg.resolution.profiles import Profile
from kg.resolution.rulings import Rulings
from kg.settings import Settings

HERE = Path(__file__).parents[1] / "quality"
Place = tuple[str, str]
"""A document and who is meant in it."""
Clusters = Mapping[Place, str]


@dataclass(frozen=True)
class Rates:
    """How well one decision is met, and where it is not."""

    precision: float
    recall: float
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"


def read_pairs() -> list[dict[str, Any]]:
    """Name pairs: two names, class (and the other's class), whether they are one, and why."""
    return [json.loads(line) for line in (HERE / "names.jsonl").read_text("utf-8").splitlines()]


def read_documents() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / "clusters.toml").read_text("utf-8"))["document"]
    return found


def pair_rates() -> Rates:
    """Names that are joined without any document's help, against those that are one."""
    terms = ontology.load()
    judge = Judge(namer(terms), terms, Rulings((), namer(terms)))
    joined, gold = set(), set()
    for pair in read_pairs():
        classes = pair["class"], pair.get("other", pair["class"])
        names = [judge.namer.parse(pair[key], cls) for key, cls in zip("ab", classes, strict=True)]
        shares = names[0].key == names[1].key or judge.namer.blocks(names[0]) & judge.namer.blocks(names[1])
        ends = [Subject(cls, name, frozenset({name}), Profile()) for cls, name in zip(classes, names, strict=True)]
        label = f"{pair['a']} / {pair['b']} ({pair['why']})"
        if shares and judge.judge(*ends).score >= THRESHOLD:
            joined.add(label)
        if pair["same"]:
            gold.add(label)
    return _rates(joined, gold)


def cluster_rates() -> tuple[Rates, Rates]:
    """B-cubed and pairwise rates over the things of the documents, all joined at once."""
    told = read_documents()
    gold = {(one["id"], thing[0]): thing[0] for one in told for thing in one["things"]}
    found = _found(told)
    return b_cubed(found, gold), _rates(_pairs(found), _pairs(gold))


def _found(told: Iterable[Mapping[str, Any]]) -> dict[Place, str]:
    """The entity that each thing of each document became."""
    found: dict[Place, str] = {}
    told = list(told)
    knowledge = resolve([extraction(one) for one in told], ontology.load(), Settings())
    for one in told:
        for thing in one["things"]:
            family = namer(ontology.load()).family(thing[1])
            (entity,) = {
                entity.id
                for entity in knowledge.entities
                if one["id"] in entity.documents
                and namer(ontology.load()).family(entity.type) is family
                and set(thing[2:]) <= {entity.name, *entity.aliases, *_demonyms(thing, entity.name)}
            }
            found[one["id"], thing[0]] = entity
    return found


def _demonyms(thing: list[str], name: str) -> set[str]:
    """Names that an entity shows as another: a country's name in place of what the text says."""
    parsed = namer(ontology.load()).parse
    return {text for text in thing[2:] if parsed(text, thing[1]).key == parsed(name, thing[1]).key}


def extraction(told: Mapping[str, Any]) -> Extraction:
    """A document of the gold as the stages before resolution would hand it over."""
    at, first = 0, {}
    mentions: list[Mention] = []
    for chain, (who, cls, *names) in enumerate(told["things"]):
        for name in names:
            span = Span(at, at + len(name))
            at = span.end + 1
            mentions.append(Mention(told["id"], span, name, MentionKind.NAME, cls, chain))
            first.setdefault(who, mentions[-1])
    claims = tuple(_claim(first, triple, at) for triple in told.get("says", ()))
    return Extraction(Document(told["id"], "x" * at), tuple(mentions), claims)


def _claim(first: Mapping[str, Mention], triple: tuple[str, str, str], end: int) -> Claim:
    subject, predicate, target = first[triple[0]], triple[1], first.get(triple[2])
    document, whole = subject.document, Span(0, end)
    thing = target or Value(document, whole, triple[2], ValueKind.DATE, triple[2])
    evidence = Evidence(document, whole, predicate, subject.span, thing.span, "patterns", 0.9)
    return Claim(subject, predicate, thing, Qualifiers(), evidence)


def b_cubed(found: Clusters, gold: Clusters) -> Rates:
    """Means over all items of how much of an item's cluster is right, and how much of its right cluster is found
    (Bagga and Baldwin 1998)."""
    shares = [(_members(found)[found[item]], _members(gold)[gold[item]]) for item in sorted(gold)]
    precision = sum(len(one & other) / len(one) for one, other in shares) / len(shares)
    recall = sum(len(one & other) / len(other) for one, other in shares) / len(shares)
    return Rates(precision, recall)


def _members(clusters: Clusters) -> dict[str, set[Place]]:
    members: dict[str, set[Place]] = defaultdict(set)
    for item, name in clusters.items():
        members[name].add(item)
    return members


def _pairs(clusters: Clusters) -> set[str]:
    groups = _members(clusters).values()
    return {f"{one} = {other}" for group in groups for one, other in combinations(sorted(group), 2)}


def _rates(found: set[str], gold: set[str]) -> Rates:
    right = found & gold
    wrong, missed = tuple(sorted(found - gold)), tuple(sorted(gold - found))
    return Rates(len(right) / len(found) if found else 0.0, len(right) / len(gold), wrong, missed)
