"""Sets how a link's logit becomes a confidence, on the dev part of the corpus, in the weights' `meta.json`.

    python training/calibrate.py --out src/kg/weights/reader-1

Every relation gets the bias that puts its best threshold (F1) at 0.5, drawn towards the common one where the dev part
has few facts of it; one scale is fitted by maximum likelihood (Platt 1999). Prints a reliability table.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

import labels
from corpus import Passage, read, split
from kg import nlp, ontology
from kg.model import Analysis, Document, Extraction, Mention, Span, Value
from kg.settings import Settings

SHRINK = 12
"""Facts that the common threshold counts for against a relation's own."""

Scored = tuple[float, bool]


def gold_ids(passage: Passage, item: Mention | Value) -> set[str]:
    """The things or values of the gold that stand where `item` stands."""
    exact = {m.id for m in passage.marks if (m.start, m.end) == (item.span.start, item.span.end)}
    return exact or {m.id for m in passage.marks if m.start < item.span.end and item.span.start < m.end}


def chain_ids(passage: Passage, analysis: Analysis | Extraction) -> dict[int, str]:
    """The gold thing that most mentions of each chain stand for."""
    votes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for mention in analysis.mentions:
        for ident in gold_ids(passage, mention):
            votes[mention.chain][ident] += 1
    return {chain: max(sorted(found), key=lambda i: found[i]) for chain, found in votes.items()}


def scored_links(passage: Passage, analysis: Analysis) -> tuple[dict[str, list[Scored]], dict[str, int]]:
    """For each relation the logits of its chain pairs and whether the gold has them, and how many it missed."""
    gold = {(s, p, o) for s, p, o, _ in passage.facts}
    gold |= {(o, p, s) for s, p, o in gold if p in labels.SYMMETRIC}
    chains = chain_ids(passage, analysis)
    best: dict[tuple[str, str, str], float] = {}
    for link in analysis.links:
        if link.label not in labels.RELATIONS or not isinstance(link.source, Mention):
            continue
        source = chains.get(link.source.chain, f"c{link.source.chain}")
        if isinstance(link.target, Mention):
            targets = {chains.get(link.target.chain, f"c{link.target.chain}")}
        else:
            targets = gold_ids(passage, link.target) or {f"v{link.target.span.start}"}
        for target in targets:
            key = (source, link.label, target)
            best[key] = max(best.get(key, -99.0), float(np.log(link.score / (1 - link.score + 1e-12))))
    scored: dict[str, list[Scored]] = defaultdict(list)
    for key, logit in best.items():
        scored[key[1]].append((logit, key in gold))
    missed: dict[str, int] = defaultdict(int)
    for s, p, o, _ in passage.facts:
        missed[p] += (s, p, o) not in best and (p not in labels.SYMMETRIC or (o, p, s) not in best)
    return scored, missed


def best_threshold(scored: list[Scored], missed: int) -> float:
    """The logit above which F1 is best."""
    ranked = sorted(scored, reverse=True)
    total = sum(right for _, right in ranked) + missed
    hits, best, threshold = 0, -1.0, 0.0
    for count, (logit, right) in enumerate(ranked, 1):
        hits += right
        f1 = 2 * hits / (count + total)
        if f1 > best:
            following = ranked[count][0] if count < len(ranked) else logit - 1
            best, threshold = f1, (logit + following) / 2
    return threshold


def fit_scale(shifted: list[Scored]) -> float:
    """The scale of most likely logits, by a grid."""
    x, y = (np.array(v, dtype=float) for v in zip(*shifted, strict=True))

    def loss(scale: float) -> float:
        return float(np.logaddexp(0, np.where(y > 0, -scale * x, scale * x)).sum())

    return min(np.arange(0.3, 2.01, 0.05).tolist(), key=loss)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shift", type=float, default=0.0, help="added to every threshold, in logits")
    options = parser.parse_args()
    path = options.out / "meta.json"
    meta = json.loads(path.read_text())
    meta["calibration"] = {"scale": 1.0, "bias": {}}
    path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    analyzer = nlp.load(Settings(), ontology.load(), options.out)
    passages = [
        p for file in sorted((Path(__file__).parent / "corpus").glob("*.txt")) for p in split(list(read(file)))["dev"]
    ]
    scored: dict[str, list[Scored]] = defaultdict(list)
    missed: dict[str, int] = defaultdict(int)
    for passage in passages:
        document = Document(passage.id, passage.text, body=(Span(0, len(passage.text)),))
        links, lost = scored_links(passage, next(analyzer.analyze([document])))
        for label, found in links.items():
            scored[label] += found
        for label, number in lost.items():
            missed[label] += number
    common = best_threshold([s for found in scored.values() for s in found], sum(missed.values()))
    thresholds = {}
    for label in labels.RELATIONS:
        facts = sum(right for _, right in scored[label]) + missed[label]
        own = best_threshold(scored[label], missed[label]) if facts else common
        thresholds[label] = (facts * own + SHRINK * common) / (facts + SHRINK) + options.shift
    shifted = [(logit - thresholds[label], right) for label in labels.RELATIONS for logit, right in scored[label]]
    scale = fit_scale(shifted)
    meta["calibration"] = {"scale": scale, "bias": {k: round(-scale * v, 4) for k, v in thresholds.items()}}
    path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    report(shifted, scale, sum(missed.values()), common)


def report(shifted: list[Scored], scale: float, missed: int, common: float) -> None:
    """Prints the reliability table and the scores at 0.5."""
    confidence = np.array([1 / (1 + np.exp(-scale * x)) for x, _ in shifted])
    right = np.array([y for _, y in shifted])
    kept = confidence >= 0.5
    precision, recall = right[kept].mean(), right[kept].sum() / (right.sum() + missed)
    print(
        f"common threshold {common:.2f}  scale {scale:.2f}  precision {precision:.3f}  recall {recall:.3f}  "
        f"F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    for low in np.arange(0.1, 1.0, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {inside.sum():5d} links, {right[inside].mean():.2f} right")


if __name__ == "__main__":
    main()
