"""The determination: status, review policy, classification, exception, and which instrument says so."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...ontology.controls.model import Instrument, controls
from . import explain
from .answer import Determination, Point
from .case import Case
from .conditions import Comparison, Judge
from .facts import Facts
from .findings import Finding, classify, concerned, gather, is_near, judged, state_of, visible
from .logic import Truth, any_of
from .status import Outcome, Rules, disputed, outcome, review, stayed, unenforced

READINGS = ("text", "practice", "announcement")


@functools.lru_cache(maxsize=256)
def listings_on(law: str, on: str, known_by: str | None) -> dict[str, tuple[str, ...]]:
    """Listed firm → the instruments whose entry names it on a day."""
    out: dict[str, tuple[str, ...]] = {}
    for instrument in controls().instruments:
        if instrument.law != law or instrument.kind != "listing":
            continue
        for rule in instrument.requirements:
            if state_of(instrument, rule, on) == "on":
                for firm in (rule.reach or {}).get("firm", ()):
                    out[firm] = (*out.get(firm, ()), instrument.id)
    return out


def determine(case: Case) -> Determination:
    """The determination of one case with one set of figures."""
    rules, facts, instruments = judge_all(case)
    subject = is_subject(instruments, facts)
    outcomes = {reading: _outcome(rules, facts, reading, subject) for reading in READINGS}
    rival = rivals({reading: o.status for reading, o in outcomes.items()})
    decided = outcomes["text"] if not rival else replace(outcomes["text"], status="undetermined")
    policy, changes = review(rules, facts, decided)
    roles, also = _roles(rules, facts, decided, changes, instruments)
    if subject is False:
        roles = {i: "not_met" if role == "applies" else role for i, role in roles.items()}
    eccn, limb = _classification(rules, facts)
    also, points = _mentions(facts, also, roles)
    comparisons = _computation(rules, roles, changes)
    instruments_named = [i for i in controls().instruments if i.id in roles or i.id in also]
    item = case.item
    return Determination(
        item={"id": item.id, "name": item.name, "type": item.kind},
        from_=case.from_,
        to=case.to,
        on=case.on,
        law=case.law,
        status=decided.status,
        review=policy if decided.status == "licence_required" else None,
        eccn=eccn,
        eccn_limb=limb,
        exception=decided.exception if decided.status == "licence_exception" else None,
        basis=tuple(roles),
        basis_roles=dict(roles),
        also=tuple(also),
        by_text=outcomes["text"].status if rival else None,
        by_practice=rival.get("practice"),
        by_announcement=rival.get("announcement"),
        computation=comparisons,
        findings=points,
        citations=explain.citations(instruments_named),
        why=explain.why(case, facts, rules, decided, roles, policy, subject, rival),
        would_change=explain.would_change(rules, facts, decided, comparisons),
    )


FREE = ("no_licence_required", "licence_exception")


def rivals(statuses: Mapping[str, str]) -> dict[str, str]:
    """Readings whose status differs from that of the text; none where the goods may go without a licence under all of them."""
    if all(status in FREE for status in statuses.values()):
        return {}
    return {reading: status for reading, status in statuses.items() if status != statuses["text"]}


def judge_all(case: Case) -> tuple[Rules, Facts, list[Instrument]]:
    """Every rule of the law against the case."""
    instruments = visible(controls().instruments, case)
    facts = Facts(case, listings_on(case.law, case.on, case.known_by))
    rules = Rules(entries=classify(instruments, facts))
    for kind in ("requirements", "releases", "reviews", "suspensions", "open", "not_enforced"):
        setattr(rules, kind, list(gather(instruments, facts, lambda i, k=kind: getattr(i, k))))  # type: ignore[misc]
    return rules, facts, instruments


def is_subject(instruments: Sequence[Instrument], facts: Facts) -> Truth:
    """Whether the goods are subject to the law: those of its country always, others where a statement says so."""
    origin = facts.case.item.places.get("origin")
    if origin is None or origin == controls().laws[facts.case.law].home or facts.case.law != "US":
        return True
    found = gather(instruments, facts, lambda i: i.subjects)
    return any_of([f.binds for f in found])


def _outcome(rules: Rules, facts: Facts, reading: str, subject: Truth) -> Outcome:
    if subject is False:
        return Outcome("no_licence_required")
    law = controls().laws[facts.case.law]
    limited = any_of([Judge(law.id, {}, facts).holds(limit.when) for limit in law.limits])
    found = outcome(rules, reading, limited)
    if subject is None and found.status != "no_licence_required":
        return replace(found, status="undetermined")
    return found


def _classification(rules: Rules, facts: Facts) -> tuple[str | None, str | None]:
    if facts.case.item.eccn:
        return facts.case.item.eccn, None
    met = [f for f in rules.entries if f.truth and f.state == "on" and f.rule.eccn in facts.eccns]
    limbs = [f.rule.limb for f in met if f.rule.limb]
    return (facts.eccns[0] if facts.eccns else None), min(limbs, default=None)


def _roles(
    rules: Rules, facts: Facts, decided: Outcome, changes: Sequence[Finding], instruments: Sequence[Instrument]
) -> tuple[dict[str, str], list[str]]:
    """The instruments that decide, with their roles, and those that only bear on the case."""
    roles: dict[str, str] = {}
    also: list[str] = []

    def put(finding: Finding, role: str) -> None:
        known = roles.get(finding.instrument.id)
        if known is None or _ROLE_RANK.index(role) < _ROLE_RANK.index(known):
            roles[finding.instrument.id] = role

    primary = any(r.binds and not r.rule.yields for r in rules.requirements)
    live = any(r.binds is not False for r in rules.requirements)
    for r in rules.requirements:
        stay, point, practice = stayed(rules, r), disputed(rules, r), unenforced(rules, r)
        if r.truth is not False and r.state == "on" and (stay or point):
            put(r, "unclear" if point else "suspended_or_ended")
            if stay and stay.instrument is not r.instrument:
                put(stay, "applies")
            elif point:
                put(point, "unclear")
            for earlier in rules.suspensions:
                if earlier.state == "after" and r.rule.id and _same_target(earlier, r):
                    put(earlier, "suspended_or_ended")
        elif r.rule.yields and primary:
            also += [r.instrument.id] if r.binds else []
        elif r.binds:
            put(r, "applies")
            if practice:
                put(practice, "applies")
        elif r.binds is None:
            put(r, "unclear")
        elif is_near(r, facts):
            role = "not_yet_in_force" if r.state in ("before", "not_due") else "suspended_or_ended" if r.state == "after" else "not_met"
            if not (stay and role == "not_met") and not (role == "suspended_or_ended" and (live or r.instrument.kind == "rule")):
                put(r, role)
    for freed in (*decided.released_by, *changes):
        put(freed, "applies" if freed.binds else "unclear")
    for missed, role in _missed(rules, facts, decided):
        put(missed, role)
    for owner in facts.listed_owners():
        also += [*facts.listings.get(owner, ()), *([p] if (p := facts.case.party.listed.get(owner)) else [])]
    return roles, [a for a in dict.fromkeys(also) if a not in roles]


_ROLE_RANK = ("applies", "unclear", "suspended_or_ended", "not_yet_in_force", "not_met")


def _same_target(stay: Finding, requirement: Finding) -> bool:
    return any(t.split("#")[0] == requirement.instrument.id for t in stay.rule.of)


def _missed(rules: Rules, facts: Facts, decided: Outcome) -> list[tuple[Finding, str]]:
    """Entries that the goods are near to, and changes of review that the case misses, each with its role."""
    out = []
    for f in rules.entries:
        if f.state != "after" and concerned(f, facts):
            met = "applies" if f.truth else "unclear" if f.truth is None else "not_met"
            out.append((f, met if f.state == "on" else "not_yet_in_force"))
    for change in rules.reviews:
        hit = any(t == f"{r.instrument.id}#{r.rule.id}" for r in decided.deciding for t in change.rule.of)
        if hit and change.state == "on" and change.binds is False:
            out.append((change, "not_met"))
    return out


def _mentions(facts: Facts, also: list[str], roles: dict[str, str]) -> tuple[list[str], tuple[Point, ...]]:
    """Findings beside the determination, of every law: practice, announcements, licences, foreign measures."""
    points = []
    case = facts.case
    for instrument in controls().instruments:
        if not instrument.mentions or (case.known_by and _later(instrument, case.known_by)):
            continue
        for rule in instrument.mentions:
            found = judged(instrument, rule, facts)
            if found.truth is True and (rule.ever or found.state == "on"):
                points.append(Point(instrument.id, rule.type, rule.text))
                if instrument.id not in roles and instrument.id not in also:
                    also.append(instrument.id)
                break
    return also, tuple(points)


def _later(instrument: Instrument, known_by: str) -> bool:
    from .findings import known_from

    return known_from(instrument) > known_by


def _computation(rules: Rules, roles: dict[str, str], changes: Sequence[Finding]) -> tuple[Comparison, ...]:
    """Every figure against every threshold of the instruments that are named, once each."""
    out: dict[Any, Comparison] = {}
    every = (*rules.entries, *rules.requirements, *rules.releases, *rules.reviews)
    for f in every:
        if f.state in ("on", "not_due", "unclear") and f.instrument.id in roles:
            for c in f.comparisons:
                out.setdefault((c.quantity, c.comparison, c.threshold, c.instrument, c.cite), c)
    return tuple(out.values())
