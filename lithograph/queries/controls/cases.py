"""Files of cases: one question each, in YAML that an expert can read and write (see docs/controls.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import InputError, LithographError
from ...graph.dates import check_date, last_day
from ...ontology.controls.model import controls
from .answer import Determination
from .case import Case
from .check import Route, check_item
from .describe import CLASSES, SPEC_KEYS, beside, chips, only_beside
from .describe import described as described_item
from .names import reference_entity
from .parties import described as described_party
from .parties import ordinary
from .tariff import tariff

CASE_KEYS = (
    "id", "title", "kind", "item", "item_spec", "from", "to", "on", "law", "end_user", "expect", "why", "computation", "computed",
    "sources", "outcome_stated_by", "confidence", "tags", "note", "accept_also",
)  # fmt: skip


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file. Raises InputError where it is no list of mappings with item, to and on."""
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe, in C
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(str(path), "not YAML", f"line {mark.line + 1}" if mark else None) from None
    if not isinstance(data, list):
        raise InputError(str(path), "a file of cases is a list; begin each with '- id:'")
    return [{("on" if k is True else str(k)): v for k, v in row.items()} if isinstance(row, dict) else {} for row in data]


def answer_cases(path: Path) -> Iterator[tuple[str, Determination | str]]:
    """Each case's id with its determination, or with the fault for which it could not be answered."""
    for number, case in enumerate(read_cases(path), 1):
        name = str(case.get("id") or f"case {number}")
        try:
            yield name, answer_case(case)
        except LithographError as error:
            yield name, str(error)


def answer_case(case: Mapping[str, Any]) -> Determination:
    """One case, in the keys of CASE_KEYS; others are named in the answer's why. Raises InputError where it makes no sense."""
    name = str(case.get("id") or "case")
    case = _norway(case)
    for key in ("item", "to", "on"):
        if not case.get(key):
            raise InputError(name, f"no {key}; a case needs item, to and on")
    on = last_day(check_date(str(case["on"]), f"{name}, on"))
    law = str(case.get("law") or "US")
    if law not in controls().laws:
        raise InputError(name, f"law {law} is not modelled; there are {', '.join(controls().laws)}")
    to, from_ = _country(name, case["to"]), _country(name, case.get("from") or "US")
    spec = case.get("item_spec") or {}
    strange = [str(k) for k in case if k not in CASE_KEYS] + [f"item_spec.{k}" for k in spec if k not in SPEC_KEYS]
    party, more = described_party(case["end_user"], to, on) if case.get("end_user") else (ordinary(to), [])
    strange += more
    if spec.get("class") and spec["class"] not in CLASSES:
        strange.append(f"item_spec.class {spec['class']}")
    notes = (f"Not understood and left out: {', '.join(strange)}.",) if strange else ()
    item = str(case["item"])
    if item not in controls().items and not spec:
        item = reference_entity(item, ("Chip",), "chip").id
    if case.get("kind") == "tariff":
        known = item in controls().items and only_beside(spec)
        goods = beside(chips(item)[0][0], spec) if known else described_item(item, spec)
        goods.places.setdefault("origin", from_)
        return tariff(Case(goods, to, from_, on, party, law, None, notes))
    return check_item(item, Route(to, from_, on, law), party, spec=spec or None, notes=notes)


def _norway(data: Any) -> Any:
    """YAML reads an unquoted NO as false; where a country stands, it is Norway."""
    if isinstance(data, Mapping):
        return {k: "NO" if v is False and k in _PLACES else _norway(v) for k, v in data.items()}
    return [_norway(v) for v in data] if isinstance(data, list) else data


_PLACES = ("from", "to", "hq", "parent_hq", "country", "packaged_in")


def _country(name: str, value: Any) -> str:
    from ...ontology.reference.lexicon import lexicon

    code = lexicon().country(str(value))
    if code is None:
        raise InputError(name, f"'{value}' is no country; give an ISO 3166 code such as CN")
    return code
