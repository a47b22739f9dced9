"""What lies around an entity, and what of a whole store is worth drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from ..graph.model import Edge, Entity, View
from ..graph.store import Store
from ..ontology.model import ontology

_BATCH = 5_000


class Surroundings(msgspec.Struct, frozen=True):
    """Entities with the accepted facts among them.

    `distance` is the number of hops from the root by entity id (empty where there is no root). `within` counts the entities
    that the question covers, also those that the limit left out.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    distance: dict[str, int]
    within: int


def neighbourhood(store: Store, root: Entity, view: View, *, hops: int = 2, limit: int = 1_500) -> Surroundings:
    """The entities within so many hops of one, whichever way the facts read.

    Countries, agencies and lists are shown and not gone through, unless one is the root. Above the limit the nearest are kept,
    of equally near ones those that the surest facts tie to the nearer ones.
    """
    start = str(root.id)
    distance = {start: 0}
    frontier, seen = [start], 1
    for hop in range(1, hops + 1):
        ties: dict[str, float] = defaultdict(float)
        closed: dict[str, bool] = {}
        inside = set(frontier)
        for edge in store.edges_at(frontier, view):
            for here, there, type_ in ((edge.subject, edge.object, edge.object_type), (edge.object, edge.subject, edge.subject_type)):
                if here in inside and there not in distance:
                    ties[there] += edge.confidence
                    closed[there] = closed.get(there, True) and _closes(edge, there, type_)
        ranked = sorted(ties, key=lambda i: (-ties[i], i))
        seen += len(ranked)
        kept = ranked[: max(0, limit - len(distance))]
        distance.update(dict.fromkeys(kept, hop))
        frontier = sorted(i for i in kept if not closed[i])
        if not frontier or len(distance) >= limit:
            break
    return Surroundings(_entities(store, distance), tuple(among(store, distance, view)), distance, seen)


def _closes(edge: Edge, there: str, type_: str) -> bool:
    """Whether the walk stops at the entity that this edge leads to."""
    return not ontology().classes[type_].stepping_stone or (ontology().relations[edge.predicate].list_membership and there == edge.object)


def whole(store: Store, view: View, *, limit: int = 1_500) -> Surroundings:
    """All entities that an accepted fact ties to another; above the limit those with the surest facts."""
    ids = sorted({str(e.id) for e in store.named(store.name_keys())})
    weight: dict[str, float] = defaultdict(float)
    for at in range(0, len(ids), _BATCH):
        batch = ids[at : at + _BATCH]
        inside = set(batch)
        for edge in store.edges_at(batch, view):
            for end in (edge.subject, edge.object):
                if end in inside:
                    weight[end] += edge.confidence
    kept = sorted(weight, key=lambda i: (-weight[i], i))[:limit]
    edges = among(store, kept, view)
    tied = {end for e in edges for end in (e.subject, e.object)}
    return Surroundings(_entities(store, tied), tuple(edges), {}, len(weight))


def among(store: Store, ids: Iterable[str], view: View) -> list[Edge]:
    """The accepted facts with both ends among these entities, by subject, relation and object."""
    inside = set(ids)
    edges = [e for e in store.edges_at(sorted(inside), view) if e.subject in inside and e.object in inside]
    return sorted(edges, key=lambda e: (e.subject, e.predicate, e.object, -e.confidence, str(e.key)))


def _entities(store: Store, ids: Iterable[str]) -> tuple[Entity, ...]:
    return tuple(e for e in (store.entity(i) for i in sorted(ids)) if e is not None)
