"""Duties on imports: which bracket an item falls into, and what its use is exempt from."""

from __future__ import annotations

from msgspec.structs import replace

from ...ontology.controls.model import controls
from . import explain
from .answer import Determination
from .case import Case
from .conditions import Comparison, Judge, value_on
from .facts import Facts
from .findings import Finding, gather, visible
from .status import Outcome, Rules


def tariff(case: Case) -> Determination:
    """The duty in per cent of the value, summed over the tariffs that apply; `band` is the bracket, also where the use is exempt.

    Before a tariff starts its bracket is not named and nothing is due.
    """
    instruments = visible(controls().instruments, case)
    facts = Facts(case)
    duty: float | None = 0.0
    band: str | None = None
    roles: dict[str, str] = {}
    words: list[str] = []
    comparisons: list[Comparison] = []
    for found in gather(instruments, facts, lambda i: i.tariffs):
        rate, named = _of(found, facts)
        role = _role(found)
        if role and (found.rule.band is not None or role == "applies"):
            roles[found.instrument.id] = role if roles.get(found.instrument.id) != "applies" else "applies"
        comparisons += found.comparisons if found.state == "on" else []
        if found.truth is None and found.state == "on":
            duty = None
            words.append(f"Open: {found.rule.text}")
        elif named:
            band = found.rule.band or band
            duty = None if duty is None else duty + rate
            words.append(f"{found.rule.text} Here {rate:g} per cent.")
    unique = tuple({(c.quantity, c.comparison, c.threshold): c for c in comparisons}.values())
    answer = _base(case, duty, band, roles, words, unique)
    return replace(answer, citations=explain.citations(i for i in instruments if i.id in roles))


def _of(found: Finding, facts: Facts) -> tuple[float, bool]:
    if not (found.truth and found.state == "on"):
        return 0.0, False
    judge = Judge(found.instrument.id, found.instrument.values, facts)
    exempt = found.rule.exempt is not None and judge.holds(found.rule.exempt) is True
    return (0.0 if exempt else value_on(found.instrument.values[found.rule.rate], facts.case.on)), True


def _role(found: Finding) -> str | None:
    if found.state == "on":
        return "applies" if found.truth else "unclear" if found.truth is None else "not_met"
    return "not_yet_in_force" if found.state == "before" and found.truth is not False else None


def _base(
    case: Case, duty: float | None, band: str | None, roles: dict[str, str], words: list[str], comparisons: tuple[Comparison, ...]
) -> Determination:
    shown = "; ".join(c.words() for c in comparisons)
    total = "The duty is open." if duty is None else f"The duty is {duty:g} per cent of the value."
    why = " ".join([total, *words, f"{shown}." if shown else "", *case.notes]).strip()
    return Determination(
        item={"id": case.item.id, "name": case.item.name, "type": case.item.kind},
        from_=case.from_,
        to=case.to,
        on=case.on,
        law=case.law,
        status=None,
        basis=tuple(roles),
        basis_roles=roles,
        duty_percent=duty,
        band=band,
        computation=comparisons,
        why=why,
        would_change=explain.would_change(Rules(), Facts(case), Outcome("no_licence_required"), comparisons),
    )
