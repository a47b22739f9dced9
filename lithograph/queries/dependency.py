"""Who depends on whom: paths between two entities, and everything up- or downstream of one."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Literal

import msgspec

from ..graph.model import Edge, Entity, View
from ..graph.store import Store
from ..ontology.model import ontology
from .hops import Hop, hops
from .shortest import k_best
from .walk import HOP_FACTOR, ReachError, Step, Walk


class DependencyPath(msgspec.Struct, frozen=True):
    """A path with its score: the product of the confidences of its hops, halved for every hop after the first."""

    score: float
    hops: tuple[Hop, ...]


class PathAnswer(msgspec.Struct, frozen=True):
    """The best paths between two entities; `why_none` says why there are none."""

    question: dict[str, object]
    paths: tuple[DependencyPath, ...]
    why_none: str | None


def paths(
    store: Store,
    start: Entity,
    end: Entity,
    view: View,
    *,
    k: int = 5,
    max_hops: int = 12,
    via: Collection[str] = (),
    depends: bool = False,
) -> PathAnswer:
    """The k best simple paths between two entities, by the strength of their evidence and their length.

    Every relation is walked in either direction; with `depends` only from an entity to what it depends on. `via` keeps only
    these relations. Two paths differ in the entities they pass; of parallel facts a path shows the best supported one.
    """
    question: dict[str, object] = {
        "from": start,
        "to": end,
        "k": k,
        "max_hops": max_hops,
        "on": view.on,
        "known_by": view.known_by,
        "via": sorted(via),
        "depends": depends,
        "include": list(view.include),
    }
    if start.id == end.id:
        return PathAnswer(question, (), f"'{start.name}' and '{end.name}' are the same entity")
    walk = Walk(store, view, (str(start.id), str(end.id)), via=via, depends=depends)
    try:
        found = k_best(walk, str(start.id), str(end.id), k=k, hops=max_hops)
    except ReachError as error:
        return PathAnswer(question, (), str(error))
    out = tuple(
        DependencyPath(round(math.exp(-cost) / HOP_FACTOR, 4), tuple(hops(store, _shown(store, steps, view), view)))
        for cost, steps in found
    )
    return PathAnswer(question, out, None if out else _why_none(start, end, view, via, depends, max_hops))


def _shown(store: Store, steps: Iterable[Step], view: View) -> list[tuple[int | str, bool]]:
    """The facts to show for steps: of equally good ones the first by item, so that the order of loading cannot show."""
    out = []
    for step in steps:
        facts = store.facts_of([step.key, *step.rivals], view) if step.rivals else {}
        out.append((min(facts.items(), key=lambda f: _item_order(f[1].item))[0] if facts else step.key, step.forward))
    return out


def _item_order(item: Entity | None) -> str:
    return (item.id or item.name) if item else ""


def _why_none(start: Entity, end: Entity, view: View, via: Collection[str], depends: bool, max_hops: int) -> str:
    limits = [f"within {max_hops} hops"]
    if depends:
        limits.append(f"along dependencies from {start.name} to what it depends on")
    if via:
        limits.append(f"by {', '.join(sorted(via))}")
    if view.on:
        limits.append(f"on {view.on}")
    if view.known_by:
        limits.append(f"in documents published by {view.known_by}")
    return f"no accepted facts lead from {start.name} to {end.name} {', '.join(limits)}"


class Reached(msgspec.Struct, frozen=True):
    """An entity of a trace, with the facts by which it was reached from the level before."""

    entity: Entity
    because: tuple[Hop, ...]


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one consumer takes in one respect: all of these, or any of these providers.

    `coverage` is the sum of the stated shares of the providers in percent, None where none is stated.
    """

    consumer: Entity
    predicate: str
    item: Entity | None
    coverage: float | None
    all_of: tuple[Entity, ...] = ()
    any_of: tuple[Entity, ...] = ()


class Trace(msgspec.Struct, frozen=True):
    """Everything that an entity depends on (`up`) or that depends on it (`down`), level by level, nearest first."""

    root: Entity
    direction: Literal["up", "down"]
    levels: tuple[tuple[Reached, ...], ...]
    groups: tuple[Group, ...]
    truncated: bool = False


