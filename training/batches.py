"""Windows of stories as tensors: packing, padding, targets of the taggers, and spans of BIO tags."""

from __future__ import annotations

import collections
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import labels
from kg.nlp.pieces import CASES, CLS, PAD, SEP
from prepare import Story, Trees

ROOM = 382
"""Word pieces of the longest windows: those that whole articles are read in, less the two at the ends."""
FULL = 1 / 3
"""Share of the windows that have all the room; the room of the others is drawn, small ones more often."""
PIECES = 1540
"""Word pieces of a step, about."""
OPEN_WINDOWS = 12
"""Windows that a story may still join while others are packed."""
STRAYS = 10
"""How many of the mentions that the tagger wrongly sees a window gets at most."""
IGNORED = -100
"""Target that no loss counts."""
VALUE_KINDS = {labels.KINDS.index(kind) for kind in [*labels.VALUES, *labels.SPANS]}


class ArrayUnpickler(pickle.Unpickler):
    """Finds the classes of `prepare` in what it wrote when it was the script."""

    def find_class(self, module: str, name: str) -> Any:
        return super().find_class("prepare" if module == "__main__" else module, name)


def load(path: Path) -> dict[str, list[Any]]:
    """The `stories` and `trees` of one part of the data."""
    with path.open("rb") as file:
        arrays: dict[str, list[Any]] = ArrayUnpickler(file).load()
    return arrays


@dataclass
class Gaps:
    """What is not annotated in a window, and so counts in no loss."""

    tagged: np.ndarray
    """(layers, pieces): whether the tags are annotated."""
    judged: np.ndarray
    """(pieces,): whether the antecedent of a mention that starts there is annotated."""
    partial: list[tuple[frozenset[int], frozenset[int]]]
    """The chains of a story, and the only link labels that are annotated between them."""
    unsure: set[tuple[int, int, int]]
    """(Subject chain, link label, object chain) of which nothing is known."""


@dataclass
class Packed:
    """One window of stories: `mentions` rows are (start, end, kind, chain) with the leading CLS counted in."""

    ids: np.ndarray
    cases: np.ndarray
    mentions: np.ndarray
    facts: list[tuple[int, int, int, int, int]]
    gaps: Gaps


def pack(stories: list[Story], rng: random.Random) -> list[Packed]:
    """Shuffled stories in windows: some as long as articles are read in, the others of any length.

    Unrelated neighbours are the distractors that short passages lack; but a text may also be one sentence, and tags of
    a window so short are poor where all that was learnt from are long ones.
    """
    windows: list[list[Story]] = []
    spare: list[tuple[int, list[Story]]] = []
    for item in rng.sample(stories, len(stories)):
        for room, group in spare:
            if sum(len(s.ids) for s in group) + len(item.ids) <= room:
                group.append(item)
                break
        else:
            spare.append((ROOM if rng.random() < FULL else int(ROOM * rng.random() ** 2), [item]))
        if len(spare) > OPEN_WINDOWS:
            windows.append(spare.pop(0)[1])
    return [join(group) for group in [*windows, *(group for _, group in spare)]]


def steps(windows: list[Packed]) -> list[list[Packed]]:
    """The windows by length, in steps of about `PIECES` pieces each, padding counted."""
    result: list[list[Packed]] = []
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        if not result or (len(result[-1]) + 1) * len(result[-1][0].ids) > PIECES:
            result.append([])
        result[-1].append(window)
    return result


def join(group: list[Story]) -> Packed:
    """One window of several stories; things with the same name and kind become one."""
    ids, cases = framed(group)
    rows, facts = [], []
    known: dict[tuple[str, int], int] = {}
    gaps = Gaps(np.ones((len(labels.LAYERS), len(ids)), bool), np.ones(len(ids), bool), [], set())
    offset, fresh = 1, 0
    for item in group:
        chains, fresh = shared_chains(item, known, fresh)
        rows += [(s + offset, e + offset, kind, chains[c]) for s, e, kind, c in item.mentions.tolist()]
        facts += [(chains[s], p, chains[o], status, modality) for s, p, o, status, modality in item.facts]
        add_gaps(gaps, item, chains, offset)
        offset += len(item.ids)
    return Packed(ids, cases, np.array(rows, dtype=np.int64).reshape(-1, 4), facts, gaps)


def add_gaps(gaps: Gaps, item: Story, chains: dict[int, int], offset: int) -> None:
    """Notes what one story, which begins at piece `offset` of the window, does not annotate."""
    end = offset + len(item.ids)
    gaps.tagged[:, offset:end] = np.array(item.tagged)[:, None]
    if item.judged is not None:
        gaps.judged[offset:end] = False
        gaps.judged[[offset + start for start in item.judged]] = True
    if item.known is not None:
        gaps.partial.append((frozenset(chains.values()), item.known))
    gaps.unsure.update((chains[s], label, chains[o]) for s, label, o in item.unsure if s in chains and o in chains)


