"""The graph as a search walks it: edges fetched a frontier at a time and kept, with the rules of where a path may pass."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from ..errors import LithographError
from ..graph.model import Edge, View
from ..graph.store import Store
from ..ontology.model import ontology

HOP_FACTOR = 0.5
"""What one more hop costs a path: its score is the product of its confidences, halved for every hop after the first."""
HOP_COST = -math.log(HOP_FACTOR)
ROUNDING = 9
"""Digits to which costs are compared, so that equal evidence stays equal whatever the order of adding."""
REACH_LIMIT = 60_000
"""Entities that one search looks at before it gives up and says so."""


class ReachError(LithographError):
    """A search has looked at too many entities."""


class Step:
    """One way between two neighbouring entities: the best fact that joins them. `forward`: walked from subject to object.

    `rivals` are facts as good as `key` that differ from it in the item only.
    """

    __slots__ = ("cost", "end", "forward", "key", "predicate", "rivals")

    def __init__(self, end: str, cost: float, key: int | str, forward: bool, predicate: str) -> None:
        self.end, self.cost, self.key, self.forward, self.predicate = end, cost, key, forward, predicate
        self.rivals: list[int | str] = []


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
        classes, relations = ontology().classes, ontology().relations
        self._barred = frozenset() if via else frozenset(c.name for c in classes.values() if not c.stepping_stone)
        self._lists = frozenset(r.name for r in relations.values() if r.list_membership) - self._via

    def fetch(self, ids: Iterable[str]) -> None:
        """Make sure that the steps of these entities are known; one question to the store for all."""
        fresh = {i for i in ids if i not in self._out}
        if not fresh:
            return
        if len(self._out) + len(fresh) > REACH_LIMIT:
            raise ReachError(f"more than {REACH_LIMIT:,} entities within reach; narrow the question with --via, --on or --max-hops")
        for i in fresh:
            self._out[i], self._into[i] = {}, {}
        for edge in self._store.edges_at(sorted(fresh), self._view, predicates=self._via or None):
            if edge.predicate in self._lists and edge.object not in self._ends:
                continue  # membership leads to a list that is asked about, never through one to its other members
            self._types[edge.subject], self._types[edge.object] = edge.subject_type, edge.object_type
            for start, end, forward in ((edge.subject, edge.object, True), (edge.object, edge.subject, False)):
                if self._depends and edge.depends not in ("both", "subject" if forward else "object"):
                    continue
                if start in fresh:
                    _keep_best(self._out[start], end, edge, forward)
                if end in fresh:
                    _keep_best(self._into[end], start, edge, forward)

    def passable(self, id_: str) -> bool:
        """Whether a path may go on from the entity. It must have been fetched, or met as a neighbour."""
        return id_ in self._ends or self._types.get(id_) not in self._barred

    def steps(self, id_: str, *, back: bool = False) -> Steps:
        """The steps out of an entity; with `back` those that lead into it, by where they come from."""
        if id_ not in self._out:
            self.fetch([id_])
        return self._into[id_] if back else self._out[id_]


def _keep_best(steps: Steps, end: str, edge: Edge, forward: bool) -> None:
    cost = round(HOP_COST - math.log(edge.confidence), ROUNDING)
    best = steps.get(end)
    if best is None or (cost, edge.predicate, not forward) < (best.cost, best.predicate, not best.forward):
        steps[end] = Step(end, cost, edge.key, forward, edge.predicate)
    elif (cost, edge.predicate, forward) == (best.cost, best.predicate, best.forward):
        best.rivals.append(edge.key)
