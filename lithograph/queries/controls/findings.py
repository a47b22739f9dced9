"""What each instrument has to say to a case: classifications, requirements, exceptions, and their state on the day."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...ontology.controls.model import Dates, Entry, Instrument, Release, Requirement, Rule
from .case import Case
from .conditions import Comparison, Judge
from .facts import Facts
from .logic import Truth, all_of

State = Literal["before", "not_due", "unclear", "on", "after"]
NEAR_DAYS = 730
"""A rule that begins within so many days of the case is worth a word."""


@dataclass(slots=True)
class Finding:
    """One rule of an instrument against the case. `truth` is whether its conditions hold, `state` whether it binds on the day."""

    instrument: Instrument
    rule: Any
    truth: Truth
    parts: tuple[Truth, Truth, Truth]
    state: State
    comparisons: list[Comparison] = field(default_factory=list)

    @property
    def binds(self) -> Truth:
        """Whether the rule applies on the day; None where facts or the day of its start are open."""
        if self.state == "on":
            return self.truth
        if self.state == "unclear":
            return None if self.truth is not False else False
        return False


def first_date(dates: Dates) -> str | None:
    """The first of the dates of an instrument."""
    return dates if isinstance(dates, str) or dates is None else dates[0].date


def known_from(instrument: Instrument) -> str:
    """The first day on which the public could know of the instrument."""
    days = [d for d in (first_date(instrument.announced), first_date(instrument.published), first_date(instrument.effective)) if d]
    return min(days, default="")


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{calendar.monthrange(year, number)[1]}"


def start_of(instrument: Instrument, rule: Rule) -> str | None:
    """The day from which a rule is in force."""
    return rule.effective or first_date(instrument.effective)


def due_of(instrument: Instrument, rule: Rule) -> str | None:
    """The day from which a rule must be followed, where it is later than its start."""
    own = rule.due or rule.effective
    return own or first_date(instrument.compliance) or first_date(instrument.effective)


def state_of(instrument: Instrument, rule: Rule, on: str) -> State:
    """Where the day lies: before the start, in force but not due, on, after the end, or unclear (only the month is public)."""
    start, due = start_of(instrument, rule), due_of(instrument, rule)
    if start is None or on < start:
        return "before"
    if rule.until is not None and on >= rule.until:
        return "after"
    if len(start) == 7:
        told = first_date(instrument.announced)
        sure = min(told, _last_day(start)) if told and told >= start else _last_day(start)
        if on < sure:
            return "unclear"
    return "not_due" if due is not None and on < due else "on"


def judged(instrument: Instrument, rule: Rule, facts: Facts, *, brief: bool = False) -> Finding:
    """One rule against the case; with `brief`, the parts after one that fails are not looked at."""
    state = state_of(instrument, rule, facts.case.on)
    if rule.kinds and facts.case.item.kind not in rule.kinds:
        return Finding(instrument, rule, False, (False, False, False), state)
    judge = Judge(instrument.id, instrument.values, facts)
    facts.ahead = state == "before"
    parts = judge.brief(rule) if brief else judge.parts(rule)
    facts.ahead = False
    return Finding(instrument, rule, all_of(parts), parts, state, judge.comparisons)


def classify(instruments: Sequence[Instrument], facts: Facts) -> list[Finding]:
    """Judge the entries of control lists, and note in the facts which classifications hold or may hold."""
    stated = facts.case.item.eccn
    found = [judged(i, e, facts) for i in instruments for e in i.entries]
    if stated:
        facts.eccns = (stated,)
        return []
    live = [f for f in found if f.state == "on"]
    met = sorted((f for f in live if f.truth), key=_precedence)
    coming = sorted((f for f in found if f.truth and f.state != "after" and f.state != "on"), key=_precedence)
    # A part is classified once: under the first paragraph that it meets, and no looser one stays open beside it.
    facts.eccns = tuple(f.rule.eccn for f in met[:1])
    facts.coming_eccns = tuple(dict.fromkeys(f.rule.eccn for f in coming))
    facts.open_eccns = () if met else tuple(dict.fromkeys(f.rule.eccn for f in live if f.truth is None))
    return found


def _precedence(finding: Finding) -> tuple[int, str, int]:
    """Paragraph a before b; in one paragraph a limb of figures before a presumption."""
    limb = finding.rule.limb
    return (0 if finding.rule.eccn.endswith(".a") else 1, finding.rule.eccn, int(limb[-1]) if limb else 9)


def gather(instruments: Sequence[Instrument], facts: Facts, pick: Callable[[Instrument], Iterable[Rule]]) -> Iterator[Finding]:
    """Findings of one kind of rule over all instruments."""
    for instrument in instruments:
        for rule in pick(instrument):
            yield judged(instrument, rule, facts)


def targets(rule: Release | Any, finding: Finding) -> bool:
    """Whether a release, change or stay speaks of a requirement."""
    requirement: Requirement = finding.rule
    own = finding.instrument.id
    return any(t == own or t == f"{own}#{requirement.id}" for t in rule.of)


def visible(instruments: Iterable[Instrument], case: Case) -> list[Instrument]:
    """The instruments of the law asked about that were known by the day asked for."""
    return [i for i in instruments if i.law == case.law and (case.known_by is None or known_from(i) <= case.known_by)]


def is_near(finding: Finding, facts: Facts) -> bool:
    """Whether a requirement that doesn't bind is worth a word: just one of item and reach fails, or it starts soon."""
    if finding.state == "before":
        return finding.truth is not False and _within(facts.case.on, start_of(finding.instrument, finding.rule), NEAR_DAYS)
    if finding.state == "not_due":
        return finding.truth is not False
    item, reach, when = finding.parts
    if finding.truth is not False:
        return True
    near = finding.rule.near
    if near is False or (isinstance(near, dict) and Judge(finding.instrument.id, finding.instrument.values, facts).holds(near) is not True):
        return False
    return finding.state in ("on", "unclear") and [item, reach, when].count(False) == 1


def _within(on: str, start: str | None, days: int) -> bool:
    if start is None:
        return False
    import datetime

    full = start if len(start) == 10 else f"{start}-01"
    return (datetime.date.fromisoformat(full) - datetime.date.fromisoformat(on)).days <= days


def concerned(finding: Finding, facts: Facts) -> bool:
    """Whether an entry that the goods don't meet is worth a word."""
    entry: Entry = finding.rule
    if entry.kinds and facts.case.item.kind not in entry.kinds:
        return False
    return entry.concerns is not None and Judge(finding.instrument.id, finding.instrument.values, facts).holds(entry.concerns) is True
