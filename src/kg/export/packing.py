"""Parts of a drawing side by side: what hangs on nothing else lies in a box of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Places = dict[str, tuple[float, float]]
SPACING = 190.0
"""Units between neighbours: room for a relation's name on the line."""
ASPECT = 1.3
"""Width by height of the whole: what a window leaves beside the panel."""


def pack(parts: Sequence[Places]) -> Places:
    """The parts side by side, the largest first, each where it widens the whole least; none lies over another."""
    placed: Places = {}
    boxes: list[Box] = []
    for part in parts:
        wide, tall = _extent(part, 0), _extent(part, 1)
        corners = [(0.0, 0.0), *((b.right, b.top) for b in boxes), *((b.left, b.bottom) for b in boxes)]
        candidates = [Box(x, y, x + wide, y + tall) for x, y in corners]
        box = min((one for one in candidates if not any(map(one.meets, boxes))), key=lambda one: _growth(one, boxes))
        boxes.append(box)
        placed.update({name: (round(box.left + x, 1), round(box.top + y, 1)) for name, (x, y) in part.items()})
    return placed


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part lies."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _growth(box: Box, boxes: Sequence[Box]) -> tuple[float, float, float]:
    wide = max(one.right for one in (box, *boxes))
    tall = max(one.bottom for one in (box, *boxes))
    return (max(wide / ASPECT, tall), box.top, box.left)


def _extent(part: Places, axis: int) -> float:
    places = [place[axis] for place in part.values()]
    return max(places) - min(places) + SPACING
