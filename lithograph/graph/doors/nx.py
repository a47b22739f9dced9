"""The store, or a part of it, as a networkx graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal

from ..model import View
from ..store import Store
from .property_graph import links, node_attributes

if TYPE_CHECKING:
    import networkx

Direction = Literal["up", "down"]


def to_networkx(
    store: Store,
    view: View,
    *,
    around: Collection[str] | None = None,
    hops: int = 2,
    direction: Direction | None = None,
    predicates: frozenset[str] = frozenset(),
) -> networkx.MultiDiGraph[str]:
    """A MultiDiGraph: entity ids as nodes, and an edge for every accepted fact, keyed by predicate and item.

    Nodes carry name, type, labels, further names and identifiers, edges the attributes of `property_graph.EDGE_TYPES`. With
    `around` only what lies within `hops` steps of these ids; with `direction` a step leads to what an entity depends on (up)
    or to what depends on it (down). `predicates` keeps only these relations.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    with store.snapshot():
        among = None if around is None else reach(store, view, around, hops, direction, predicates)
        for profile in store.profiles(among):
            graph.add_node(str(profile.entity.id), **node_attributes(profile))
        for link in links(store, view, among):
            fact = link.fact
            if predicates and fact.predicate not in predicates:
                continue
            item = fact.item.id or fact.item.name if fact.item else None
            key = fact.predicate if item is None else f"{fact.predicate} {item}"
            graph.add_edge(str(fact.subject.id), str(fact.object.id), key, **link.attributes())
    return graph


def reach(store: Store, view: View, start: Collection[str], hops: int, direction: Direction | None, predicates: frozenset[str]) -> set[str]:
    """The entities within so many steps, the first ones included."""
    seen = {str(e.id) for e in map(store.entity, start) if e is not None}
    frontier: Sequence[str] = sorted(seen)
    for _ in range(hops):
        found: set[str] = set()
        for edge in store.edges_at(frontier, view, predicates=predicates or None):
            for near, far, depends in ((edge.subject, edge.object, "subject"), (edge.object, edge.subject, "object")):
                # Upstream of the side that depends lies the other one.
                wanted = direction is None or edge.depends == "both" or (edge.depends == depends) == (direction == "up")
                if wanted and (direction is None or edge.depends != "none") and near in seen:
                    found.add(far)
        frontier = sorted(found - seen)
        seen |= found
        if not frontier:
            break
    return seen
