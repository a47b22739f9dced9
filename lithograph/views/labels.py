"""What stands beside a node, and how much room it takes: computed here, so that nothing overlaps when the page opens."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

LINE = 17
"""Characters in one line of a label."""
LINES = 2
FONT = 17.0
"""Font size in units of the picture; the most linked entities have a larger one."""
LEADERS = 30
"""How many entities have a larger label, so that one can find one's way in a large picture."""
_WIDE = {"W": 1.0, "F": 1.0}
_CUT = "…"


class Cell(msgspec.Struct, frozen=True):
    """A node with its label of so many lines: the room for both (width, height), the radius of the node and the font size."""

    label: str
    lines: int
    width: float
    height: float
    radius: float
    font: float


def cell(name: str, font: float) -> Cell:
    """The cell of a name."""
    lines = wrapped(name)
    radius = round(font * 0.65 + 3, 1)
    width = max(max(map(_length, lines)) * font, 2 * radius)
    return Cell("\n".join(lines), len(lines), round(width + 24, 1), round(2 * radius + len(lines) * font * 1.25 + 20, 1), radius, font)


def fonts(degrees: Mapping[str, int], focus: Sequence[str], near: Sequence[str] = ()) -> dict[str, float]:
    """Font sizes by id: in a large picture the most linked entities have larger labels, or, where there is a focus, what is near it."""
    largest = FONT * max(1.0, min(5.0, math.sqrt(len(degrees)) / 8))
    sizes = dict.fromkeys(degrees, FONT)
    for rank, id_ in enumerate([] if near else sorted(degrees, key=lambda i: (-degrees[i], i))[:LEADERS]):
        sizes[id_] = round(FONT + (largest - FONT) * (1 - 0.5 * rank / LEADERS), 1)
    for id_ in near:
        sizes[id_] = round(max(FONT, min(largest, 2.6 * FONT) * 1.2), 1) if largest > FONT else FONT
    for id_ in focus:
        sizes[id_] = round(max(largest * 1.3, FONT * 1.3), 1)
    return sizes


def wrapped(name: str) -> list[str]:
    """A name in at most LINES lines, cut with an ellipsis. White space and control characters become single blanks."""
    words = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in name[:200]).split()
    lines: list[str] = []
    for word in words or ["?"]:
        if lines and len(lines[-1]) + 1 + len(word) <= LINE:
            lines[-1] += " " + word
        elif len(lines) == LINES:
            lines[-1] = _cut(lines[-1] + " " + word)
            break
        else:
            lines.append(_cut(word))
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= LINE else text[: LINE - 1].rstrip() + _CUT


def _length(text: str) -> float:
    """Width in units of the font size, rather too large than too small."""
    return sum(0.0 if unicodedata.combining(c) else _WIDE.get(unicodedata.east_asian_width(c), 0.68 if c.isupper() else 0.57) for c in text)
