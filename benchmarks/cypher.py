"""The Cypher door beside raw ArcadeDB on the same data: building, cold start, queries, and one document more.

    python benchmarks/cypher.py --claims 100000
    python benchmarks/cypher.py --store lithograph.db      on a copy of a store that stands

Times are wall-clock seconds or milliseconds on this machine, medians of warm runs where nothing else is said.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lithograph.graph.doors.cypher import archive, engine
from lithograph.graph.doors.cypher.ask import ask
from lithograph.graph.doors.cypher.process import Process
from lithograph.graph.doors.cypher.projection import Projection
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import open_store

HUB = "MATCH (f:Firm)-[:SUPPLIES]->() RETURN f.id AS id, count(*) AS n ORDER BY n DESC, id SKIP 200 LIMIT 1"
QUERIES = {
    "1-hop": "MATCH (a:Firm {id: $id})-[r:SUPPLIES]->(b) RETURN b.id, r.confidence",
    "*1..3 counted": "MATCH (a:Firm {id: $id})-[:SUPPLIES*1..3]->(b) RETURN count(*) AS n",
    "*1..2, held on a day": "MATCH p = (a:Firm {id: $id})-[:SUPPLIES*1..2]->(b) WHERE all(r IN relationships(p) WHERE "
    "(r.valid_from IS NULL OR r.valid_from <= date('2022-06-30')) AND (r.valid_to IS NULL OR r.valid_to > date('2022-06-30'))) "
    "RETURN count(*) AS n",
    "evidence of an entity": "MATCH (a:Firm {id: $id})<-[:SUBJECT]-(c:Claim)-[:FROM]->(d:Document) RETURN c.quote, d.title LIMIT 20",
}


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that some work takes, and what it gives."""
    start = time.perf_counter()
    out = work()
    return time.perf_counter() - start, out


def processor(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, that some work in processes of its own takes."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, _ = clock(work)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median_ms(work: Callable[[], Any], times: int = 7) -> float:
    """The median of warm runs in milliseconds."""
    work()
    return 1000 * statistics.median(clock(work)[0] for _ in range(times))


def megabytes(folder: Path) -> float:
    """The size of a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def prepare(folder: Path, options: argparse.Namespace) -> str:
    """A store to measure with: generated, or a copy of one that stands."""
    path = str(folder / "store.db")
    if options.store:
        shutil.copyfile(options.store, path)
        return path
    claims = folder / "claims.jsonl"
    with claims.open("w") as file:
        subprocess.run([sys.executable, Path(__file__).with_name("generate.py"), "--claims", str(options.claims)], stdout=file, check=True)
    command = [sys.executable, "-m", "lithograph", "--db", path, "load", "--bare", str(claims)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    claims.unlink()
    return path


def one_more(number: int) -> Bundle:
    """A small document about firms of the generated store."""
    id_ = f"one-more-{number}"
    entities = tuple(EntityRecord(id_, "Firm", f"Firm {n}", id=f"firm-{n}") for n in range(20))
    claims = tuple(
        Claim(id_, f"Firm {n}", "supplies", f"Firm {n + 1}", quote=f"Firm {n} supplies Firm {n + 1}.", locator=str(n)) for n in range(19)
    )
    return Bundle(Document(id_, title="One more", date="2025-06-01"), entities, claims)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", help="measure a copy of this store instead")
    options = parser.parse_args()
    print(f"class cache: {clock(archive.make)[0]:.1f} s" if not archive.options() else "class cache: stands", flush=True)
    with tempfile.TemporaryDirectory() as name:
        measure(prepare(Path(name), options))


def measure(path: str) -> None:
    """Measure one store."""
    store = open_store(path, write=True)
    counts = store.counts()
    print(f"{counts.claims:,} claims, {counts.facts:,} facts, {counts.entities:,} entities, {counts.documents:,} documents", flush=True)
    with Projection(store) as projection:
        seconds, cpu = processor(projection.folder)
        folder = projection.folder()
        print(f"build: {seconds:.1f} s ({cpu:.0f} s of the processor), {megabytes(folder):.0f} MB", flush=True)
    with Process() as process:
        print(f"first query of a process: {clock(lambda: ask(store, 'RETURN 1', process=process))[0]:.2f} s")
        (hub,) = ask(store, HUB, process=process).records() or [{"id": ""}]
        door = {name: median_ms(lambda q=q: ask(store, q, {"id": hub["id"]}, process=process, timeout=120)) for name, q in QUERIES.items()}
    command = [sys.executable, "-m", "lithograph", "--db", path, "cypher", "MATCH (f:Firm {id: 'firm-1'}) RETURN f.name"]
    cold = [processor(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(5)]
    best, middle, cpu = min(cold)[0], statistics.median(s for s, _ in cold), min(c for _, c in cold)
    print(f"cold `lithograph cypher`: {best:.2f} s at best, {middle:.2f} s in the middle ({cpu:.2f} s of the processor)", flush=True)
    raw = raw_engine(folder, hub["id"])
    for query, ms in door.items():
        print(f"{query}: {ms:.1f} ms through the door, {raw[query]:.1f} ms in raw ArcadeDB")
    store.write(one_more(1))
    seconds, cpu = processor(lambda: subprocess.run(command, check=True, capture_output=True))
    print(f"the first cold `lithograph cypher` after one more document: {seconds:.1f} s ({cpu:.1f} s of the processor)", flush=True)
    store.close()
    os._exit(0)  # a started virtual machine is not worth waiting for


def raw_engine(folder: Path, hub: str) -> dict[str, float]:
    """The same queries asked of the engine itself, in this process, without turning its values into plain ones."""
    out = {}
    with engine.readable(folder) as database:
        for name, query in QUERIES.items():
            parameters = engine.java_map({"id": hub})

            def run(query: str = query, parameters: Any = parameters) -> None:
                found = database.query("opencypher", query, parameters)
                while found.hasNext():
                    found.next()

            out[name] = median_ms(run)
    return out


if __name__ == "__main__":
    main()
