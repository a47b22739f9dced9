"""Who owns a firm, what it owns, and whether the 50 per cent rule reaches it on a day.

The rule is that of the instrument us-affiliates-2025 (15 CFR 744.11(a)(1)): it was stayed from 10 November 2025, and since 10
November 2026 its text and the announcements of a longer truce differ. Shares are intervals in per cent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from ..graph.model import Entity, View
from ..graph.store import Store
from ..ontology.controls.model import Instrument, controls
from ..ontology.reference.lexicon import lexicon
from .controls import graph
from .controls.conditions import value_on
from .controls.determine import listings_on
from .controls.findings import known_from, state_of
from .controls.parties import reference_stakes
from .holdings import Capture, Interval, Stake, captured, economic, joined
from .hops import Hop, hops

RULE = "us-affiliates-2025"


class Listing(msgspec.Struct, frozen=True):
    """The list that an owner stands on, since when, and by which instrument."""

    list: str
    since: str | None
    policy: str | None


class Owner(msgspec.Struct, frozen=True):
    """An owner, near or far. `direct` is its own stake, `total` its economic share along every way, `chain` the strongest way."""

    entity: Entity
    listed: Listing | None
    direct: tuple[float, float]
    total: tuple[float, float]
    chain: tuple[Hop, ...]


class RuleFinding(msgspec.Struct, frozen=True):
    """What the 50 per cent rule finds on the day. `listed_total` counts listed and captured owners in full for their stakes."""

    id: str
    in_force: bool | None
    listed_total: tuple[float, float]
    finding: str
    why: str


class Subsidiary(msgspec.Struct, frozen=True):
    """A firm below, with the economic share in it."""

    entity: Entity
    direct: tuple[float, float]
    total: tuple[float, float]


class Ownership(msgspec.Struct, frozen=True):
    """The answer: owners, subsidiaries, and the finding of the rule. Not legal advice."""

    firm: Entity
    on: str
    owners: tuple[Owner, ...]
    subsidiaries: tuple[Subsidiary, ...]
    listed: Listing | None
    rule: RuleFinding
    not_legal_advice: bool = True


def ownership(firm: Entity, on: str, store: Store | None = None, known_by: str | None = None) -> Ownership:
    """Owners and subsidiaries of a firm on a day, and what the 50 per cent rule says of it.

    Stakes come from the store where it has any, else from the reference data; lists from the controls.
    """
    key = str(firm.id)
    stakes = graph.stakes(store, key, on, known_by) if store else ()
    from_store = bool(stakes)
    stakes = stakes or reference_stakes(key, on)
    below = graph.stakes(store, key, on, known_by, up=False) if store else ()
    below = below or _reference_below(key, on)
    listings = listings_on("US", on, known_by)
    held = joined(stakes)
    shares = economic(held, key)
    capture = captured(held, {s.owner for s in stakes if s.owner in listings})
    names = _names(store, {s.owner for s in (*stakes, *below)} | {s.owned for s in (*stakes, *below)} | {key})
    owners = [
        Owner(
            names[o],
            listing_of(o, on, listings),
            held.get(key, {}).get(o, (0.0, 0.0)),
            shares[o],
            _chain(o, key, held, names, stakes, store if from_store else None, View(on=on, known_by=known_by)),
        )
        for o in shares
        if o != key
    ]
    owners.sort(key=lambda o: (-o.direct[0], -o.total[0], -o.total[1], o.entity.name))
    rule = finding(capture.total(key), on, known_by, _parties(capture, held, key, listings, names))
    return Ownership(firm, on, tuple(owners), _subsidiaries(key, below, names), listing_of(key, on, listings), rule)


def finding_without_store(firm: str, on: str) -> RuleFinding:
    """What the rule finds of a firm by the reference data alone."""
    stakes = reference_stakes(firm, on)
    listings = listings_on("US", on, None)
    held = joined(stakes)
    capture = captured(held, {s.owner for s in stakes if s.owner in listings})
    names = _names(None, {s.owner for s in stakes} | {firm})
    return finding(capture.total(firm), on, None, _parties(capture, held, firm, listings, names))


def listing_of(firm: str, on: str, listings: Mapping[str, tuple[str, ...]]) -> Listing | None:
    """The Entity List entry of a firm on a day, by the earliest instrument that names it."""
    for instrument in controls().instruments:
        if instrument.id in listings.get(firm, ()):
            for rule in instrument.requirements:
                if firm in (rule.reach or {}).get("firm", ()) and state_of(instrument, rule, on) == "on":
                    return Listing("entity_list", rule.effective or _text(instrument.effective), instrument.id)
    return None


def _text(dates: Any) -> str | None:
    return dates if isinstance(dates, str) or dates is None else dates[0].date


def finding(total: Interval, on: str, known_by: str | None, parties: str) -> RuleFinding:
    """captured, clear, indeterminate, not_in_force, or undetermined where the law is open on the day."""
    instruments = {i.id: i for i in controls().instruments if known_by is None or known_from(i) <= known_by}
    rule = instruments.get(RULE)
    if rule is None:
        return RuleFinding(RULE, False, total, "not_in_force", "The rule was not known by that day.")
    requirement = rule.requirements[0]
    threshold = value_on(rule.values["share"], on)
    shown = f"{_percent(total)} in listed or captured hands against {threshold:g} per cent{parties}"
    state = state_of(rule, requirement, on)
    if state == "before":
        return RuleFinding(RULE, False, total, "not_in_force", f"The rule begins on {_text(rule.effective)}. {shown}.")
    stay = next(((i, s) for i in instruments.values() for s in i.suspensions if RULE in s.of and state_of(i, s, on) == "on"), None)
    if stay:
        text = f"Stayed by {stay[0].id} ({stay[0].citation}) from {stay[1].effective} until {stay[1].until}. {shown}."
        return RuleFinding(RULE, False, total, "not_in_force", text)
    measured = "captured" if total[0] >= threshold else "clear" if total[1] < threshold else "indeterminate"
    point = next(((i, o) for i in instruments.values() for o in i.open if RULE in o.of and state_of(i, o, on) == "on"), None)
    if point and measured != "clear":
        return RuleFinding(RULE, None, total, "undetermined", f"{point[1].text} ({point[0].id}) If it applies: {measured}. {shown}.")
    return RuleFinding(RULE, None if point else True, total, measured, f"{shown}.")


def _percent(interval: Interval) -> str:
    low, high = interval
    return f"{low:g} per cent" if low == high else f"{low:g} to {high:g} per cent"


def _parties(
    capture: Capture, held: Mapping[str, Mapping[str, Interval]], key: str, listings: Collection[str], names: Mapping[str, Entity]
) -> str:
    counted = [o for o in held.get(key, {}) if o in listings or o in capture.perhaps]
    if not counted:
        return ""
    words = [f"{names[o].name} {_percent(held[key][o])} ({_standing(o, capture, listings)})" for o in counted]
    return ": " + ", ".join(words)


def _standing(owner: str, capture: Capture, listings: Collection[str]) -> str:
    return "listed" if owner in listings else "captured" if owner in capture.surely else "perhaps captured"


def _chain(
    owner: str, firm: str, held: Mapping[str, Mapping[str, Interval]], names: Mapping[str, Entity], stakes: Sequence[Stake],
    store: Store | None, view: View,
) -> tuple[Hop, ...]:  # fmt: skip
    """The way from the owner down to the firm with the largest product of upper bounds."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {firm: (1.0, (firm,))}
    layer = [firm]
    while layer:
        following = []
        for party in layer:
            weight, way = best[party]
            for above, (_, high) in held.get(party, {}).items():
                score = weight * high / 100.0
                if above not in way and score > best.get(above, (0.0, ()))[0]:
                    best[above] = (score, (*way, above))
                    following.append(above)
        layer = following
    way = best.get(owner, (0.0, ()))[1]
    links = [(way[n + 1], way[n]) for n in range(len(way) - 1)][::-1]
    by_pair = {(s.owner, s.owned): s for s in stakes}
    if store is not None:
        keys = [(by_pair[pair].source or "", True) for pair in links]
        return tuple(hops(store, [(int(k) if k.isdigit() else k, f) for k, f in keys], view))
    return tuple(_hop(names[a], names[b], held[b][a]) for a, b in links)


