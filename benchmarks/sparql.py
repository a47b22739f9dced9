"""The SPARQL door beside raw Oxigraph on the same triples.

    python benchmarks/sparql.py --claims 100000
    python benchmarks/sparql.py --store /tmp/1m.db

Makes a store of generated claims (or takes one), then measures: building the projection beside loading the same N-Triples into
Oxigraph; queries through the door (a process for each, as the command does) beside the same text asked of Oxigraph by hand, in
a process of its own and in one that has it open; the cold command; and how long after one more document is loaded the next query takes.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lithograph.graph.doors import rdf_files
from lithograph.graph.doors.projection import Projection, opened
from lithograph.graph.doors.sparql import ask
from lithograph.graph.doors.triples import nodes
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store, open_store
from lithograph.ontology.namespaces import PREFIXES

QUERIES = {
    "1 hop": "SELECT ?b { id:firm-0 :supplies ?b }",
    "1 hop with evidence": "SELECT ?b ?q ?d { ?c rdf:subject id:firm-0 ; rdf:predicate :supplies ; rdf:object ?b ; :quote ?q ; "
    "prov:wasDerivedFrom/:date ?d } LIMIT 1000",
    "property path": "SELECT (count(*) AS ?n) { id:firm-0 :supplies+ ?b }",
    "dependency path": "SELECT (count(*) AS ?n) { id:chip-0 :dependsOn+ ?b }",
    "aggregate": "SELECT ?p (count(*) AS ?n) { ?a ?p ?b . ?a a :Firm . ?b a :Firm } GROUP BY ?p",
}
DAY = "2022-06-30"


class Cost(NamedTuple):
    """Seconds by the clock, and of processor time in this process and its children, which other work on the machine disturbs less."""

    wall: float
    cpu: float


def processor() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def timed(work: Callable[[], object]) -> Cost:
    start, used = time.perf_counter(), processor()
    work()
    return Cost(time.perf_counter() - start, processor() - used)


def median(work: Callable[[], object], times: int = 3) -> Cost:
    costs = [timed(work) for _ in range(times)]
    return Cost(statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs))


def report(name: str, cost: Cost, more: str = "") -> None:
    print(f"{name:52} {cost.wall * 1000:10.1f} ms {cost.cpu * 1000:10.1f} ms cpu   {more}", flush=True)


RAW = """
import sys, json, pyoxigraph
folder, query, prefixes = json.load(sys.stdin)
print(len(list(pyoxigraph.Store.read_only(folder).query(query, prefixes=prefixes))))
"""


def raw_process(folder: Path, query: str) -> None:
    """The same by hand: a Python process that opens an Oxigraph folder and asks it once."""
    given = json.dumps([str(folder), query, PREFIXES])
    subprocess.run([sys.executable, "-c", RAW], input=given, text=True, stdout=subprocess.DEVNULL, check=True)


def make_store(folder: Path, claims: int) -> Path:
    lines, db = folder / "claims.jsonl", folder / "store.db"
    with lines.open("wb") as file:
        subprocess.run([sys.executable, str(Path(__file__).with_name("generate.py")), "--claims", str(claims)], stdout=file, check=True)
    subprocess.run([sys.executable, "-m", "lithograph", "--db", str(db), "load", "--bare", str(lines)], check=True)
    return db


def build(store: Store, folder: Path) -> None:
    import pyoxigraph

    text = folder / "store.nt"
    with text.open("w", encoding="utf8") as file:
        seconds = timed(lambda: file.writelines(rdf_files.n_triples(nodes(store))))
    report("export of N-Triples", seconds, f"{text.stat().st_size >> 20} MB")

    def raw() -> None:
        graph = pyoxigraph.Store(str(folder / "raw"))
        graph.bulk_load(path=str(text), format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
        graph.optimize()
        graph.flush()

    theirs = timed(raw)
    report("raw Oxigraph: bulk load and optimize of that file", theirs)
    ours = timed(lambda: Projection(store).folder())
    size = sum(f.stat().st_size for f in Projection(store).folder().iterdir())
    report("projection: built from the store", ours, f"{size >> 20} MB, {len(opened(Projection(store).folder())):,} triples")
    report("  of it beside export and raw load", ours, f"{ours.cpu / (theirs.cpu + seconds.cpu):.2f} times their sum in cpu")


def ask_all(store: Store, folder: Path) -> None:
    graph = opened(folder / "raw")
    report("a process that answers ASK {}", median(lambda: ask(store, "ASK {}")))
    for name, text in QUERIES.items():
        raw = median(lambda: list(graph.query(text, prefixes=PREFIXES)))  # noqa: B023 (called at once)
        once = median(lambda: raw_process(folder / "raw", text))  # noqa: B023
        door = median(lambda: ask(store, text))  # noqa: B023
        report(f"{name}: raw, open in this process", raw)
        report(f"{name}: raw, a process of its own", once)
        report(f"{name}: door", door, f"{door.wall / once.wall:.2f} times raw, {door.cpu / once.cpu:.2f} in cpu")
    first = timed(lambda: ask(store, QUERIES["property path"], on=DAY))
    again = median(lambda: ask(store, QUERIES["property path"], on=DAY))
    report(f"property path on {DAY}: first question of the day", first)
    report(f"property path on {DAY}: next", again)


def load_one(db: Path) -> None:
    store = open_store(str(db), write=True)
    firms = [EntityRecord("new", "Firm", f"Firm {i}", id=f"firm-{i}") for i in range(20)]
    claims = [Claim("new", firms[i].name, "supplies", firms[i + 1].name, quote=f"Firm {i} supplies.", locator=f"r:{i}") for i in range(19)]
    report("one document loaded", timed(lambda: store.write(Bundle(Document("new", title="One more"), tuple(firms), tuple(claims)))))
    store.close()
    store = open_store(str(db))
    seconds = timed(lambda: ask(store, "SELECT ?b { id:firm-0 :supplies ?b }"))
    report("the next question, the document in it", seconds)
    store.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", type=Path, help="a store made of generate.py's claims; it is changed, so give a copy")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = options.store or make_store(folder, options.claims)
        store = open_store(str(db))
        print(json.dumps({"claims": store.counts().claims, "facts": store.counts().facts}))
        shutil.rmtree(f"{db}.rdf", ignore_errors=True)
        build(store, folder)
        ask_all(store, folder)
        store.close()
        cold = [sys.executable, "-m", "lithograph", "--db", str(db), "sparql", QUERIES["1 hop"]]
        report("lithograph sparql, cold", median(lambda: subprocess.run(cold, capture_output=True, check=True), 5))
        load_one(db)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB here, "
              f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MB in a child")  # fmt: skip


if __name__ == "__main__":
    main()
