"""Changing any threshold, start, due day or end that the computation reads breaks at least one case.

Each number is moved by one per cent up and down, each day by one day back and forth; then the cases that name the instrument, and
after them all others, are asked until one fails. What no case can tell apart is listed in EQUIVALENT with the reason.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from asking import Question, dates, licences, thresholds

from lithograph.ontology.controls import model
from lithograph.queries.controls import determine, groups
from lithograph.queries.controls.answer import Determination

RULES = ("entries", "requirements", "releases", "reviews", "suspensions", "open", "not_enforced", "tariffs", "subjects")
LATER = "nothing is due before a later day"
SAME = "another paragraph catches the same goods"
COVERED = "another instrument says the same on that day"
EQUIVALENT: dict[str, str] = {
    "cn-46-2024 open 0 effective down": "the suspension covers the day",
    "cn-70-2025 open 0 effective down": "the suspension covers the day",
    "us-affiliates-2026-11 open 0 effective down": "the stay covers the day",
    "cn-56-62-2025 requirements 0 effective up": "suspended before it is due",
    "cn-56-62-2025 requirements 0 effective down": "suspended before it is due",
    "cn-70-2025 suspensions 0 effective up": "suspended before it is due",
    "cn-70-2025 suspensions 0 effective down": "suspended before it is due",
    "group D:1 1 effective up": "D:5 holds the country from the same day",
    "group D:4 1 until up": "A:5 takes the country out on the same day",
    "nl-2024 model_2023 0 up": COVERED,
    "us-301-2025 tariffs 0 effective up": "the rate is zero",
    "us-301-2025 tariffs 0 effective down": "the rate is zero",
    "us-301-2025 tariffs 0 until up": "the rate is zero",
    "us-301-2025 tariffs 0 until down": "the rate is zero",
    "us-affiliates-2025 releases 0 until up": "the stay covers the day",
    "us-affiliates-2025 releases 0 until down": "the stay covers the day",
    "us-apr2024 effective down": "the older exception still covers the day",
    "us-apr2024 performance 0 down": SAME,
    "us-oct2023-acs nac_performance 0 down": SAME,
    "us-oct2023-acs note2_performance 0 up": SAME,
    "us-oct2023-acs b1_ceiling 0 up": SAME,
    "us-oct2023-acs b1_density_ceiling 0 up": SAME,
    "us-oct2023-acs b2_density_ceiling 0 up": SAME,
    "us-foundry-2025 performance 0 up": SAME,
    "us-foundry-2025 dense_performance 0 up": SAME,
    "us-foundry-2025 density 0 up": SAME,
    "us-foundry-2025 entries 0 effective up": LATER,
    "us-foundry-2025 entries 0 effective down": LATER,
    "us-dec2024-fdp requirements 0 effective up": LATER,
    "us-dec2024-fdp requirements 0 effective down": LATER,
    "us-dec2024-fdp subjects 1 effective down": LATER,
    "us-diffusion-2025 releases 0 effective up": LATER,
    "us-diffusion-2025 releases 0 effective down": LATER,
    "us-diffusion-2025 requirements 0 effective up": LATER,
    "us-diffusion-2025 requirements 0 effective down": LATER,
    "us-diffusion-nonenf-2025 not_enforced 0 effective up": LATER,
    "us-diffusion-nonenf-2025 not_enforced 0 effective down": LATER,
    "us-foundry-2025 entries 0 item/not/any/1/all/0/any/2/perhaps/on/from down": "the text of 2027 is certain on that day",
    "us-foundry-2025 entries 0 item/not/any/1/all/0/any/2/perhaps/on/until up": "the text of 2029 is certain on that day",
    "us-ear effective up": "older than any case",
    "us-ear effective down": "older than any case",
    "us-macau-2023 requirements 2 until up": COVERED,
    "us-oct7-2022 requirements 2 until up": COVERED,
    "us-oct7-2022 entries 0 until up": COVERED,
    "us-oct7-2022 requirements 0 effective down": "there is no entry to fall under before",
    "us-veu-2023 releases 2 effective down": "there is nothing to free before",
}
Path = tuple[Any, ...]


def _targets(data: dict[str, Any]) -> Iterator[tuple[str, Path]]:
    """Every number and every day that decides something, with a name and the instrument it stands in."""
    for n, instrument in enumerate(data["instruments"]):
        here: Path = ("instruments", n)
        used = {name for rule in RULES for r in instrument.get(rule, ()) for name in _values(r)}
        for name, value in instrument.get("values", {}).items():
            if name not in used:
                continue
            for s in range(len(value["dated"])):
                yield f"{instrument['id']} {name} {s}", (*here, "values", name, "dated", s, "value")
                if s:
                    yield f"{instrument['id']} {name} {s} from", (*here, "values", name, "dated", s, "effective")
        own = False
        for group in RULES:
            for r, rule in enumerate(instrument.get(group, ())):
                own = own or not rule.get("effective")
                for key in ("effective", "due", "until"):
                    if rule.get(key):
                        yield f"{instrument['id']} {group} {r} {key}", (*here, group, r, key)
                for path in _ons(rule):
                    yield f"{instrument['id']} {group} {r} {'/'.join(map(str, path))}", (*here, group, r, *path)
        for key in ("effective", "compliance"):
            if own and isinstance(instrument.get(key), str):
                yield f"{instrument['id']} {key}", (*here, key)
    for name, rows in data["groups"].items():
        for r, row in enumerate(rows):
            for key in ("effective", "until"):
                if row.get(key):
                    yield f"group {name} {r} {key}", ("groups", name, r, key)


def _values(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for word, inner in content.items():
            if isinstance(inner, dict) and set(inner) & {"at_least", "above", "at_most", "below"}:
                yield from inner.values()
            elif word == "rate":
                yield inner
            else:
                yield from _values(inner)
    elif isinstance(content, (list, tuple)):
        for inner in content:
            yield from _values(inner)


def _ons(content: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(content, dict):
        for word, inner in content.items():
            if word == "on":
                yield from ((*path, "on", key) for key in inner)
            else:
                yield from _ons(inner, (*path, word))
    elif isinstance(content, (list, tuple)):
        for n, inner in enumerate(content):
            yield from _ons(inner, (*path, n))


def _moved(value: Any, up: bool) -> Any:
    if isinstance(value, str) and len(value) == 10:
        day = datetime.date.fromisoformat(value) + datetime.timedelta(days=1 if up else -1)
        return day.isoformat()
    if isinstance(value, str):
        return value[:5] + f"{int(value[5:]) + (1 if up else -1):02d}"
    return value * (1.01 if up else 0.99) if value else (1 if up else -1)


DATA = msgspec.json.decode(msgspec.json.encode(model.controls()))
TARGETS = dict(_targets(DATA))


@pytest.fixture(scope="module")
def asked() -> list[tuple[Question, Determination]]:
    """All questions with today's answers."""
    return [(q, q.ask()) for q in (*licences(), *dates(), *thresholds())]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_moved_value_breaks_a_case(name: str, asked: list[tuple[Question, Determination]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both directions are noticed, unless no case can tell."""
    path = TARGETS[name]
    instrument = DATA["instruments"][path[1]]["id"] if path[0] == "instruments" else ""
    near = sorted(asked, key=lambda pair: instrument not in (*pair[1].basis, *pair[1].also))
    for up in (True, False):
        if f"{name} {'up' if up else 'down'}" in EQUIVALENT:
            continue
        changed = copy.deepcopy(DATA)
        at: Any = changed
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = _moved(at[path[-1]], up)
        mutant = msgspec.convert(changed, model.Controls)
        with monkeypatch.context() as patch:
            for module in PATCHED:
                patch.setattr(module, "controls", lambda m=mutant: m)
            _forget()
            broken = next((q.name for q, _ in near if q.fault(q.ask())), None)
        _forget()
        assert broken, f"{name} moved {'up' if up else 'down'}: no case notices"


def _forget() -> None:
    determine.listings_on.cache_clear()
    groups.member.cache_clear()
    groups.groups_of.cache_clear()
    groups.change_dates.cache_clear()


def _patched() -> list[Any]:
    from lithograph.queries.controls import cases, check, describe, explain, parties, tariff

    return [cases, check, describe, explain, parties, tariff, determine, groups]


PATCHED = _patched()
