"""Trains the network on the arrays that `prepare.py` made.

    python training/train.py --weights model.safetensors --run training/runs/first

Steps on stories and on treebank windows alternate at random; all randomness comes from `--seed`. A checkpoint and the
scores on the dev part are written after every epoch; a run that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import collections
import json
import pickle
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

import labels
import network
from kg.nlp.pairs import pair_features
from kg.nlp.pieces import CASES, CLS, PAD, SEP
from prepare import Story, Trees

PACK = 340
"""Word pieces of a window of packed stories: unrelated neighbours are the distractors that short passages lack."""
VALUE_KINDS = {labels.KINDS.index(kind) for kind in [*labels.VALUES, *labels.SPANS]}
GROUP = np.array(labels.GROUP_OF_KIND)


@dataclass
class Packed:
    """One window of stories: `mentions` rows are (start, end, kind, chain) with the leading CLS counted in."""

    ids: np.ndarray
    cases: np.ndarray
    mentions: np.ndarray
    facts: list[tuple[int, int, int, int, int]]


def pack(stories: list[Story], rng: random.Random) -> list[Packed]:
    """Shuffled stories in windows of about `PACK` pieces."""
    order = rng.sample(stories, len(stories))
    windows: list[list[Story]] = []
    spare: list[list[Story]] = []
    for item in order:
        for group in spare:
            if sum(len(s.ids) for s in group) + len(item.ids) <= PACK:
                group.append(item)
                break
        else:
            spare.append([item])
        if len(spare) > 12:
            windows.append(spare.pop(0))
    return [join(group) for group in [*windows, *spare]]


def join(group: list[Story]) -> Packed:
    """One window of several stories; things with the same name and kind become one."""
    ids, cases, rows, facts = [[CLS]], [[len(CASES)]], [], []
    known: dict[tuple[str, int], int] = {}
    offset, fresh = 1, 0
    for item in group:
        chains: dict[int, int] = {}
        kinds = {chain: kind for _, _, kind, chain in item.mentions.tolist() if kind < len(labels.CLASSES)}
        for chain in dict.fromkeys(item.mentions[:, 3].tolist()):
            keys = [(name, kinds.get(chain, -1)) for name in sorted(item.names.get(chain, ()))]
            number = next((known[key] for key in keys if key in known), None)
            if number is None:
                number, fresh = fresh, fresh + 1
            chains[chain] = number
            known.update(dict.fromkeys(keys, number))
        rows += [(s + offset, e + offset, kind, chains[c]) for s, e, kind, c in item.mentions.tolist()]
        facts += [(chains[s], p, chains[o], status, modality) for s, p, o, status, modality in item.facts]
        ids.append(item.ids)
        cases.append(item.cases)
        offset += len(item.ids)
    ids.append([SEP])
    cases.append([len(CASES)])
    return Packed(np.concatenate(ids), np.concatenate(cases), np.array(rows, dtype=np.int64).reshape(-1, 4), facts)


def batch(items: list[tuple[np.ndarray, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids and cases, and the attention bias."""
    longest = max(len(ids) for ids, _ in items)
    ids = torch.full((len(items), longest), PAD)
    cases = torch.full((len(items), longest), len(CASES))
    bias = torch.full((len(items), 1, 1, longest), -1e4)
    for row, (these, shapes) in enumerate(items):
        ids[row, : len(these)] = torch.from_numpy(these)
        cases[row, : len(these)] = torch.from_numpy(shapes)
        bias[row, ..., : len(these)] = 0
    return ids, cases, bias


def tag_targets(window: Packed, length: int) -> list[Tensor]:
    """The BIO tags of the three layers; the longer of two nested mentions of one layer wins."""
    targets = []
    for layer in labels.LAYERS:
        tags = torch.zeros(length, dtype=torch.long)
        tags[len(window.ids) :] = -100
        rows = [
            (e - s, s, e, layer.index(labels.KINDS[k]))
            for s, e, k, _ in window.mentions.tolist()
            if labels.KINDS[k] in layer
        ]
        for _, start, end, kind in sorted(rows):
            tags[start:end] = 1 + len(layer) + kind
            tags[start] = 1 + kind
        targets.append(tags)
    return targets


