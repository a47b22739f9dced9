"""Turn the YAML of the controls into the section `controls` of the packaged file. Faults are refused with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ...errors import InputError
from .conditions import check_condition
from .model import (
    Dated,
    Entry,
    Instrument,
    Law,
    Membership,
    Mention,
    NonEnforcement,
    Open,
    Release,
    Requirement,
    ReviewChange,
    Subject,
    Suspension,
    Tariff,
)
from .places import Lines, read_with_lines

HERE = Path(__file__).parent
_RULES: dict[str, type[Any]] = {
    "entries": Entry,
    "requirements": Requirement,
    "releases": Release,
    "reviews": ReviewChange,
    "suspensions": Suspension,
    "open": Open,
    "not_enforced": NonEnforcement,
    "tariffs": Tariff,
    "subjects": Subject,
    "mentions": Mention,
}
_CONDITIONS = ("item", "reach", "when", "exempt", "concerns", "near")


def compile_controls(folder: Path = HERE) -> dict[str, Any]:
    """All controls as plain data, in the shape of `model.Controls`.

    Raises InputError with file and line on an unknown key, a second instrument with an id, or a reference to none.
    """
    from .facts import item_facts, party_facts

    instruments: dict[str, Instrument] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        for instrument in read_instruments(path):
            if instrument.id in instruments:
                raise InputError(str(path), f"the instrument {instrument.id} stands in another file too; ids are unique")
            instruments[instrument.id] = instrument
    _check_links(folder, instruments)
    groups, treated_as = _groups(folder / "groups.yaml")
    return {
        "instruments": [instruments[i] for i in sorted(instruments, key=lambda i: (_first(instruments[i]), i))],
        "groups": groups,
        "treated_as": treated_as,
        "laws": _laws(folder / "laws.yaml"),
        "items": item_facts(),
        "parties": party_facts(),
    }


def read_instruments(path: Path) -> list[Instrument]:
    """The instruments of one file. Raises InputError with the line of the fault."""
    data, lines = read_with_lines(path)
    if not isinstance(data, list):
        raise InputError(str(path), "a file of controls is a list of instruments; begin with '- id:'", "line 1")
    return [_instrument(path, row, lines, (n,)) for n, row in enumerate(data)]


def _instrument(path: Path, row: Any, lines: Lines, at: tuple[Any, ...]) -> Instrument:
    if not isinstance(row, dict):
        raise InputError(str(path), "an instrument is a mapping", lines.place(at))
    for key, shape in _RULES.items():
        for n, rule in enumerate(row.get(key) or ()):
            _convert(path, rule, shape, lines, (*at, key, n))
    for name, value in (row.get("values") or {}).items():
        for n, step in enumerate(value.get("dated") or () if isinstance(value, dict) else ()):
            _convert(path, step, Dated, lines, (*at, "values", name, "dated", n))
    instrument: Instrument = _convert(path, row, Instrument, lines, at)
    values = instrument.values

    def report(fault: str, where: tuple[Any, ...]) -> None:
        raise InputError(str(path), fault, lines.place(where))

    for key in _RULES:
        for n, rule in enumerate(row.get(key) or ()):
            here = (*at, key, n)
            for part in _CONDITIONS:
                if isinstance(rule.get(part), dict):
                    check_condition(rule[part], values, report, (*here, part))
            for r, step in enumerate(rule.get("review") or () if isinstance(rule.get("review"), list) else ()):
                if step.get("when"):
                    check_condition(step["when"], values, report, (*here, "review", r, "when"))
            if key == "tariffs" and rule["rate"] not in values:
                report(f"'{rule['rate']}' is no value of this instrument", (*here, "rate"))
    return instrument


def _convert(path: Path, data: Any, shape: type[Any], lines: Lines, at: tuple[Any, ...]) -> Any:
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise InputError(str(path), str(error), lines.fault(at, str(error))) from None


def _first(instrument: Instrument) -> str:
    dates = instrument.effective or instrument.announced or instrument.published or ""
    return dates if isinstance(dates, str) else dates[0].date


def _check_links(folder: Path, instruments: dict[str, Instrument]) -> None:
    known = set(instruments) | {f"{i.id}#{r.id}" for i in instruments.values() for r in i.requirements}
    for instrument in instruments.values():
        named = [r.of for r in instrument.releases] + [r.of for r in instrument.reviews] + [r.of for r in instrument.suspensions]
        named += [r.of for r in instrument.open] + [r.of for r in instrument.not_enforced]
        for target in (t for of in named for t in of):
            if target not in known:
                raise InputError(str(folder), f"{instrument.id} speaks of {target}, which is no instrument or requirement")
        for target in instrument.amends:
            if target not in instruments:
                raise InputError(str(folder), f"{instrument.id} amends {target}, which is no instrument")


def _groups(path: Path) -> tuple[dict[str, list[Membership]], dict[str, dict[str, str]]]:
    data, lines = read_with_lines(path)
    groups = {}
    for name, rows in data["groups"].items():
        groups[name] = [_convert(path, row, Membership, lines, ("groups", name, n)) for n, row in enumerate(rows)]
    return groups, data["treated_as"]


def _laws(path: Path) -> dict[str, Law]:
    data, lines = read_with_lines(path)
    out = {}

    def report(fault: str, where: tuple[Any, ...]) -> None:
        raise InputError(str(path), fault, lines.place(where))

    for n, row in enumerate(data):
        for r, rule in enumerate(row.get("limits") or ()):
            check_condition(rule.get("when"), {}, report, (n, "limits", r, "when"))
        law: Law = _convert(path, row, Law, lines, (n,))
        out[law.id] = law
    return out
