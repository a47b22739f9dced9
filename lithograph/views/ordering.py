"""The columns of a picture and the order within them: what is tied together stands level, and few links cross or touch a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .layers import layered

SWEEPS = 12
AIRY = 80
"""Links up to which room is kept for those that pass through a column, and entities tied within a column are set apart."""
Tie = tuple[str, str]


def columns_of(ids: Iterable[str], columns: Mapping[str, float], ties: Sequence[Tie]) -> tuple[list[list[str]], list[str]]:
    """The columns from left to right, each in its order, and the stand-ins among them: empty places for links that pass through."""
    groups: dict[float, list[str]] = defaultdict(list)
    for id_ in ids:
        groups[columns.get(id_, 0.0)].append(id_)
    rows = [groups[at] for at in sorted(groups)]
    stand_ins: list[str] = []
    if len(ties) <= AIRY:
        rows = [part for row in rows for part in _apart(row, ties)]
        ties, stand_ins = _passing(rows, ties)
    _order(rows, ties)
    return rows, stand_ins


def neighbours(ties: Iterable[Tie]) -> dict[str, list[str]]:
    """What each is tied to."""
    out: dict[str, list[str]] = defaultdict(list)
    for a, b in ties:
        out[a].append(b)
        out[b].append(a)
    return out


def mean(values: Sequence[float], otherwise: float) -> float:
    """The mean, or another value where there is none."""
    return sum(values) / len(values) if values else otherwise


def _apart(row: list[str], ties: Iterable[Tie]) -> list[list[str]]:
    """A column as several where its members are tied to each other, so that no link runs up and down in it."""
    inside = set(row)
    steps = [(a, b) for a, b in ties if a in inside and b in inside]
    parts: dict[float, list[str]] = defaultdict(list)
    for id_, at in layered(row, steps, ()).items():
        parts[at].append(id_)
    tied = {i for step in steps for i in step}
    if tied and (loose := [i for i in row if i not in tied]):
        last = max(parts)  # what is tied to nothing here stands with the largest part, not in one of its own
        home = max(parts, key=lambda at: (sum(i in tied for i in parts[at]), at == last))
        parts = {at: [i for i in part if i in tied] for at, part in parts.items()}
        parts[home] = sorted([*parts.get(home, []), *loose])
    return [sorted(parts[at]) for at in sorted(parts) if parts[at]]


def _passing(rows: list[list[str]], ties: Iterable[Tie]) -> tuple[list[Tie], list[str]]:
    """Put a stand-in into every column that a tie passes through; the ties from column to column, and the stand-ins."""
    place = {id_: at for at, row in enumerate(rows) for id_ in row}
    out: list[Tie] = []
    made: list[str] = []
    for number, (a, b) in enumerate(sorted({(a, b) if place[a] <= place[b] else (b, a) for a, b in ties if a in place and b in place})):
        last = a
        for at in range(place[a] + 1, place[b]):
            stand_in = f"~{number:05d}.{at}"  # "~" sorts behind every id
            rows[at].append(stand_in)
            made.append(stand_in)
            out.append((last, stand_in))
            last = stand_in
        out.append((last, b))
    return out, made


def _order(rows: list[list[str]], ties: Iterable[Tie]) -> None:
    """Order each column so that its members stand level with what they are tied to (barycentre method, sweeping to and fro)."""
    near = neighbours(ties)
    level = {i: (at + 0.5) / len(row) for row in rows for at, i in enumerate(row)}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wish = {i: mean([level[n] for n in near[i] if n in level], level[i]) for i in row}
            row.sort(key=lambda i: (wish[i], level[i], i))
            for at, id_ in enumerate(row):
                level[id_] = (at + 0.5) / len(row)
