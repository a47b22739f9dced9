"""The 50 per cent cascade and economic shares against brute force, on 10,000 random graphs with cycles and unknown shares."""

from __future__ import annotations

import itertools
import random

from lithograph.queries.holdings import HALF, Stake, captured, economic, joined

GRAPHS = 10_000
STEPS = (0, 10, 20, 25, 30, 40, 49, 50, 51, 60, 75, 100)
Graph = dict[str, dict[str, tuple[float, float]]]


def _graph(dice: random.Random) -> tuple[list[Stake], list[str]]:
    """A few parties, each with at most three owners; shares are exact, ranges or unknown, and fit into 100."""
    parties = [f"p{n}" for n in range(dice.randint(2, 6))]
    stakes = []
    for owned in parties[: dice.randint(1, len(parties))]:
        room = 100.0
        for owner in dice.sample([p for p in parties if p != owned], dice.randint(0, min(3, len(parties) - 1))):
            low = float(dice.choice([s for s in STEPS if s <= room]))
            kind = dice.random()
            if kind < 0.25:
                low, high = 0.0, 100.0
            elif kind < 0.45:
                high = float(dice.choice([s for s in STEPS if s >= low]))
            else:
                high = low
            room -= low
            stakes.append(Stake(owner, owned, low, high))
    return stakes, [p for p in parties if dice.random() < 0.3]


def _fillings(owners: dict[str, tuple[float, float]]) -> list[dict[str, float]]:
    """The corner points of what the shares of one party can be: everyone at the least, then raised in every order until 100."""
    out = []
    for order in itertools.permutations(owners):
        shares = {o: low for o, (low, _) in owners.items()}
        out.append(dict(shares))
        for o in order:
            shares[o] += min(owners[o][1] - shares[o], 100.0 - sum(shares.values()))
        out.append(shares)
    return [dict(pairs) for pairs in {tuple(sorted(s.items())) for s in out}]


def _held(filling: dict[str, dict[str, float]], listed: list[str]) -> tuple[set[str], dict[str, float]]:
    """The rule with exact shares: repeat until nothing changes."""
    counted, changed = set(listed), True
    found: set[str] = set()
    while changed:
        changed = False
        for owned, owners in filling.items():
            total = sum(s for o, s in owners.items() if o in counted)
            if total >= HALF and owned not in found:
                found.add(owned)
                counted.add(owned)
                changed = True
    return found, {owned: sum(s for o, s in owners.items() if o in counted) for owned, owners in filling.items()}


def _raw(stakes: list[Stake]) -> Graph:
    raw: Graph = {}
    for s in stakes:
        raw.setdefault(s.owned, {})[s.owner] = (s.low, s.high)
    return raw


def test_the_cascade_agrees_with_brute_force() -> None:
    """Lower and upper bounds of every party are the least and the greatest over all shares that the ranges allow."""
    dice = random.Random(20251015)
    cycles = unknown = 0
    for _ in range(GRAPHS):
        stakes, listed = _graph(dice)
        raw = _raw(stakes)
        result = captured(joined(stakes), listed)
        choices = [[(owned, f) for f in _fillings(owners)] for owned, owners in raw.items()]
        least: dict[str, float] = {}
        most: dict[str, float] = {}
        always: set[str] | None = None
        ever: set[str] = set()
        for combination in itertools.product(*choices):
            found, totals = _held(dict(combination), listed)
            always = found if always is None else always & found
            ever |= found
            for owned, total in totals.items():
                least[owned] = min(least.get(owned, 100.0), total)
                most[owned] = max(most.get(owned, 0.0), total)
        assert result.surely == (always or set())
        assert result.perhaps == ever
        for owned in raw:
            low, high = result.total(owned)
            assert abs(low - least[owned]) < 1e-6
            assert abs(high - most[owned]) < 1e-6
        cycles += any((s.owned, s.owner) in {(t.owner, t.owned) for t in stakes} for s in stakes)
        unknown += any(s.high - s.low >= 100 for s in stakes)
    assert cycles > 500
    assert unknown > 1000


def test_economic_shares_without_cycles_are_sums_over_ways() -> None:
    """In a graph without cycles the economic share is the sum over all ways of the products of shares."""
    dice = random.Random(7)
    for _ in range(2_000):
        stakes = []
        parties = [f"p{n}" for n in range(5)]
        for n, owned in enumerate(parties):
            room = 100.0
            for owner in parties[n + 1 :]:
                share = float(dice.choice([s for s in STEPS if s <= room]))
                room -= share
                stakes.append(Stake(owner, owned, share, share))
        raw = {(s.owner, s.owned): s.low / 100 for s in stakes}

        def ways(owner: str, owned: str, raw: dict[tuple[str, str], float] = raw) -> float:
            return sum(share * (1.0 if o == owner else ways(owner, o)) for (o, d), share in raw.items() if d == owned)

        shares = economic(joined(stakes), "p0")
        for owner in parties[1:]:
            low, high = shares.get(owner, (0.0, 0.0))
            assert abs(low - 100 * ways(owner, "p0")) < 1e-3
            assert low == high


def test_a_circle_of_owners_ends() -> None:
    """Two firms that hold each other are captured only through somebody listed."""
    circle = [Stake("a", "b", 60, 60), Stake("b", "a", 60, 60)]
    assert captured(joined(circle), []).surely == frozenset()
    assert captured(joined([*circle, Stake("listed", "a", 50, 50)]), ["listed"]).surely == {"a", "b"}
    assert economic(joined(circle), "a")["b"] == (60.0, 60.0)
