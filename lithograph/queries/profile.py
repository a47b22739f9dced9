"""All that is known about one entity, with the evidence, and where the sources disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ..graph.facts import Statement, consolidate, judge
from ..graph.model import ClaimRow, Entity, Evidence, Profile, View, by_strength
from ..graph.records import Amount, Modality
from ..graph.store import Store
from ..ontology.model import ontology
from ..ontology.names import normalise


class FactRow(msgspec.Struct, frozen=True, omit_defaults=False):
    """One fact about the entity: one row for each distinct amount or value. `predicate` is None for an attribute."""

    subject: Entity
    predicate: str | None
    object: Entity | None
    item: Entity | None
    amount: Amount | None
    share: float | None
    attribute: str | None
    value: float | str | None
    unit: str | None
    market: str | None
    period: str | None
    modality: Modality
    negated: bool
    confidence: float
    valid_from: str | None
    valid_to: str | None
    evidence: tuple[Evidence, ...]


class Conflict(msgspec.Struct, frozen=True):
    """Where sources disagree about the entity: what about, the rival readings, each with how many documents say so."""

    kind: str
    about: str
    readings: tuple[dict[str, object], ...]


class ShowAnswer(msgspec.Struct, frozen=True):
    """The entity with its names, the facts about it, and the conflicts among them."""

    entity: dict[str, object]
    facts: tuple[FactRow, ...]
    conflicts: tuple[Conflict, ...]


def show(store: Store, entity: Entity, view: View) -> ShowAnswer:
    """Everything that the documents say about an entity, whatever its modality, under the view."""
    profile = store.profile(str(entity.id))
    groups: dict[Any, list[ClaimRow]] = {}
    for row in store.claims_at(str(entity.id), view):
        groups.setdefault(_distinct(row), []).append(row)
    rows = [_fact_row(group) for group in groups.values()]
    held = sorted((r for r in rows if view.holds(r.valid_from, r.valid_to)), key=lambda r: _order(r, entity))
    return ShowAnswer(_described(profile), tuple(held), tuple(conflicts(held)))


def _described(profile: Profile) -> dict[str, object]:
    about = profile.entity
    return {"id": about.id, "name": about.name, "type": about.type, "names": list(profile.names), "identifiers": profile.identifiers}


def _distinct(row: ClaimRow) -> tuple[Any, ...]:
    amount = row.amount
    return (row.fact, amount.value if amount else None, amount.unit if amount else None, row.share)


def _fact_row(rows: list[ClaimRow]) -> FactRow:
    first = min(rows, key=lambda r: (by_strength(r.evidence), repr((r.item, r.market, r.period, r.value))))
    verdict = judge(
        consolidate(
            Statement(
                r.evidence.document.id,
                r.evidence.negated,
                r.evidence.modality,
                r.evidence.confidence,
                r.valid_from or r.date,
                r.valid_to,
                r.share,
                r.evidence.document.date,
            )
            for r in rows
        )
    )
    evidence = tuple(sorted((r.evidence for r in rows), key=by_strength))
    return FactRow(
        first.subject,
        first.predicate,
        first.object,
        first.item,
        first.amount,
        first.share,
        first.attribute,
        first.value,
        first.unit,
        first.market,
        first.period,
        verdict.modality,
        verdict.negated,
        verdict.confidence,
        verdict.valid_from,
        verdict.valid_to,
        evidence,
    )


def _order(row: FactRow, entity: Entity) -> tuple[Any, ...]:
    """Attributes first, then what the entity does, then what is done to it; the surest first within a relation."""
    other = row.object if row.subject.id == entity.id else row.subject
    return (
        row.predicate is not None,
        row.subject.id != entity.id,
        row.predicate or row.attribute or "",
        -row.confidence,
        other.name if other else "",
        repr((row.subject.id, row.object and row.object.id, row.item, row.value, row.amount, row.share, row.unit, row.market, row.period)),
    )


def conflicts(rows: Iterable[FactRow]) -> list[Conflict]:
    """Rival readings among facts: affirmed and denied; two values where there can be one; two objects where there can be one."""
    out: list[Conflict] = []
    single: dict[tuple[Any, ...], list[FactRow]] = {}
    relations, attributes = ontology().relations, ontology().attributes
    for row in rows:
        said = {e.negated for e in row.evidence}
        if len(said) == 2:
            out.append(Conflict("denied", _about(row), tuple(_reading(row, negated) for negated in (False, True))))
        if row.negated:
            continue
        if row.attribute is not None and attributes[row.attribute].single_valued:
            place = [row.subject.id, row.attribute, row.unit, normalise(row.market or ""), normalise(row.period or "")]
            single.setdefault(tuple(place), []).append(row)
        elif row.predicate is not None and relations[row.predicate].cardinality == "many-to-one":
            single.setdefault((row.subject.id, row.predicate), []).append(row)
    for group in single.values():
        rivals = {(r.value if r.attribute else r.object.id if r.object else None): r for r in group}
        if len(rivals) > 1:
            kind = "values" if group[0].attribute else "objects"
            about = f"{group[0].subject.name}: {group[0].attribute or group[0].predicate}"
            out.append(Conflict(kind, about, tuple(_reading(r, False) for r in rivals.values())))
    return out


def _about(row: FactRow) -> str:
    tail = row.object.name if row.object else f"{row.value} {row.unit or ''}".strip()
    return f"{row.subject.name} {row.predicate or row.attribute} {tail}"


def _reading(row: FactRow, negated: bool) -> dict[str, object]:
    evidence = [e for e in row.evidence if e.negated == negated]
    reading: object = row.value if row.attribute else row.object.name if row.object else None
    return {
        "reading": "denied" if negated else reading,
        "unit": row.unit,
        "documents": len({e.document.id for e in evidence}),
        "evidence": evidence,
    }
