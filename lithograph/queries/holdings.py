"""Stakes and what follows from them: the 50 per cent rule as a cascade, and economic shares, both as intervals.

The cascade follows 15 CFR 744.11(a)(1) (90 FR 47201): a party that listed or captured parties hold at 50 per cent or more,
together, is captured, and counts in full for its own stakes. Owners that no source names are taken as unlisted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

HALF = 50.0
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stake:
    """`owner` holds between `low` and `high` per cent of `owned`; an unknown share is 0 to 100. `source` says where it stands."""

    owner: str
    owned: str
    low: float
    high: float
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """`total` is the share in listed or captured hands; `surely` and `perhaps` are the captured parties below and above."""

    totals: Mapping[str, Interval]
    surely: frozenset[str]
    perhaps: frozenset[str]

    def total(self, party: str) -> Interval:
        """Share of the party in listed or captured hands, in per cent."""
        return self.totals.get(party, (0.0, 0.0))


def joined(stakes: Iterable[Stake]) -> dict[str, dict[str, Interval]]:
    """Owned party → owner → interval. Several statements on one pair span an interval; upper bounds leave room for the others."""
    out: dict[str, dict[str, Interval]] = {}
    ranged: set[str] = set()
    for s in stakes:
        held = out.get(s.owned)
        if held is None:
            held = out[s.owned] = {}
        known = held.get(s.owner)
        if known is None:
            held[s.owner] = (s.low, s.high)
            if s.low != s.high:
                ranged.add(s.owned)
        else:
            held[s.owner] = (min(known[0], s.low), max(known[1], s.high))
            ranged.add(s.owned)
    for owned in ranged:
        held = out[owned]
        lows = sum(low for low, _ in held.values())
        out[owned] = {o: (low, max(low, min(high, 100.0 - (lows - low)))) for o, (low, high) in held.items()}
    return out


def captured(held: Mapping[str, Mapping[str, Interval]], listed: Collection[str], threshold: float = HALF) -> Capture:
    """The cascade over all parties. `listed` count in full themselves. Runs in the number of stakes."""
    into: dict[str, list[str]] = {}
    for owned, owners in held.items():
        for owner in owners:
            into.setdefault(owner, []).append(owned)
    surely, _ = _spread(held, into, listed, threshold, 0)
    perhaps, touched = _spread(held, into, listed, threshold, 1)
    sure, possible = surely | set(listed), perhaps | set(listed)
    totals = {}
    for owned in touched:
        owners = held[owned]
        low = sum(s[0] for o, s in owners.items() if o in sure)
        totals[owned] = (min(low, 100.0), _upper(owners, possible))
    return Capture(totals, frozenset(surely), frozenset(perhaps))


def _spread(
    held: Mapping[str, Mapping[str, Interval]], into: Mapping[str, list[str]], listed: Collection[str], threshold: float, side: int
) -> tuple[set[str], Collection[str]]:
    """The least set closed under the rule, with every share at its lower (0) or its best upper (1) bound; and all parties below it."""
    counted = set(listed)
    found: set[str] = set()
    sums: dict[str, float] = {}
    queue = list(counted)
    while queue:
        owner = queue.pop()
        for owned in into.get(owner, ()):
            owners = held[owned]
            sums[owned] = sums.get(owned, 0.0) + owners[owner][side]
            if owned in found:
                continue
            total = sums[owned]
            if side and total >= threshold:
                total = _upper(owners, counted)
            if total >= threshold - 1e-9:
                found.add(owned)
                if owned not in counted:
                    counted.add(owned)
                    queue.append(owned)
    return found, sums


def _upper(owners: Mapping[str, Interval], counted: Collection[str]) -> float:
    """The most that counted owners can hold together, since the others hold at least their lower bounds."""
    most = sum(high for o, (_, high) in owners.items() if o in counted)
    rest = sum(low for o, (low, _) in owners.items() if o not in counted)
    return max(0.0, min(most, 100.0 - rest))


def economic(held: Mapping[str, Mapping[str, Interval]], owned: str, rounds: int = 60) -> dict[str, Interval]:
    """Owner → economic share of one party: direct stakes and multiplied ones, along every way, cycles included; in per cent."""
    total: dict[str, list[float]] = {}
    layer: dict[str, tuple[float, float]] = {owned: (1.0, 1.0)}
    for _ in range(rounds):
        below: dict[str, list[float]] = {}
        for party, (low, high) in layer.items():
            for owner, (least, most) in held.get(party, {}).items():
                sums = below.setdefault(owner, [0.0, 0.0])
                sums[0] += low * least / 100.0
                sums[1] += high * most / 100.0
        layer = {o: (s[0], min(s[1], 1.0)) for o, s in below.items() if s[1] > 1e-9 and o != owned}
        if not layer:
            break
        for owner, (low, high) in layer.items():
            sums = total.setdefault(owner, [0.0, 0.0])
            sums[0] += low
            sums[1] += high
    return {o: (round(min(s[0], 1.0) * 100, 6), round(min(s[1], 1.0) * 100, 6)) for o, s in total.items()}
