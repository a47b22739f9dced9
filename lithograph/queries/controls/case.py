"""What is asked: an item, a route, parties and a day, as plain facts with what is unknown left open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..holdings import Stake

Interval = tuple[float, float]
"""The least and the greatest value that the facts allow, in the quantity's unit."""
ABSENT: Interval = (float("nan"), float("nan"))
"""A quantity that the goods don't have (the node of a line, for goods that go to none): every comparison is false."""


@dataclass(frozen=True, slots=True)
class Item:
    """The goods. `numbers` maps a quantity of `conditions.NUMBERS` to its interval; a missing one is unknown.

    `eccn` is a stated classification. `computation` says how the numbers came about, `notes` what was assumed.
    """

    id: str
    name: str
    kind: str
    numbers: dict[str, Interval] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    eccn: str | None = None
    notes: tuple[str, ...] = ()
    basis: dict[str, str] = field(default_factory=dict)

    def with_numbers(self, **numbers: Interval) -> Item:
        """The same goods with other figures."""
        return replace(self, numbers={**self.numbers, **numbers})


@dataclass(frozen=True, slots=True)
class Party:
    """The end user. Seats are ISO 3166 codes, None where unknown. `stakes` are all known stakes in it and in its owners.

    `listed` maps owners that the case itself calls listed to the instrument, or to None where none is named.
    """

    key: str = "end user"
    name: str = "end user"
    firm: str | None = None
    seat: str | None = None
    parent_seat: str | None = None
    government: bool = False
    approvals: tuple[str, ...] = ()
    stakes: tuple[Stake, ...] = ()
    seats: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `on` is YYYY-MM-DD; `known_by` leaves out instruments published later; `law` is the legal order asked about."""

    item: Item
    to: str
    from_: str
    on: str
    party: Party
    law: str = "US"
    known_by: str | None = None
    notes: tuple[str, ...] = ()
