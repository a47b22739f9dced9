"""The question itself: an item by id or description, a route, an end user, a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from ...ontology.controls.model import Figure, controls
from .answer import Determination, ReadingOutcome
from .case import Case, Item, Party
from .describe import beside, chips, only_beside
from .describe import described as described_item
from .determine import determine
from .parameters import FIRM, Reading


@dataclass(frozen=True, slots=True)
class Route:
    """Where from, where to, when, under which law, as known by which day."""

    to: str
    from_: str
    on: str
    law: str = "US"
    known_by: str | None = None


def check_item(
    item_id: str,
    route: Route,
    party: Party,
    *,
    spec: Mapping[str, Any] | None = None,
    figures: Sequence[Figure] = (),
    notes: tuple[str, ...] = (),
) -> Determination:
    """A known chip, or each member of a known family, or (with `spec`) described goods.

    `figures` are further figures from a store. Where figures differ, each reading is determined: a weak best reading that
    another contradicts gives undetermined, a firm one stands and the answer names the others.
    """
    facts = controls().items.get(item_id)
    if facts is None or (spec and not only_beside(spec)):
        return determine(_case(described_item(item_id, spec or {}), route, party, notes))
    if facts.members:
        return _family(item_id, facts.name, [check_item(m, route, party, spec=spec, notes=notes) for m in facts.members], route)
    options = chips(item_id, figures, route.known_by)
    found = [(determine(_case(beside(i, spec) if spec else i, route, party, notes)), r) for i, r in options]
    return combined(found)


def check_goods(item: Item, route: Route, party: Party, notes: tuple[str, ...] = ()) -> Determination:
    """Goods that are given as facts."""
    return determine(_case(item, route, party, notes))


def _case(item: Item, route: Route, party: Party, notes: tuple[str, ...]) -> Case:
    return Case(item, route.to, route.from_, route.on, party, route.law, route.known_by, notes)


def combined(found: Sequence[tuple[Determination, Reading]]) -> Determination:
    """The determination of the best reading, with what the others give where they differ."""
    first, best = found[0]
    if len(found) == 1:
        return first
    others: dict[tuple[str | None, str | None, str | None], ReadingOutcome] = {}
    for d, reading in found[1:]:
        outcome = ReadingOutcome(d.status or "undetermined", d.review, d.eccn, figures_of(reading), reading.sources)
        if (d.status, d.review, d.eccn) != (first.status, first.review, first.eccn):
            others.setdefault((d.status, d.review, d.eccn), outcome)
    if not others:
        return first
    every = [d for d, _ in found]
    words = "; ".join(f"{_shown(o.figures)} ({', '.join(o.sources)}) gives {o.status.replace('_', ' ')}" for o in others.values())
    told = f"{first.why} Sources disagree on the figures: {_shown(figures_of(best))} is used here; {words}."
    if best.sure >= FIRM:
        return replace(first, readings=tuple(others.values()), why=told)
    agreed = {f: getattr(first, f) for f in _DECIDED if all(getattr(d, f) == getattr(first, f) for d in every)}
    named = dict.fromkeys(i for d in every for i in d.basis)
    roles = {i: first.basis_roles[i] if all(d.basis_roles.get(i) == first.basis_roles.get(i) for d in every) else "unclear" for i in named}
    return replace(
        first,
        status=agreed.get("status", "undetermined"),
        **{f: agreed.get(f) for f in _DECIDED if f != "status"},
        basis=tuple(roles),
        basis_roles=roles,
        also=tuple(dict.fromkeys(a for d in every for a in d.also if a not in roles)),
        citations=tuple({c.instrument: c for d in every for c in d.citations}.values()),
        readings=tuple(others.values()),
        why=f"{told} The figures are too weak to settle where they differ.",
    )


_DECIDED = ("status", "review", "eccn", "eccn_limb", "exception", "by_text", "by_practice", "by_announcement")


def figures_of(reading: Reading) -> dict[str, float | None]:
    """The figures of a reading by name."""
    return {
        "tpp": reading.tpp,
        "die_area_mm2": reading.die_area_mm2,
        "interconnect_gbs": reading.interconnect_gbs,
        "memory_bandwidth_gbs": reading.dram_gbs,
    }


def _shown(figures: Mapping[str, float | None]) -> str:
    names = {"tpp": "TPP", "die_area_mm2": "mm2", "interconnect_gbs": "GB/s link", "memory_bandwidth_gbs": "GB/s memory"}
    return ", ".join(f"{value:,.6g} {names[name]}" for name, value in figures.items() if value is not None) or "no figure"


def _family(item_id: str, name: str, variants: Sequence[Determination], route: Route) -> Determination:
    """One answer for all variants; a status only where all agree."""

    def agreed(field: str) -> Any:
        values = {getattr(v, field) for v in variants}
        return values.pop() if len(values) == 1 else None

    roles: dict[str, str] = {}
    for v in variants:
        for instrument, role in v.basis_roles.items():
            roles.setdefault(instrument, role)
    status = agreed("status")
    each = "; ".join(f"{v.item['name']}: {(v.status or 'differs').replace('_', ' ')}" for v in variants)
    also = dict.fromkeys(a for v in variants for a in v.also if a not in roles)
    return replace(
        variants[0],
        item={"id": item_id, "name": name, "type": "chip family"},
        status=status,
        review=agreed("review"),
        eccn=agreed("eccn"),
        eccn_limb=agreed("eccn_limb"),
        exception=agreed("exception"),
        basis=tuple(roles),
        basis_roles=roles,
        also=tuple(also),
        by_text=agreed("by_text"),
        by_practice=agreed("by_practice"),
        by_announcement=agreed("by_announcement"),
        computation=tuple({c.words() + c.instrument + (c.cite or ""): c for v in variants for c in v.computation}.values()),
        why=f"{name} is a family. {each}. {variants[0].why if status else ''}".strip(),
        citations=tuple({c.instrument: c for v in variants for c in v.citations}.values()),
        findings=tuple({(p.instrument, p.text): p for v in variants for p in v.findings}.values()),
        variants=tuple(variants),
    )
