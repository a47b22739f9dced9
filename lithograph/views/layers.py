"""Columns for a graph of any shape: whoever depends stands to the left of what it depends on.

Circles are cut at few places by the greedy order of Eades, Lin and Smyth (1993, doi:10.1016/0020-0190(93)90079-O), then every
entity stands as near to what it depends on as the longest chain before it allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


def layered(ids: Sequence[str], steps: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> dict[str, float]:
    """A column for every id from (who depends, on what) steps; those in no step stand beside what `others` tie them to."""
    ahead, behind = _without_circles(ids, steps)
    columns: dict[str, float] = {}
    for id_ in _in_order(ids, ahead, behind):
        columns[id_] = max((columns[i] + 1 for i in behind[id_]), default=0.0)
    for id_ in sorted(ids, key=lambda i: (-columns[i], i)):
        if ahead[id_]:
            columns[id_] = min(columns[i] for i in ahead[id_]) - 1
    placed = {i: columns[i] for i in ids if ahead[i] or behind[i]}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for left, right in others:
        neighbours[left].append(right)
        neighbours[right].append(left)
    for id_ in ids:
        if id_ not in placed:
            near = sorted(placed[i] for i in neighbours[id_] if i in placed)
            columns[id_] = near[len(near) // 2] if near else 0.0
    return columns


def _without_circles(ids: Sequence[str], steps: Iterable[tuple[str, str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Steps by their start and by their end, without those that run against the order."""
    unique = sorted({(a, b) for a, b in steps if a != b})
    place = {id_: at for at, id_ in enumerate(_greedy(ids, unique))}
    ahead: dict[str, set[str]] = {i: set() for i in ids}
    behind: dict[str, set[str]] = {i: set() for i in ids}
    for a, b in unique:
        if place[a] < place[b]:
            ahead[a].add(b)
            behind[b].add(a)
    return ahead, behind


def _greedy(ids: Sequence[str], steps: Sequence[tuple[str, str]]) -> list[str]:
    out: dict[str, set[str]] = {i: set() for i in ids}
    into: dict[str, set[str]] = {i: set() for i in ids}
    for a, b in steps:
        out[a].add(b)
        into[b].add(a)
    left = dict.fromkeys(ids)
    first: list[str] = []
    last: list[str] = []

    def take(id_: str, where: list[str]) -> None:
        where.append(id_)
        del left[id_]
        for other in out[id_]:
            into[other].discard(id_)
        for other in into[id_]:
            out[other].discard(id_)

    while left:
        ends = [i for i in left if not out[i]]
        starts = [i for i in left if out[i] and not into[i]]
        for id_ in ends:
            take(id_, last)
        for id_ in starts:
            take(id_, first)
        if not ends and not starts:
            take(max(left, key=lambda i: len(out[i]) - len(into[i])), first)
    return first + last[::-1]


def _in_order(ids: Sequence[str], ahead: dict[str, set[str]], behind: dict[str, set[str]]) -> list[str]:
    """The ids so that each comes after all behind it (Kahn)."""
    waiting = {i: len(behind[i]) for i in ids}
    ready = [i for i in ids if not waiting[i]]
    for id_ in ready:
        for other in sorted(ahead[id_]):
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready
