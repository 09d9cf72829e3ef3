"""Precision, recall and F1 of extracted facts against gold facts.

Both files are JSON lines, a line a document. Gold: `{"doc", "entities": [{"id", "name", "aliases"}],
"facts": [{"s", "p", "o", "q", "optional"}]}`, where an object is an entity's id or `{"literal": text}`.
Predicted: what `kg extract` prints.

What counts as found: the predicate is the same and both ends are (either way round where it is symmetric). Two ends
are the same where any of their names is, after folding. An optional gold fact neither rewards nor punishes. A second
prediction of one gold fact is a duplicate and counts as wrong. Asserting what the gold denies is wrong; a planned,
rumoured or hypothetical gold fact is found either way, and how often its modality was seen is counted apart.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError

# Words that do not tell two names apart: articles, honorifics, legal forms.
_EMPTY_WORD = re.compile(
    "the|a|an|mr|mrs|ms|miss|dr|sir|dame|lord|lady|prof|professor|president|inc|incorporated|ltd|limited|plc|corp|"
    "corporation|co|company|ag|sa|nv|spa|gmbh|llc|llp|group|holding|holdings"
)
_QUALIFIERS = ("title", "amount")

Record = Mapping[str, Any]


@dataclass(slots=True)
class Counts:
    """How predictions compare with gold; `duplicates` are among `wrong`."""

    found: int = 0
    wrong: int = 0
    missed: int = 0
    duplicates: int = 0

    def add(self, other: Counts) -> None:
        self.found += other.found
        self.wrong += other.wrong
        self.missed += other.missed
        self.duplicates += other.duplicates

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The outcome of a comparison."""

    cells: dict[tuple[str, str], Counts] = field(default_factory=dict)
    """By predicate and document."""
    modality: Counter[str] = field(default_factory=Counter)
    """`seen`, `missed` and `doubted` (a plain gold fact predicted as not asserted)."""
    qualifiers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By name and whether the prediction shares a word with the gold."""
    errors: list[str] = field(default_factory=list)
    documents: int = 0
    unknown: tuple[str, ...] = ()
    """Predicted documents that the gold does not hold, sorted."""

    def cell(self, predicate: str, document: str) -> Counts:
        return self.cells.setdefault((predicate, document), Counts())

    @property
    def total(self) -> Counts:
        return _sum(self.cells.values())

    def grouped(self, by: str) -> list[tuple[str, Counts]]:
        """Counts by `predicate` or by `document`, the ones with most gold facts first."""
        position = ("predicate", "document").index(by)
        groups: dict[str, Counts] = {}
        for key, counts in self.cells.items():
            groups.setdefault(key[position], Counts()).add(counts)
        return sorted(groups.items(), key=lambda item: (-(item[1].found + item[1].missed), item[0]))


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a fact: the folded names of an entity, or a folded literal."""

    shown: str
    names: frozenset[str]
    literal: str | None = None

    def same(self, other: _End) -> bool:
        if self.literal is None and other.literal is None:
            return bool(self.names & other.names)
        if self.literal is None or other.literal is None:
            return (self.literal or other.literal) in self.names | other.names
        return _contained(self.literal, other.literal)


@dataclass(slots=True)
class _Gold:
    predicate: str
    subject: _End
    object: _End
    qualifiers: Record
    optional: bool
    hit: bool = False

    @property
    def denied(self) -> bool:
        return self.qualifiers.get("modality") == "negated"

    def __str__(self) -> str:
        return f"{self.subject.shown} {self.predicate} {self.object.shown}"


@dataclass(frozen=True, slots=True)
class _Prediction:
    predicate: str
    subject: _End
    object: _End
    qualifiers: Record

    @property
    def asserted(self) -> bool:
        return self.qualifiers.get("modality") in ("asserted", "", None)

    def __str__(self) -> str:
        return f"{self.subject.shown} {self.predicate} {self.object.shown}"

    def means(self, gold: _Gold, symmetric: Collection[str]) -> bool:
        if self.predicate != gold.predicate:
            return False
        if self.subject.same(gold.subject) and self.object.same(gold.object):
            return True
        crossed = self.subject.same(gold.object) and self.object.same(gold.subject)
        return crossed and self.predicate in symmetric


def read_records(path: Path) -> dict[str, Record]:
    """The records of a JSON lines file by document; raises InputError with the line that is not one."""
    records: dict[str, Record] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            records[str(record["doc"])] = record
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}:{number}: got a line that is no record of a document ({error}); expected JSON such as "
                '{"doc": "name", "facts": []}; mend or remove the line'
            ) from error
    return records


