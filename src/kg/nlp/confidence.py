"""How sure a link is: its logit, how much its window holds, and what the window says instead."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

LEAST = -3.0
"""Logit below which a link is not passed on: that is a confidence of about 0.05 before the relation's bias."""

Rivals = tuple[float, float, float]
"""The highest logit of the same label from the same source to another target, from another source to the same target,
and of another label between the two in either direction; `LEAST` where there is none."""

Said = tuple[Hashable, Hashable, Hashable]
"""Source, target and label of a link."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a logit becomes a confidence, as `training/calibrate.py` fitted it."""

    scale: float
    crowd: float
    """Taken off for each factor e of things and values in the window."""
    rivals: Rivals
    """What a logit of each of the rivals takes off a relation's."""
    bias: Mapping[str, float] = field(default_factory=dict)
    """Of each relation; a label that qualifies has none, and no rivals."""

    def logit(self, label: str, logit: float, crowd: int, rivals: Rivals) -> float:
        """The logit of the confidence of a link."""
        own = self.scale * logit - self.crowd * math.log(crowd)
        if label not in self.bias:
            return own
        against = sum(weight * rival for weight, rival in zip(self.rivals, rivals, strict=True))
        return own - against + self.bias[label]


def rivals_of(said: Sequence[Said], logits: Sequence[float]) -> list[Rivals]:
    """The rivals of each of the links that one window states."""
    of_source = _strongest_others([((source, label), target) for source, target, label in said], logits)
    of_target = _strongest_others([((target, label), source) for source, target, label in said], logits)
    of_pair = _strongest_others([(frozenset((source, target)), label) for source, target, label in said], logits)
    return list(zip(of_source, of_target, of_pair, strict=True))


def _strongest_others(places: Sequence[tuple[Hashable, Hashable]], logits: Sequence[float]) -> list[float]:
    """For each (group, member) the highest logit of another member of the group."""
    groups: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for (group, member), logit in zip(places, logits, strict=True):
        groups[group][member] = max(groups[group].get(member, LEAST), logit)
    return [
        max((logit for other, logit in groups[group].items() if other != member), default=LEAST)
        for group, member in places
    ]
