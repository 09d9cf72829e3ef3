"""Where the entities of a drawing lie: computed here, by stress majorization, so that a browser only shows it.

Gansner, Koren and North, "Graph Drawing by Stress Majorization" (2004): distances on the paper come as near as they can
to distances in the graph. What is drawn already can stay where it is while more is put beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.export.packing import SPACING, Places, pack

Points = NDArray[np.float64]
LONGEST = 28
"""Characters of a name under its node."""
HEIGHT = 66.0
"""Units that a node and its name take from top to bottom."""
WIDER = np.array([1.25, 0.9])
"""Distances flat and upright: a name takes more room beside another than below it."""
ROUNDS = 60
"""Of majorization; more move nothing that the eye sees."""
STEPS = 30
"""Of power iteration."""
FILLED = 0.4
"""Share of a drawing that names may fill: pushing apart what is fuller puts all into columns."""
PUSHES = 100
"""Of pushing apart; most drawings need fewer than 40."""
CROWD = 9
"""Neighbours of one entity, and of nothing else, that fit on a ring around it; more take a second ring, and so on."""
TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle: steps of it never meet."""


def place(
    names: Mapping[str, str], lines: Collection[tuple[str, str]], fixed: Mapping[str, tuple[float, float]]
) -> Places:
    """Places for all of `names` (name by id), those of `fixed` as they are; the same for the same, in any order."""
    ties = _ties(names, lines)
    if not fixed:
        return pack([_arrange(part, ties, names) for part in _parts(ties)])
    placed = {one: at for one, at in fixed.items() if one in names}
    for part in _parts(ties):
        if placed.keys() & set(part):
            placed.update(_arrange(part, ties, names, {one: placed[one] for one in part if one in placed}))
        else:
            placed.update(_beside(_arrange(part, ties, names), placed))
    return _spread(placed, names, {one for one in fixed if one in names})


