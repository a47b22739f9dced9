"""Words of the answer: why, what would change it, and the citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ...ontology.controls.conditions import NUMBERS
from ...ontology.controls.model import Instrument, controls
from .answer import Citation
from .case import Case
from .conditions import Comparison, Judge
from .facts import Facts
from .findings import Finding, start_of, targets
from .logic import Truth
from .status import Outcome, Rules

STATUS = {
    "no_licence_required": "No licence is required",
    "licence_required": "A licence is required",
    "licence_exception": "Controlled, but a licence exception authorises it",
    "prohibited": "Prohibited",
    "undetermined": "Undetermined: the sources leave it open",
}
ROLES = {
    "applies": "applies",
    "not_met": "does not reach the case",
    "not_yet_in_force": "is not yet due on this day",
    "suspended_or_ended": "is suspended or has ended",
    "unclear": "is open here",
}


def why(
    case: Case,
    facts: Facts,
    rules: Rules,
    decided: Outcome,
    roles: Mapping[str, str],
    policy: str | None,
    subject: Truth,
    rival: Mapping[str, str],
) -> str:
    """Why the status is what it is, in a few sentences."""
    out = [f"{STATUS[decided.status]}{f' ({decided.exception})' if decided.status == 'licence_exception' else ''}."]
    if subject is False:
        out.append(f"Goods made in {case.item.places['origin']} are not subject to this law on the facts given.")
    shown = list(dict.fromkeys(_brief(c) for c in _telling(rules, decided)))
    if shown:
        out.append(f"{'; '.join(shown)}.")
    for finding in (*decided.deciding, *decided.released_by)[:4]:
        out.append(f"{finding.rule.text.rstrip('.')} ({_cited(finding)}).")
    for finding in decided.open_points[:3] if decided.status == "undetermined" else ():
        out.append(f"Open: {finding.rule.text.rstrip('.')} ({_cited(finding)}).")
    if decided.status == "licence_required" and policy:
        out.append(f"Applications are judged under {policy.replace('_', ' ')}.")
    if rival:
        out += _rival(rules, decided, rival)
    if decided.status in ("no_licence_required", "undetermined"):
        out += [f"{i} {ROLES[role]}." for i, role in list(roles.items())[:6]]
    if decided.status == "undetermined":
        law = controls().laws[case.law]
        out += [limit.text for limit in law.limits if Judge(law.id, {}, facts).holds(limit.when) is not False]
    out += list(case.item.notes) + list(case.notes)
    return " ".join(dict.fromkeys(out))


def _rival(rules: Rules, decided: Outcome, rival: Mapping[str, str]) -> list[str]:
    """The readings of the law against each other, with the statement behind each."""
    said = [f for f in (*rules.not_enforced, *rules.open) if f.state == "on" and any(targets(f.rule, r) for r in decided.deciding)]
    text = "a licence is required" if decided.deciding else "no licence is required"
    out = [f"By the text of the law {text}, by {reading} {status.replace('_', ' ')}." for reading, status in rival.items()]
    return [*out, *(f"{f.rule.text.rstrip('.')} ({_cited(f)})." for f in said)]


def _cited(finding: Finding) -> str:
    return finding.rule.cite or finding.instrument.citation or finding.instrument.id


def _telling(rules: Rules, decided: Outcome) -> list[Comparison]:
    """At most eight comparisons that matter: of the paragraph that is met, else where each one fails; then of the rules that decide."""
    live = [f for f in rules.entries if f.state in ("on", "not_due") and f.comparisons]
    met = [f for f in live if f.truth]
    told = list(met[0].comparisons) if met else [c for f in live for c in f.comparisons if c.met is not True]
    for f in (*decided.deciding, *decided.open_points, *(r for r in rules.requirements if r.state == "on" and r.rule.yields and not met)):
        told += [c for c in f.comparisons if c not in told]
    told += [c for f in rules.reviews if f.state == "on" and decided.deciding for c in f.comparisons if c not in told]
    seen: dict[Any, Comparison] = {}
    for c in told:
        seen.setdefault((c.quantity, c.comparison, c.threshold), c)
    return list(seen.values())[:8]


def _brief(comparison: Comparison) -> str:
    """One comparison; of an unknown figure only that it is unknown."""
    return f"{NUMBERS[comparison.quantity]} unknown" if comparison.value is None else comparison.words()


def citations(instruments: Iterable[Instrument]) -> tuple[Citation, ...]:
    """Where each instrument stands, with its dates apart."""
    out = []
    for i in instruments:
        every = {name: getattr(i, name) for name in ("announced", "published", "effective", "compliance")}
        dates = {name: msgspec.to_builtins(value) for name, value in every.items() if value is not None}
        out.append(Citation(i.id, i.title, i.citation, i.url, dates))
    return tuple(out)


def would_change(rules: Rules, facts: Facts, decided: Outcome, comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """What would turn the status: the nearest thresholds, missing figures, and the next dates of rules that fit the case."""
    out = []
    unknown = dict.fromkeys(c.quantity for c in comparisons if c.met is None)
    out += [f"the {NUMBERS[q]} of the item, which is not known" for q in unknown]
    for c in comparisons:
        if isinstance(c.value, (int, float)) and c.threshold and abs(c.value - c.threshold) <= 0.05 * c.threshold:
            out.append(f"{c.words()} ({c.cite or c.instrument}): within five per cent of the threshold")
    bearing = [f for f in (*rules.releases, *rules.reviews) if any(targets(f.rule, r) for r in decided.deciding)]
    for f in (*rules.requirements, *bearing, *decided.released_by):
        start = start_of(f.instrument, f.rule)
        if f.state == "before" and f.truth is not False and start:
            out.append(f"{f.instrument.id} from {f.rule.due or start}")
        if f.binds and f.rule.until and f in (*decided.deciding, *decided.released_by):
            out.append(f"the end of {f.instrument.id} on {f.rule.until}")
    if decided.status == "licence_required" and facts.case.party.firm is None:
        out.append("another end user, other headquarters or another destination")
    return tuple(dict.fromkeys(out))[:8]
