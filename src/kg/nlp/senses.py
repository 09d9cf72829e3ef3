"""One sense a document: names that are written alike are hardly ever different kinds of things (Gale et al. 1992)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kg.nlp.spans import Tagged, log_softmax

Floats = NDArray[np.float32]

OTHERS = 0.5
"""Weight of each other mention of a name, beside 1 of the mention itself: on 25 real articles 7 of 60 wrong facts
and no right one were lost with anything from 0.3 to 1."""
MOST = 1.5
"""Weight of all other mentions together, so that a mention that is sure of its kind keeps it among many others."""


def agree(tagged: Sequence[Tagged], scores: Floats, kinds: int, words: Sequence[str]) -> list[Tagged]:
    """`tagged`, each span with the kind that it and the other spans of the same words speak for.

    `scores` are those of all tags, (pieces, 1 + 2 * kinds); `words` is the text of each span, or empty where its kind
    stands. A span takes only kinds that one of its equals has.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(words):
        if text:
            groups[text.casefold()].append(number)
    result = list(tagged)
    for group in groups.values():
        rivals = sorted({tagged[i].kind for i in group})
        if len(rivals) > 1:
            logs = [log_softmax(scores[tagged[i].start : tagged[i].end]) for i in group]
            speak = np.stack([_evidence(rows, kinds)[rivals] for rows in logs])
            others = speak.sum(axis=0) - speak
            best = (speak + min(OTHERS, MOST / (len(group) - 1)) * others).argmax(axis=1)
            for i, rows, choice in zip(group, logs, best.tolist(), strict=True):
                result[i] = _as_kind(tagged[i], rivals[choice], rows, kinds)
    return result


def likeliest(span: Tagged, scores: Floats, kinds: int, among: Sequence[int]) -> Tagged | None:
    """The span with that kind of `among` which its scores speak for; None where they rather say that it is no name."""
    rows = log_softmax(scores[span.start : span.end])
    evidence = _evidence(rows, kinds)
    best = max(among, key=lambda kind: evidence[kind])
    return _as_kind(span, best, rows, kinds) if evidence[best] >= rows[:, 0].mean() else None


def _evidence(rows: Floats, kinds: int) -> Floats:
    """For each kind the mean log probability of a span of this kind over `rows`."""
    result: Floats = (rows[0, 1 : 1 + kinds] + rows[1:, 1 + kinds :].sum(axis=0)) / len(rows)
    return result


def _as_kind(span: Tagged, kind: int, rows: Floats, kinds: int) -> Tagged:
    if kind == span.kind:
        return span
    score = np.exp(np.append(rows[1:, 1 + kinds + kind], rows[0, 1 + kind])).mean()
    return replace(span, kind=kind, score=float(score))
