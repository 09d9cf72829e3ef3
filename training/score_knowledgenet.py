"""Scores the shipped reader on the fold of KnowledgeNet that it never sees in training, by that benchmark's rules.

    python training/score_knowledgenet.py --knowledgenet DIR [--fold 4] [--errors N]

Every claim that `kg extract` makes of a passage is a fact of each property that it implies, between all mentions of its
two things in the passage. A fact is found if a claim of its property overlaps both its ends ("text F1").
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import labels
from gold import plain_document
from kg import nlp, ontology
from kg.extraction import extract
from kg.model import Analysis, Claim, Extraction, Mention, Modality, Span
from kg.nlp import Analyzer
from kg.ontology import Ontology
from kg.settings import Settings
from knowledgenet import PROPERTIES, Text, read
from knowledgenet_chains import RELATIVE, End

if TYPE_CHECKING:
    from spacy.tokens import Token

TEST = 4
BY_LABEL = {property_.label: name for name, property_ in PROPERTIES.items() if name != "POLITICAL_AFFILIATION"}
EMPLOYMENT = frozenset({"holdsPositionAt", "ceoOf", "chairOf", "directorOf", "memberOf", "founderOf"})
"""Relations that the benchmark counts as being employed by something or a member of it."""
SAID = frozenset({Modality.ASSERTED, Modality.PLANNED, Modality.RUMOURED})
"""What the benchmark's facts may be."""
PLACED = frozenset({"bornIn", "livesIn", "headquarteredIn"})
"""Relations to a place that hold of what it lies in, too."""
STEPS = 4
"""Nouns in a row that may say what one thing is."""
GAP = 3
"""Characters that may stand between a name and the `who` that refers to it."""


@dataclass(frozen=True)
class Guess:
    """A fact that the reader's claims imply; its ends point as the catalogue does."""

    property: str
    subject: Span
    object: Span

    def overlaps(self, other: Guess) -> bool:
        """Whether the two are one fact to the benchmark."""
        return (
            self.property == other.property
            and self.subject.overlaps(other.subject)
            and self.object.overlaps(other.object)
        )


def properties_of(claim: Claim) -> set[str]:
    """The properties that a claim implies."""
    found = {BY_LABEL[claim.predicate]} if claim.predicate in BY_LABEL else set()
    if claim.predicate in EMPLOYMENT:
        found.add("EMPLOYEE_OR_MEMBER_OF")
    if claim.predicate == "memberOf":
        found.add("POLITICAL_AFFILIATION")
    return found


def guesses(extraction: Extraction, references: Iterable[tuple[int, Span]]) -> list[Guess]:
    """What the claims of a passage imply, between all mentions of their things and the `references` to them."""
    places: dict[int, list[Span]] = defaultdict(list)
    for mention in extraction.mentions:
        places[mention.chain].append(mention.span)
    for chain, span in references:
        places[chain].append(span)
    found: dict[Guess, None] = {}
    for claim in extraction.claims:
        objects = [span for chain in _objects(claim, extraction) for span in places[chain]] or [claim.object.span]
        ends = [(s, o) for s in places[claim.subject.chain] for o in objects]
        if claim.predicate in labels.SYMMETRIC:
            ends += [(o, s) for s, o in ends]
        if claim.qualifiers.modality in SAID:
            found |= dict.fromkeys(Guess(name, s, o) for name in sorted(properties_of(claim)) for s, o in ends)
    return list(found)


def _objects(claim: Claim, extraction: Extraction) -> set[int]:
    """The chains that a claim's object stands for; who lives in a place lives in what that lies in, too."""
    if not isinstance(claim.object, Mention):
        return set()
    chains = {claim.object.chain}
    if claim.predicate in PLACED:
        for other in extraction.claims:
            inside = other.predicate == "locatedIn" and other.subject.chain == claim.object.chain
            if inside and isinstance(other.object, Mention):
                chains.add(other.object.chain)
    return chains


def relatives(analysis: Analysis) -> Iterator[tuple[int, Span]]:
    """Each `who`, `which` or `where` that refers to a mention, with the mention's chain."""
    for token in analysis.doc:
        if token.lower_ in RELATIVE and token.tag_ in ("WP", "WDT", "WP$", "WRB"):
            antecedent = _antecedent(analysis, token.i)
            if antecedent is not None:
                yield antecedent.chain, Span(token.idx, token.idx + len(token))


