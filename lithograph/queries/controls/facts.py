"""The facts of a case as conditions ask for them: numbers as intervals, countries, words and flags; None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..holdings import Capture, captured, joined
from .case import ABSENT, Case, Interval
from .groups import counted_as, member
from .logic import Truth, any_of, negated

BLOC = ("US", "A:5", "A:6")


@dataclass(slots=True)
class Facts:
    """One case, with what the instruments say about its parties: `listings` maps listed parties to their instruments.

    `eccns` are the classifications that surely hold, `open_eccns` those that may hold, `coming_eccns` those that will hold under
    entries to come; `ahead` is set while a rule is judged that has not begun.
    """

    case: Case
    listings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    eccns: tuple[str, ...] = ()
    open_eccns: tuple[str, ...] = ()
    coming_eccns: tuple[str, ...] = ()
    ahead: bool = False
    _capture: Capture | None = None

    def number(self, name: str) -> Interval | None:
        """A quantity as an interval; None where unknown, ABSENT where the goods have no such quantity."""
        if name == "listed_ownership":
            return self.capture().total(self.case.party.key)
        return self.case.item.numbers.get(name)

    def capture(self) -> Capture:
        """The 50 per cent cascade over the stakes of the end user, under the lists of the day."""
        if self._capture is None:
            stakes = self.case.party.stakes
            if not stakes:
                self._capture = Capture({}, frozenset(), frozenset())
            else:
                listed = set(self.case.party.listed) | {s.owner for s in stakes if s.owner in self.listings}
                self._capture = captured(joined(stakes), listed)
        return self._capture

    def listed_owners(self) -> tuple[str, ...]:
        """Owners, near and far, that are listed themselves, by key."""
        party = self.case.party
        return tuple(dict.fromkeys(s.owner for s in party.stakes if s.owner in party.listed or s.owner in self.listings))

    def inside(self, fact: str, names: tuple[str, ...]) -> Truth:
        """Whether a country of the case belongs to a set; for headquarters, either of the two, or both."""
        case, party = self.case, self.case.party
        if fact in ("headquartered_in", "wholly_in"):
            seats = [self._in(seat, names) for seat in (party.seat, party.parent_seat)]
            return any_of(seats) if fact == "headquartered_in" else negated(any_of(negated(s) for s in seats))
        if fact in ("to", "from"):
            return self._in(case.to if fact == "to" else case.from_, names)
        if fact in ("seat", "parent_seat"):
            return self._in(party.seat if fact == "seat" else party.parent_seat, names)
        return self._in(case.item.places.get(fact), names)

    def _in(self, country: str | None, names: tuple[str, ...]) -> Truth:
        return None if country is None else member(counted_as(country, self.case.law), names, self.case.on)

    def word(self, fact: str, wanted: tuple[str, ...]) -> Truth:
        """Whether a word of the case is one of those wanted."""
        item, party = self.case.item, self.case.party
        if fact == "eccn":
            return self._classified(wanted)
        if fact == "kind":
            return item.kind in wanted
        if fact == "item":
            return item.id in wanted
        if fact == "firm":
            return party.firm in wanted
        if fact == "approval":
            return any(a in wanted for a in party.approvals)
        known = item.words.get(fact)
        if known is None:
            scanner = item.kind == "lithography_tool"
            return False if fact in _NONE_IF_UNSAID or (fact == "model_series" and not scanner) else None
        return any(w in wanted for w in known)

    def _classified(self, wanted: tuple[str, ...]) -> Truth:
        for known in (*self.eccns, *self.coming_eccns) if self.ahead else self.eccns:
            if any(known == w or known.startswith(f"{w}.") for w in wanted):
                return True
        # A classification that is stated without its paragraph may be any paragraph of the entry.
        vague = any(w.startswith(f"{known}.") for known in self.eccns for w in wanted)
        may = any(known == w or known.startswith(f"{w}.") for known in self.open_eccns for w in wanted)
        return None if vague or may else False

    def flag(self, fact: str) -> Truth:
        """A fact that is true or false."""
        case, party = self.case, self.case.party
        if fact == "government":
            return party.government
        if fact == "in_country":
            return case.from_ == case.to
        if fact == "owners_known":
            return bool(party.stakes)
        if fact == "listed_owner":
            return bool(self.listed_owners())
        if fact == "joint_venture":
            return self._joint_venture()
        if fact == "foreign_origin":
            return False if "origin" not in case.item.places else case.item.places["origin"] != "US"
        if fact == "other_eccn":
            return bool(self.eccns) and not any(modelled(e) for e in self.eccns)
        if fact == "no_eccn":
            return not self.eccns and case.item.kind in UNCLASSIFIED
        return case.item.flags.get(fact)

    def _joint_venture(self) -> Truth:
        """Whether an owner that is neither listed nor captured sits in the United States, A:5 or A:6."""
        party, capture = self.case.party, self.capture()
        listed = set(self.listed_owners())
        parts: list[Truth] = []
        for stake in party.stakes:
            if stake.owned != party.key or stake.owner in listed or stake.owner in capture.surely:
                continue
            near = self._in(party.seats.get(stake.owner), BLOC)
            parts.append(None if near and stake.owner in capture.perhaps else near)
        return any_of(parts)


_NONE_IF_UNSAID = ("end_use", "packaged_by", "material", "designer")
UNCLASSIFIED = frozenset({"lithography_tool", "etch_tool", "implanter", "wafer_tool", "test_equipment", "material", "other"})
"""Classes of goods whose entry does not follow from figures, so that it must be stated."""


def modelled(eccn: str) -> bool:
    """Whether the model holds all that the entry means: 3A090, EAR99, and entries (xx99x) controlled against terrorism only."""
    return eccn == "EAR99" or eccn.split(".")[0] in ("3A090", "4A090") or eccn[2:4] == "99"


def compare(value: Interval | None, word: str, threshold: float) -> Truth:
    """A comparison with a threshold, None where the interval lies on both sides or is unknown, False where there is nothing."""
    if value is None:
        return None
    if value is ABSENT or value[0] != value[0]:
        return False
    ends = [{"at_least": v >= threshold, "above": v > threshold, "at_most": v <= threshold, "below": v < threshold}[word] for v in value]
    return ends[0] if ends[0] == ends[1] else None
