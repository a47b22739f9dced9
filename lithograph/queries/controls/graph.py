"""What a store adds: figures of chips and stakes in firms, as the loaded documents state them."""

from __future__ import annotations

from ...graph.facts import ACCEPTED_FROM
from ...graph.model import ClaimRow, Entity, View
from ...graph.store import Store
from ...ontology.controls.model import Figure, ItemFacts, controls
from ..holdings import Stake
from .parameters import BITS

_ATTRIBUTES = {
    **{name: name for name in BITS},
    "tpp": "tpp",
    "die_area_mm2": "die_area_mm2",
    "interconnect_gbs": "interconnect_gbs",
    "memory_bandwidth_gbs": "memory_bandwidth_gbs",
    "node_nm": "node_nm",
}
REFERENCE = "ref:"
"""Documents of the reference data; their figures are known already, with more detail."""


def figures(store: Store, item: str, known_by: str | None) -> list[Figure]:
    """Specifications of a chip that documents outside the reference data state, each document's as one figure."""
    out = []
    for row in store.claims_at(item, View(known_by=known_by)):
        figure = _figure(row, item)
        if figure is not None:
            out.append(figure)
    return out


def _figure(row: ClaimRow, item: str) -> Figure | None:
    e = row.evidence
    if row.attribute not in _ATTRIBUTES or row.subject.id != item or e.negated or e.document.id.startswith(REFERENCE):
        return None
    if not isinstance(row.value, (int, float)) or e.confidence < ACCEPTED_FROM or e.modality in ("planned", "possible"):
        return None
    note = "with sparsity" if "sparsity" in (e.quote or "") or "sparse" in (e.quote or "") else None
    source = e.document.title or e.document.id
    return Figure(
        quantity=_ATTRIBUTES[row.attribute], value=float(row.value), source=source, date=e.document.date, confidence=e.confidence, note=note
    )


def item_facts(store: Store, entity: Entity, known_by: str | None) -> ItemFacts:
    """A chip that only the store knows, with the designer that it states."""
    designs = store.edges_at([str(entity.id)], View(known_by=known_by), predicates=frozenset({"designs"}))
    designer = next((e.subject for e in designs if e.object == entity.id), None)
    party = controls().parties.get(designer or "")
    return ItemFacts(
        id=str(entity.id),
        name=entity.name,
        designer=designer,
        designer_country=party.country if party else None,
        figures=tuple(figures(store, str(entity.id), known_by)),
    )


def stakes(store: Store, firm: str, on: str, known_by: str | None, *, up: bool = True, limit: int = 5000) -> tuple[Stake, ...]:
    """The stakes in a firm and in its owners (or, downwards, that it and its subsidiaries hold) on a day.

    A `subsidiary_of` without a share, like an `owns` without one, is 0 to 100 per cent.
    """
    view = View(on=on, known_by=known_by)
    out: dict[tuple[str, str], Stake] = {}
    seen, layer = {firm}, [firm]
    while layer and len(out) < limit:
        edges = store.edges_at(layer, view, predicates=frozenset({"owns", "subsidiary_of"}))
        facts = store.facts_of([e.key for e in edges], view)
        inside, layer = set(layer), []
        for edge in edges:
            owner, owned = (edge.subject, edge.object) if edge.predicate == "owns" else (edge.object, edge.subject)
            near, far = (owned, owner) if up else (owner, owned)
            if near not in inside:
                continue
            share = facts[edge.key].share if edge.key in facts else None
            known = out.get((owner, owned))
            if known is None or share is not None:
                low, high = (share, share) if share is not None else (0.0, 100.0)
                if known is not None and known.high - known.low < 100:
                    low, high = min(low, known.low), max(high, known.high)
                out[owner, owned] = Stake(owner, owned, low, high, str(edge.key))
            if far not in seen:
                seen.add(far)
                layer.append(far)
    return tuple(out.values())
