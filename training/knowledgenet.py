"""KnowledgeNet (Mesquita et al. 2019): web texts in which the facts of some of 15 properties are marked."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import labels
from corpus import Mark, Passage
from kg.nlp import Analyzer
from kg.nlp.pieces import PieceTokenizer
from knowledgenet_chains import End, Fact, joined
from prepare import LINK, Story, story
from silver import silvers

TRAINING = (1, 2, 3)
"""Folds to learn from; the fourth is the test."""
POSTS = frozenset({"holdsPositionAt", "ceoOf", "chairOf", "directorOf", "memberOf"})
"""What having a post at, working for or being part of something may be in the catalogue."""
WORDS = {
    "ceoOf": re.compile(r"\bCEO|C\.E\.O|chief executive|managing director", re.IGNORECASE),
    "chairOf": re.compile(r"\bchair", re.IGNORECASE),
    "directorOf": re.compile(r"\b(?:board|director|trustee|governor)", re.IGNORECASE),
    "holdsPositionAt": re.compile(r"coach|manager|professor|director|president|officer|head|editor", re.IGNORECASE),
    "founderOf": re.compile(r"\b(?:co-?)?found", re.IGNORECASE),
    "memberOf": re.compile(r"\b(?:member|joined the|band|team|play|squad|part of|party)", re.IGNORECASE),
}
"""Words without which a text does not say the relation."""
SPECIAL = (WORDS["ceoOf"], WORDS["chairOf"], WORDS["founderOf"], re.compile(r"\bboard\b|trustee|non-executive"))
"""Words near two things that leave open what post the one has at the other."""
SITE = re.compile(
    r"\b(?:church|cathedral|hospital|school|museum|college|university|hotel|theat|library)", re.IGNORECASE
)
"""Words of bodies that are located, not headquartered, where they stand."""
AROUND = 30
"""Characters before and after two mentions that may say how they are related."""


@dataclass(frozen=True)
class Property:
    """What a property is in the catalogue, and what it joins."""

    label: str
    subject: str
    """Kind of the catalogue's subject where nothing tells more."""
    object: str
    flipped: bool = False
    """Whether the property points the other way."""


PROPERTIES = {
    "DATE_OF_BIRTH": Property("birthDate", "Person", "Date"),
    "DATE_OF_DEATH": Property("deathDate", "Person", "Date"),
    "PLACE_OF_BIRTH": Property("bornIn", "Person", "Place"),
    "PLACE_OF_RESIDENCE": Property("livesIn", "Person", "Place"),
    "NATIONALITY": Property("nationality", "Person", "Country"),
    "EDUCATED_AT": Property("educatedAt", "Person", "EducationalOrganization"),
    "SPOUSE": Property("spouseOf", "Person", "Person"),
    "CHILD_OF": Property("childOf", "Person", "Person"),
    "POLITICAL_AFFILIATION": Property("memberOf", "Person", "PoliticalParty"),
    "EMPLOYEE_OR_MEMBER_OF": Property("holdsPositionAt", "Person", "Organization"),
    "CEO": Property("ceoOf", "Person", "Company", flipped=True),
    "FOUNDED_BY": Property("founderOf", "Person", "Company", flipped=True),
    "DATE_FOUNDED": Property("foundedOn", "Company", "Date"),
    "HEADQUARTERS": Property("headquarteredIn", "Company", "Place"),
    "SUBSIDIARY_OF": Property("subsidiaryOf", "Company", "Company"),
}


@dataclass(frozen=True)
class Text:
    """One passage: its facts point as the catalogue does, whatever their property says."""

    text: str
    annotated: frozenset[str]
    """The properties of which all facts are given."""
    facts: tuple[Fact, ...]