def _hop(owner: Entity, owned: Entity, share: Interval) -> Hop:
    """A stake of the reference data as a hop; its evidence stands in a store that holds the reference data."""
    known = share[0] if share[0] == share[1] else None
    return Hop(owner, "owns", owned, True, None, "asserted", 0.8, None, None, known, (), True)


def _names(store: Store | None, ids: Collection[str]) -> dict[str, Entity]:
    out = {}
    for i in ids:
        known = lexicon().entity(i)
        found = store.entity(i) if store is not None else None
        out[i] = found or (Entity(i, known.name, known.type) if known else Entity(i, i, "Firm"))
    return out


def _reference_below(firm: str, on: str) -> tuple[Stake, ...]:
    """Stakes downwards, from the reference data."""
    every: dict[str, list[Stake]] = {}
    for party in controls().parties:
        for stake in reference_stakes(party, on, {p for p in controls().parties if p != party}):
            every.setdefault(stake.owner, []).append(stake)
    out: list[Stake] = []
    seen, layer = {firm}, [firm]
    while layer:
        step = [s for owner in layer for s in every.get(owner, ())]
        out += step
        layer = [s.owned for s in step if s.owned not in seen]
        seen.update(layer)
    return tuple(out)


def _subsidiaries(firm: str, stakes: Sequence[Stake], names: Mapping[str, Entity]) -> tuple[Subsidiary, ...]:
    turned = joined(stakes)
    out = []
    for owned in {s.owned for s in stakes} - {firm}:
        total = economic(turned, owned).get(firm)
        if total:
            out.append(Subsidiary(names[owned], turned[owned].get(firm, (0.0, 0.0)), total))
    return tuple(sorted(out, key=lambda s: (-s.total[0], -s.total[1], s.entity.name)))


def rule_instrument() -> Instrument:
    """The instrument that makes the rule."""
    return next(i for i in controls().instruments if i.id == RULE)
