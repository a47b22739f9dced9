"""Cold `lithograph path` beside a networkx script that answers the same from a pickled graph.

    python benchmarks/path.py --claims 1000000

Each run is a whole process, started anew, in turns: ours, theirs, ours, theirs. The networkx script does what its users do:
load the pickle, then `shortest_simple_paths` with weights. Prints a Markdown table with medians, and writes benchmarks/path.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pickle
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
THEIRS = """
import itertools, pickle, sys, networkx as nx
with open(sys.argv[1], "rb") as f: g = pickle.load(f)
for path in itertools.islice(nx.shortest_simple_paths(g, sys.argv[2], sys.argv[3], weight="cost"), 5): print(path)
"""


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MB of one run."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def prepare(folder: Path, claims: int) -> None:
    """Make the store, and the pickled graph of its accepted facts."""
    import networkx as nx

    from lithograph.graph.model import View
    from lithograph.graph.store import open_store

    lines, db, pickled = folder / "claims.jsonl", folder / "store.db", folder / "graph.pickle"
    with lines.open("wb") as file:
        subprocess.run([sys.executable, str(HERE / "generate.py"), "--claims", str(claims)], stdout=file, check=True)
    subprocess.run([sys.executable, "-m", "lithograph", "--db", str(db), "load", "--bare", str(lines)], check=True)
    import math

    graph = nx.Graph()
    store = open_store(str(db))
    for edge in store.edges(View()):
        cost = math.log(2) - math.log(edge.confidence)
        if not graph.has_edge(edge.subject, edge.object) or graph[edge.subject][edge.object]["cost"] > cost:
            graph.add_edge(edge.subject, edge.object, cost=cost, predicate=edge.predicate, key=edge.key)
    store.close()
    with pickled.open("wb") as out:
        pickle.dump(graph, out, protocol=5)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    firms = int(max(100, options.claims // 10) * 0.6)
    rng = random.Random(1)
    pairs = [("firm-0", "firm-1"), ("firm-0", f"firm-{firms // 2}")] + [
        (f"firm-{rng.randrange(firms // 3)}", f"firm-{rng.randrange(firms // 3)}") for _ in range(3)
    ]
    kinds = ["two hubs", "hub and rare firm", "random pair", "random pair", "random pair"]
    out = [
        f"# Cold path on {options.claims:,} claims\n",
        f"`python benchmarks/path.py --claims {options.claims}`; {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}; medians of {options.runs} runs, whole processes in turns.\n",
        "| pair | lithograph wall s · CPU s · MB | networkx wall s · CPU s · MB | wall ratio |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        # In a process of its own: a child's peak memory is counted from what its parent held when it was started.
        preparing = multiprocessing.get_context("spawn").Process(target=prepare, args=(Path(name), options.claims))
        preparing.start()
        preparing.join()
        db, pickled = Path(name) / "store.db", Path(name) / "graph.pickle"
        script = Path(name) / "theirs.py"
        script.write_text(THEIRS, encoding="utf8")
        for kind, (a, b) in zip(kinds, pairs, strict=True):
            ours, theirs = [], []
            for _ in range(options.runs):
                ours.append(measured([sys.executable, "-m", "lithograph", "--db", str(db), "path", f"id:{a}", f"id:{b}"]))
                theirs.append(measured([sys.executable, str(script), str(pickled), a, b]))
            mine, other = ([statistics.median(r[i] for r in runs) for i in range(3)] for runs in (ours, theirs))
            out.append(
                f"| {kind} | {mine[0]:.2f} · {mine[1]:.2f} · {mine[2]:.0f} | {other[0]:.2f} · {other[1]:.2f} · {other[2]:.0f} | "
                f"{other[0] / mine[0]:.0f}× |"
            )
            print(out[-1], flush=True)
    text = "\n".join(out) + "\n"
    (HERE / "path.md").write_text(text, encoding="utf8")
    print(text)


if __name__ == "__main__":
    main()
