"""What the network is trained to say: losses on windows of stories and on windows of treebank sentences."""

from __future__ import annotations

import collections
import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

import labels
from batches import IGNORED, VALUE_KINDS, Gaps, Packed, batch, framed, tag_targets, with_strays
from kg.nlp.pairs import pair_features
from network import Network
from prepare import Trees

GROUP = np.array(labels.GROUP_OF_KIND)
UNSEEN = 0.08
"""Share of the mentions that a step leaves out: the tagger misses some, too."""
HIDDEN = 0.05
"""Share of the word pieces of stories that a step hides, so that a fact is learnt from more than one word."""
MASK = 103
"""Id of the piece that stands for a hidden one in BERT's pretraining."""
NEVER = -1e4
"""Score of what cannot be."""
FEW_FACTS = 4
"""Added to a window's count of facts, so that one with hardly any does not weigh the most."""


@dataclass(frozen=True)
class Things:
    """The things of some mentions, numbered from 0: each mention's number, each chain's, and which are values."""

    of_mention: np.ndarray
    of_chain: dict[int, int]
    is_value: np.ndarray

    def unknown(self, gaps: Gaps) -> Tensor:
        """(things, things, labels): of which links the window does not say whether they hold."""
        count = len(self.of_chain)
        unknown = torch.zeros(count, count, len(labels.LINKS), dtype=torch.bool)
        for chains, known in gaps.partial:
            here = torch.zeros(count, dtype=torch.bool)
            here[[self.of_chain[chain] for chain in chains if chain in self.of_chain]] = True
            masked = torch.ones(len(labels.LINKS), dtype=torch.bool)
            masked[sorted(known)] = False
            unknown |= (here[:, None] & here[None])[..., None] & masked
        for s, label, o in gaps.unsure:
            if s in self.of_chain and o in self.of_chain:
                unknown[self.of_chain[s], self.of_chain[o], label] = True
        return unknown

    def facts(self, window: Packed) -> list[tuple[int, int, int, int, int]]:
        """The window's facts whose two things are here: (subject, label, object, status, modality)."""
        place = self.of_chain
        return [(place[s], p, place[o], st, mo) for s, p, o, st, mo in window.facts if s in place and o in place]


def things_of(mentions: np.ndarray) -> Things:
    """The things that rows of (start, end, kind, chain) stand for."""
    names, numbers = np.unique(mentions[:, 3], return_inverse=True)
    values = np.array([mentions[numbers == i, 2][0] in VALUE_KINDS for i in range(len(names))])
    return Things(numbers, {int(chain): i for i, chain in enumerate(names)}, values)


def pair_scores(net: Network, states: Tensor, ids: np.ndarray, mentions: np.ndarray) -> dict[str, Tensor]:
    """The pair reader's scores of all ordered pairs of mentions: (mentions, mentions, labels) each."""
    features = pair_features(ids, mentions[:, 0], mentions[:, 1], GROUP[mentions[:, 2]])
    mean = torch.zeros(len(mentions), states.shape[0])
    for row, (start, end) in enumerate(mentions[:, :2].tolist()):
        mean[row, start:end] = 1 / (end - start)
    return net.pairs(states, mean, torch.from_numpy(mentions), torch.from_numpy(features))


def by_thing(scores: Tensor, things: Things) -> Tensor:
    """Log of the sum over the mention pairs of each pair of things: (things, things, labels)."""
    count, n = len(things.of_chain), len(things.of_mention)
    member = torch.zeros(count, n)
    member[torch.from_numpy(things.of_mention), torch.arange(n)] = 1
    lifted = scores.clamp(-20, 15).exp()
    summed = (member @ lifted.reshape(n, -1)).view(count, n, -1)
    pooled = (member @ summed.transpose(0, 1).reshape(n, -1)).view(count, count, -1).transpose(0, 1)
    return pooled.clamp_min(1e-12).log()