def trace(store: Store, root: Entity, view: View, *, direction: Literal["up", "down"], depth: int = 4) -> Trace:
    """Follow dependencies from an entity, each entity at the level where it is first reached.

    Raises ReachError where more than the limit of entities are within reach.
    """
    known = {str(root.id)}
    frontier = [str(root.id)]
    levels: list[tuple[Reached, ...]] = []
    steps: list[Edge] = []
    for _ in range(depth):
        found: dict[str, list[tuple[int | str, bool]]] = {}
        rim = set(frontier)
        for edge in store.edges_at(frontier, view):
            for consumer, supplier, forward in _dependencies(edge):
                start, end, ahead = (consumer, supplier, forward) if direction == "up" else (supplier, consumer, not forward)
                if start in rim:
                    steps.append(edge)
                    if end not in known:
                        found.setdefault(end, []).append((edge.key, ahead))
        if not found:
            break
        known |= found.keys()
        if len(known) > 20_000:
            raise ReachError("more than 20,000 entities within reach; give a smaller --depth")
        levels.append(_level(store, found, view))
        frontier = sorted(found)
    return Trace(
        root,
        direction,
        tuple(levels),
        groups(store, steps, view),
        len(levels) == depth and _goes_on(store, frontier, known, view, direction),
    )


def _goes_on(store: Store, frontier: list[str], known: set[str], view: View, direction: str) -> bool:
    """Whether dependencies lead from the last level to entities that no level holds."""
    ends = ((c, s) if direction == "up" else (s, c) for e in store.edges_at(frontier, view) for c, s, _ in _dependencies(e))
    return any(start in known and end not in known for start, end in ends)


def _level(store: Store, found: dict[str, list[tuple[int | str, bool]]], view: View) -> tuple[Reached, ...]:
    """The entities of a level with the facts that led to each; one question to the store for all."""
    walked = iter(hops(store, [step for steps in found.values() for step in steps], view))
    level = [_reached([next(walked) for _ in steps]) for steps in found.values()]
    return tuple(sorted(level, key=lambda r: (r.entity.name, str(r.entity.id))))


def _reached(facts: list[Hop]) -> Reached:
    because = sorted(facts, key=lambda h: (-h.confidence, h.predicate, str(h.start.id), _item_order(h.item)))
    return Reached(because[0].end, tuple(because))


def _dependencies(edge: Edge) -> list[tuple[str, str, bool]]:
    """(consumer, supplier, whether that is the direction of the statement) for each dependency that an edge means."""
    out = []
    if edge.depends in ("subject", "both"):
        out.append((edge.subject, edge.object, True))
    if edge.depends in ("object", "both"):
        out.append((edge.object, edge.subject, False))
    return out


def groups(store: Store, edges: Iterable[Edge], view: View) -> tuple[Group, ...]:
    """The inputs of every consumer among the edges.

    What a consumer uses, contains or requires are inputs that it needs all of. Those who design, make or supply it are
    providers: of one item, or without an item in one respect, any of them will do; different items and respects are all needed.
    """
    unique = {e.key: e for e in sorted(edges, key=lambda e: (e.predicate, e.subject, e.object))}
    facts = store.facts_of(unique, view)
    found: dict[tuple[str, str, str], dict[str, tuple[Entity, float | None]]] = {}
    about: dict[tuple[str, str, str], tuple[Entity, str, Entity | None, bool]] = {}
    for key, edge in unique.items():
        fact = facts[key]
        for consumer, supplier, forward in _dependencies(edge):
            item = fact.item
            what = (item.id or item.name) if item else ""
            place = (consumer, edge.predicate if not item else "", what)
            ends = (fact.subject, fact.object) if forward else (fact.object, fact.subject)
            alternatives = not forward and ontology().relations[edge.predicate].depends == "object"
            about[place] = (ends[0], edge.predicate, item, alternatives)
            found.setdefault(place, {})[supplier] = (ends[1], fact.share)
    out = []
    for place in sorted(found):
        consumer_, predicate, item, alternatives = about[place]
        members = sorted(found[place].values(), key=lambda m: (m[0].name, str(m[0].id)))
        shares = [share for _, share in members if share is not None]
        entities = tuple(entity for entity, _ in members)
        coverage = round(min(100.0, sum(shares)), 2) if shares else None
        if alternatives and len(entities) > 1:
            out.append(Group(consumer_, predicate, item, coverage, any_of=entities))
        else:
            out.append(Group(consumer_, predicate, item, coverage, all_of=entities))
    return tuple(out)
