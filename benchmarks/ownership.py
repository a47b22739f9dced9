"""The 50 per cent cascade over a generated graph of 400,000 stakes, beside networkx walking the same edges.

    python benchmarks/ownership.py [--stakes 400000] [--seed 1]

Firms form a hierarchy with cross-holdings, some circles, ranges and unknown shares; one firm in two hundred is listed. Measured is
the closure of all listed parties: which firms are captured for sure, which perhaps, and the share of each in listed hands.
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import time

from lithograph.queries.holdings import Stake, captured, joined


def generated(count: int, seed: int) -> tuple[list[Stake], set[str]]:
    """Stakes between half as many firms, and the listed firms."""
    dice = random.Random(seed)
    firms = count // 2
    stakes = []
    for n in range(count):
        owned = dice.randrange(1, firms)
        owner = dice.randrange(0, owned) if dice.random() < 0.97 else dice.randrange(0, firms)
        kind = dice.random()
        low = dice.choice((5.0, 10.0, 20.0, 25.0, 30.0, 50.0, 51.0, 60.0, 100.0))
        high = 100.0 if kind < 0.1 else min(100.0, low + 15) if kind < 0.2 else low
        stakes.append(Stake(f"f{owner}", f"f{owned}", 0.0 if kind < 0.1 else low, high, str(n)))
    return stakes, {f"f{dice.randrange(0, firms)}" for _ in range(firms // 200)}


def reachable(stakes: list[Stake], listed: set[str]) -> int:
    """The peer: networkx, plain reachability over stakes of 50 per cent or more (no sums, no cascade, no ranges)."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_edges_from((s.owner, s.owned) for s in stakes if s.low >= 50)
    found: set[str] = set()
    for start in listed:
        if start in graph and start not in found:
            found |= set(nx.descendants(graph, start))
    return len(found)


def main() -> None:
    """Print both measurements."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--stakes", type=int, default=400_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    stakes, listed = generated(chosen.stakes, chosen.seed)
    start, cpu = time.perf_counter(), time.process_time()
    held = joined(stakes)
    middle = time.perf_counter()
    result = captured(held, listed)
    end, used = time.perf_counter(), time.process_time() - cpu
    print(f"{platform.machine()}, Python {platform.python_version()}; {len(stakes):,} stakes, {len(listed):,} listed firms")
    print(f"holdings: join {middle - start:.2f} s, cascade {end - middle:.2f} s (CPU of both {used:.2f} s)")
    print(f"          {len(result.surely):,} captured for sure, {len(result.perhaps):,} perhaps")
    start = time.perf_counter()
    count = reachable(stakes, listed)
    print(f"networkx: {time.perf_counter() - start:.2f} s for {count:,} firms below a stake of 50 per cent (no sums, no ranges)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
