"""The k best simple paths between two entities, on edges that are fetched as the search goes.

Two searches in the order of cost, one from each end, fetch edges until every path that could still be among the k best lies on
edges that are known (`Meeting.certain` says why). Only then paths are made, in memory: Yen's algorithm (J. Y. Yen, Management
Science 17 (1971) 712) takes the next best path from each way of leaving the ones found so far, and each of its searches is
steered by the exact distances to the end over the known edges. With a limit of hops a search keeps, for each entity, the labels
that no other beats in both cost and hops, so that the limit is kept exactly.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection

from ..graph.facts import ACCEPTED_FROM
from .walk import HOP_COST, ROUNDING, Step, Walk

Path = tuple[Step, ...]
"""The steps from the start of a path to its end."""
RING = 0.1
"""How much farther a search looks with one question to the store. Less than a hop, so that no step within a ring can shorten the
way to another entity of it."""
MOST_HOP_COST = HOP_COST - math.log(ACCEPTED_FROM)
"""What the weakest edge costs."""
GRAIN = 0.5 * 10**-ROUNDING
"""Costs that differ by less are equal."""
SLACK = 1e-6
"""What rounding may have added to, or taken from, the cost of a path."""


class Ball:
    """A search in order of cost around one entity. An entity is settled when its distance is known and its edges are fetched."""

    def __init__(self, walk: Walk, centre: str, *, back: bool) -> None:
        self._walk, self._back = walk, back
        self._settled: set[str] = set()
        self._queue: list[tuple[float, str]] = [(0.0, centre)]
        self.reached: dict[str, float] = {centre: 0.0}
        """The cost of the best way that is known, exact where settled."""

    @property
    def radius(self) -> float:
        """No entity that is not settled lies nearer than this; infinite where all within reach are settled."""
        while self._queue and self._queue[0][1] in self._settled:
            heapq.heappop(self._queue)
        return self._queue[0][0] if self._queue else math.inf

    @property
    def fewest(self) -> float:
        """No entity that is not settled is reached by fewer hops than this."""
        return math.ceil(self.radius / MOST_HOP_COST - SLACK) if self.radius < math.inf else math.inf

    @property
    def rim(self) -> int:
        """How many entities wait to be settled."""
        return len(self._queue)

    def grow(self) -> list[str]:
        """Settle the next ring; the entities that have a better way now."""
        edge = self.radius + RING
        ring = []
        while self._queue and self._queue[0][0] < edge:
            _, id_ = heapq.heappop(self._queue)
            if id_ not in self._settled:
                self._settled.add(id_)
                ring.append(id_)
        onward = [id_ for id_ in ring if self._walk.passable(id_)]
        self._walk.fetch(onward)
        better = []
        reached = self.reached
        for id_ in onward:
            so_far = reached[id_]
            for other, step in (self._walk.into(id_) if self._back else self._walk.out(id_)).items():
                if other not in reached or so_far + step.cost < reached[other] - GRAIN:
                    reached[other] = cost = round(so_far + step.cost, ROUNDING)
                    heapq.heappush(self._queue, (cost, other))
                    better.append(other)
        return better


class Meeting:
    """A ball around each end of the paths that are looked for."""

    def __init__(self, walk: Walk, start: str, end: str, hops: int) -> None:
        self._near, self._far = Ball(walk, start, back=False), Ball(walk, end, back=True)
        self._most_hops = hops
        self.best = math.inf
        """The cost of the best path that was met, whatever its hops."""

    @property
    def certain(self) -> float:
        """All edges of every path that costs less than this are known.

        An edge from v to w is not known only where neither ball has settled either of them. So a path over it costs at least the
        near radius up to v, the hop, and the far radius from w; and it has at least `fewest` hops up to v, one, and `fewest`
        from w, which may be more than are allowed.
        """
        if self._near.fewest + 1 + self._far.fewest > self._most_hops:
            return math.inf
        return self._near.radius + HOP_COST + self._far.radius - SLACK

    def grow(self) -> None:
        """Let the ball with the smaller rim look farther."""
        ball, other = (self._near, self._far) if self._near.rim <= self._far.rim else (self._far, self._near)
        for id_ in ball.grow():
            if id_ in other.reached:
                self.best = min(self.best, ball.reached[id_] + other.reached[id_])


class Known:
    """The edges that are known, as a search sees them for paths to the end that cost at most so much."""

    def __init__(self, walk: Walk, end: str, most: float) -> None:
        self._walk, self._end, self._most = walk, end, most
        self.rest = self._distances()
        """The cost of the best way to the end from each entity, where it is not above `most`."""
        self._onward: dict[str, list[tuple[float, str, Step]]] = {}

    def _distances(self) -> dict[str, float]:
        settled: dict[str, float] = {}
        reached = {self._end: 0.0}
        queue = [(0.0, self._end)]
        while queue:
            cost, id_ = heapq.heappop(queue)
            if id_ in settled:
                continue
            settled[id_] = cost
            if not self._walk.passable(id_):
                continue
            for other, step in self._walk.into(id_).items():
                further = cost + step.cost
                if further <= self._most and (other not in reached or further < reached[other] - GRAIN):
                    reached[other] = further = round(further, ROUNDING)
                    heapq.heappush(queue, (further, other))
        return settled

    def onward(self, id_: str) -> list[tuple[float, str, Step]]:
        """(cost of the best way to the end by this step, where it leads, the step), sorted."""
        if id_ not in self._onward:
            rest = self.rest
            self._onward[id_] = sorted(
                (round(step.cost + rest[other], ROUNDING), other, step) for other, step in self._walk.out(id_).items() if other in rest
            )
        return self._onward[id_]

    def best_path(
        self, start: str, *, hops: int, most: float, banned: Collection[str] = (), leaving: Collection[str] = ()
    ) -> tuple[float, Path] | None:
        """The best path that has at most so many hops and does not cost more than `most`, avoids the banned entities and does
        not leave the start towards `leaving`; at equal cost the shorter, then by ids."""
        # (estimate, hops, trail, which of the ways onward from the entity before it this is)
        queue: list[tuple[float, int, _Trail, int]] = []
        fewest = {start: 0}

        def push(trail: _Trail, number: int) -> None:
            """Put the next way onward into the queue; those behind it are no better and wait until it is taken."""
            ways = self.onward(trail.at)
            for at in range(number, len(ways)):
                further, other, step = ways[at]
                if trail.cost + further > most:
                    return
                if other in banned or (not trail.hops and other in leaving) or fewest.get(other, hops + 1) <= trail.hops + 1:
                    continue
                heapq.heappush(queue, (round(trail.cost + further, ROUNDING), trail.hops + 1, _Trail(other, trail, step), at))
                return

        push(_Trail(start), 0)
        while queue:
            _, used, trail, number = heapq.heappop(queue)
            if trail.before is not None:
                push(trail.before, number + 1)
            if fewest.get(trail.at, hops + 1) <= used:
                continue
            fewest[trail.at] = used
            if trail.at == self._end:
                return trail.cost, trail.steps()
            if used < hops and self._walk.passable(trail.at):
                push(trail, 0)
        return None


class _Trail:
    """The steps of a path so far, each linked to the one before it; trails are in the order of the entities they pass."""

    __slots__ = ("at", "before", "cost", "hops", "step")

    def __init__(self, at: str, before: _Trail | None = None, step: Step | None = None) -> None:
        self.at, self.before, self.step = at, before, step
        self.cost: float = round(before.cost + step.cost, ROUNDING) if before and step else 0.0
        self.hops: int = before.hops + 1 if before else 0

    def steps(self) -> Path:
        """From the first to the last."""
        steps: list[Step] = []
        trail: _Trail | None = self
        while trail is not None and trail.step is not None:
            steps.append(trail.step)
            trail = trail.before
        return tuple(reversed(steps))

    def __lt__(self, other: _Trail) -> bool:
        return [s.end for s in self.steps()] < [s.end for s in other.steps()]


def k_best_known(walk: Walk, start: str, end: str, *, k: int, hops: int, most: float) -> list[tuple[float, Path]]:
    """Up to k simple paths over known edges that cost at most so much, the best first; at equal cost the shorter, then by ids."""
    known = Known(walk, end, most)
    found: list[tuple[float, Path]] = []
    waiting: list[tuple[float, int, tuple[str, ...], Path]] = []
    seen: set[tuple[str, ...]] = set()

    def offer(cost: float, path: Path) -> None:
        nodes = tuple(s.end for s in path)
        if nodes not in seen:
            seen.add(nodes)
            heapq.heappush(waiting, (round(cost, ROUNDING), len(path), nodes, path))

    first = known.best_path(start, hops=hops, most=most)
    if first is not None:
        offer(*first)
    while waiting and len(found) < k:
        cost, _, nodes, path = heapq.heappop(waiting)
        found.append((cost, path))
        missing = k - len(found)
        if not missing:
            break
        for at in range(len(path)):
            root, before = nodes[:at], sum(s.cost for s in path[:at])
            spur = root[-1] if root else start
            leaving = {n[at] for n in (tuple(s.end for s in p) for _, p in found) if n[:at] == root and len(n) > at}
            banned = {start, *root} - {spur}
            limit = heapq.nsmallest(missing, waiting)[-1][0] + SLACK if len(waiting) >= missing else most
            further = known.best_path(spur, hops=hops - at, most=limit - before, banned=banned, leaving=leaving)
            if further is not None:
                offer(before + further[0], (*path[:at], *further[1]))
    return found


def k_best(walk: Walk, start: str, end: str, *, k: int, hops: int) -> list[tuple[float, Path]]:
    """Up to k simple paths with their costs, the best first; at equal cost the shorter, then by ids. Raises ReachError."""
    meeting = Meeting(walk, start, end, hops)
    enough = 0.0
    while True:
        while meeting.certain <= enough or meeting.certain <= meeting.best < math.inf:
            meeting.grow()
        certain = meeting.certain
        found = k_best_known(walk, start, end, k=k, hops=hops, most=certain + HOP_COST) if meeting.best < math.inf else []
        if certain == math.inf or (len(found) == k and found[-1][0] < certain):
            return found
        enough = found[-1][0] if len(found) == k else certain + HOP_COST / 2
