"""Judgements by persons, as the joining of names obeys them: they win over every score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Judgement, Verdict
from kg.names import Name, Namer
from kg.resolution.chains import Chain

Side = tuple[int, int]
"""The number of a judgement, the newest being 0, and which of its two sides."""
Sides = frozenset[Side]
NONE: Sides = frozenset()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the newest judgement of two things says."""

    number: int
    same: bool
    reason: str


class Rulings:
    """Finds what was judged of chains, and of things that chains were joined into."""

    def __init__(self, judgements: Sequence[Judgement], namer: Namer) -> None:
        """`judgements` with the newest first."""
        self._judgements = judgements
        self._sides: dict[tuple[str, str], list[tuple[Side, frozenset[str]]]] = defaultdict(list)
        for number, judgement in enumerate(judgements):
            for side, meant in enumerate((judgement.left, judgement.right)):
                name = namer.parse(meant.name, meant.type)
                self._sides[name.family, name.key].append(((number, side), frozenset(meant.documents)))

    def sides(self, chain: Chain) -> Sides:
        """The sides that mean this chain; none of a judgement both sides of which do."""
        if not self._sides or chain.local:
            return NONE
        found = {
            side
            for key in {(form.family, form.key) for form in chain.forms}
            for side, documents in self._sides.get(key, ())
            if not documents or chain.place[0] in documents
        }
        return frozenset((number, side) for number, side in found if (number, 1 - side) not in found)

    def concern(self, forms: Iterable[Name]) -> bool:
        """Whether a judgement means a thing of one of these names, in some document or in all."""
        return any((form.family, form.key) in self._sides for form in forms)

    def ruling(self, a: Sides, b: Sides) -> Ruling | None:
        """What the newest judgement with one side in `a` and the other in `b` says; None where there is none."""
        if not a or not b:
            return None
        number = min((number for number, side in a if (number, 1 - side) in b), default=None)
        return None if number is None else self._ruling(number)

    def _ruling(self, number: int) -> Ruling:
        judgement = self._judgements[number]
        same = judgement.verdict is Verdict.SAME
        return Ruling(number, same, f"judged {judgement.verdict} by {judgement.by}, {judgement.at[:10]}")