def score(gold: Mapping[str, Record], predicted: Mapping[str, Record], symmetric: Collection[str]) -> Scores:
    """Compares document by document; raises InputError where a record lacks what its file must hold."""
    scores = Scores(documents=len(gold), unknown=tuple(sorted(set(predicted) - set(gold))))
    for document, record in gold.items():
        wanted, got = _parse(document, record, predicted.get(document, {}))
        for prediction in got:
            same = [fact for fact in wanted if prediction.means(fact, symmetric)]
            _judge(prediction, same, scores, document)
        _count_missed(wanted, scores, document)
    return scores


def _judge(prediction: _Prediction, same: list[_Gold], scores: Scores, document: str) -> None:
    best = min(same, key=lambda fact: (fact.hit, fact.optional), default=None)
    counts = scores.cell(prediction.predicate, document)
    if best is None or best.denied:
        if prediction.asserted:
            counts.wrong += 1
            scores.errors.append(f"{'wrong' if best is None else 'denied':<10} {document}: {prediction}")
    elif best.hit and not best.optional:
        counts.wrong += 1
        counts.duplicates += 1
        scores.errors.append(f"{'duplicate':<10} {document}: {prediction}")
    elif not best.optional:
        counts.found += 1
        _count_details(prediction, best, scores)
    if best is not None:
        best.hit = True


def _count_details(prediction: _Prediction, gold: _Gold, scores: Scores) -> None:
    if gold.qualifiers.get("modality"):
        scores.modality["missed" if prediction.asserted else "seen"] += 1
    elif not prediction.asserted:
        scores.modality["doubted"] += 1
    for name in _QUALIFIERS:
        if name in gold.qualifiers:
            got = fold(str(prediction.qualifiers.get(name, ""))).split()
            right = not set(got).isdisjoint(fold(str(gold.qualifiers[name])).split())
            scores.qualifiers[name, right] += 1


def _count_missed(wanted: list[_Gold], scores: Scores, document: str) -> None:
    for fact in wanted:
        if not (fact.hit or fact.optional or fact.denied):
            scores.cell(fact.predicate, document).missed += 1
            scores.errors.append(f"{'missed':<10} {document}: {fact}")


def fold(name: str) -> str:
    """The name in lower case without accents, punctuation, possessive, articles, honorifics and legal forms."""
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    bare = re.sub(r"['’]s\b", "", bare.casefold().replace("&", " and "))
    words = re.sub(r"[^\w\s]", " ", bare).split()
    return " ".join([word for word in words if not _EMPTY_WORD.fullmatch(word)] or words)


def _contained(one: str, other: str) -> bool:
    a, b = set(one.split()), set(other.split())
    return bool(a and b) and (a <= b or b <= a)


def _gold_facts(record: Record) -> list[_Gold]:
    entities = {entity["id"]: entity for entity in record["entities"]}

    def end(value: Any) -> _End:
        return _end(value if isinstance(value, dict) else entities[value])

    return [
        _Gold(fact["p"], end(fact["s"]), end(fact["o"]), fact.get("q", {}), bool(fact.get("optional")))
        for fact in record["facts"]
    ]


def _predictions(record: Record) -> list[_Prediction]:
    return [
        _Prediction(
            re.split(r"[#/:]", fact["predicate"])[-1],
            _end(fact["subject"]),
            _end(fact["object"]),
            fact.get("qualifiers", {}),
        )
        for fact in record.get("facts", [])
    ]


def _end(value: Record) -> _End:
    if "literal" in value:
        return _End(str(value["literal"]), frozenset(), fold(str(value["literal"])))
    label = value.get("label") or value.get("name") or ""
    names = {fold(name) for name in [label, *value.get("aliases", [])] if name}
    return _End(str(label), frozenset(names - {""}))


def _parse(document: str, gold: Record, predicted: Record) -> tuple[list[_Gold], list[_Prediction]]:
    try:
        return _gold_facts(gold), _predictions(predicted)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{document}: got a fact that cannot be read ({type(error).__name__}: {error}); "
            "expected gold facts with s, p, o and predicted facts with subject, predicate, object"
        ) from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); expected a file of JSON lines") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: got bytes that are not UTF-8; expected a file of JSON lines") from error


def _sum(parts: Iterable[Counts]) -> Counts:
    total = Counts()
    for part in parts:
        total.add(part)
    return total
