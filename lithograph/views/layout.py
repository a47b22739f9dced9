"""Where every node stands: columns by dependency, an order within them that crosses few links, rules above and places below.

There are two arrangements of the same picture: `wide` with columns from left to right, `tall`, for a phone, with rows from
top to bottom. Nothing here is random: the same subgraph gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .labels import Cell
from .ordering import columns_of, mean, neighbours

STRETCH = 2.4
"""How far a flat picture is drawn out at most, to come nearer to the wished shape."""
_STAND_IN = Cell("", 0, 36.0, 40.0, 0.0, 0.0)
WIDE, TALL = 1.6, 0.62
"""Width : height that the two arrangements aim at."""
Spot = tuple[float, float]


class Plan(msgspec.Struct, frozen=True):
    """What is to be placed. `bands` says "above" or "below" for what stands outside the columns."""

    cells: Mapping[str, Cell]
    columns: Mapping[str, float]
    bands: Mapping[str, str]
    links: Sequence[tuple[str, str]]
    gap: float


def place(plan: Plan, *, tall: bool = False) -> dict[str, Spot]:
    """The centre of every node."""
    inner = [i for i in sorted(plan.cells) if i not in plan.bands]
    columns, stand_ins = columns_of(inner, plan.columns, plan.links)
    spots = _best(columns, {**plan.cells, **dict.fromkeys(stand_ins, _STAND_IN)}, plan.gap, tall)
    for stand_in in stand_ins:
        del spots[stand_in]
    left = min((x - plan.cells[i].width / 2 for i, (x, _) in spots.items()), default=0.0)
    right = max((x + plan.cells[i].width / 2 for i, (x, _) in spots.items()), default=0.0)
    top = min((y - plan.cells[i].radius for i, (_, y) in spots.items()), default=0.0)
    bottom = max((y + plan.cells[i].height for i, (_, y) in spots.items()), default=0.0)
    widest = max((plan.cells[i].width for i in plan.bands), default=0.0)
    middle, width = (left + right) / 2, max(right - left, widest, 360.0 if tall else 900.0)
    for band in ("above", "below"):
        rows = _rows(_across(sorted(i for i, b in plan.bands.items() if b == band), spots, plan.links), plan.cells, width)
        y = top - plan.gap / 2 - sum(height for _, height in rows) if band == "above" else bottom + plan.gap / 2
        for row, height in rows:
            x = middle - sum(plan.cells[i].width for i in row) / 2
            for id_ in row:
                box = plan.cells[id_]
                # above, labels stand over their nodes, out of the way of the links
                spots[id_] = (x + box.width / 2, y + (height - box.radius if band == "above" else box.radius))
                x += box.width
            y += height
    return {i: (round(x, 1), round(y, 1)) for i, (x, y) in spots.items()}


def _best(columns: list[list[str]], cells: Mapping[str, Cell], gap: float, tall: bool) -> dict[str, Spot]:
    """The columns broken at the length that comes nearest to the wished shape, then drawn out towards it where they are flat."""
    longest = max((len(c) for c in columns), default=0)
    best: tuple[float, float, dict[str, Spot]] | None = None
    for most in sorted(
        {max(1, round(longest / part)) for part in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)}, reverse=True
    ):
        spots, width, height = _stacked(columns, cells, gap, most, tall)
        off = math.log((width + 1) / (height + 1) / (TALL if tall else WIDE))
        if best is None or abs(off) < abs(best[0]):
            best = (off, math.exp(-off if tall else off), spots)
    if best is None:
        return {}
    factor = min(STRETCH, max(1.0, best[1]))
    return {i: (x * factor, y) if tall else (x, y * factor) for i, (x, y) in best[2].items()}


def _stacked(
    columns: list[list[str]], cells_: Mapping[str, Cell], gap: float, most: int, tall: bool
) -> tuple[dict[str, Spot], float, float]:
    """Columns (or with `tall` rows) of at most so many nodes, each centred; the places, and the width and height of it all."""
    spots: dict[str, Spot] = {}
    along, extent = 0.0, 0.0
    for column in columns:
        parts = math.ceil(len(column) / most)
        for part in (column[at::parts] for at in range(parts)):
            cells = [cells_[i] for i in part]
            length = sum(c.width if tall else c.height for c in cells)
            depth = max(c.height if tall else c.width for c in cells)
            radius = max(c.radius for c in cells)
            across = -length / 2
            for id_, c in zip(part, cells, strict=True):
                spots[id_] = (across + c.width / 2, along + radius) if tall else (along + depth / 2, across + c.radius)
                across += c.width if tall else c.height
            along, extent = along + depth, max(extent, length)
        along += gap
    along = max(0.0, along - gap)
    return spots, (extent if tall else along), (along if tall else extent)


def _across(ids: list[str], spots: Mapping[str, Spot], links: Iterable[tuple[str, str]]) -> list[str]:
    """The members of a band from left to right, each near what it is tied to."""
    near = neighbours(links)
    return sorted(ids, key=lambda i: (mean([spots[n][0] for n in near[i] if n in spots], 0.0), i))


def _rows(ids: list[str], cells: Mapping[str, Cell], width: float) -> list[tuple[list[str], float]]:
    """A band in rows no wider than this, each with its height. Neighbours in the order stand above each other."""
    if not ids:
        return []
    count = math.ceil(sum(cells[i].width for i in ids) / width)
    while any(sum(cells[i].width for i in ids[at::count]) > width and len(ids[at::count]) > 1 for at in range(count)):
        count += 1
    return [(ids[at::count], max(cells[i].height for i in ids[at::count])) for at in range(count)]