def read(folder: Path, folds: Container[int]) -> Iterator[Text]:
    """The passages of some folds of `folds.jsonl.gz`, in order."""
    with gzip.open(folder / "folds.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if int(row["fold"]) in folds:
                facts = tuple(_fact(fact) for fact in row["facts"])
                yield Text(row["text"], frozenset(row["annotated_properties"]), facts)


def _fact(row: dict[str, Any]) -> Fact:
    property_ = PROPERTIES[row["property"]]
    subject, obj = End.of(row["subject"], property_.subject), End.of(row["object"], property_.object)
    if property_.flipped:
        subject, obj = End.of(row["object"], property_.subject), End.of(row["subject"], property_.object)
    return Fact(row["property"], subject, obj)


def stories(folder: Path, tokenize: PieceTokenizer, analyzer: Analyzer) -> list[Story]:
    """The passages of the training folds as stories: only their properties are known, and no antecedents.

    Names count for the tagger where the data mark at least half of them: the others are as the reader sees them.
    """
    texts = list(read(folder, TRAINING))
    read_before = silvers((text.text for text in texts), analyzer)
    made = (_story(text, silver, tokenize) for text, silver in zip(texts, read_before, strict=True))
    return [item for item in made if len(item.mentions) > 1]


def _story(text: Text, silver: Passage, tokenize: PieceTokenizer) -> Story:
    passage, ids = joined(silver, text.facts)
    base = story(replace(passage, id="knowledgenet"), tokenize)
    chains = {ident: i for i, ident in enumerate(dict.fromkeys(mark.id for mark in passage.marks))}
    judgement = Judgement(text, ids)
    facts = sorted((chains[s], LINK[label], chains[o], -1, -1) for s, label, o in judgement.stated if s != o)
    unsure = {(chains[s], LINK[label], chains[o]) for s, label, o in judgement.unsure(passage.marks)}
    trusted = sum(1 if mark.id in ids.values() else -1 for mark in passage.marks if mark.kind in labels.CLASSES) >= 0
    return replace(
        base,
        facts=facts,
        known=frozenset(LINK[label] for label in known_labels(text.annotated)),
        unsure=frozenset(unsure) - {fact[:3] for fact in facts},
        tagged=(bool(text.facts) and trusted, bool(text.facts), False),
        judged=frozenset(),
    )


def known_labels(annotated: frozenset[str]) -> set[str]:
    """The relations of which a passage gives all facts, or nearly so."""
    known = {PROPERTIES[name].label for name in annotated}
    return known | POSTS if "EMPLOYEE_OR_MEMBER_OF" in annotated else known


Link = tuple[str, str, str]
"""Id of the subject, relation, id of the object."""


class Judgement:
    """What the facts of a passage say of its things, and what they leave open."""

    def __init__(self, text: Text, ids: dict[End, str]) -> None:
        self._text = text
        self._open: set[Link] = set()
        self.stated: set[Link] = set()
        """The facts in terms of the catalogue."""
        told = [fact for fact in text.facts if fact.subject in ids and fact.object in ids]
        nearest: dict[Link, Fact] = {}
        for fact in sorted(told, key=lambda fact: abs(fact.subject.start - fact.object.start)):
            nearest.setdefault((ids[fact.subject], fact.property, ids[fact.object]), fact)
        for (subject, _, obj), fact in nearest.items():
            self._add(fact, subject, obj)

    def _add(self, fact: Fact, subject: str, obj: str) -> None:
        label = PROPERTIES[fact.property].label
        if label in POSTS:
            self._open |= {(subject, other, obj) for other in self._possible()}
        if fact.property == "EMPLOYEE_OR_MEMBER_OF":
            label = self._post(fact)
        if label == "headquarteredIn" and SITE.search(fact.subject.text):
            label = ""
            self._open.add((subject, "headquarteredIn", obj))
        if label:
            self.stated.add((subject, label, obj))

    def _possible(self) -> set[str]:
        """The posts that the words of the text allow."""
        known = {"ceoOf"} if "CEO" in self._text.annotated else set()
        allowed = {label for label in POSTS if WORDS[label].search(self._text.text)}
        return (allowed | {"holdsPositionAt", "memberOf"}) - known

    def _post(self, fact: Fact) -> str:
        """The relation that words near a fact speak for; nothing where it may be several."""
        start = max(0, min(fact.subject.start, fact.object.start) - AROUND)
        near = self._text.text[start : max(fact.subject.end, fact.object.end) + AROUND]
        if any(words.search(near) for words in SPECIAL):
            return ""
        member = WORDS["memberOf"].search(near) and not WORDS["holdsPositionAt"].search(near)
        return "memberOf" if member else "holdsPositionAt"

    def unsure(self, marks: list[Mark]) -> set[Link]:
        """The links of which the passage does not tell whether they hold."""
        kinds = {mark.id: mark.kind for mark in marks}
        return self._open | {
            (subject, label, obj)
            for label in POSTS & known_labels(self._text.annotated)
            for subject in kinds
            for obj, kind in kinds.items()
            if subject != obj and self._is_open(label, kind)
        }

    def _is_open(self, label: str, kind: str) -> bool:
        """Whether the properties leave out such objects: posts at countries, parties, or all but parties."""
        employed = "EMPLOYEE_OR_MEMBER_OF" in self._text.annotated
        if kind == "PoliticalParty":
            return employed and "POLITICAL_AFFILIATION" not in self._text.annotated
        if label == "memberOf":
            return not employed
        return kind in labels.GROUPS and labels.GROUPS[kind] == labels.GROUPS["Place"]