def _ties(names: Iterable[str], lines: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    ties: dict[str, set[str]] = {one: set() for one in sorted(names)}
    for one, other in lines:
        if one != other and one in ties and other in ties:
            ties[one].add(other)
            ties[other].add(one)
    return ties


def _parts(ties: Mapping[str, set[str]]) -> list[list[str]]:
    """What hangs together, the largest first."""
    found, seen = [], set[str]()
    for one in ties:
        if one not in seen:
            part = sorted(_distances(one, ties))
            seen.update(part)
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _distances(start: str, ties: Mapping[str, set[str]]) -> dict[str, int]:
    found, waiting = {start: 0}, deque([start])
    while waiting:
        one = waiting.popleft()
        for other in ties[one]:
            if other not in found:
                found[other] = found[one] + 1
                waiting.append(other)
    return found


def _arrange(
    part: Sequence[str],
    ties: Mapping[str, set[str]],
    names: Mapping[str, str],
    fixed: Mapping[str, tuple[float, float]] | None = None,
) -> Places:
    """Places in one part; its corner at (0, 0) where none of it is fixed."""
    if len(part) == 1:
        return {part[0]: (fixed or {}).get(part[0], (0.0, 0.0))}
    wanted = _wanted(part, ties) * SPACING
    if fixed:
        start = _outward(part, ties, fixed) / WIDER
        held = np.array([one in fixed for one in part])
        return _named(part, _fan(_majorize(start, wanted, held), part, ties, fixed) * WIDER)
    free = _lie(_majorize(_scaled(wanted), wanted, np.zeros(len(part), bool)))
    spread = _spread(_named(part, _roomy(_fan(free, part, ties, ()) * WIDER, part, names)), names, set())
    left, top = min(x for x, _ in spread.values()), min(y for _, y in spread.values())
    return {one: (x - left, y - top) for one, (x, y) in spread.items()}


def _wanted(part: Sequence[str], ties: Mapping[str, set[str]]) -> Points:
    """How far apart each two should lie, in steps; leaves of a crowded entity lie on several rings around it."""
    far = np.zeros((len(part), len(part)))
    index = {one: number for number, one in enumerate(part)}
    for one in part:
        for other, steps in _distances(one, ties).items():
            far[index[one], index[other]] = steps
    longer = np.zeros(len(part))
    leaves: dict[str, list[str]] = defaultdict(list)
    for one in part:
        if len(ties[one]) == 1:
            leaves[next(iter(ties[one]))].append(one)
    for crowd in leaves.values():
        for number, one in enumerate(crowd):
            longer[index[one]] = _ring(number)
    wide = far + longer[:, None] + longer[None, :]
    np.fill_diagonal(wide, 0)
    return wide


def _ring(number: int) -> float:
    """How much further out than the first ring the leaf of this number lies: the n-th ring holds n times as many."""
    ring = math.floor((math.sqrt(8 * (number // CROWD) + 1) - 1) / 2)
    return ring * 0.62


def _scaled(wanted: Points) -> Points:
    """Where to start from: the two directions in which distances differ most (classical scaling), by power iteration.

    What cannot be told apart is spread on a small spiral.
    """
    squares = wanted**2
    inner = -0.5 * (squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())
    spiral = _spiral(len(wanted))
    found = spiral.copy()
    for _ in range(STEPS):
        first = _times(inner, found[:, :1])
        first = first / (np.sqrt((first**2).sum()) or 1.0)
        second = _times(inner, found[:, 1:])
        second = second - first * (first * second).sum()
        found = np.concatenate([first, second / (np.sqrt((second**2).sum()) or 1.0)], axis=1)
    long = np.sqrt(np.abs((found * _times(inner, found)).sum(axis=0)))
    return np.asarray(found * long + spiral * SPACING * 0.2, dtype=np.float64)


def _times(matrix: Points, columns: Points) -> Points:
    # By sums, not by BLAS: its threads wait for each other, which on a busy machine takes a hundred times the sums.
    return np.stack([(matrix * column).sum(axis=1) for column in columns.T], axis=1)


def _outward(part: Sequence[str], ties: Mapping[str, set[str]], fixed: Mapping[str, tuple[float, float]]) -> Points:
    """What is fixed where it is, all else around the nearest that is, on the side where there is least."""
    known = {one: np.array(at) for one, at in fixed.items()}
    centre = np.mean(list(known.values()), axis=0)
    spiral = _spiral(len(part))
    waiting = deque(one for one in part if one in known)
    places: dict[str, Points] = dict(known)
    while waiting:
        one = waiting.popleft()
        away = places[one] - centre
        away = away / (math.hypot(*away) or 1.0)
        for other in sorted(ties[one]):
            if other not in places:
                places[other] = places[one] + SPACING * (away + 0.9 * spiral[len(places) % len(part)])
                waiting.append(other)
    return np.array([places[one] for one in part])


def _spiral(size: int) -> Points:
    steps = np.arange(size)
    far = np.sqrt((steps + 0.5) / size)
    return np.stack([far * np.cos(steps * TURN), far * np.sin(steps * TURN)], axis=1)


def _majorize(at: Points, wanted: Points, held: NDArray[np.bool_]) -> Points:
    """The points moved, each to where the others want it, until distances are about as wanted; held ones stay."""
    with np.errstate(divide="ignore"):
        weight = np.where(wanted > 0, wanted**-2.0, 0)
    total = weight.sum(axis=1)[:, None]
    free = np.where(held, 0.0, 1.0)[:, None]
    for _ in range(ROUNDS):
        across, down = at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]
        apart = np.hypot(across, down)
        pull = np.divide(weight * wanted, apart, out=np.zeros_like(apart), where=apart > 1e-9)
        towards = np.stack([(pull * across).sum(axis=1), (pull * down).sum(axis=1)], axis=1)
        at = at + free * ((_times(weight, at) + towards) / total - at)
    return at


def _lie(at: Points) -> Points:
    """Turned so that the longest side lies flat: names stand beside each other better than below."""
    across, down = (at - at.mean(axis=0)).T
    turn = 0.5 * math.atan2(2 * float((across * down).sum()), float((across**2).sum() - (down**2).sum()))
    sine, cosine = math.sin(turn), math.cos(turn)
    return np.stack([across * cosine + down * sine, down * cosine - across * sine], axis=1)


def _roomy(at: Points, part: Sequence[str], names: Mapping[str, str]) -> Points:
    """The points drawn apart where all names together would fill more than a part of the whole."""
    wide, tall = at.max(axis=0) - at.min(axis=0) + SPACING
    needed = sum(_width(names[one]) for one in part) * HEIGHT / FILLED
    return at * max(1.0, math.sqrt(needed / (wide * tall)))


def _width(name: str) -> float:
    """Units that a name takes."""
    return max(60.0, 8.0 * min(len(name), LONGEST) + 16)


def _fan(at: Points, part: Sequence[str], ties: Mapping[str, set[str]], held: Collection[str]) -> Points:
    """The leaves of each crowded entity turned apart, rings alternating: no line runs under a nearer leaf."""
    index = {one: number for number, one in enumerate(part)}
    for hub in part:
        loose = [one for one in ties[hub] if len(ties[one]) == 1 and one not in held]
        if len(loose) > CROWD // 2:
            others = [index[one] for one in sorted(ties[hub]) if one not in loose]
            at = _turned(at, index[hub], [index[one] for one in sorted(loose)], others)
    return at


def _turned(at: Points, hub: int, leaves: Sequence[int], others: Sequence[int]) -> Points:
    around = at - at[hub]
    angles = np.arctan2(around[:, 1], around[:, 0])
    order = sorted((*leaves, *others), key=lambda one: (float(angles[one]), one))
    free = np.isin(order, leaves)
    angle = angles[order] if others else angles[order[0]] + np.arange(len(order)) * 2 * math.pi / len(order)
    for _ in range(PUSHES if others else 0):
        before = np.roll(angle, 1) - np.where(np.arange(len(order)) == 0, 2 * math.pi, 0)
        after = np.roll(angle, -1) + np.where(np.arange(len(order)) == len(order) - 1, 2 * math.pi, 0)
        angle = np.where(free, (before + after) / 2, angle)
    chosen = [(one, turn) for one, turn, loose in zip(order, angle, free, strict=True) if loose]
    # Rings come in the order of the fractions of golden steps: wherever one looks, near and far leaves take turns.
    steps = np.argsort(np.argsort((np.arange(len(chosen)) * TURN / (2 * math.pi)) % 1.0, kind="stable"))
    at = at.copy()
    for (one, turn), number in zip(chosen, steps.tolist(), strict=True):
        far = SPACING * (1 + _ring(number))
        at[one] = at[hub] + far * np.array([math.cos(turn), math.sin(turn)])
    return at


def _named(part: Sequence[str], at: Points) -> Places:
    return {one: (float(x), float(y)) for one, (x, y) in zip(part, at, strict=True)}


def _spread(places: Mapping[str, tuple[float, float]], names: Mapping[str, str], held: Collection[str]) -> Places:
    """The places, pushed apart until no node lies on another or on its name; those that are held stay."""
    at = np.array(list(places.values()))
    wide = np.array([_width(names[key]) for key in places])
    room = (wide[:, None] + wide[None, :]) / 2
    earlier = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None, :])
    loose = np.array([0.0 if key in held else 1.0 for key in places])
    movable = (earlier != 0) & ((loose[:, None] + loose[None, :]) > 0)
    for _ in range(PUSHES):
        across, down = at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]
        narrow, low = room - np.abs(across), HEIGHT - np.abs(down)
        over = (narrow > 0) & (low > 0) & movable
        if not over.any():
            break
        sideways = over & (narrow < low)
        right = np.where(sideways, np.where(across == 0, earlier, np.sign(across)) * narrow, 0).sum(axis=1)
        lower = np.where(over & ~sideways, np.where(down == 0, earlier, np.sign(down)) * low, 0).sum(axis=1)
        at = at + (0.3 * loose)[:, None] * np.stack([right, lower], axis=1)
    return {key: (round(float(x), 1), round(float(y), 1)) for key, (x, y) in zip(places, at, strict=True)}


def _beside(part: Places, placed: Mapping[str, tuple[float, float]]) -> Places:
    """A part that hangs on nothing, to the right of all else."""
    right = max(x for x, _ in placed.values()) + SPACING
    top = min(y for _, y in placed.values())
    return {one: (right + x, top + y) for one, (x, y) in part.items()}
