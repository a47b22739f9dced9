"""The graph as a search walks it: edges fetched a frontier at a time and kept, with the rules of where a path may pass."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable

from ..errors import LithographError
from ..graph.model import View
from ..graph.store import Store
from ..ontology.model import ontology

HOP_FACTOR = 0.5
"""What one more hop costs a path: its score is the product of its confidences, halved for every hop after the first."""
HOP_COST = -math.log(HOP_FACTOR)
ROUNDING = 9
"""Digits to which costs are compared, so that equal evidence stays equal whatever the order of adding."""
REACH_LIMIT = 60_000
EDGE_LIMIT = 400_000
"""Entities, and facts, that one search looks at before it gives up and says so."""


class ReachError(LithographError):
    """A search has looked at too many entities."""


class Step:
    """One way between two neighbouring entities: the best fact that joins them. `forward`: walked from subject to object.

    `rivals` are facts as good as `key` that differ from it in the item only.
    """

    __slots__ = ("cost", "end", "forward", "key", "predicate", "rivals", "start")

    def __init__(self, start: str, end: str, cost: float, key: int | str, forward: bool, predicate: str) -> None:
        self.start, self.end, self.cost, self.key, self.forward, self.predicate = start, end, cost, key, forward, predicate
        self.rivals: tuple[int | str, ...] = ()


Steps = dict[str, Step]
"""Steps by the entity at their other end."""


class Walk:
    """Steps out of, and into, entities under a view.

    With `depends` only from what depends to what it depends on. `via` keeps only these relations. Countries, agencies and
    lists are ends, not stepping stones, unless `via` names the relation by which they are reached and left.
    """

    def __init__(self, store: Store, view: View, ends: Collection[str], *, via: Collection[str] = (), depends: bool = False) -> None:
        self._store, self._view, self._ends = store, view, frozenset(ends)
        self._via, self._depends = frozenset(via), depends
        self._out: dict[str, Steps] = {}
        self._into: dict[str, Steps] = {}
        self._types: dict[str, str] = {}
        self._fetched: set[str] = set()
        self._edges = 0
        classes, relations = ontology().classes, ontology().relations
        self._barred = frozenset() if via else frozenset(c.name for c in classes.values() if not c.stepping_stone)
        self._lists = frozenset(r.name for r in relations.values() if r.list_membership) - self._via

    def fetch(self, ids: Iterable[str]) -> None:
        """Make sure that all steps from and to these entities are known; one question to the store for all.

        Raises ReachError where this search has asked for too many.
        """
        fresh = {i for i in ids if i not in self._fetched}
        if not fresh:
            return
        if len(self._fetched) + len(fresh) > REACH_LIMIT or self._edges > EDGE_LIMIT:
            raise ReachError("too many entities within reach to search them all; narrow the question with --via, --on or --max-hops")
        self._fetched |= fresh
        types, lists, keep, depends = self._types, self._lists, self._keep_best, self._depends
        for edge in self._store.edges_at(sorted(fresh), self._view, predicates=self._via or None):
            subject, predicate, object_ = edge.subject, edge.predicate, edge.object
            if predicate in lists and object_ not in self._ends:
                continue  # membership leads to a list that is asked about, never through one to its other members
            self._edges += 1
            types[subject], types[object_] = edge.subject_type, edge.object_type
            cost = _cost(edge.confidence)
            if not depends or edge.depends in ("both", "subject"):
                keep(Step(subject, object_, cost, edge.key, True, predicate))
            if not depends or edge.depends in ("both", "object"):
                keep(Step(object_, subject, cost, edge.key, False, predicate))

    def _keep_best(self, step: Step) -> None:
        start, end = step.start, step.end
        steps = self._out.get(start)
        if steps is None:
            steps = self._out[start] = {}
        best = steps.get(end)
        if best is None or _order(step) < _order(best):
            steps[end] = step
            into = self._into.get(end)
            if into is None:
                into = self._into[end] = {}
            into[start] = step
        elif step.key != best.key and _order(step) == _order(best) and step.key not in best.rivals:
            best.rivals += (step.key,)

    def passable(self, id_: str) -> bool:
        """Whether a path may go on from the entity. It must have been fetched, or met as a neighbour."""
        return id_ in self._ends or self._types.get(id_) not in self._barred

    def out(self, id_: str) -> Steps:
        """The steps out of an entity that are known, by where they lead: all of them where it was fetched."""
        return self._out.get(id_, {})

    def into(self, id_: str) -> Steps:
        """The steps into an entity that are known, by where they come from."""
        return self._into.get(id_, {})


@functools.lru_cache(maxsize=4096)
def _cost(confidence: float) -> float:
    """What a hop over a fact of this confidence costs."""
    return round(HOP_COST - math.log(confidence), ROUNDING)


def _order(step: Step) -> tuple[float, str, bool]:
    return step.cost, step.predicate, not step.forward
