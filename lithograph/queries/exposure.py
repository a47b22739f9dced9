"""Which instruments and lists reach an entity: by name, by what they say of its goods, through owners, through dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ..graph.model import Entity, View
from ..graph.store import Store
from ..ontology.controls.model import Instrument, controls
from ..ontology.reference.lexicon import lexicon
from .controls.check import Route, check_item
from .controls.determine import listings_on
from .controls.findings import state_of
from .controls.parties import ordinary
from .dependency import trace
from .hops import Hop
from .ownership import ownership


class Reach(msgspec.Struct, frozen=True):
    """One instrument within reach. `how`: direct, ownership or dependency; `via` the entity it names, `path` the way there."""

    instrument: str
    title: str
    how: str
    via: Entity
    text: str
    effective: str | None
    citation: str | None
    path: tuple[Hop, ...] = ()


class Exposure(msgspec.Struct, frozen=True):
    """All instruments within reach of an entity on a day. Not legal advice."""

    entity: Entity
    on: str
    reaches: tuple[Reach, ...]
    not_legal_advice: bool = True


def exposure(entity: Entity, on: str, store: Store | None = None, *, depth: int = 3, known_by: str | None = None) -> Exposure:
    """Direct reaches first, then through owners, then through what the entity depends on (with a store), each once."""
    out: dict[tuple[str, str, str], Reach] = {}
    for reach in _all(entity, on, store, depth, known_by):
        out.setdefault((reach.instrument, reach.how, str(reach.via.id)), reach)
    order = {"direct": 0, "ownership": 1, "dependency": 2}
    return Exposure(entity, on, tuple(sorted(out.values(), key=lambda r: (order[r.how], len(r.path), r.instrument, str(r.via.id)))))


def _all(entity: Entity, on: str, store: Store | None, depth: int, known_by: str | None) -> Iterator[Reach]:
    yield from _direct(entity, on, "direct", ())
    if entity.type == "Firm":
        held = ownership(entity, on, store, known_by)
        if held.rule.finding in ("captured", "indeterminate", "undetermined"):
            rule = _instrument(held.rule.id)
            counted = next((o for o in held.owners if o.listed), None)
            text = f"{held.rule.finding}: {held.rule.why}"
            via, chain = (counted.entity, counted.chain) if counted else (entity, ())
            yield Reach(rule.id, rule.title, "ownership", via, text, None, rule.citation, chain)
        for owner in held.owners:
            yield from _direct(owner.entity, on, "ownership", owner.chain)
    if store is None or store.entity(str(entity.id)) is None:
        return
    found = trace(store, entity, View(on=on, known_by=known_by), direction="up", depth=depth)
    way: dict[str, tuple[Hop, ...]] = {str(entity.id): ()}
    for level in found.levels:
        for reached in level:
            hop = reached.because[0]
            ends = {str(hop.subject.id), str(hop.object.id)} - {str(reached.entity.id)}
            before = next((way[e] for e in ends if e in way), ())
            way[str(reached.entity.id)] = (*before, hop)
            yield from _direct(reached.entity, on, "dependency", way[str(reached.entity.id)])


def _direct(entity: Entity, on: str, how: str, path: tuple[Hop, ...]) -> Iterator[Reach]:
    key = str(entity.id)
    if entity.type == "Firm":
        for law in controls().laws:
            for instrument_id in listings_on(law, on, None).get(key, ()):
                instrument = _instrument(instrument_id)
                yield Reach(instrument.id, instrument.title, how, entity, _text(instrument, "firm", key), None, instrument.citation, path)
    yield from _named(entity, on, how, path)
    if key in controls().items:
        answer = check_item(key, Route("CN", "US", on), ordinary("CN"))
        for instrument_id, role in answer.basis_roles.items():
            if role in ("applies", "unclear"):
                instrument = _instrument(instrument_id)
                text = f"To China: {(answer.status or 'differs').replace('_', ' ')} ({role})"
                yield Reach(instrument.id, instrument.title, how, entity, text, None, instrument.citation, path)


def _named(entity: Entity, on: str, how: str, path: tuple[Hop, ...]) -> Iterator[Reach]:
    """Rules that name the entity as item, designer, material or firm, and bind on the day."""
    words = {"Firm": ("firm", "designer"), "Chip": ("item",), "Material": ("material",)}.get(entity.type or "", ("item",))
    for instrument in controls().instruments:
        for group in ("requirements", "releases", "mentions", "subjects"):
            for rule in getattr(instrument, group):
                if state_of(instrument, rule, on) == "on" and any(_names(rule, word, str(entity.id)) for word in words):
                    yield Reach(instrument.id, instrument.title, how, entity, rule.text, rule.effective, instrument.citation, path)


def _names(rule: Any, word: str, key: str) -> bool:
    def walk(content: Any) -> bool:
        if isinstance(content, dict):
            return any(
                (w == word and isinstance(inner, list) and key in inner) or (w != "not" and walk(inner)) for w, inner in content.items()
            )
        return isinstance(content, list) and any(walk(inner) for inner in content)

    return any(walk(part) for part in (rule.item, rule.reach, rule.when) if part)


def _text(instrument: Instrument, word: str, key: str) -> str:
    return next((r.text for r in instrument.requirements if _names(r, word, key)), instrument.title)


def _instrument(instrument_id: str) -> Instrument:
    return next(i for i in controls().instruments if i.id == instrument_id)


def reference_entity(entity_id: str) -> Entity | None:
    """An entity of the reference data."""
    known = lexicon().entity(entity_id)
    return Entity(known.id, known.name, known.type) if known else None
