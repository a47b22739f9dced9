"""Evaluate the conditions of the controls on the facts of a case, and keep every comparison that was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ...ontology.controls.conditions import COUNTRY_SETS, NUMBERS, WORD_SETS
from ...ontology.controls.model import Condition, Rule, Value
from .facts import Facts, compare
from .logic import Truth, all_of, any_of, negated

SIGNS = {"at_least": ("≥", "<"), "above": (">", "≤"), "at_most": ("≤", ">"), "below": ("<", "≥")}
"""Each comparison with the sign of where it holds and of where it fails."""


class Comparison(msgspec.Struct, frozen=True):
    """One figure against one threshold. `met` is None where the figure is unknown or lies on both sides."""

    quantity: str
    value: float | list[float] | None
    unit: str
    comparison: str
    threshold: float
    instrument: str
    met: bool | None
    cite: str | None = None

    def words(self) -> str:
        """As an answer writes it: "TPP 2,368 < 4,800"."""
        name = NUMBERS.get(self.quantity, self.quantity)
        holds, fails = SIGNS[self.comparison]
        if self.value is None:
            return f"{name} unknown, threshold {_figure(self.threshold)} {self.unit}"
        shown = _figure(self.value) if not isinstance(self.value, list) else " to ".join(_figure(v) for v in self.value)
        sign = holds if self.met else fails if self.met is False else "?"
        return f"{name} {shown} {sign} {_figure(self.threshold)}"


def _figure(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


class Judge:
    """Evaluates conditions of one instrument; `comparisons` gathers what was compared."""

    def __init__(self, instrument: str, values: Mapping[str, Value], facts: Facts) -> None:
        self.instrument, self.values, self.facts = instrument, values, facts
        self.comparisons: list[Comparison] = []

    def holds(self, condition: Condition | None) -> Truth:
        """Whether a condition holds; one that is not there does."""
        if condition is None:
            return True
        return all_of([self._word(word, content) for word, content in condition.items()])

    def parts(self, rule: Rule) -> tuple[Truth, Truth, Truth]:
        """The three parts of a rule: item, reach, anything else. The class of goods belongs to the item."""
        if rule.kinds and self.facts.case.item.kind not in rule.kinds:
            return False, False, False
        return self.holds(rule.item), self.holds(rule.reach), self.holds(rule.when)

    def brief(self, rule: Rule) -> tuple[Truth, Truth, Truth]:
        """The same, where nothing is asked after a part that fails: reach first, since it fails most."""
        reach = self.holds(rule.reach)
        if reach is False:
            return False, False, False
        item = self.holds(rule.item)
        return (False, reach, False) if item is False else (item, reach, self.holds(rule.when))

    def _word(self, word: str, content: Any) -> Truth:
        combine = _COMBINE.get(word)
        if combine is not None:
            return combine(self, content)
        if word in NUMBERS:
            return all_of([self._compare(word, comparison, name) for comparison, name in content.items()])
        if word in COUNTRY_SETS:
            return self.facts.inside(word, tuple(content))
        if word in WORD_SETS:
            return self.facts.word(word, tuple(content))
        known = self.facts.flag(word)
        return None if known is None else known is content

    def _on(self, content: Mapping[str, str]) -> Truth:
        on = self.facts.case.on
        return content.get("from", on) <= on and ("until" not in content or on < content["until"])

    def _perhaps(self, content: Condition) -> Truth:
        return False if self.holds(content) is False else None

    def _compare(self, quantity: str, comparison: str, name: str) -> Truth:
        threshold = value_on(self.values[name], self.facts.case.on)
        known = self.facts.number(quantity)
        met = compare(known, comparison, threshold)
        nothing = known is None or known[0] != known[0]
        shown = None if nothing or known is None else known[0] if known[0] == known[1] else list(known)
        if known is None or not nothing:
            value = self.values[name]
            self.comparisons.append(Comparison(quantity, shown, value.unit, comparison, threshold, self.instrument, met, value.cite))
        return met


def value_on(value: Value, on: str) -> float:
    """A dated value as it stands on a day: the latest step by then, before all steps the first."""
    step = value.dated[0]
    for later in value.dated:
        if later.effective <= on:
            step = later
    return float(step.value)


_COMBINE: dict[str, Callable[[Judge, Any], Truth]] = {
    "all": lambda judge, parts: all_of([judge.holds(p) for p in parts]),
    "any": lambda judge, parts: any_of([judge.holds(p) for p in parts]),
    "not": lambda judge, part: negated(judge.holds(part)),
    "perhaps": lambda judge, part: judge._perhaps(part),
    "on": lambda judge, content: judge._on(content),
}
