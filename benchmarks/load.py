"""Loading JSON Lines into a store, beside a bare `executemany` of the same claims.

    python benchmarks/load.py --claims 1000000

The bare run parses the same lines and inserts the claims into one table: without an index, and with the four indexes and the
full-text index that a store also has. Neither checks, resolves names nor consolidates. Whole processes, CPU and wall time, peak
memory. Writes benchmarks/load.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
BARE = """
import itertools, json, sqlite3, sys
db = sqlite3.connect(sys.argv[2])
db.execute("PRAGMA journal_mode=WAL"); db.execute("PRAGMA synchronous=NORMAL")
db.execute("CREATE TABLE claim (document, subject, predicate, object, modality, confidence, valid_from, locator, quote)")
indexed = sys.argv[3] == "indexed"
if indexed:
    for column in ("document", "subject", "object", "predicate"): db.execute(f"CREATE INDEX by_{column} ON claim ({column})")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (quote, content='claim')")
keys = ("document", "subject_id", "predicate", "object_id", "modality", "confidence", "valid_from", "locator", "quote")
def rows():
    for line in open(sys.argv[1], encoding="utf8"):
        r = json.loads(line)
        if r["kind"] == "claim": yield [r[k] for k in keys]
with db:
    db.executemany("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?)", rows())
    if indexed: db.execute("INSERT INTO words (rowid, quote) SELECT rowid, quote FROM claim")
"""


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MB of one run."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    options = parser.parse_args()
    out = [
        f"# Loading {options.claims:,} claims\n",
        f"`python benchmarks/load.py --claims {options.claims}`; {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}; whole processes.\n",
        "| | claims/s (wall) | claims per CPU second | peak MB | file MB |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, script = folder / "claims.jsonl", folder / "bare.py"
        script.write_text(BARE, encoding="utf8")
        with lines.open("wb") as file:
            subprocess.run([sys.executable, str(HERE / "generate.py"), "--claims", str(options.claims)], stdout=file, check=True)
        runs = {
            "lithograph load": ([sys.executable, "-m", "lithograph", "--db", str(folder / "a.db"), "load", "--bare", str(lines)], "a.db"),
            "bare executemany, no index": ([sys.executable, str(script), str(lines), str(folder / "b.db"), "bare"], "b.db"),
            "bare executemany, 4 indexes and full text": (
                [sys.executable, str(script), str(lines), str(folder / "c.db"), "indexed"],
                "c.db",
            ),
        }
        first = None
        for what, (command, file) in runs.items():
            wall, cpu, memory = measured(command)
            first = first or cpu
            size = (folder / file).stat().st_size / 1e6
            out.append(
                f"| {what} | {options.claims / wall:,.0f} | {options.claims / cpu:,.0f} ({first / cpu:.1f}× ours) "
                f"| {memory:.0f} | {size:.0f} |"
            )
            print(out[-1], flush=True)
            (folder / file).unlink()
    text = "\n".join(out) + "\n"
    (HERE / "load.md").write_text(text, encoding="utf8")
    print(text)


if __name__ == "__main__":
    main()
