"""Many determinations at once: countries that all rules treat alike and days between changes are computed once."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ...ontology.controls.conditions import COUNTRY_SETS
from ...ontology.controls.model import Instrument, controls
from .case import Case, Item
from .conditions import Judge
from .describe import chips
from .determine import READINGS, listings_on, rivals
from .facts import Facts
from .findings import classify, due_of, judged, start_of, state_of, targets
from .groups import change_dates, counted_as, member
from .logic import any_of
from .parameters import FIRM
from .parties import ordinary
from .status import Outcome, Rules, outcome, review

_KINDS = ("requirements", "releases", "reviews", "suspensions", "open", "not_enforced")


class Cell(msgspec.Struct, frozen=True):
    """One row of a matrix: the determination in brief, for an ordinary civil buyer."""

    item: str
    to: str
    on: str
    status: str
    review: str | None
    eccn: str | None
    exception: str | None
    applies: tuple[str, ...]


@functools.lru_cache(maxsize=64)
def _live(law: str, kind: str, on: str) -> dict[str, tuple[tuple[Instrument, Any], ...]]:
    """The rules that bind on a day for a class of goods and a buyer that is on no list, by what they do."""
    out: dict[str, tuple[tuple[Instrument, Any], ...]] = {}
    for group in ("entries", *_KINDS):
        out[group] = tuple(
            (i, rule)
            for i in controls().instruments
            if i.law == law
            for rule in getattr(i, group)
            if (not rule.kinds or kind in rule.kinds) and state_of(i, rule, on) not in ("before", "after") and not _about_parties(rule)
        )
    return out


def _about_parties(rule: Any) -> bool:
    """Whether a rule reaches named firms, holders of approvals or owners only, so that it never reaches an ordinary buyer."""
    reach = rule.reach or {}
    return bool({"firm", "listed_ownership", "listed_owner", "approval"} & set(reach))


Brief = tuple[str, str | None, str | None, str | None, tuple[str, ...]]
"""Status, review policy, classification, exception, and the instruments that decide."""


def brief(case: Case, known: dict[Any, Any] | None = None, key: Any = None) -> Brief:
    """The determination in brief for an ordinary buyer, without words.

    A classification looks at the goods only, so it is kept in `known` under `key` for further destinations.
    """
    live = _live(case.law, case.item.kind, case.on)
    facts = Facts(case, listings_on(case.law, case.on, None))
    if known is None or key not in known:
        entries = _classified(live["entries"], facts)
        kept = entries, facts.eccns, facts.open_eccns, facts.coming_eccns
        if known is not None:
            known[key] = kept
    else:
        entries, facts.eccns, facts.open_eccns, facts.coming_eccns = known[key]
    rules = Rules(entries=entries)
    for group in _KINDS:
        setattr(rules, group, [judged(i, rule, facts, brief=True) for i, rule in live[group]])
    law = controls().laws[case.law]
    limited = any_of([Judge(law.id, {}, facts).holds(limit.when) for limit in law.limits])
    by = {reading: outcome(rules, reading, limited) for reading in READINGS if reading == "text" or _disputed(rules, reading)}
    text = by["text"]
    if rivals({reading: o.status for reading, o in by.items()}):
        text = Outcome("undetermined", text.deciding, text.open_points)
    policy = review(rules, facts, text)[0] if text.status == "licence_required" else None
    names = tuple(dict.fromkeys(f.instrument.id for f in (*text.deciding, *text.released_by)))
    exception = text.exception if text.status == "licence_exception" else None
    return text.status, policy, facts.eccns[0] if facts.eccns else None, exception, names


def _disputed(rules: Rules, reading: str) -> bool:
    group = rules.not_enforced if reading == "practice" else rules.open
    return any(targets(f.rule, r) for f in group for r in rules.requirements if r.binds is not False)


def _classified(entries: Sequence[tuple[Instrument, Any]], facts: Facts) -> list[Any]:
    by_instrument: dict[str, Instrument] = {}
    for instrument, _ in entries:
        by_instrument[instrument.id] = instrument
    return classify(list(by_instrument.values()), facts)


@functools.lru_cache(maxsize=8)
def country_sets(law: str) -> tuple[tuple[str, ...], ...]:
    """Every set of countries that a rule of the law names."""
    found: set[tuple[str, ...]] = set()

    def walk(content: Any) -> None:
        if isinstance(content, dict):
            for word, inner in content.items():
                if word in COUNTRY_SETS and isinstance(inner, (list, tuple)):
                    found.add(tuple(inner))
                else:
                    walk(inner)
        elif isinstance(content, (list, tuple)):
            for inner in content:
                walk(inner)

    for instrument in controls().instruments:
        if instrument.law == law:
            walk([msgspec.to_builtins(getattr(instrument, group)) for group in ("entries", *_KINDS)])
    walk([limit.when for limit in controls().laws[law].limits])
    return tuple(sorted(found))


@functools.lru_cache(maxsize=100_000)
def signature(country: str, law: str, on: str, from_: str) -> tuple[bool, ...]:
    """What the rules of a law can see of a destination on a day; two countries with the same signature get the same answers."""
    return (country == from_, *(member(counted_as(country, law), names, on) for names in country_sets(law)))


@functools.lru_cache(maxsize=8)
def breaks(law: str) -> tuple[str, ...]:
    """Every day on which a rule, a value, a list or a group of the law changes, sorted."""
    days = set(change_dates())
    for i in controls().instruments:
        if i.law != law:
            continue
        for group in ("entries", *_KINDS):
            for rule in getattr(i, group):
                days |= {d for d in (start_of(i, rule), due_of(i, rule), rule.until) if d}
                days |= _inner_dates(msgspec.to_builtins(rule))
        days |= {step.effective for value in i.values.values() for step in value.dated}
        days |= {i.announced} if isinstance(i.announced, str) else set()
    return tuple(sorted(d if len(d) == 10 else f"{d}-01" for d in days))


def _inner_dates(content: Any) -> set[str]:
    if isinstance(content, dict):
        own = set(content["on"].values()) if isinstance(content.get("on"), dict) else set()
        return own.union(*(_inner_dates(v) for v in content.values())) if content else own
    return set().union(*(_inner_dates(v) for v in content)) if isinstance(content, (list, tuple)) and content else set()


def epoch(law: str, on: str) -> int:
    """Days with the same number have the same law."""
    return bisect.bisect_right(breaks(law), on)


@functools.lru_cache(maxsize=4)
def _named_items(law: str) -> frozenset[str]:
    """Items that a rule names one by one."""
    found: set[str] = set()

    def walk(content: Any) -> None:
        if isinstance(content, dict):
            for word, inner in content.items():
                found.update(inner) if word == "item" and isinstance(inner, (list, tuple)) else walk(inner)
        elif isinstance(content, (list, tuple)):
            for inner in content:
                walk(inner)

    for i in controls().instruments:
        if i.law == law:
            walk([msgspec.to_builtins(getattr(i, group)) for group in ("entries", *_KINDS)])
    return frozenset(found)


def _kin(item: Item, law: str) -> tuple[Any, ...]:
    """What the rules can see of an item."""
    named = item.id if item.id in _named_items(law) else None
    return named, item.kind, tuple(sorted(item.numbers.items())), tuple(sorted(item.words.items())), tuple(sorted(item.flags.items()))


def matrix(items: Iterable[str], countries: Sequence[str], days: Sequence[str], *, law: str = "US", from_: str = "US") -> Iterator[Cell]:
    """One cell for each item, destination and day, for ordinary civil buyers."""
    known: dict[Any, Brief] = {}
    classified: dict[Any, Any] = {}
    for item_id in items:
        options = [(i, _kin(i, law), r.sure) for i, r in chips(item_id)]
        for on in days:
            moment = epoch(law, on)
            own: dict[tuple[bool, ...], Brief] = {}
            for to in countries:
                sign = signature(to, law, on, from_)
                if sign not in own:
                    found = []
                    for item, kin, _ in options:
                        key = kin, moment, sign
                        if key not in known:
                            known[key] = brief(Case(item, to, from_, on, ordinary(to), law), classified, (kin, moment))
                        found.append(known[key])
                    own[sign] = _one(found, options[0][2])
                yield Cell(item_id, to, on, *own[sign])


def _one(found: Sequence[Brief], sure: float) -> Brief:
    """The best reading, or what all readings agree on where the best is weak (as in `check.combined`)."""
    first = found[0]
    if sure >= FIRM or all(f == first for f in found):
        return first
    status = first[0] if all(f[0] == first[0] for f in found) else "undetermined"
    agreed = [first[n] if all(f[n] == first[n] for f in found) else None for n in (1, 2, 3)]
    return status, agreed[0], agreed[1], agreed[2], first[4]  # type: ignore[return-value]


def all_chips() -> list[str]:
    """Every chip of the reference data; families are left out, since their chips stand for them."""
    return [i for i, facts in controls().items.items() if not facts.members and not i.endswith("-family")]


def all_countries() -> list[str]:
    """The ISO codes of all countries and territories of the reference data, sorted."""
    from ...ontology.reference.lexicon import lexicon

    codes = {e.identifiers["iso3166"] for e in lexicon().entities if e.type == "Country" and "iso3166" in e.identifiers}
    return sorted(c for c in codes if len(c) == 2 and c != "EU")
