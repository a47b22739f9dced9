"""From findings to a status, under each reading of the law: by its text, by the practice of the authority, by announcement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .facts import Facts
from .findings import Finding, targets
from .logic import Truth

RANK = ("no_licence_required", "licence_exception", "licence_required", "prohibited")
REVIEWS = ("presumption_of_approval", "case_by_case", "presumption_of_denial", "policy_of_denial")
"""Review policies from the mildest to the strictest."""


@dataclass(slots=True)
class Rules:
    """All findings of one case, by what they do."""

    entries: list[Finding] = field(default_factory=list)
    requirements: list[Finding] = field(default_factory=list)
    releases: list[Finding] = field(default_factory=list)
    reviews: list[Finding] = field(default_factory=list)
    suspensions: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    not_enforced: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status under one reading, with what made it: the requirements that decide, and the exception that frees."""

    status: str
    deciding: tuple[Finding, ...] = ()
    open_points: tuple[Finding, ...] = ()
    exception: str | None = None
    released_by: tuple[Finding, ...] = ()


def stayed(rules: Rules, requirement: Finding) -> Finding | None:
    """The stay under which a requirement lies on the day."""
    return next((s for s in rules.suspensions if s.state == "on" and targets(s.rule, requirement)), None)


def disputed(rules: Rules, requirement: Finding) -> Finding | None:
    """The open point on whether a requirement applies on the day."""
    return next((o for o in rules.open if o.state == "on" and targets(o.rule, requirement)), None)


def unenforced(rules: Rules, requirement: Finding) -> Finding | None:
    """The statement that a requirement is not enforced on the day."""
    return next((n for n in rules.not_enforced if n.state == "on" and targets(n.rule, requirement)), None)


def outcome(rules: Rules, reading: str, limited: Truth = False) -> Outcome:
    """The status under a reading (`text`, `practice`, `announcement`).

    A fact that is unknown is taken once for and once against a licence requirement; where both give one status it stands,
    else the status is undetermined. `limited` says that rules outside the model may forbid what it would free.
    """
    live = [r for r in rules.requirements if r.binds is not False and _stands(rules, r, reading)]
    if any(r.binds and not r.rule.yields for r in live):
        live = [r for r in live if not r.rule.yields]
    strict, mild = _scenario(rules, live, strict=True), _scenario(rules, live, strict=False)
    doubtful = tuple(r for r in live if r.binds is None)
    if strict.status != mild.status:
        releases = tuple(f for r in live for f in rules.releases if f.binds is None and targets(f.rule, r))
        return Outcome("undetermined", mild.deciding, (*doubtful, *releases))
    if strict.status == "no_licence_required" and limited is not False:
        return Outcome("undetermined", (), doubtful)
    return Outcome(strict.status, mild.deciding or strict.deciding, doubtful, strict.exception, strict.released_by)


def _stands(rules: Rules, requirement: Finding, reading: str) -> bool:
    if stayed(rules, requirement):
        return False
    point = disputed(rules, requirement)
    if point and (point.rule.by_announcement if reading == "announcement" else point.rule.by_text) == "not":
        return False
    return not (reading == "practice" and unenforced(rules, requirement))


def _scenario(rules: Rules, live: Sequence[Finding], *, strict: bool) -> Outcome:
    """The status where every open point goes one way."""
    required: list[Finding] = []
    prohibited: list[Finding] = []
    used: list[Finding] = []
    for r in live:
        if r.binds is None and not strict:
            continue
        fits = [f for f in rules.releases if f.binds is not False and targets(f.rule, r)]
        freed = next((f for f in fits if f.binds), None) or (fits[0] if fits and not strict else None)
        if freed is not None:
            used.append(freed)
        elif r.rule.effect == "prohibited":
            prohibited.append(r)
        else:
            required.append(r)
    if prohibited:
        return Outcome("prohibited", tuple(prohibited))
    if required:
        return Outcome("licence_required", tuple(required))
    codes = [f.rule.code for f in used if f.rule.code]
    if codes:
        return Outcome("licence_exception", (), (), codes[0], tuple(used))
    return Outcome("no_licence_required", (), (), None, tuple(used))


def review(rules: Rules, facts: Facts, decided: Outcome) -> tuple[str | None, list[Finding]]:
    """The strictest review policy among the deciding requirements, and the changes of policy that bear on it."""
    found: list[str] = []
    changes: list[Finding] = []
    for requirement in decided.deciding:
        change = [c for c in rules.reviews if targets(c.rule, requirement) and c.binds is not False]
        changes += change
        if any(c.binds for c in change):
            found.append(next(c.rule.policy for c in change if c.binds))
        elif not change and (own := _own(requirement, rules, facts)):
            found.append(own)
    return max(found, key=REVIEWS.index, default=None), changes


def _own(requirement: Finding, rules: Rules, facts: Facts) -> str | None:
    from .conditions import Judge

    for step in requirement.rule.review:
        judge = Judge(requirement.instrument.id, requirement.instrument.values, facts)
        holds = judge.holds(step.when)
        if holds and step.policy == "of_owner":
            return _of_owner(rules, facts)
        if holds:
            return str(step.policy)
    return None


def _of_owner(rules: Rules, facts: Facts) -> str | None:
    """The strictest policy that the entries of the listed owners state: the strictest owner decides."""
    found = []
    for owner in facts.listed_owners():
        named = facts.case.party.listed.get(owner)
        for instrument in (*facts.listings.get(owner, ()), *((named,) if named else ())):
            found += [
                str(step.policy)
                for f in rules.requirements
                if f.instrument.id == instrument and owner in ((f.rule.reach or {}).get("firm") or ())
                for step in f.rule.review
                if step.when is None
            ]
    return max(found, key=REVIEWS.index, default=None)
