"""Facts on chips and firms that `check` needs, taken from the YAML of the reference data."""

from __future__ import annotations

from typing import Any

from ..reference.read import Reference, read_reference
from ..reference.shapes import PROBABILITY, Chip, Firm
from .model import Figure, Holding, ItemFacts, PartyFacts

_QUANTITIES = (
    "tflops_fp4",
    "tflops_fp8",
    "tops_int8",
    "tflops_fp16",
    "tpp",
    "die_area_mm2",
    "interconnect_gbs",
    "memory_bandwidth_gbs",
    "node_nm",
)


def _reference() -> Reference:
    return read_reference()


def item_facts() -> dict[str, Any]:
    """Chips and chip families by id."""
    reference = _reference()
    designers = {r.object: r.subject for r in reference.relations if r.predicate == "designs" and not r.negated}
    chips = {i: t for i, (_, t) in reference.things.items() if isinstance(t, Chip)}
    members: dict[str, list[str]] = {}
    for chip in chips.values():
        if chip.family:
            members.setdefault(chip.family, []).append(chip.id)
    out = {}
    for chip_id, chip in sorted(chips.items()):
        designer = designers.get(chip_id) or chip.designer
        firm = reference.things[designer][1] if designer in reference.things else None
        out[chip_id] = ItemFacts(
            id=chip_id,
            name=chip.name,
            designer=designer,
            designer_country=firm.country if firm else None,
            market=chip.market,
            data_centre=chip.data_centre,
            memory=next((f.memory_type for f in chip.figures if f.memory_type), None),
            figures=tuple(_figures(reference, chip)),
            members=tuple(sorted(members.get(chip_id, ()))),
        )
    return out


def _figures(reference: Reference, chip: Chip) -> list[Figure]:
    out = []
    # A maker's figures are public from the launch on, also where the source that is cited here was written later.
    launch = min((f.launch for f in chip.figures if f.launch), default=None)
    for figures in chip.figures:
        source = figures.sources[0]
        dates = [d for s in figures.sources if s in reference.sources and (d := reference.sources[s].date)]
        dates += [launch] if launch else []
        sure = PROBABILITY[figures.confidence or chip.confidence]
        if figures.modality in ("planned", "possible"):
            sure = min(sure, PROBABILITY["low"])
        for quantity in _QUANTITIES:
            value = getattr(figures, quantity)
            if value is not None:
                out.append(
                    Figure(
                        quantity=quantity,
                        value=value,
                        source=source,
                        date=min(dates, default=None),
                        confidence=sure,
                        note=figures.note,
                    )
                )
    return out


def party_facts() -> dict[str, Any]:
    """Firms by id, with the stakes that the reference data state."""
    reference = _reference()
    holdings: dict[str, list[Holding]] = {}
    for row in reference.relations:
        if row.predicate == "owns" and not row.negated and row.modality in ("asserted", "reported"):
            stake = Holding(
                owner=row.subject,
                share=row.share,
                effective=row.valid_from,
                until=row.valid_to,
                source=(row.sources or ("general-knowledge",))[0],
            )
            holdings.setdefault(row.object, []).append(stake)
    out = {}
    for firm_id, (_, thing) in sorted(reference.things.items()):
        if isinstance(thing, Firm):
            out[firm_id] = PartyFacts(
                id=firm_id,
                name=thing.name,
                country=thing.country,
                parent=thing.parent,
                holdings=tuple(holdings.get(firm_id, ())),
            )
    return out
