"""What changes with time: the status of one item day by day, and everything that differs between two days."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import msgspec

from ..graph.model import Entity, View
from ..graph.records import Claim
from ..graph.store import Store
from ..ontology.controls.model import controls
from ..ontology.reference.lexicon import lexicon
from .controls.answer import Determination
from .controls.check import Route
from .controls.determine import listings_on
from .controls.sweep import Cell, all_chips, all_countries, breaks, matrix
from .ownership import finding_without_store


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time with one answer: from a day up to, not on, another."""

    from_: str = msgspec.field(name="from")
    until: str | None
    status: str | None
    review: str | None
    eccn: str | None
    exception: str | None
    basis: tuple[str, ...]


class ChipChange(msgspec.Struct, frozen=True):
    """A chip whose status for some destinations differs; `because` are the instruments that decide on one day only."""

    item: Entity
    before: str
    after: str
    review_before: str | None
    review_after: str | None
    to: tuple[str, ...]
    because: tuple[str, ...]


class FirmChange(msgspec.Struct, frozen=True):
    """A firm that joined or left a list, or that the 50 per cent rule treats otherwise."""

    firm: Entity
    before: str
    after: str
    because: tuple[str, ...]


class FactChange(msgspec.Struct, frozen=True):
    """A statement of a store that begins or ends between the days, so that paths over it appear or vanish."""

    subject: str
    predicate: str
    object: str
    change: str
    date: str


class Difference(msgspec.Struct, frozen=True):
    """All that differs between two days. Not legal advice."""

    first: str
    second: str
    chips: tuple[ChipChange, ...]
    firms: tuple[FirmChange, ...]
    facts: tuple[FactChange, ...]
    not_legal_advice: bool = True


def timeline(determined: Sequence[tuple[str, Determination]]) -> tuple[Span, ...]:
    """Determinations on successive days as spans; neighbours that agree are one."""
    out: list[Span] = []
    for number, (day, d) in enumerate(determined):
        until = determined[number + 1][0] if number + 1 < len(determined) else None
        basis = tuple(i for i, role in d.basis_roles.items() if role in ("applies", "unclear"))
        span = Span(from_=day, until=until, status=d.status, review=d.review, eccn=d.eccn, exception=d.exception, basis=basis)
        if out and _same(out[-1], span):
            out[-1] = msgspec.structs.replace(out[-1], until=until)
        else:
            out.append(span)
    return tuple(out)


def _same(left: Span, right: Span) -> bool:
    return (left.status, left.review, left.eccn, left.exception, left.basis) == (
        right.status,
        right.review,
        right.eccn,
        right.exception,
        right.basis,
    )


def days_between(route: Route, first: str, last: str) -> list[str]:
    """The first day and every later day on which the law may change, up to the last."""
    every = breaks(route.law)
    return [first, *every[bisect.bisect_right(every, first) : bisect.bisect_right(every, last)]]


def diff(first: str, second: str, *, to: Sequence[str] | None = None, store: Store | None = None) -> Difference:
    """Chips, firms and facts whose status differs between two days; for all destinations unless `to` names some."""
    destinations = list(to or all_countries())
    cells = list(matrix(all_chips(), destinations, [first, second]))
    by_item: dict[str, dict[str, list[Cell]]] = {}
    for cell in cells:
        by_item.setdefault(cell.item, {}).setdefault(cell.to, []).append(cell)
    chips = [change for item, pairs in by_item.items() for change in _chip_changes(item, list(pairs.values()))]
    return Difference(first, second, tuple(chips), tuple(_firm_changes(first, second)), _fact_changes(first, second, store))


def _chip_changes(item: str, pairs: list[list[Cell]]) -> list[ChipChange]:
    groups: dict[tuple[str, str, str | None, str | None, tuple[str, ...]], list[str]] = {}
    for before, after in pairs:
        if (before.status, before.review) != (after.status, after.review):
            because = tuple(sorted(set(before.applies) ^ set(after.applies))) or after.applies or before.applies
            key = before.status, after.status, before.review, after.review, because
            groups.setdefault(key, []).append(before.to)
    name = controls().items[item].name
    chip = Entity(item, name, "Chip")
    return [ChipChange(chip, b, a, rb, ra, tuple(where), because) for (b, a, rb, ra, because), where in groups.items()]


def _firm_changes(first: str, second: str) -> list[FirmChange]:
    out = []
    listed = [listings_on("US", day, None) for day in (first, second)]
    for firm in sorted(set(listed[0]) | set(listed[1])):
        before, after = (listing.get(firm, ()) for listing in listed)
        if before != after:
            words = ["listed" if x else "not listed" for x in (before, after)]
            out.append(FirmChange(_firm(firm), words[0], words[1], tuple(sorted(set(before) ^ set(after)))))
    for firm, facts in controls().parties.items():
        if facts.parent or facts.holdings:
            findings = [finding_without_store(firm, day) for day in (first, second)]
            if findings[0].finding != findings[1].finding and findings[0].listed_total[1] + findings[1].listed_total[1] > 0:
                out.append(FirmChange(_firm(firm), findings[0].finding, findings[1].finding, (findings[1].id, findings[1].why)))
    return out


def _firm(firm: str) -> Entity:
    known = lexicon().entity(firm)
    return Entity(firm, known.name if known else firm, "Firm")


def _fact_changes(first: str, second: str, store: Store | None) -> tuple[FactChange, ...]:
    if store is None:
        return ()
    view = {day: View(on=day) for day in (first, second)}
    found: set[tuple[str, str, str, str, str]] = set()
    for record in store.records():
        if not isinstance(record, Claim) or record.negated or record.modality in ("planned", "possible"):
            continue
        held = [view[day].holds(record.valid_from, record.valid_to) for day in (first, second)]
        if held[0] != held[1]:
            date = (record.valid_from if held[1] else record.valid_to) or ""
            found.add((record.subject, record.predicate, record.object, "begins" if held[1] else "ends", date))
    return tuple(FactChange(*row) for row in sorted(found))
