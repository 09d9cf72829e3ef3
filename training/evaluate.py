"""Scores the shipped reader, given plain text, on a held-out part of the corpus.

    python training/evaluate.py [--part dev|test] [--by extractor|predicate] [--errors N]

A predicted fact is right if the gold states the relation of the things that its two mentions stand for. Prints F1 of
mentions and of relations, and how often status, modality, title, amount and date of the right ones are right.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import labels
from corpus import Fact, Passage, read_parts
from gold import Alignment, document_of
from kg import nlp, ontology
from kg.extraction import extract
from kg.model import Claim, Extraction, MentionKind, ValueKind
from kg.nlp.values import normalise
from kg.settings import Settings

KINDS = {"Date": ValueKind.DATE, "Money": ValueKind.MONEY, "Percent": ValueKind.PERCENT, "Number": ValueKind.NUMBER}
QUALIFIERS = ("status", "title", "amount", "date")


@dataclass(frozen=True)
class Match:
    """A predicted fact and the gold fact that it is, if any."""

    claim: Claim
    gold: Fact | None


def matches(passage: Passage, found: Extraction) -> Iterator[Match]:
    """One match a fact: a claim for each relation and pair of things, the surest of its claims."""
    alignment = Alignment(passage, found)
    gold = {fact[:3]: fact for fact in passage.facts}
    best: dict[tuple[str, str, str], Claim] = {}
    for claim in sorted(found.claims, key=lambda c: -c.evidence.score):
        source, target = min(alignment.ends(claim.subject)), min(alignment.ends(claim.object))
        key = (source, claim.predicate, target)
        if claim.predicate in labels.SYMMETRIC and key not in gold:
            key = (target, claim.predicate, source)
        best.setdefault(key, claim)
    for key, claim in best.items():
        yield Match(claim, gold.get(key))


@dataclass
class Tally:
    """Counts over passages: of names, of facts by group, of qualifiers by name and verdict; and the wrong facts."""

    by: str
    """What groups the facts: `extractor` or `predicate`."""
    names: Counter[str] = field(default_factory=Counter)
    groups: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    qualifiers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, passage: Passage, found: Extraction) -> None:
        """Counts what was found in one passage."""
        self.names += mention_hits(passage, found)
        hit = set()
        for match in matches(passage, found):
            key = match.claim.evidence.extractor if self.by == "extractor" else match.claim.predicate
            self.groups[key]["tp" if match.gold else "fp"] += 1
            if match.gold:
                hit.add(match.gold[:3])
                self.qualifiers += qualifier_hits(passage, match.claim, match.gold[3])
            else:
                self.errors.append(shown(passage, match.claim))
        for fact in passage.facts:
            if fact[:3] not in hit:
                self.groups["missed" if self.by == "extractor" else fact[1]]["fn"] += 1


def shown(passage: Passage, claim: Claim) -> str:
    """A wrong claim as one line."""
    fact = f"{claim.subject.text} {claim.predicate} {claim.object.text}"
    return f"wrong  {passage.id} [{claim.evidence.extractor}] {fact} | {claim.evidence.quote[:160]}"


def mention_hits(passage: Passage, found: Extraction) -> Counter[str]:
    """True positives, false positives and false negatives of names with their classes."""
    gold = {(m.start, m.end, m.kind) for m in passage.marks if m.kind in labels.CLASSES}
    got = {(m.span.start, m.span.end, m.type) for m in found.mentions if m.kind is MentionKind.NAME}
    return Counter(tp=len(gold & got), fp=len(got - gold), fn=len(gold - got))


def qualifier_hits(passage: Passage, claim: Claim, gold: dict[str, str]) -> Counter[tuple[str, bool]]:
    """For each qualifier that the claim or the gold has, whether they agree."""
    hits: Counter[tuple[str, bool]] = Counter()
    hits["modality", claim.qualifiers.modality == gold.get("modality", "asserted")] += 1
    for name in QUALIFIERS:
        got, wanted = getattr(claim.qualifiers, name), as_read(passage, gold.get(name, ""))
        if got or wanted:
            hits[name, got.casefold() == wanted.casefold()] += 1
    return hits


def as_read(passage: Passage, value: str) -> str:
    """A gold qualifier as the reader writes it."""
    mark = next((m for m in passage.marks if m.id == value), None)
    if mark is None or mark.kind not in KINDS:
        return value
    return normalise(KINDS[mark.kind], passage.text[mark.start : mark.end])


def prf(hits: Counter[str]) -> str:
    """Precision, recall, F1 and counts as text."""
    p, r = (hits["tp"] / max(hits["tp"] + hits[k], 1) for k in ("fp", "fn"))
    return (
        f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}   tp {hits['tp']} fp {hits['fp']} fn {hits['fn']}"
    )


def report(tally: Tally, groups: bool, errors: int) -> None:
    """Prints the scores, those of the groups if asked for, and so many of the errors."""
    if groups:
        for key, hits in sorted(tally.groups.items(), key=lambda item: -sum(item[1].values())):
            print(f"{key:18s} {prf(hits)}")
    for line in tally.errors[:errors]:
        print(line)
    print("names and classes   ", prf(tally.names))
    print("relations, from text", prf(sum(tally.groups.values(), Counter())))
    for name in ("modality", *QUALIFIERS):
        right, wrong = (tally.qualifiers[name, verdict] for verdict in (True, False))
        print(f"{name:8s} right {right} of {right + wrong}", end="; ")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"], default="dev")
    parser.add_argument("--by", choices=["extractor", "predicate"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    terms, settings = ontology.load(), Settings()
    analyzer = nlp.load(settings, terms, options.weights)
    tally = Tally(options.by or "predicate")
    for passage in read_parts()[options.part]:
        tally.add(passage, extract(next(analyzer.analyze([document_of(passage)])), terms, settings))
    report(tally, options.by is not None, options.errors)


if __name__ == "__main__":
    main()