def _antecedent(analysis: Analysis, place: int) -> Mention | None:
    """The mention that the clause of a relative pronoun says more of: by the tree, else the one just before."""
    token = analysis.doc[place]
    clause = next((word for word in (token, *token.ancestors) if word.dep_ == "acl:relcl"), None)
    for noun in _described(clause.head) if clause is not None else ():
        on_noun = [m for m in analysis.mentions if m.span.start <= noun.idx < m.span.end]
        if on_noun:
            return min(on_noun, key=lambda m: m.span.end - m.span.start)
    before = [m for m in analysis.mentions if 0 <= token.idx - m.span.end <= GAP]
    return max(before, key=lambda m: m.span.end, default=None)


def _described(noun: Token) -> Iterator[Token]:
    """The noun, then those that it says what they are: `Lund is a writer who`, `Lund, a writer who`."""
    for _ in range(STEPS):
        yield noun
        subject = next((child for child in noun.children if child.dep_.startswith("nsubj")), None)
        if subject is not None:
            noun = subject
        elif noun.dep_ in ("appos", "conj"):
            noun = noun.head
        else:
            return


@dataclass
class Tally:
    """Counts by property, and what was wrong as lines."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[str] = field(default_factory=list)

    def add(self, text: Text, found: Iterable[Guess]) -> None:
        """Counts one passage: only the annotated properties, and a guess that repeats a right one is not wrong."""
        judged = [guess for guess in found if guess.property in text.annotated]
        used: set[Guess] = set()
        for fact in text.facts:
            gold = Guess(fact.property, _span(fact.subject), _span(fact.object))
            hits = [guess for guess in judged if guess.overlaps(gold)]
            used |= {guess for guess in judged if any(guess.overlaps(hit) for hit in hits)}
            self._count("tp" if hits else "fn", gold, text)
        for guess in judged:
            if guess not in used:
                self._count("fp", guess, text)

    def _count(self, verdict: str, guess: Guess, text: Text) -> None:
        self.counts[guess.property][verdict] += 1
        if verdict != "tp":
            ends = " -> ".join(text.text[span.start : span.end] for span in (guess.subject, guess.object))
            self.errors.append(f"{verdict} {guess.property} {ends} | {text.text}")

    def overall(self) -> Counter[str]:
        """The counts of all properties together."""
        return sum(self.counts.values(), Counter())


def _span(end: End) -> Span:
    return Span(end.start, end.end)


def f1(counts: Counter[str]) -> float:
    """F1 of true positives, false positives and false negatives."""
    return 2 * counts["tp"] / max(2 * counts["tp"] + counts["fp"] + counts["fn"], 1)


def score(folder: Path, analyzer: Analyzer, terms: Ontology, settings: Settings, fold: int = TEST) -> Tally:
    """The counts of all passages of a fold, each read as a document of its own."""
    tally = Tally()
    for number, text in enumerate(read(folder, (fold,))):
        analysis = next(analyzer.analyze([plain_document(f"knowledgenet-{number}", text.text)]))
        tally.add(text, guesses(extract(analysis, terms, settings), relatives(analysis)))
    return tally


def lines(tally: Tally) -> list[str]:
    """The scores as text: each property, then all together."""
    rows = [(name, tally.counts[name]) for name in PROPERTIES] + [("all", tally.overall())]
    return [f"{name:22s} {_shown(counts)}" for name, counts in rows]


def _shown(counts: Counter[str]) -> str:
    precision, recall = (counts["tp"] / max(counts["tp"] + counts[other], 1) for other in ("fp", "fn"))
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1(counts):.3f}   " + "  ".join(
        f"{name} {counts[name]}" for name in ("tp", "fp", "fn")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--knowledgenet", type=Path, required=True)
    parser.add_argument("--fold", type=int, default=TEST)
    parser.add_argument("--weights", type=Path)
    parser.add_argument(
        "--errors", type=int, default=0, help="only for the training folds: the test is not for reading"
    )
    options = parser.parse_args()
    terms, settings = ontology.load(), Settings()
    analyzer = nlp.load(settings, terms, options.weights)
    tally = score(options.knowledgenet, analyzer, terms, settings, options.fold)
    if options.fold != TEST:
        print("\n".join(tally.errors[: options.errors]))
    print("\n".join(lines(tally)))


if __name__ == "__main__":
    main()