def best_pair(scores: Tensor, things: Things, subject: int, obj: int) -> tuple[int, int]:
    """The mention pair of two things that scores highest."""
    rows, columns = np.flatnonzero(things.of_mention == subject), np.flatnonzero(things.of_mention == obj)
    block = scores.detach()[rows][:, columns]
    best = int(block.argmax())
    return int(rows[best // len(columns)]), int(columns[best % len(columns)])


def pair_loss(net: Network, states: Tensor, window: Packed, rng: random.Random) -> dict[str, Tensor]:
    """Losses of relations, of the same thing, of status and modality on one window."""
    keep = [row for row in window.mentions if rng.random() > UNSEEN]
    if len(keep) < 2:
        return {}
    mentions = np.array(keep)
    things = things_of(mentions)
    facts = things.facts(window)
    scores = pair_scores(net, states, window.ids, mentions)
    losses = {"relation": relation_loss(scores["relation"], things, facts, things.unknown(window.gaps))}
    losses |= manner_losses(scores, things, facts)
    losses["same"] = same_loss(scores["same"], mentions, things, window.gaps.judged)
    return losses


def relation_loss(
    scores: Tensor, things: Things, facts: list[tuple[int, int, int, int, int]], unknown: Tensor
) -> Tensor:
    """Cross entropy of the known labels of all pairs of things whose first is no value, by the number of facts."""
    pooled = by_thing(scores, things)
    target = torch.zeros_like(pooled)
    used = ~unknown
    used[torch.from_numpy(things.is_value)] = False
    used[range(len(used)), range(len(used))] = False
    for s, p, o, _, _ in facts:
        target[s, o, p] = 1
        if labels.LINKS[p] in labels.SYMMETRIC:
            target[o, s, p] = 1
    loss = functional.binary_cross_entropy_with_logits(pooled, target, reduction="none")[used].sum()
    return loss / (target[used].sum() + FEW_FACTS)


def manner_losses(
    scores: dict[str, Tensor], things: Things, facts: list[tuple[int, int, int, int, int]]
) -> dict[str, Tensor]:
    """Cross entropy of status and modality at the mention pair that says each fact best; empty without facts."""
    stated = [fact for fact in facts if fact[3] >= 0]
    if not stated:
        return {}
    best = [best_pair(scores["relation"][..., p], things, s, o) for s, p, o, _, _ in stated]
    rows, columns = (list(x) for x in zip(*best, strict=True))
    return {
        name: functional.cross_entropy(scores[name][rows, columns], torch.tensor([fact[k] for fact in stated]))
        for name, k in (("status", 3), ("modality", 4))
    }


def same_loss(scores: Tensor, mentions: np.ndarray, things: Things, judged: np.ndarray) -> Tensor:
    """Marginal likelihood of the right antecedents, or of none (Lee et al. 2017), where `judged` has them."""
    rows = [i for i, kind in enumerate(mentions[:, 2].tolist()) if kind not in VALUE_KINDS]
    if len(rows) < 2:
        return scores.sum() * 0
    order = sorted(rows, key=lambda i: (mentions[i, 0], -mentions[i, 1]))
    block = scores[order][:, order]
    earlier = torch.ones_like(block).tril(-1).bool()
    ident = torch.from_numpy(things.of_mention[order])
    right = earlier & (ident[:, None] == ident[None])
    none = torch.zeros(len(order), 1)
    none_right = none.masked_fill(right.any(1, keepdim=True), NEVER)
    everything = torch.cat([none, block.masked_fill(~earlier, NEVER)], 1).logsumexp(1)
    wanted = torch.cat([none_right, block.masked_fill(~right, NEVER)], 1).logsumexp(1)
    counted = torch.from_numpy(judged[mentions[order, 0]])
    return ((everything - wanted) * counted).sum() / max(int(counted.sum()), 1)


def with_hidden(ids: Tensor) -> Tensor:
    """A copy of the ids of word pieces in which some, chosen at random, are hidden (Devlin et al. 2019)."""
    return ids.masked_fill(torch.rand(ids.shape) < HIDDEN, MASK)


def story_loss(net: Network, windows: list[Packed], rng: random.Random, strays: bool) -> dict[str, Tensor]:
    """Losses of the three taggers and of the pairs; with `strays` what the tagger wrongly sees is paired, too."""
    ids, cases, bias = batch([(w.ids, w.cases) for w in windows])
    _, logits, states = net.read(with_hidden(ids), cases, bias)
    losses: dict[str, Tensor] = collections.defaultdict(lambda: torch.zeros(()))
    for layer, scores in enumerate(logits):
        targets = torch.stack([tag_targets(w, ids.shape[1])[layer] for w in windows])
        losses[f"tags{layer}"] = functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
    for row, plain in enumerate(windows):
        length = len(plain.ids)
        seen = [scores[row, :length].argmax(-1).tolist() for scores in logits] if strays else []
        window = with_strays(plain, seen) if strays else plain
        for name, loss in pair_loss(net, states[row, :length], window, rng).items():
            losses[name] = losses[name] + loss / len(windows)
    return losses


def tree_scores(net: Network, windows: list[Trees]) -> tuple[dict[str, Tensor], list[Tensor]]:
    """Head outputs gathered at the words of all windows, and arc scores (words, words) of each window."""
    ids, cases, bias = batch([framed([w]) for w in windows])
    outputs = net.trees(net.encoder(ids, cases, bias))
    words = {
        name: [out[row, torch.from_numpy(w.words + 1)] for row, w in enumerate(windows)]
        for name, out in outputs.items()
    }
    arcs = []
    for row, w in enumerate(windows):
        sentence = torch.from_numpy(w.sentences)
        scores = words["dependent"][row] @ words["governor"][row].T
        arcs.append(scores.masked_fill(sentence[:, None] != sentence[None], NEVER))
    return {name: torch.cat(parts) for name, parts in words.items()}, arcs


def deprel_scores(net: Network, words: dict[str, Tensor], heads: list[Tensor]) -> Tensor:
    """Scores of the dependency labels of all words, given each window's heads: (words, labels)."""
    base = np.cumsum([0, *(len(h) for h in heads)])
    governor = words["label_governor"][torch.cat([h + int(b) for h, b in zip(heads, base, strict=False)])]
    return net.trees.label_scores(words["label_dependent"], governor)


def tree_loss(net: Network, windows: list[Trees], vocabularies: dict[str, list[str]]) -> dict[str, Tensor]:
    """Losses of tags, lemma rules, sentence starts, arcs and dependency labels."""
    words, arcs = tree_scores(net, windows)
    index = {name: {value: i for i, value in enumerate(values)} for name, values in vocabularies.items()}
    targets = {
        name: torch.tensor([index[name].get(v, IGNORED) for w in windows for v in w.rows[name]])
        for name in vocabularies
    }
    losses = {
        name: functional.cross_entropy(words[name], targets[name], ignore_index=IGNORED)
        for name in ("upos", "xpos", "lemma")
    }
    starts = torch.cat([torch.from_numpy((np.diff(w.sentences, prepend=-1) > 0).astype(np.int64)) for w in windows])
    losses["start"] = functional.cross_entropy(words["start"], starts)
    heads = [torch.from_numpy(w.heads) for w in windows]
    losses["arc"] = torch.cat(
        [functional.cross_entropy(a, h, reduction="none") for a, h in zip(arcs, heads, strict=True)]
    ).mean()
    scores = deprel_scores(net, words, heads)
    losses["deprel"] = functional.cross_entropy(scores, targets["deprel"], ignore_index=IGNORED)
    return losses
