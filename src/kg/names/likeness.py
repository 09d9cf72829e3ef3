"""What a comparison of two names returns."""

from __future__ import annotations

from dataclasses import dataclass

SPELLINGS = 0.95
"""From here on two names of bodies are one in two spellings or arrangements, not a name and a part of it."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two names are one thing's, by the names alone."""

    score: float
    """In [0, 1]; 0 also where the two cannot be the same."""
    reasons: tuple[str, ...] = ()
    """What spoke for it, or what spoke against it."""


SAME = Likeness(1.0, ("same name after folding",))


def apart(reason: str) -> Likeness:
    return Likeness(0.0, (reason,))


def alike(score: float, reason: str) -> Likeness:
    return Likeness(score, (reason,))
