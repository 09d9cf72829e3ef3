"""Scores the shipped reader, given plain text, on a held-out part of the corpus.

    python training/evaluate.py [--part dev|test] [--by extractor|predicate] [--errors N]

A predicted fact is right if the gold states the relation of the things that its two mentions stand for. Prints F1 of
mentions and of relations, and how often status, modality, title, amount and date of the right ones are right.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import labels
from calibrate import chain_ids, gold_ids
from corpus import Passage, read, split
from kg import nlp, ontology
from kg.extraction import extract
from kg.model import Claim, Document, Extraction, Mention, MentionKind, Span, ValueKind
from kg.nlp.values import normalise
from kg.settings import Settings

CORPUS = Path(__file__).parent / "corpus"
KINDS = {"Date": ValueKind.DATE, "Money": ValueKind.MONEY, "Percent": ValueKind.PERCENT, "Number": ValueKind.NUMBER}


@dataclass(frozen=True)
class Match:
    """A predicted fact and the gold fact that it is, if any."""

    claim: Claim
    gold: tuple[str, str, str, dict[str, str]] | None


def document_of(passage: Passage) -> Document:
    return Document(passage.id, passage.text, body=(Span(0, len(passage.text)),))


def matches(passage: Passage, found: Extraction) -> Iterator[Match]:
    """One match a fact: a claim for each relation and pair of things, the surest of its claims."""
    chains = chain_ids(passage, found)
    gold = {(s, p, o): (s, p, o, q) for s, p, o, q in passage.facts}
    best: dict[tuple[str, str, str], Claim] = {}
    for claim in sorted(found.claims, key=lambda c: -c.evidence.score):
        source = chains.get(claim.subject.chain, f"c{claim.subject.chain}")
        if isinstance(claim.object, Mention):
            target = chains.get(claim.object.chain, f"c{claim.object.chain}")
        else:
            target = min(gold_ids(passage, claim.object), default=f"v{claim.object.span.start}")
        key = (source, claim.predicate, target)
        if claim.predicate in labels.SYMMETRIC and key not in gold:
            key = (target, claim.predicate, source)
        best.setdefault(key, claim)
    for key, claim in best.items():
        yield Match(claim, gold.get(key))


def qualifier_of(passage: Passage, name: str, value: str) -> str:
    """A gold qualifier as the reader writes it."""
    mark = next((m for m in passage.marks if m.id == value), None)
    if mark is None:
        return value
    return normalise(KINDS[mark.kind], passage.text[mark.start : mark.end]) if mark.kind in KINDS else value


def mention_hits(passage: Passage, found: Extraction) -> Counter[str]:
    gold = {(m.start, m.end, m.kind) for m in passage.marks if m.kind in labels.CLASSES}
    got = {(m.span.start, m.span.end, m.type) for m in found.mentions if m.kind is MentionKind.NAME}
    return Counter(tp=len(gold & got), fp=len(got - gold), fn=len(gold - got))


def prf(hits: Counter[str]) -> str:
    p, r = (hits["tp"] / max(hits["tp"] + hits[k], 1) for k in ("fp", "fn"))
    return (
        f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}   tp {hits['tp']} fp {hits['fp']} fn {hits['fn']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"], default="dev")
    parser.add_argument("--by", choices=["extractor", "predicate"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    terms, settings = ontology.load(), Settings()
    analyzer = nlp.load(settings, terms, options.weights)
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    names: Counter[str] = Counter()
    right: Counter[str] = Counter()
    errors = []
    for path in sorted(CORPUS.glob("*.txt")):
        for passage in split(list(read(path)))[options.part]:
            found = extract(next(analyzer.analyze([document_of(passage)])), terms, settings)
            names += mention_hits(passage, found)
            hit = set()
            for match in matches(passage, found):
                key = match.claim.evidence.extractor if options.by == "extractor" else match.claim.predicate
                groups[key]["tp" if match.gold else "fp"] += 1
                if match.gold:
                    hit.add(match.gold[:3])
                    right += qualifier_hits(passage, match.claim, match.gold[3])
                else:
                    claim = match.claim
                    errors.append(
                        f"wrong  {passage.id} [{claim.evidence.extractor}] {claim.subject.text} "
                        f"{claim.predicate} {claim.object.text} | {claim.evidence.quote[:160]}"
                    )
            for s, p, o, _ in passage.facts:
                if (s, p, o) not in hit:
                    groups["missed" if options.by == "extractor" else p]["fn"] += 1
    for key, hits in sorted(groups.items(), key=lambda item: -sum(item[1].values())) if options.by else ():
        print(f"{key:18s} {prf(hits)}")
    for line in errors[: options.errors]:
        print(line)
    print("names and classes   ", prf(names))
    print("relations, from text", prf(sum(groups.values(), Counter())))
    for name in ("modality", "status", "title", "amount", "date"):
        print(f"{name:8s} right {right[name, True]} of {right[name, True] + right[name, False]}", end="; ")
    print()


def qualifier_hits(passage: Passage, claim: Claim, gold: dict[str, str]) -> Counter[tuple[str, bool]]:
    hits: Counter[tuple[str, bool]] = Counter()
    hits["modality", claim.qualifiers.modality == gold.get("modality", "asserted")] += 1
    for name in ("status", "title", "amount", "date"):
        got, wanted = getattr(claim.qualifiers, name), qualifier_of(passage, name, gold.get(name, ""))
        if got or wanted:
            hits[name, got.casefold() == wanted.casefold()] += 1
    return hits


if __name__ == "__main__":
    main()
