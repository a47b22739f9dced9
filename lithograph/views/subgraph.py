"""From a question to what its picture shows: entities, the links among them, where each stands, and what the page says.

A column is a step of dependency: what an entity depends on stands to its right, what depends on it to its left.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..graph.model import Edge, Entity, Fact, View
from ..graph.store import Store
from ..ontology.model import ontology
from ..queries import dependency, neighbourhood, substitution
from .layers import layered

LIMIT = 1_500
"""Entities that one picture shows at most."""
STANDING_IN = frozenset(substitution.CLAIM_WEIGHT)


class Link(msgspec.Struct, frozen=True):
    """The accepted facts by which one relation ties two entities; they differ in their item."""

    subject: str
    predicate: str
    object: str
    depends: str
    facts: tuple[Fact, ...]

    @property
    def confidence(self) -> float:
        """How sure the surest of its facts is."""
        return max(f.confidence for f in self.facts)

    @property
    def support(self) -> int:
        """Documents behind the best supported of its facts."""
        return max(f.support for f in self.facts)

    @property
    def ends(self) -> tuple[str, str]:
        """From where to where its arrow leads: from what depends to what it depends on, else from subject to object."""
        return next(iter(self.steps()), (self.subject, self.object))

    def steps(self) -> list[tuple[str, str]]:
        """(who depends, on what) for each dependency that the link means."""
        out = [(self.subject, self.object)] if self.depends in ("subject", "both") else []
        return out + ([(self.object, self.subject)] if self.depends in ("object", "both") else [])


class Subgraph(msgspec.Struct, frozen=True):
    """What one picture shows.

    `columns` says how many steps of dependency an entity stands to the right; `bands` whether rules stand above and places
    below the columns. `focus` is what was asked about, `near` what stands out with it in a large picture. `lines` are
    the answer in words, `notes` what was left out, `remarks` lines about one entity by its id.
    """

    title: str
    sentence: str
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    columns: Mapping[str, float]
    focus: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    bands: bool = False
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: Mapping[str, tuple[str, ...]] = {}


def short(name: str) -> str:
    """A name as sentences carry it; the panel of its node has it whole."""
    plain = " ".join(name[:200].split())
    return plain if len(plain) <= 60 else plain[:59] + "…"


def links(store: Store, edges: Iterable[Edge], view: View) -> tuple[Link, ...]:
    """Edges as links, their facts in full, by subject, relation and object."""
    groups: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.subject, edge.predicate, edge.object].append(edge)
    facts = store.facts_of((e.key for group in groups.values() for e in group), view)
    out = []
    for (subject, predicate, object_), group in sorted(groups.items()):
        depends = {e.depends for e in group}
        direction = "both" if {"subject", "object"} <= depends else max(depends, key=("none", "subject", "object", "both").index)
        own = sorted((facts[e.key] for e in group), key=lambda f: (-f.confidence, f.item.name if f.item else "", str(f.key)))
        out.append(Link(subject, predicate, object_, direction, tuple(own)))
    return tuple(out)


def of_entity(store: Store, root: Entity, view: View, *, hops: int = 2) -> Subgraph:
    """An entity with what lies within so many hops of it."""
    found = neighbourhood.neighbourhood(store, root, view, hops=hops, limit=LIMIT)
    joined = links(store, found.edges, view)
    notes = []
    if found.within > len(found.entities):
        notes.append(
            f"{found.within - len(found.entities):,} of the {found.within:,} entities within reach are left out: the picture shows the "
            f"nearest {LIMIT:,}, of equally near ones those with the surest facts."
        )
    elif len(found.entities) > 80 and hops > 1:
        notes.append(f"For a smaller picture give --hops {hops - 1}.")
    return Subgraph(
        root.name,
        f"{short(root.name)} and what lies within {hops} {'hop' if hops == 1 else 'hops'} of it",
        found.entities,
        joined,
        _around(str(root.id), joined),
        (str(root.id),),
        tuple(i for i, distance in found.distance.items() if distance == 1),
        bands=True,
        notes=tuple(notes),
    )


def _around(root: str, joined: Sequence[Link]) -> dict[str, float]:
    """Columns around a root: one to the right for each dependency on the way from it, one to the left against; other links
    lead half a column aside, so that they are not drawn over what stands in it."""
    ways: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in joined:
        step = {"subject": 1.0, "object": -1.0}.get(link.depends, 0.5)
        ways[link.subject].append((link.object, step))
        ways[link.object].append((link.subject, -step if link.depends != "both" else step))
    columns = {root: 0.0}
    queue = deque([root])
    while queue:
        at = queue.popleft()
        # whole steps first: an entity that is also reached by a dependency stands where the dependency puts it
        for other, step in sorted(ways[at], key=lambda w: (-abs(w[1]), w[0], w[1])):
            if other not in columns:
                columns[other] = columns[at] + step
                queue.append(other)
    # Whoever has the same needs as the root would stand in one column with it; the root has its own.
    return {i: at - 0.25 if at == 0 and i != root else at for i, at in columns.items()}


def of_store(store: Store, view: View) -> Subgraph:
    """The whole store, or the best supported part of it."""
    found = neighbourhood.whole(store, view, limit=LIMIT)
    joined = links(store, found.edges, view)
    total = store.counts().entities
    notes = []
    if found.within > len(found.entities):
        notes.append(
            f"The picture shows the {len(found.entities):,} entities with the surest facts, "
            f"of {found.within:,} that a fact ties to another."
        )
    if total > found.within:
        notes.append(f"{total - found.within:,} more stand in the store without an accepted fact that ties them to another.")
    if notes:
        notes.append("To see one of them, name it: lithograph view NAME.")
    ids = [str(e.id) for e in found.entities]
    steps = [s for link in joined for s in link.steps()]
    others = [(link.subject, link.object) for link in joined if not link.steps()]
    return Subgraph(
        "The whole store",
        "Everything in the store" if not notes else "The best supported part of the store",
        found.entities,
        joined,
        layered(ids, steps, others),
        bands=True,
        notes=tuple(notes),
    )


def of_paths(store: Store, start: Entity, end: Entity, view: View, *, hops: int = 12) -> Subgraph:
    """The best paths between two entities."""
    answer = dependency.paths(store, start, end, view, max_hops=hops)
    columns: dict[str, float] = {str(start.id): 0.0}
    wanted: set[tuple[str | None, str, str | None]] = set()
    entities = {str(start.id): start, str(end.id): end}
    lines = []
    for path in answer.paths:
        lines.append(" — ".join(short(e.name) for e in (start, *(h.end for h in path.hops))) + f" (score {path.score:.2f})")
        for at, hop in enumerate(path.hops, 1):
            entities[str(hop.end.id)] = hop.end
            columns.setdefault(str(hop.end.id), float(at))
            wanted.add((hop.subject.id, hop.predicate, hop.object.id))
    columns[str(end.id)] = max([1.0, *(columns[i] + 1 for i in columns if i != str(end.id) and answer.paths)])
    edges = [e for e in neighbourhood.among(store, entities, view) if (e.subject, e.predicate, e.object) in wanted]
    count = len(answer.paths)
    sentence = f"The {count} best paths" if count > 1 else "The only path" if count else "There is no path"
    return Subgraph(
        f"{short(start.name)} to {short(end.name)}",
        f"{sentence} from {short(start.name)} to {short(end.name)}",
        _sorted(entities),
        links(store, edges, view),
        columns,
        (str(start.id), str(end.id)),
        lines=tuple(lines),
        notes=(f"No path: {answer.why_none}.",) if answer.why_none else (),
    )


def of_trace(store: Store, root: Entity, view: View, *, depth: int = 4) -> Subgraph:
    """What an entity depends on, to its right, and what depends on it, to its left."""
    up = dependency.trace(store, root, view, direction="up", depth=depth)
    down = dependency.trace(store, root, view, direction="down", depth=depth)
    entities, columns = {str(root.id): root}, {str(root.id): 0.0}
    for sign, found in ((1.0, up), (-1.0, down)):
        for number, level in enumerate(found.levels, 1):
            for reached in level:
                entities.setdefault(str(reached.entity.id), reached.entity)
                columns.setdefault(str(reached.entity.id), sign * number)
    kept = dict(sorted(entities.items(), key=lambda e: (abs(columns[e[0]]), e[0]))[:LIMIT])
    notes = [f"No accepted fact says that {short(root.name)} depends on anything."] if not up.levels else []
    notes += [f"No accepted fact says that anything depends on {short(root.name)}."] if not down.levels else []
    notes += [f"There is more beyond {depth} levels: give a larger --hops."] if up.truncated or down.truncated else []
    if len(kept) < len(entities):
        notes.append(f"{len(entities) - len(kept):,} of {len(entities):,} entities, the farthest ones, are left out.")
    edges = [e for e in neighbourhood.among(store, kept, view) if e.depends != "none"]
    choices = [g for g in up.groups if g.any_of and str(g.consumer.id) in kept]
    return Subgraph(
        f"{short(root.name)}: dependencies",
        f"What {short(root.name)} depends on, to its right, and what depends on it, to its left",
        _sorted(kept),
        links(store, edges, view),
        columns,
        (str(root.id),),
        lines=tuple(map(_choice, choices)),
        notes=tuple(notes),
    )


def _choice(group: dependency.Group) -> str:
    what = group.item.name if group.item else ontology().relations[group.predicate].inverse_label
    known = "coverage unknown" if group.coverage is None else f"{group.coverage:g} % covered"
    return f"{group.consumer.name}, {what}: any of {', '.join(e.name for e in group.any_of)} ({known})"


def of_substitutes(store: Store, item: Entity, view: View, *, depth: int = 2) -> Subgraph:
    """What could take the place of an item, with what the candidates depend on in turn."""
    answer = substitution.substitutes(store, item, view, depth=depth)
    candidates = {str(c.entity.id) for c in answer.candidates}
    entities, columns = {str(item.id): item}, {str(item.id): 0.0}
    remarks: dict[str, tuple[str, ...]] = {}
    lines = []
    for number, candidate in enumerate(answer.candidates, 1):
        id_ = str(candidate.entity.id)
        entities[id_], columns[id_] = candidate.entity, 1.0
        lines.append(f"{short(candidate.entity.name)} ({candidate.modality}, score {candidate.score:.2f})")
        told = [f"Candidate {number} for {short(item.name)}, score {candidate.score:.2f}"]
        told += [f"{r.text}: {r.value:g} of it" for r in candidate.reasons if r.kind == "specification"]
        remarks[id_] = (*told, *([f"unknown: {', '.join(candidate.unknown)}"] if candidate.unknown else []))
    for candidate in answer.candidates:
        for hop in candidate.depends_on:
            for end in (hop.subject, hop.object):
                entities.setdefault(str(end.id), end)
    edges = [e for e in neighbourhood.among(store, entities, view) if _shown(e, str(item.id), candidates)]
    joined = links(store, edges, view)
    _continue(columns, joined, start=1.0)
    return Subgraph(
        f"Substitutes for {short(item.name)}",
        f"What could take the place of {short(item.name)}, and what that depends on in turn" if candidates else "There is no substitute",
        _sorted(entities),
        joined,
        columns,
        (str(item.id),),
        lines=tuple(lines),
        notes=(f"No substitute: {answer.why_none}.",) if answer.why_none else (),
        remarks=remarks,
    )


def _shown(edge: Edge, item: str, candidates: set[str]) -> bool:
    """In a picture of substitutes: what ties candidates to the item or each other, and dependencies of anything but the item."""
    if edge.predicate in STANDING_IN:
        return {edge.subject, edge.object} <= candidates | {item}
    consumers = {edge.subject} if edge.depends == "subject" else {edge.object} if edge.depends == "object" else {edge.subject, edge.object}
    return edge.depends != "none" and item not in consumers


def _continue(columns: dict[str, float], joined: Sequence[Link], *, start: float) -> None:
    """Give entities without a column one more than the nearest that depends on them."""
    frontier = sorted(i for i, c in columns.items() if c == start)
    suppliers: dict[str, list[str]] = defaultdict(list)
    for link in joined:
        for consumer, supplier in link.steps():
            suppliers[consumer].append(supplier)
    at = start
    while frontier:
        at += 1
        fresh = sorted({s for i in frontier for s in suppliers[i]} - columns.keys())
        columns.update(dict.fromkeys(fresh, at))
        frontier = fresh


def _sorted(entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    return tuple(entities[i] for i in sorted(entities))
