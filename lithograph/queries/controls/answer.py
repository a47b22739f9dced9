"""The answer of a check, in the shape of the interface."""

from __future__ import annotations

from typing import Any

import msgspec

from .conditions import Comparison


class Citation(msgspec.Struct, frozen=True):
    """Where an instrument stands: citation, address, and its dates, each apart."""

    instrument: str
    title: str
    citation: str | None
    url: str | None
    dates: dict[str, Any]


class Point(msgspec.Struct, frozen=True):
    """A finding beside the determination: practice, announcement, licence, guidance, foreign measure."""

    instrument: str
    type: str
    text: str


class ReadingOutcome(msgspec.Struct, frozen=True):
    """What another set of figures leads to."""

    status: str
    review: str | None
    eccn: str | None
    figures: dict[str, float | None]
    sources: tuple[str, ...]


class Determination(msgspec.Struct, frozen=True, kw_only=True):
    """One determination. `status`, `review`, roles and ids are those of the facts; see docs/controls.md.

    `would_change` says what would turn the status, `findings` what stands beside it, `readings` what other figures give.
    """

    item: dict[str, str]
    from_: str = msgspec.field(name="from")
    to: str
    on: str
    law: str
    status: str | None
    review: str | None = None
    eccn: str | None = None
    eccn_limb: str | None = None
    exception: str | None = None
    basis: tuple[str, ...] = ()
    basis_roles: dict[str, str] = {}
    also: tuple[str, ...] = ()
    by_text: str | None = None
    by_practice: str | None = None
    by_announcement: str | None = None
    duty_percent: float | None = None
    band: str | None = None
    computation: tuple[Comparison, ...] = ()
    findings: tuple[Point, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    citations: tuple[Citation, ...] = ()
    why: str = ""
    would_change: tuple[str, ...] = ()
    variants: tuple[Determination, ...] = ()
    not_legal_advice: bool = True