def pair_scores(net: network.Network, states: Tensor, ids: np.ndarray, mentions: np.ndarray) -> dict[str, Tensor]:
    features = pair_features(ids, mentions[:, 0], mentions[:, 1], GROUP[mentions[:, 2]])
    mean = torch.zeros(len(mentions), states.shape[0])
    for row, (start, end) in enumerate(mentions[:, :2].tolist()):
        mean[row, start:end] = 1 / (end - start)
    return net.pairs(states, mean, torch.from_numpy(mentions), torch.from_numpy(features))


def by_chain(scores: Tensor, chains: np.ndarray, count: int) -> Tensor:
    """Log of the sum over the mention pairs of each chain pair: (count, count, labels)."""
    member = torch.zeros(count, len(chains))
    member[torch.from_numpy(chains), torch.arange(len(chains))] = 1
    lifted = scores.clamp(-20, 15).exp()
    n = len(chains)
    summed = (member @ lifted.reshape(n, -1)).view(count, n, -1)
    return (
        (member @ summed.transpose(0, 1).reshape(n, -1)).view(count, count, -1).transpose(0, 1).clamp_min(1e-12).log()
    )


def pair_loss(net: network.Network, states: Tensor, window: Packed, rng: random.Random) -> dict[str, Tensor]:
    """Losses of relations, of the same thing, of status and modality on one window."""
    keep = [row for row in window.mentions if rng.random() > 0.08]
    if len(keep) < 2:
        return {}
    mentions = np.array(keep)
    names, chains = np.unique(mentions[:, 3], return_inverse=True)
    place = {int(chain): i for i, chain in enumerate(names)}
    scores = pair_scores(net, states, window.ids, mentions)
    count = len(names)
    pooled = by_chain(scores["relation"], chains, count)
    target = torch.zeros_like(pooled)
    used = torch.ones(count, count, dtype=torch.bool)
    values = torch.tensor([mentions[chains == i, 2][0] in VALUE_KINDS for i in range(count)])
    used[values] = False
    used.fill_diagonal_(False)
    facts = [(place[s], p, place[o], st, mo) for s, p, o, st, mo in window.facts if s in place and o in place]
    for s, p, o, _, _ in facts:
        target[s, o, p] = 1
        if labels.LINKS[p] in labels.SYMMETRIC:
            target[o, s, p] = 1
    loss = functional.binary_cross_entropy_with_logits(pooled, target, reduction="none")[used].sum()
    losses = {"relation": loss / (target[used].sum() + 4)}
    stated = [(s, p, o, st, mo) for s, p, o, st, mo in facts if st >= 0]
    if stated:
        best = [best_pair(scores["relation"][..., p], chains, s, o) for s, p, o, _, _ in stated]
        rows, columns = (list(x) for x in zip(*best, strict=True))
        status, modality = ([f[k] for f in stated] for k in (3, 4))
        losses["status"] = functional.cross_entropy(scores["status"][rows, columns], torch.tensor(status))
        losses["modality"] = functional.cross_entropy(scores["modality"][rows, columns], torch.tensor(modality))
    losses["same"] = same_loss(scores["same"], mentions, chains)
    return losses