def joined_trees(windows: Sequence[Trees], room: int) -> list[Trees]:
    """The treebank windows, neighbours as one while they fit in `room` pieces.

    Documents of the treebanks are short, and articles are read in longer windows.
    """
    groups: list[list[Trees]] = []
    for window in windows:
        if groups and sum(len(w.ids) for w in groups[-1]) + len(window.ids) <= room:
            groups[-1].append(window)
        else:
            groups.append([window])
    return [_as_one(group) for group in groups]


def _as_one(windows: Sequence[Trees]) -> Trees:
    pieces, words, sentences = (
        np.cumsum([0, *(size(w) for w in windows)])
        for size in (lambda w: len(w.ids), lambda w: len(w.words), lambda w: int(w.sentences[-1]) + 1)
    )
    return Trees(
        np.concatenate([w.ids for w in windows]),
        np.concatenate([w.cases for w in windows]),
        np.concatenate([w.words + base for w, base in zip(windows, pieces, strict=False)]),
        np.concatenate([w.sentences + base for w, base in zip(windows, sentences, strict=False)]),
        np.concatenate([w.heads + base for w, base in zip(windows, words, strict=False)]),
        {name: [value for w in windows for value in w.rows[name]] for name in windows[0].rows},
    )


def framed(items: Sequence[Story | Trees]) -> tuple[np.ndarray, np.ndarray]:
    """Ids and cases of all items in one row, between CLS and SEP."""
    ids = np.concatenate([[CLS], *(item.ids for item in items), [SEP]])
    cases = np.concatenate([[len(CASES)], *(item.cases for item in items), [len(CASES)]])
    return ids, cases


def shared_chains(item: Story, known: dict[tuple[str, int], int], fresh: int) -> tuple[dict[int, int], int]:
    """The window's number of each chain of a story, and the next free one; `known` learns the story's names."""
    chains: dict[int, int] = {}
    kinds = {chain: kind for _, _, kind, chain in item.mentions.tolist() if kind < len(labels.CLASSES)}
    for chain in dict.fromkeys(item.mentions[:, 3].tolist()):
        keys = [(name, kinds.get(chain, -1)) for name in sorted(item.names.get(chain, ()))]
        number = next((known[key] for key in keys if key in known), None)
        if number is None:
            number, fresh = fresh, fresh + 1
        chains[chain] = number
        known.update(dict.fromkeys(keys, number))
    return chains, fresh


def batch(items: list[tuple[np.ndarray, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids and cases of shape (items, pieces), and the attention bias of shape (items, 1, 1, pieces)."""
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
    for number, layer in enumerate(labels.LAYERS):
        tags = torch.zeros(length, dtype=torch.long)
        rows = [
            (e - s, s, e, layer.index(labels.KINDS[k]))
            for s, e, k, _ in window.mentions.tolist()
            if labels.KINDS[k] in layer
        ]
        for _, start, end, kind in sorted(rows):
            tags[start:end] = 1 + len(layer) + kind
            tags[start] = 1 + kind
        tags[: len(window.ids)][torch.from_numpy(~window.gaps.tagged[number])] = IGNORED
        tags[len(window.ids) :] = IGNORED
        targets.append(tags)
    return targets


def with_strays(window: Packed, tags: list[list[int]]) -> Packed:
    """The window with the mentions that the tagger wrongly sees in it, each a thing of its own: hard negatives."""
    rows = window.mentions.tolist()
    fresh = int(window.mentions[:, 3].max(initial=0)) + 1
    for layer, guessed, tagged in zip(labels.LAYERS, tags, window.gaps.tagged, strict=True):
        gold = [(s, e) for s, e, kind, _ in rows if labels.KINDS[kind] in layer]
        for start, end, kind in sorted(spans(guessed, len(layer))):
            inside = start > 0 and end < len(window.ids) and tagged[start]
            if inside and len(rows) < len(window.mentions) + STRAYS and all(end <= s or e <= start for s, e in gold):
                rows.append([start, end, labels.KINDS.index(layer[kind]), fresh + len(rows)])
    return replace(window, mentions=np.array(sorted(rows), dtype=np.int64).reshape(-1, 4))


def spans(tags: list[int], kinds: int) -> set[tuple[int, int, int]]:
    """(start, end, kind) of the spans of BIO tags; an I without its B opens one."""
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


def vocabularies_of(windows: list[Trees]) -> dict[str, list[str]]:
    """Sorted values of each treebank column; lemma rules seen three times or more."""
    result = {}
    for name, least in (("upos", 1), ("xpos", 1), ("deprel", 2), ("lemma", 3)):
        counts = collections.Counter(v for w in windows for v in w.rows[name])
        result[name] = sorted(v for v, n in counts.items() if n >= least)
    return result
