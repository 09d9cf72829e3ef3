"""Scores the shipped reader, given plain text, on a held-out part of the corpus.

    python training/score_corpus.py [--part dev|test] [--by extractor|predicate] [--errors N]

A predicted fact is right if the gold states the relation of the things that its two mentions stand for. Prints F1 of
mentions, of relations and of qualifiers, how often status, modality, title, amount and date of the right facts are
right, and how often facts of each confidence are.
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
from kg.nlp import Analyzer
from kg.nlp.values import normalise
from kg.ontology import Ontology
from kg.settings import Settings

KINDS = {"Date": ValueKind.DATE, "Money": ValueKind.MONEY, "Percent": ValueKind.PERCENT, "Number": ValueKind.NUMBER}
QUALIFIERS = ("status", "title", "amount", "date", "startDate", "endDate")
NAMES = {"startDate": "start_date", "endDate": "end_date"}
"""Qualifiers that the code spells otherwise than the corpus."""


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
    told: Counter[str] = field(default_factory=Counter)
    """Qualifiers of all facts, right facts or not: `tp`, `fp`, `fn`."""
    reliability: dict[int, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    """Right and wrong facts by tenth of confidence."""
    errors: list[str] = field(default_factory=list)

    def add(self, passage: Passage, found: Extraction) -> None:
        """Counts what was found in one passage."""
        self.names += mention_hits(passage, found)
        hit = set()
        for match in matches(passage, found):
            key = match.claim.evidence.extractor if self.by == "extractor" else match.claim.predicate
            self.groups[key]["tp" if match.gold else "fp"] += 1
            self.reliability[min(int(match.claim.evidence.score * 10), 9)][match.gold is not None] += 1
            self.told += told_hits(passage, match)
            if match.gold:
                hit.add(match.gold[:3])
                self.qualifiers += qualifier_hits(passage, match.claim, match.gold[3])
            else:
                self.errors.append(shown(passage, match.claim))
        for fact in passage.facts:
            if fact[:3] not in hit:
                self.told["fn"] += sum(name in fact[3] for name in QUALIFIERS)
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
        got, wanted = claim_qualifier(claim, name), as_read(passage, gold.get(name, ""))
        if got or wanted:
            hits[name, got == wanted] += 1
    return hits


def claim_qualifier(claim: Claim, name: str) -> str:
    """What a claim has as one of `QUALIFIERS`, in small letters."""
    return str(getattr(claim.qualifiers, NAMES.get(name, name))).casefold()


def told_hits(passage: Passage, match: Match) -> Counter[str]:
    """Qualifiers of one predicted fact that are right (`tp`), wrong (`fp`) or lacking (`fn`); of a wrong one all."""
    hits: Counter[str] = Counter()
    for name in QUALIFIERS:
        got = claim_qualifier(match.claim, name)
        wanted = as_read(passage, match.gold[3].get(name, "")) if match.gold else ""
        hits["tp"] += bool(got) and got == wanted
        hits["fp"] += bool(got) and got != wanted
        hits["fn"] += bool(wanted) and got != wanted
    return hits


def as_read(passage: Passage, value: str) -> str:
    """A gold qualifier as the reader writes it, in small letters."""
    mark = next((m for m in passage.marks if m.id == value), None)
    if mark is None or mark.kind not in KINDS:
        return value.casefold()
    return normalise(KINDS[mark.kind], passage.text[mark.start : mark.end]).casefold()


def prf(hits: Counter[str]) -> str:
    """Precision, recall, F1 and counts as text."""
    p, r = (hits["tp"] / max(hits["tp"] + hits[k], 1) for k in ("fp", "fn"))
    return (
        f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}   tp {hits['tp']} fp {hits['fp']} fn {hits['fn']}"
    )


def lines(tally: Tally) -> Iterator[str]:
    """The scores as text."""
    yield f"names and classes     {prf(tally.names)}"
    yield f"relations, from text  {prf(sum(tally.groups.values(), Counter()))}"
    yield f"qualifiers, from text {prf(tally.told)}"
    for name in ("modality", *QUALIFIERS):
        right, wrong = (tally.qualifiers[name, verdict] for verdict in (True, False))
        yield f"{name} of right facts: {right} of {right + wrong} right"
    for tenth, verdicts in sorted(tally.reliability.items()):
        share = verdicts[True] / verdicts.total()
        yield f"confidence {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {verdicts.total():5d} facts, {share:.2f} right"


def group_lines(tally: Tally) -> Iterator[str]:
    """The scores of each group of facts, the largest first."""
    for key, hits in sorted(tally.groups.items(), key=lambda item: -sum(item[1].values())):
        yield f"{key:18s} {prf(hits)}"


def score(part: str, analyzer: Analyzer, terms: Ontology, settings: Settings, by: str = "predicate") -> Tally:
    """The counts of all passages of one part of the corpus, each read as a document of its own."""
    tally = Tally(by)
    for passage in read_parts()[part]:
        tally.add(passage, extract(next(analyzer.analyze([document_of(passage)])), terms, settings))
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["dev", "test"], default="dev")
    parser.add_argument("--by", choices=["extractor", "predicate"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    terms, settings = ontology.load(), Settings()
    analyzer = nlp.load(settings, terms, options.weights)
    tally = score(options.part, analyzer, terms, settings, options.by or "predicate")
    print("\n".join([*(group_lines(tally) if options.by else []), *tally.errors[: options.errors], *lines(tally)]))


if __name__ == "__main__":
    main()
