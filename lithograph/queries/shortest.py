"""The k best simple paths between two entities, on edges that are fetched as the search goes.

First two cost-ordered searches, one from each end, meet in the middle; the one from the far end gives exact distances, or at
least lower bounds, to steer by. Then Yen's algorithm (J. Y. Yen, Management Science 17 (1971) 712) takes the next best path
from each way of leaving the ones found so far. With a limit of hops a search keeps, for each entity, the labels that no other
beats in both cost and hops, so that the limit is kept exactly.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection

from .walk import HOP_COST, ROUNDING, Step, Walk

Path = tuple[Step, ...]
"""The steps from the start of a path to its end."""


class Ball:
    """A search in order of cost around one entity, settled as far as it was asked to grow."""

    def __init__(self, walk: Walk, centre: str, *, back: bool) -> None:
        self._walk, self._centre, self._back = walk, centre, back
        self.settled: dict[str, float] = {}
        self.best: dict[str, float] = {centre: 0.0}
        self._queue: list[tuple[float, str]] = [(0.0, centre)]

    @property
    def radius(self) -> float | None:
        """No entity that is not settled lies nearer than this; None where all within reach are settled."""
        while self._queue and self._queue[0][1] in self.settled:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def bound(self, id_: str) -> float | None:
        """A lower bound of the distance, exact where settled; None where the entity is out of reach."""
        return self.settled[id_] if id_ in self.settled else self.radius  # noqa: SIM401 (the radius takes work)

    def grow(self) -> list[str]:
        """Settle the next ring, all entities nearer than the radius and one whole hop: no step within it can shorten another's
        way, since each costs at least a hop. Returns them."""
        radius = self.radius
        ring: list[str] = []
        while radius is not None and self._queue and self._queue[0][0] < radius + HOP_COST:
            cost, id_ = heapq.heappop(self._queue)
            if id_ not in self.settled:
                self.settled[id_] = cost
                ring.append(id_)
        onward = [i for i in ring if i == self._centre or self._walk.passable(i)]
        self._walk.fetch(onward)
        for id_ in onward:
            for step in self._walk.steps(id_, back=self._back).values():
                cost = round(self.settled[id_] + step.cost, ROUNDING)
                if step.end not in self.settled and cost < self.best.get(step.end, float("inf")):
                    self.best[step.end] = cost
                    heapq.heappush(self._queue, (cost, step.end))
        return ring

    def waiting(self) -> int:
        """How many entities wait at the rim."""
        return len(self._queue)


def meet(walk: Walk, start: str, end: str) -> tuple[Ball, float | None]:
    """Grow a ball around each end until the best way between them is certain.

    Returns the ball around the end, whose distances steer the search, and the cost of the best path, None where there is none.
    """
    near, far = Ball(walk, start, back=False), Ball(walk, end, back=True)
    best: float | None = None
    while (near_radius := near.radius) is not None and (far_radius := far.radius) is not None:
        if best is not None and near_radius + far_radius >= best:
            break
        ball, other = (near, far) if near.waiting() <= far.waiting() else (far, near)
        for id_ in ball.grow():
            reached = other.best.get(id_)
            if reached is not None and (best is None or ball.settled[id_] + reached < best):
                best = ball.settled[id_] + reached
    return far, best


def best_path(
    walk: Walk, start: str, end: str, hops: int, far: Ball, banned: Collection[str], leaving: Collection[str]
) -> tuple[float, Path] | None:
    """The best path of at most so many hops that avoids the banned entities and does not leave the start towards `leaving`."""
    bound = far.bound(start)
    if bound is None:
        return None
    # (estimate, hops, how it was reached, entity, cost); ties fall to fewer hops, then to the order of ids along the trail
    queue: list[tuple[float, int, _Trail, str, float]] = [(bound, 0, _Trail(None, None), start, 0.0)]
    fewest: dict[str, int] = {}
    while queue:
        _, used, trail, id_, cost = heapq.heappop(queue)
        if fewest.get(id_, hops + 1) <= used:
            continue
        fewest[id_] = used
        if id_ == end:
            return cost, trail.steps()
        if used == hops or not (id_ == start or walk.passable(id_)):
            continue
        for step in walk.steps(id_).values():
            if step.end in banned or (id_ == start and step.end in leaving) or fewest.get(step.end, hops + 1) <= used + 1:
                continue
            rest = far.bound(step.end)
            if rest is not None:
                further = round(cost + step.cost, ROUNDING)
                heapq.heappush(queue, (round(further + rest, ROUNDING), used + 1, _Trail(step, trail), step.end, further))
    return None


class _Trail:
    """The steps of a path so far, each linked to the one before it; trails are in the order of the entities they pass."""

    __slots__ = ("_before", "_step")

    def __init__(self, step: Step | None, before: _Trail | None) -> None:
        self._step, self._before = step, before

    def steps(self) -> Path:
        steps: list[Step] = []
        at: _Trail | None = self
        while at is not None and at._step is not None:
            steps.append(at._step)
            at = at._before
        return tuple(reversed(steps))

    def __lt__(self, other: _Trail) -> bool:
        return [s.end for s in self.steps()] < [s.end for s in other.steps()]


def k_best(walk: Walk, start: str, end: str, *, k: int, hops: int) -> list[tuple[float, Path]]:
    """Up to k simple paths with their costs, the best first; at equal cost the shorter, then by ids."""
    far, best = meet(walk, start, end)
    if best is None:
        return []
    found: list[tuple[float, Path]] = []
    waiting: list[tuple[float, int, tuple[str, ...], Path]] = []
    seen: set[tuple[str, ...]] = set()

    def offer(cost: float, path: Path) -> None:
        nodes = tuple(s.end for s in path)
        if nodes not in seen:
            seen.add(nodes)
            heapq.heappush(waiting, (round(cost, ROUNDING), len(path), nodes, path))

    first = best_path(walk, start, end, hops, far, (), ())
    if first is not None:
        offer(*first)
    while waiting and len(found) < k:
        cost, _, nodes, path = heapq.heappop(waiting)
        found.append((cost, path))
        if len(found) == k:
            break
        for at in range(len(path)):
            root = nodes[:at]
            spur = root[-1] if root else start
            leaving = {n[at] for n in (tuple(s.end for s in p) for _, p in found) if n[:at] == root and len(n) > at}
            banned = {start, *root} - {spur}
            rest = best_path(walk, spur, end, hops - at, far, banned, leaving)
            if rest is not None:
                offer(sum(s.cost for s in path[:at]) + rest[0], (*path[:at], *rest[1]))
    return found
