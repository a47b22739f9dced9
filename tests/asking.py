"""The YAML cases of `tests/cases` as questions with the answers that they expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lithograph.queries.controls.answer import Determination
from lithograph.queries.controls.case import Case, Item
from lithograph.queries.controls.cases import answer_case, read_cases
from lithograph.queries.controls.check import Route, check_goods
from lithograph.queries.controls.parties import ordinary
from lithograph.queries.controls.tariff import tariff

CASES = Path(__file__).parent / "cases"
SCORED = ("status", "review", "eccn", "eccn_limb", "exception", "duty_percent", "band")


@dataclass(frozen=True)
class Question:
    """One question: how to ask it, and what is wrong with an answer (an empty text where nothing is)."""

    name: str
    ask: Callable[[], Determination]
    fault: Callable[[Determination], str]


def licences() -> Iterator[Question]:
    """The cases with full expectations."""
    for case in read_cases(CASES / "licences.yaml"):
        yield Question(case["id"], lambda c=case: answer_case(c), lambda d, c=case: _fault(d, c["expect"]))


def _fault(d: Determination, expect: dict[str, Any]) -> str:
    options = [expect, *({**expect, **other} for other in expect.get("accept_also", ()))]
    faults = [[f"{k} is {getattr(d, k)}, not {e[k]}" for k in SCORED if k in e and getattr(d, k) != e[k]] for e in options]
    missing = [i for i in (*expect.get("basis", ()), *expect.get("also", ())) if i not in (*d.basis, *d.also)]
    return "; ".join([*min(faults, key=len), *(f"{i} is not named" for i in missing)])


def dates() -> Iterator[Question]:
    """The steps around each date."""
    for row in yaml.safe_load((CASES / "dates.yaml").read_text(encoding="utf8")):
        base = {k: v for k, v in row.items() if k not in ("about", "steps", "eccn", "absent")}
        for day, expected in row["steps"].items():
            case = {**base, "on": str(day), "id": row["about"]}
            eccn = {str(k): v for k, v in row.get("eccn", {}).items()}.get(str(day), "any")
            words = [w.strip() for w in str(expected).split(",")]
            absent = {str(k): v for k, v in row.get("absent", {}).items()}.get(str(day), ())
            yield Question(
                f"{row['about']}, {day}", lambda c=case: answer_case(c), lambda d, w=words, e=eccn, a=absent: _step_fault(d, w, e, a)
            )


def _step_fault(d: Determination, words: list[str], eccn: str | None, absent: Sequence[str]) -> str:
    if d.status is None:
        wanted: list[Any] = [float(words[0]), words[1] if len(words) > 1 else None]
        got: list[Any] = [d.duty_percent, d.band]
    else:
        known = [d.status, d.review, d.exception or "-"]
        wanted = [w for w in words if w]
        got = [k for k, w in zip(known, words, strict=False) if w]
    if eccn != "any":
        wanted, got = [*wanted, eccn], [*got, d.eccn]
    named = [i for i in absent if i in (*d.basis, *d.also)]
    return "" if got == wanted and not named else f"{got}, not {wanted}; {named} should not be named"


def thresholds() -> Iterator[Question]:
    """The steps around each threshold."""
    for row in yaml.safe_load((CASES / "thresholds.yaml").read_text(encoding="utf8")):
        route = Route(row["to"], row.get("from", "US"), row["day"], row.get("law", "US"))
        words = {k: tuple(v) for k, v in row.get("words", {}).items()}
        for figures, eccn, limb, status, *review in row["steps"]:
            numbers = {k: (float(v), float(v)) for k, v in {**row["numbers"], **figures}.items()}
            flags = {"uniquely_required": False, **row.get("flags", {})}
            item = Item("goods", "goods", row["kind"], numbers, words, flags, row.get("places", {}), row.get("eccn"))
            wanted = [eccn, limb, status, *review]
            if row.get("tariff"):
                case = Case(item, route.to, route.from_, route.on, ordinary(route.to))
                yield Question(f"{row['about']}, {figures}", lambda c=case: tariff(c), lambda d, w=status: _duty_fault(d, w))
                continue
            yield Question(
                f"{row['about']}, {figures}",
                lambda i=item, r=route: check_goods(i, r, ordinary(r.to)),
                lambda d, w=wanted: _threshold_fault(d, w),
            )


def _duty_fault(d: Determination, wanted: str) -> str:
    return "" if d.duty_percent == float(wanted) else f"{d.duty_percent}, not {wanted}"


def _threshold_fault(d: Determination, wanted: list[str]) -> str:
    got = [d.eccn or "none", d.eccn_limb or "none", d.status, d.review][: len(wanted)]
    return "" if got == wanted else f"{got}, not {wanted}"
