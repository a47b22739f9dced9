"""What could take the place of a chip: candidates that a document names, measured against it by their specifications."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..graph.model import ClaimRow, Entity, Evidence, View
from ..graph.store import Store
from ..ontology.model import ontology
from .dependency import trace
from .hops import Hop, hops

CLAIM_WEIGHT = {"substitutes": 1.0, "comparable_to": 0.85, "successor_of": 0.5}
"""How much a claim of each kind says that one part can stand in for another: said so; measured against it; the next generation."""
MEASURED = ("tpp", "tops_int8", "tflops_fp16", "tflops_fp8", "memory_gb", "memory_bandwidth_gbs", "interconnect_gbs")
"""Specifications that are compared, in the order in which they are shown."""
UNMEASURED_FACTOR = 0.75
"""What is left of a candidate's score where no specification of both is known."""


class Reason(msgspec.Struct, frozen=True):
    """One component of a candidate's rank. `value` is a confidence for a claim, a ratio candidate : item for a specification."""

    kind: str
    text: str
    value: float | None
    evidence: tuple[Evidence, ...]


class Candidate(msgspec.Struct, frozen=True):
    """A possible substitute. `depends_on` are the dependencies that it would bring with it, `unknown` the specifications that
    no source gives; `status` stays None until a control determines it."""

    entity: Entity
    score: float
    modality: str
    reasons: tuple[Reason, ...]
    status: None
    depends_on: tuple[Hop, ...]
    unknown: tuple[str, ...]


class Substitutes(msgspec.Struct, frozen=True):
    """The candidates for an item, the best first; `why_none` says why there are none."""

    item: Entity
    candidates: tuple[Candidate, ...]
    why_none: str | None


def substitutes(store: Store, item: Entity, view: View, *, user: Entity | None = None, depth: int = 2) -> Substitutes:
    """Rank what documents present as replacing, matching or succeeding the item, or a member of its family.

    The score is the best claim's confidence times its weight (CLAIM_WEIGHT), times the mean of the specification ratios, each
    capped at 1 (0.75 where none can be formed). For a user, a candidate that it designs, uses or is supplied with gains a tenth.
    """
    family = _family(store, item, view)
    found: dict[str, list[tuple[int | str, bool]]] = {}
    for edge in store.edges_at(sorted(family), view, predicates=frozenset(CLAIM_WEIGHT)):
        subject_inside, object_inside = edge.subject in family, edge.object in family
        if subject_inside and object_inside:
            continue
        # "A substitutes B" offers A for B, never B for A; being comparable works both ways.
        if object_inside or edge.predicate == "comparable_to":
            other = edge.subject if object_inside else edge.object
            found.setdefault(other, []).append((edge.key, object_inside))
    own = _specifications(store, str(item.id), view)
    candidates = [_candidate(store, id_, steps, own, view, user, depth) for id_, steps in found.items()]
    candidates.sort(key=lambda c: (-c.score, c.entity.name, str(c.entity.id)))
    none = (
        None
        if candidates
        else f"no accepted claim presents anything as a substitute of {item.name}, as comparable to it or as its successor"
    )
    return Substitutes(item, tuple(candidates), none)


def _family(store: Store, item: Entity, view: View) -> set[str]:
    """The item, the family that it is a variant of, and the variants where it is a family."""
    own = str(item.id)
    edges = store.edges_at([own], View(known_by=view.known_by), predicates=frozenset({"variant_of"}))
    return {own} | {e.subject for e in edges} | {e.object for e in edges}


def _candidate(
    store: Store,
    id_: str,
    steps: list[tuple[int | str, bool]],
    own: dict[str, ClaimRow],
    view: View,
    user: Entity | None,
    depth: int,
) -> Candidate:
    claims = sorted(hops(store, steps, view), key=_surest_first)
    entity = claims[0].start
    strength = max(h.confidence * CLAIM_WEIGHT[h.predicate] for h in claims)
    reasons = [Reason("claim", _statement(h), h.confidence, h.evidence) for h in claims]
    theirs = _specifications(store, id_, view)
    ratios = [r for name in MEASURED if name in own and name in theirs if (r := _ratio(name, theirs[name], own[name])) is not None]
    reasons += ratios
    fit = sum(min(1.0, r.value or 0.0) for r in ratios) / len(ratios) if ratios else UNMEASURED_FACTOR
    at_hand = _at_hand(store, entity, user, view) if user else []
    reasons += at_hand
    score = min(1.0, strength * fit * (1.1 if at_hand else 1.0))
    up = trace(store, entity, view, direction="up", depth=depth)
    depends_on = tuple(h for level in up.levels for reached in level for h in reached.because)
    unknown = tuple(name for name in MEASURED if name not in theirs)
    modality = "asserted" if any(h.modality == "asserted" for h in claims) else claims[0].modality
    return Candidate(entity, round(score, 4), modality, tuple(reasons), None, depends_on, unknown)


def _surest_first(hop: Hop) -> tuple[object, ...]:
    return -hop.confidence, hop.predicate, str(hop.subject.id), str(hop.object.id), hop.item.name if hop.item else ""


def _statement(hop: Hop) -> str:
    return f"{hop.subject.name} {ontology().relations[hop.predicate].label} {hop.object.name} ({hop.modality})"


def _ratio(name: str, theirs: ClaimRow, own: ClaimRow) -> Reason | None:
    if not isinstance(theirs.value, int | float) or not isinstance(own.value, int | float) or own.value <= 0 or theirs.unit != own.unit:
        return None
    ratio = round(theirs.value / own.value, 3)
    unit = f" {theirs.unit}" if theirs.unit else ""
    text = f"{ontology().attributes[name].label} {theirs.value:,.7g}{unit} against {own.value:,.7g}{unit}"
    return Reason("specification", text, ratio, (theirs.evidence, own.evidence))


def _specifications(store: Store, id_: str, view: View) -> dict[str, ClaimRow]:
    """The surest value of each compared specification; of equally sure ones the larger, since a control looks at that."""
    best: dict[str, ClaimRow] = {}
    for row in store.claims_at(id_, view):
        if row.attribute in MEASURED and not row.evidence.negated and row.subject.id == id_:
            known = best.get(row.attribute)
            if known is None or _rank(row) > _rank(known):
                best[row.attribute] = row
    return best


def _rank(row: ClaimRow) -> tuple[float, float, str, str]:
    value = float(row.value) if isinstance(row.value, int | float) else 0.0
    return (row.evidence.confidence, value, row.evidence.document.id, row.evidence.quote or "")


def _at_hand(store: Store, candidate: Entity, user: Entity, view: View) -> Iterable[Reason]:
    keys = [
        (e.key, True)
        for e in store.edges_at([str(candidate.id)], view, predicates=frozenset({"designs", "uses", "manufactures"}))
        if str(user.id) == e.subject
    ]
    return [Reason("availability", _statement(h), h.confidence, h.evidence) for h in sorted(hops(store, keys, view), key=_surest_first)]
