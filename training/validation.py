"""Scores of a network on the arrays of a held-out part, given the gold mentions and chains."""

from __future__ import annotations

import collections
from collections import Counter
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

import labels
from batches import Packed, batch, join, spans, tag_targets
from losses import Things, best_pair, by_thing, deprel_scores, pair_scores, things_of, tree_scores
from network import Network
from prepare import Story, Trees

WINDOWS = 8
"""Treebank windows read at once."""

Triple = tuple[int, int, int]


@torch.no_grad()
def evaluate(net: Network, data: dict[str, list[Any]], vocabularies: dict[str, list[str]]) -> dict[str, float]:
    """Mention F1 by layer, relation F1 and precision at 0.5, and accuracies; `net` is in training mode afterwards."""
    net.eval()
    hits: Counter[str] = collections.Counter()
    for story in data["stories"]:
        hits.update(story_hits(net, story))
    for first in range(0, len(data["trees"]), WINDOWS):
        hits.update(tree_hits(net, data["trees"][first : first + WINDOWS], vocabularies))
    net.train()
    return rates(hits)


def rates(hits: Counter[str]) -> dict[str, float]:
    """F1 of the mention layers and of relations, relation precision, and shares of facts and words that are right."""
    result = {}
    for name in ("m0", "m1", "m2", "r"):
        tp, fp, fn = (hits[f"{name} {k}"] for k in ("tp", "fp", "fn"))
        result[name] = 2 * tp / max(2 * tp + fp + fn, 1)
    result["rp"] = hits["r tp"] / max(hits["r tp"] + hits["r fp"], 1)
    result |= {k: hits[k] / max(hits["facts"], 1) for k in ("status", "modality")}
    return result | {k: hits[k] / max(hits["words"], 1) for k in ("uas", "las", "upos", "lemma")}


def set_hits(name: str, gold: set[Triple], got: set[Triple]) -> Counter[str]:
    """True positives, false positives and false negatives under `name`."""
    return Counter({f"{name} tp": len(gold & got), f"{name} fp": len(got - gold), f"{name} fn": len(gold - got)})


def story_hits(net: Network, story: Story) -> Counter[str]:
    """What one story adds to the counts of mentions, relations, status and modality."""
    window = join([story])
    _, logits, states = net.read(*batch([(window.ids, window.cases)]))
    hits = mention_hits(window, [scores[0] for scores in logits])
    if len(window.mentions) < 2:
        return hits
    things = things_of(window.mentions)
    scores = pair_scores(net, states[0], window.ids, window.mentions)
    return hits + relation_hits(window, things, scores["relation"]) + manner_hits(window, things, scores)


def mention_hits(window: Packed, logits: list[Tensor]) -> Counter[str]:
    """Counts of the spans of each layer."""
    hits: Counter[str] = Counter()
    targets = tag_targets(window, len(window.ids))
    for number, (scores, target, layer) in enumerate(zip(logits, targets, labels.LAYERS, strict=True)):
        gold, got = (spans(tags.tolist(), len(layer)) for tags in (target, scores.argmax(-1)))
        hits.update(set_hits(f"m{number}", gold, got))
    return hits


def relation_hits(window: Packed, things: Things, scores: Tensor) -> Counter[str]:
    """Counts of the relations between things."""
    pooled = by_thing(scores, things)[..., : len(labels.RELATIONS)]
    positive = (pooled > 0).nonzero().tolist()
    got = unordered((s, o, p) for s, o, p in positive if s != o and not things.is_value[s])
    gold = unordered((s, o, p) for s, p, o, _, _ in things.facts(window) if p < len(labels.RELATIONS))
    return set_hits("r", gold, got)


def unordered(triples: Iterable[Triple]) -> set[Triple]:
    """(subject, object, label) with the ends of symmetric relations in order."""
    return {(min(s, o), max(s, o), p) if labels.LINKS[p] in labels.SYMMETRIC else (s, o, p) for s, o, p in triples}


def manner_hits(window: Packed, things: Things, scores: dict[str, Tensor]) -> Counter[str]:
    """Counts of facts, and of those whose status and modality are right at the mention pair that says it best."""
    hits: Counter[str] = Counter()
    for s, p, o, status, modality in things.facts(window):
        if status >= 0:
            i, j = best_pair(scores["relation"][..., p], things, s, o)
            hits["facts"] += 1
            hits["status"] += int(scores["status"][i, j].argmax()) == status
            hits["modality"] += int(scores["modality"][i, j].argmax()) == modality
    return hits


def tree_hits(net: Network, windows: list[Trees], vocabularies: dict[str, list[str]]) -> Counter[str]:
    """Counts of words, and of those whose head, labelled head, tag and lemma rule are right."""
    words, arcs = tree_scores(net, windows)
    heads = [scores.argmax(-1) for scores in arcs]
    labelled = deprel_scores(net, words, heads)
    gold_heads = [head for w in windows for head in w.heads.tolist()]
    attached = [a == b for a, b in zip(torch.cat(heads).tolist(), gold_heads, strict=True)]
    named = right_values(windows, "deprel", labelled, vocabularies)
    return Counter(
        words=len(attached),
        uas=sum(attached),
        las=sum(a and b for a, b in zip(attached, named, strict=True)),
        upos=sum(right_values(windows, "upos", words["upos"], vocabularies)),
        lemma=sum(right_values(windows, "lemma", words["lemma"], vocabularies)),
    )


def right_values(windows: list[Trees], column: str, scores: Tensor, vocabularies: dict[str, list[str]]) -> list[bool]:
    """For each word whether its best value of a treebank column is the gold one."""
    gold = [value for w in windows for value in w.rows[column]]
    best = scores.argmax(-1).tolist()
    return [vocabularies[column][b] == value for b, value in zip(best, gold, strict=True)]
