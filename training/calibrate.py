"""Sets how a link's logit becomes a confidence, on the dev part of the corpus, in the weights' `meta.json`.

    python training/calibrate.py --out src/kg/weights/reader-8 --shift 0.6 --precision 0.7

A confidence is a logistic function of a link's logit, of how many things stand in its window and of what the window
says instead, whose weights are fitted by maximum likelihood (Platt 1999): the more things, the more pairs that may be
wrong by chance, and the surer another link of the same thing, the less sure this one. Every relation gets the bias that
puts its best threshold (F1) at 0.5, drawn towards the common one where the dev part has few facts of it, and shifted; a
relation of which too many links would be wrong even so gets a higher one. Prints a reliability table.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

import labels
from corpus import Passage, read_parts
from gold import Alignment, document_of
from kg import nlp, ontology
from kg.model import Analysis, Mention, Span, Value
from kg.nlp.confidence import Rivals, rivals_of
from kg.settings import Settings

NEWTON_STEPS = 25
SHRINK = 12
"""Facts that the common threshold counts for against a relation's own."""

FEW = 20
"""Links that say nothing of a relation's precision."""
SMOOTHED = 1.4
"""Links of just the precision asked for that are counted beside the real ones."""

Scored = tuple[float, bool]
"""How sure a link is, and whether it is right."""


@dataclass(frozen=True)
class Candidate:
    """A link that the reader considers."""

    logit: float
    crowd: float
    """Log of the number of things and values in its text."""
    rivals: Rivals
    right: bool

    def sureness(self, weights: Weights) -> float:
        """The logit of its confidence before its relation's bias."""
        return weights.scale * self.logit - weights.crowd * self.crowd - float(np.dot(weights.rivals, self.rivals))


@dataclass(frozen=True)
class Weights:
    """What is fitted for all relations together."""

    scale: float
    crowd: float
    rivals: Rivals


@dataclass
class Scores:
    """The links of each relation and how many of its facts have none."""

    links: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, passage: Passage, analysis: Analysis) -> None:
        """Counts what the analysis of one passage has and lacks."""
        gold = {fact[:3] for fact in passage.facts}
        gold |= {(o, p, s) for s, p, o in gold if p in labels.SYMMETRIC}
        best = best_logits(passage, analysis)
        crowd = float(np.log(len({mention.chain for mention in analysis.mentions}) + len(analysis.values) or 1))
        for key, (logit, rivals) in best.items():
            self.links[key[1]].append(Candidate(logit, crowd, rivals, key in gold))
        for s, p, o, _ in passage.facts:
            self.missed[p] += (s, p, o) not in best and (p not in labels.SYMMETRIC or (o, p, s) not in best)


def best_logits(passage: Passage, analysis: Analysis) -> dict[tuple[str, str, str], tuple[float, Rivals]]:
    """The highest logit of each (subject id, relation, object id) that the analysis links, and its rivals."""
    alignment = Alignment(passage, analysis)
    logits = [float(np.log(link.score / (1 - link.score + 1e-12))) for link in analysis.links]
    said = [(thing(link.source), thing(link.target), link.label) for link in analysis.links]
    best: dict[tuple[str, str, str], tuple[float, Rivals]] = {}
    for link, logit, rivals in zip(analysis.links, logits, rivals_of(said, logits), strict=True):
        if link.label not in labels.RELATIONS or not isinstance(link.source, Mention):
            continue
        source = min(alignment.ends(link.source))
        for target in alignment.ends(link.target):
            key = (source, link.label, target)
            best[key] = max(best.get(key, (-99.0, rivals)), (logit, rivals))
    return best


def thing(end: Mention | Value) -> int | Span:
    """What a link's end stands for: a chain, or a value's place."""
    return end.chain if isinstance(end, Mention) else end.span


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


def precise_threshold(scored: list[Scored], precision: float) -> float:
    """The lowest logit above which that share of the links is right; no limit where there are few links."""
    hits, threshold = 0, float("-inf")
    if len(scored) <= FEW:
        return threshold
    for count, (logit, right) in enumerate(sorted(scored, reverse=True), 1):
        hits += right
        if (hits + SMOOTHED * precision) / (count + SMOOTHED) >= precision:
            threshold = logit
    return threshold


def fit(candidates: list[Candidate]) -> Weights:
    """The most likely weights of the logistic function, beside its free constant."""
    x = np.array([[c.logit, -c.crowd, *(-rival for rival in c.rivals), 1.0] for c in candidates])
    y = np.array([c.right for c in candidates], dtype=float)
    weights = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        curvature = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(x.shape[1])
        weights += np.linalg.solve(curvature, x.T @ (y - p))
    scale, crowd, *rivals = (round(float(weight), 4) for weight in weights[:-1])
    return Weights(scale, max(crowd, 0.0), (rivals[0], rivals[1], rivals[2]))


def thresholds_of(sure: dict[str, list[Scored]], missing: Counter[str], common: float) -> dict[str, float]:
    """Each relation's best threshold, drawn towards the common one."""
    thresholds = {}
    for label in labels.RELATIONS:
        scored, missed = sure[label], missing[label]
        facts = sum(right for _, right in scored) + missed
        own = best_threshold(scored, missed) if facts else common
        thresholds[label] = (facts * own + SHRINK * common) / (facts + SHRINK)
    return thresholds


def write_calibration(folder: Path, weights: Weights, bias: dict[str, float]) -> None:
    """Puts the calibration into the weights' `meta.json`."""
    path = folder / "meta.json"
    meta = json.loads(path.read_text())
    meta["calibration"] = {**asdict(weights), "bias": bias}
    path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")


def score_dev(weights: Path) -> Scores:
    """What the reader, as its weights are, makes of the dev part."""
    analyzer = nlp.load(Settings(), ontology.load(), weights)
    scores = Scores()
    for passage in read_parts()["dev"]:
        scores.add(passage, next(analyzer.analyze([document_of(passage)])))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shift", type=float, default=0.0, help="added to every threshold, in logits")
    parser.add_argument("--precision", type=float, default=0.0, help="least share of right links")
    options = parser.parse_args()
    write_calibration(options.out, Weights(1.0, 0.0, (0.0, 0.0, 0.0)), {})
    scores = score_dev(options.out)
    weights = fit([c for links in scores.links.values() for c in links])
    sure = {name: [(c.sureness(weights), c.right) for c in scores.links[name]] for name in labels.RELATIONS}
    missed = scores.missed.total()
    common = best_threshold([link for links in sure.values() for link in links], missed)
    own = thresholds_of(sure, scores.missed, common)
    bias = {
        label: round(-max(value + options.shift, precise_threshold(sure[label], options.precision)), 4)
        for label, value in own.items()
    }
    write_calibration(options.out, weights, bias)
    print(f"{weights}  common threshold {common:.2f}")
    report([(logit + bias[label], right) for label, links in sure.items() for logit, right in links], missed)


def report(shifted: list[Scored], missed: int) -> None:
    """Prints the reliability table and the scores at 0.5."""
    confidence = np.array([1 / (1 + np.exp(-x)) for x, _ in shifted])
    right = np.array([y for _, y in shifted])
    kept = confidence >= 0.5
    precision, recall = right[kept].mean(), right[kept].sum() / (right.sum() + missed)
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}")
    for low in np.arange(0.1, 1.0, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(f"confidence {low:.1f}-{low + 0.1:.1f}: {inside.sum():5d} links, {right[inside].mean():.2f} right")


if __name__ == "__main__":
    main()
