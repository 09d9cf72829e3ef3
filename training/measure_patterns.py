"""Precision and recall of the pattern extractor on annotated passages, given their own mentions and chains.

    python training/measure_patterns.py PASSAGES.jsonl TREEBANK.conllu... [--wrong RELATION] [--missed RELATION]

PASSAGES is what the corpus' parse.py prints. The treebanks give the commonest lemma and tag of each word form, since no
parser runs here: only cues that need no tree can match.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from gold import plain_document
from kg import ontology as ontologies
from kg.extraction import extract
from kg.model import Analysis, Claim, Mention, MentionKind, Span, Value, ValueKind
from kg.settings import Settings

KINDS = {"desc": MentionKind.DESCRIPTION, "pron": MentionKind.PRONOUN}


class Words:
    """Commonest lemma and tag of each word form in some treebanks."""

    def __init__(self, paths: list[Path]) -> None:
        seen: dict[str, collections.Counter[tuple[str, str]]] = collections.defaultdict(collections.Counter)
        for path in paths:
            for line in path.read_text(encoding="utf-8").splitlines():
                cells = line.split("\t")
                if len(cells) == 10 and cells[0].isdigit():
                    seen[cells[1].lower()][cells[2], cells[3]] += 1
        self.best = {form: counts.most_common(1)[0][0] for form, counts in seen.items()}

    def fill(self, doc: Doc) -> Doc:
        for token in doc:
            token.lemma_, token.pos_ = self.best.get(
                token.lower_, (token.lower_, "NOUN" if token.is_alpha else "PUNCT")
            )
        return doc


def analysis_of(record: dict[str, Any], doc: Doc) -> Analysis:
    """The passage as the nlp stage would give it if it made no mistake."""
    types = {m["id"]: m["kind"] for m in record["mentions"] if m["kind"] not in KINDS}
    chains = {ident: number for number, ident in enumerate(dict.fromkeys(m["id"] for m in record["mentions"]))}
    mentions, values = [], []
    for m in record["mentions"]:
        span = Span(m["start"], m["end"])
        if m["id"].startswith("v"):
            values.append(Value(record["id"], span, m["text"], ValueKind(m["kind"].lower()), m["id"]))
        else:
            kind = KINDS.get(m["kind"], MentionKind.NAME)
            mentions.append(Mention(record["id"], span, m["text"], kind, types[m["id"]], chains[m["id"]]))
    return Analysis(plain_document(record["id"], record["text"]), doc, tuple(mentions), tuple(values))


def key_of(claim: Claim, names: dict[int, str]) -> tuple[str, str, str]:
    end = claim.object
    return (
        names.get(claim.subject.chain, "?"),
        claim.predicate,
        names[end.chain] if isinstance(end, Mention) else end.lexical,
    )


def measure(options: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """(verdict, relation, how it reads) of each claim and each missed fact."""
    nlp, words, ontology = spacy.blank("en"), Words(options.treebanks), ontologies.load()
    nlp.add_pipe("sentencizer")
    for line in options.passages.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        analysis = analysis_of(record, words.fill(nlp(record["text"])))
        names = {mention.chain: ident for mention, ident in _named(analysis, record)}
        gold = {}
        for fact in record["facts"]:
            gold[fact["s"], fact["p"], fact["o"]] = fact
            if ontology.relations[fact["p"]].symmetric:
                gold[fact["o"], fact["p"], fact["s"]] = fact
        found = set()
        for claim in extract(analysis, ontology, Settings()).claims:
            key = key_of(claim, names)
            fact = gold.get(key)
            found.add(id(fact))
            ends = f"{claim.subject.text} | {claim.predicate} | {claim.object.text}"
            shown = f"{record['id']}: {ends} {claim.qualifiers} <- {claim.evidence.quote}"
            yield ("right" if fact else "wrong"), claim.predicate, shown
            if fact:
                yield from _qualifier_verdicts(claim, fact, shown)
        for fact in record["facts"]:
            if id(fact) not in found:
                ends = f"{_words(record, fact['s'])} | {_words(record, fact['o'])}"
                yield "missed", fact["p"], f"{record['id']}: {fact} {ends} <- {record['text']}"


def _qualifier_verdicts(claim: Claim, fact: dict[str, Any], shown: str) -> Iterator[tuple[str, str, str]]:
    gold = fact["q"]
    for name, got in (
        ("title", claim.qualifiers.title), ("status", claim.qualifiers.status), ("amount", claim.qualifiers.amount),
        ("date", claim.qualifiers.date), ("reason", claim.qualifiers.reason),
        ("modality", "" if claim.qualifiers.modality == "asserted" else str(claim.qualifiers.modality)),
    ):  # fmt: skip
        want = gold.get(name, "")
        if got or want:
            verdict = "right" if got.casefold() == want.casefold() else "wrong" if got else "missed"
            yield verdict, f"~{name}", f"want {want!r} got {got!r} {shown}"


def _words(record: dict[str, Any], ident: str) -> str:
    return next(m["text"] for m in record["mentions"] if m["id"] == ident)


def _named(analysis: Analysis, record: dict[str, Any]) -> Iterator[tuple[Mention, str]]:
    things = [m["id"] for m in record["mentions"] if not m["id"].startswith("v")]
    return zip(analysis.mentions, things, strict=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("treebanks", type=Path, nargs="+")
    parser.add_argument("--wrong", action="append", default=[])
    parser.add_argument("--missed", action="append", default=[])
    options = parser.parse_args()
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for verdict, relation, shown in measure(options):
        counts[relation][verdict] += 1
        if relation in getattr(options, verdict, ()):
            print(f"{verdict}: {shown}")
    for relation, c in sorted(counts.items()):
        precision, recall = _share(c["right"], c["wrong"]), _share(c["right"], c["missed"])
        print(f"{relation:18} precision {precision:5} recall {recall:5}  {dict(c)}")
    total = sum((c for name, c in counts.items() if not name.startswith("~")), collections.Counter())
    print(
        f"all: precision {_share(total['right'], total['wrong'])}, recall {_share(total['right'], total['missed'])}",
        file=sys.stderr,
    )
    return 0


def _share(part: int, rest: int) -> str:
    return f"{part / (part + rest):.3f}" if part + rest else "-"


if __name__ == "__main__":
    sys.exit(main())
