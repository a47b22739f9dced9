"""Which countries belong to a set on a day. Sets are written as in the controls: D:5, MO, WORLD, and -A:5 for what is left out."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from ...ontology.controls.model import controls


@functools.lru_cache(maxsize=100_000)
def member(country: str, names: tuple[str, ...], on: str) -> bool:
    """Whether a country (ISO 3166 alpha-2) belongs to the set on a day."""
    inside = any(_in(country, name, on) for name in names if not name.startswith("-"))
    return inside and not any(_in(country, name[1:], on) for name in names if name.startswith("-"))


def counted_as(country: str, law: str) -> str:
    """The country as which a law counts a territory: Hong Kong is China for the rules of the United States."""
    return controls().treated_as.get(law, {}).get(country, country)


def _in(code: str, name: str, on: str) -> bool:
    if name == "WORLD" or name == code:
        return True
    return any(
        code in m.countries and (m.effective is None or m.effective <= on) and (m.until is None or on < m.until)
        for m in controls().groups.get(name, ())
    )


@functools.lru_cache(maxsize=4096)
def groups_of(country: str, on: str) -> tuple[str, ...]:
    """The groups that a country belongs to on a day, in the order of the file."""
    return tuple(name for name in controls().groups if member(country, (name,), on))


@functools.cache
def change_dates() -> tuple[str, ...]:
    """Every day on which a group changes."""
    rows: Iterable[str | None] = (d for group in controls().groups.values() for m in group for d in (m.effective, m.until))
    return tuple(sorted({d for d in rows if d}))