def best_pair(scores: Tensor, chains: np.ndarray, s: int, o: int) -> tuple[int, int]:
    """The mention pair that says it best."""
    rows, columns = np.flatnonzero(chains == s), np.flatnonzero(chains == o)
    block = scores.detach()[rows][:, columns]
    best = int(block.argmax())
    return int(rows[best // len(columns)]), int(columns[best % len(columns)])


def same_loss(scores: Tensor, mentions: np.ndarray, chains: np.ndarray) -> Tensor:
    """Marginal likelihood of the right antecedents, or of none (Lee et al. 2017)."""
    rows = [i for i, kind in enumerate(mentions[:, 2].tolist()) if kind not in VALUE_KINDS]
    if len(rows) < 2:
        return scores.sum() * 0
    order = sorted(rows, key=lambda i: (mentions[i, 0], -mentions[i, 1]))
    block = scores[order][:, order]
    earlier = torch.ones_like(block).tril(-1).bool()
    ident = torch.from_numpy(chains[order])
    right = earlier & (ident[:, None] == ident[None])
    none = torch.zeros(len(order), 1)
    everything = torch.cat([none, block.masked_fill(~earlier, -1e4)], 1).logsumexp(1)
    wanted = torch.cat(
        [none.masked_fill(right.any(1, keepdim=True), -1e4), block.masked_fill(~right, -1e4)], 1
    ).logsumexp(1)
    return (everything - wanted).mean()


def with_strays(window: Packed, tags: list[list[int]], most: int = 10) -> Packed:
    """The window with the mentions that the tagger wrongly sees in it, each a thing of its own: hard negatives."""
    rows = window.mentions.tolist()
    fresh = int(window.mentions[:, 3].max(initial=0)) + 1
    for layer, guessed in zip(labels.LAYERS, tags, strict=True):
        gold = [(s, e) for s, e, kind, _ in rows if labels.KINDS[kind] in layer]
        for start, end, kind in sorted(spans(guessed, len(layer))):
            inside = start > 0 and end < len(window.ids)
            if inside and len(rows) < len(window.mentions) + most and all(end <= s or e <= start for s, e in gold):
                rows.append([start, end, labels.KINDS.index(layer[kind]), fresh + len(rows)])
    return Packed(window.ids, window.cases, np.array(sorted(rows), dtype=np.int64).reshape(-1, 4), window.facts)


def story_loss(net: network.Network, windows: list[Packed], rng: random.Random, strays: bool) -> dict[str, Tensor]:
    ids, cases, bias = batch([(w.ids, w.cases) for w in windows])
    _, logits, states = net.read(ids, cases, bias)
    losses: dict[str, Tensor] = collections.defaultdict(lambda: torch.zeros(()))
    for layer, scores in enumerate(logits):
        targets = torch.stack([tag_targets(w, ids.shape[1])[layer] for w in windows])
        losses[f"tags{layer}"] = functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=-100)
    for row, plain in enumerate(windows):
        window = plain
        if strays:
            window = with_strays(window, [scores[row, : len(window.ids)].argmax(-1).tolist() for scores in logits])
        for name, loss in pair_loss(net, states[row, : len(window.ids)], window, rng).items():
            losses[name] = losses[name] + loss / len(windows)
    return losses


def tree_scores(net: network.Network, windows: list[Trees]) -> tuple[dict[str, Tensor], list[Tensor]]:
    """Head outputs gathered at the words of all windows, and arc scores of each window."""
    ids, cases, bias = batch(
        [
            (np.concatenate([[CLS], w.ids, [SEP]]), np.concatenate([[len(CASES)], w.cases, [len(CASES)]]))
            for w in windows
        ]
    )
    outputs = net.trees(net.encoder(ids, cases, bias))
    words = {
        name: [out[row, torch.from_numpy(w.words + 1)] for row, w in enumerate(windows)]
        for name, out in outputs.items()
    }
    arcs = []
    for row, w in enumerate(windows):
        sentence = torch.from_numpy(w.sentences)
        scores = words["dependent"][row] @ words["governor"][row].T
        arcs.append(scores.masked_fill(sentence[:, None] != sentence[None], -1e4))
    return {name: torch.cat(parts) for name, parts in words.items()}, arcs


def tree_loss(net: network.Network, windows: list[Trees], vocabularies: dict[str, list[str]]) -> dict[str, Tensor]:
    words, arcs = tree_scores(net, windows)
    losses = {}
    index = {name: {value: i for i, value in enumerate(values)} for name, values in vocabularies.items()}
    targets = {
        name: torch.tensor([index[name].get(v, -100) for w in windows for v in w.rows[name]]) for name in vocabularies
    }
    for name in ("upos", "xpos", "lemma"):
        losses[name] = functional.cross_entropy(words[name], targets[name], ignore_index=-100)
    starts = torch.cat([torch.from_numpy((np.diff(w.sentences, prepend=-1) > 0).astype(np.int64)) for w in windows])
    losses["start"] = functional.cross_entropy(words["start"], starts)
    heads = [torch.from_numpy(w.heads) for w in windows]
    losses["arc"] = torch.cat(
        [functional.cross_entropy(a, h, reduction="none") for a, h in zip(arcs, heads, strict=True)]
    ).mean()
    base = np.cumsum([0, *(len(w.words) for w in windows)])
    governor = words["label_governor"][torch.cat([h + int(b) for h, b in zip(heads, base, strict=False)])]
    scores = net.trees.label_scores(words["label_dependent"], governor)
    losses["deprel"] = functional.cross_entropy(scores, targets["deprel"], ignore_index=-100)
    return losses


def spans(tags: list[int], kinds: int) -> set[tuple[int, int, int]]:
    """Spans of BIO tags; an I without its B opens one."""
    found, start, open_kind = set(), -1, -1
    for place, tag in enumerate([*tags, 0]):
        kind = (tag - 1) % kinds if tag else -1
        begins = 0 < tag <= kinds or (tag and kind != open_kind)
        if start >= 0 and (begins or not tag):
            found.add((start, place, open_kind))
            start, open_kind = -1, -1
        if begins:
            start, open_kind = place, kind
    return found


@torch.no_grad()
def evaluate(net: network.Network, data: dict[str, list[Any]], vocabularies: dict[str, list[str]]) -> dict[str, float]:
    """Scores on gold mentions and chains: mention F1 by layer, relation F1 at 0.5, antecedents, UAS, LAS, tags."""
    net.eval()
    hits = collections.Counter()
    for item in data["stories"]:
        window = join([item])
        ids, cases, bias = batch([(window.ids, window.cases)])
        _, logits, states = net.read(ids, cases, bias)
        for layer, (scores, kinds) in enumerate(zip(logits, labels.LAYERS, strict=True)):
            gold = spans(tag_targets(window, len(window.ids))[layer].tolist(), len(kinds))
            got = spans(scores[0].argmax(-1).tolist(), len(kinds))
            hits.update(
                {f"m{layer} tp": len(gold & got), f"m{layer} fp": len(got - gold), f"m{layer} fn": len(gold - got)}
            )
        if len(window.mentions) < 2:
            continue
        names, chains = np.unique(window.mentions[:, 3], return_inverse=True)
        place = {int(c): i for i, c in enumerate(names)}
        output = pair_scores(net, states[0], window.ids, window.mentions)
        pooled = by_chain(output["relation"], chains, len(names))[..., : len(labels.RELATIONS)]
        value = np.array([window.mentions[chains == i, 2][0] in VALUE_KINDS for i in range(len(names))])
        got = {(s, o, p) for s, o, p in (pooled > 0).nonzero().tolist() if s != o and not value[s]}
        got = {(min(s, o), max(s, o), p) if labels.LINKS[p] in labels.SYMMETRIC else (s, o, p) for s, o, p in got}
        facts = {(place[s], place[o], p) for s, p, o, _, _ in window.facts if p < len(labels.RELATIONS)}
        facts = {(min(s, o), max(s, o), p) if labels.LINKS[p] in labels.SYMMETRIC else (s, o, p) for s, o, p in facts}
        hits.update({"r tp": len(got & facts), "r fp": len(got - facts), "r fn": len(facts - got)})
        for s, p, o, status, modality in window.facts:
            if status >= 0:
                i, j = best_pair(output["relation"][..., p], chains, place[s], place[o])
                hits["facts"] += 1
                hits["status"] += int(output["status"][i, j].argmax()) == status
                hits["modality"] += int(output["modality"][i, j].argmax()) == modality
    for first in range(0, len(data["trees"]), 8):
        windows = data["trees"][first : first + 8]
        words, arcs = tree_scores(net, windows)
        guess = [a.argmax(-1) for a in arcs]
        base = np.cumsum([0, *(len(w.words) for w in windows)])
        governor = words["label_governor"][torch.cat([h + int(b) for h, b in zip(guess, base, strict=False)])]
        rel = net.trees.label_scores(words["label_dependent"], governor).argmax(-1).tolist()
        right = [
            g == h
            for w, gs in zip(windows, guess, strict=True)
            for g, h in zip(gs.tolist(), w.heads.tolist(), strict=True)
        ]
        gold = [r for w in windows for r in w.rows["deprel"]]
        hits["words"] += len(right)
        hits["uas"] += sum(right)
        hits["las"] += sum(ok and vocabularies["deprel"][r] == g for ok, r, g in zip(right, rel, gold, strict=True))
        for name in ("upos", "lemma"):
            best = words[name].argmax(-1).tolist()
            hits[name] += sum(
                vocabularies[name][b] == v
                for b, v in zip(best, [v for w in windows for v in w.rows[name]], strict=True)
            )
    net.train()
    result = {}
    for name in ("m0", "m1", "m2", "r"):
        tp, fp, fn = (hits[f"{name} {k}"] for k in ("tp", "fp", "fn"))
        result[name] = 2 * tp / max(2 * tp + fp + fn, 1)
    result["rp"] = hits["r tp"] / max(hits["r tp"] + hits["r fp"], 1)
    result |= {k: hits[k] / max(hits["facts"], 1) for k in ("status", "modality")}
    return result | {k: hits[k] / max(hits["words"], 1) for k in ("uas", "las", "upos", "lemma")}


def vocabularies_of(windows: list[Trees]) -> dict[str, list[str]]:
    """Sorted values of each treebank column; lemma rules seen three times or more."""
    result = {}
    for name, least in (("upos", 1), ("xpos", 1), ("deprel", 2), ("lemma", 3)):
        counts = collections.Counter(v for w in windows for v in w.rows[name])
        result[name] = sorted(v for v, n in counts.items() if n >= least)
    return result


def optimizer_of(net: network.Network, rate: float, head_rate: float) -> torch.optim.Optimizer:
    slow = [*net.encoder.named_parameters(), *net.reader.named_parameters()]
    fast = [p for module in (net.trees, net.mentions, net.pairs) for p in module.named_parameters()]
    groups = []
    for parameters, lr in ((slow, rate), (fast, head_rate)):
        for decay in (0.01, 0.0):
            chosen = [p for n, p in parameters if p.requires_grad and (("norm" in n or "bias" in n) == (decay == 0.0))]
            groups.append({"params": chosen, "lr": lr, "weight_decay": decay})
    return torch.optim.AdamW(groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="model.safetensors of the MiniLM encoder")
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a finished run whose weights to go on from")
    parser.add_argument("--epochs", type=int, default=12, help="passes over the stories")
    parser.add_argument("--tree-epochs", type=float, default=3.0, help="passes over the treebanks")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--all", action="store_true", help="train on the dev part too")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    data = {part: pickle.loads((options.data / f"{part}.pickle").read_bytes()) for part in ("train", "dev")}
    stories, windows = data["train"]["stories"], data["train"]["trees"]
    if options.all:
        stories = stories + data["dev"]["stories"]
    vocabularies = vocabularies_of(windows)
    net = network.Network(options.weights, network.Sizes(**{k: len(v) for k, v in vocabularies.items()}))
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / "vocabularies.json").write_text(json.dumps(vocabularies))
    per_epoch = len(pack(stories, random.Random(0))) // 4 + 1
    tree_steps = int(options.tree_epochs * len(windows) / 6)
    total = options.epochs * per_epoch + tree_steps
    optimizer = optimizer_of(net, options.rate, options.head_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.05 * total), max(0.0, (total - step) / (0.95 * total)))
    )
    if options.start:
        net.load_state_dict(torch.load(options.start / "last.pt", weights_only=False)["net"])
    first = 0
    checkpoint = options.run / "last.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        rng.setstate(saved["rng"])
        first = saved["epoch"] + 1
    net.train()
    log = (options.run / "log.jsonl").open("a")
    for epoch in range(first, options.epochs):
        packed = pack(stories, rng)
        steps: list[Any] = [packed[i : i + 4] for i in range(0, len(packed), 4)]
        chosen = [rng.sample(windows, 6) for _ in range(tree_steps // options.epochs)]
        steps = rng.sample(steps + chosen, len(steps) + len(chosen))
        sums: dict[str, float] = collections.defaultdict(float)
        counts: dict[str, int] = collections.defaultdict(int)
        started = time.time()
        for number, step in enumerate(steps):
            is_story = isinstance(step[0], Packed)
            losses = (
                story_loss(net, step, rng, epoch > 1 or options.start is not None)
                if is_story
                else tree_loss(net, step, vocabularies)
            )
            loss = sum(losses.values())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            for name, value in losses.items():
                sums[name] += float(value.detach())
                counts[name] += 1
            if number % 25 == 0:
                spent = time.time() - started
                shown = " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sorted(sums))
                print(f"epoch {epoch} step {number}/{len(steps)} {spent:.0f}s {shown}", flush=True)
        torch.save(
            {
                "net": net.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "rng": rng.getstate(),
                "epoch": epoch,
            },
            options.run / "writing.pt",
        )
        (options.run / "writing.pt").rename(checkpoint)
        scores = evaluate(net, {"stories": data["dev"]["stories"], "trees": data["dev"]["trees"][::4]}, vocabularies)
        print("dev", {k: round(v, 4) for k, v in scores.items()}, flush=True)
        log.write(json.dumps({"epoch": epoch, "seconds": time.time() - started, **scores}) + "\n")
        log.flush()


if __name__ == "__main__":
    main()
