"""A load that is killed at any moment leaves a sound store with whole documents, and loading again completes it."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import consolidation
import pytest
from random_graphs import random_graph
from snapshot import exported

from lithograph.graph.exchange import encode
from lithograph.graph.model import View
from lithograph.graph.records import Bundle
from lithograph.graph.store import Store, open_store
from lithograph.loaders.load import load

KILLS = 20
PROGRAM = """
import sys
import lithograph.graph.store.sqlite.writing as writing
writing.BATCH = 200  # several batches, so that some kills fall between two and some into one
from lithograph.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    return [b for seed in range(20_000, 20_120) for b in random_graph(seed, density=2.5).bundles]


@pytest.fixture(scope="module")
def big(bundles: list[Bundle], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents as one file, all documents first and the claims of each scattered over the rest."""
    file = tmp_path_factory.mktemp("killed") / "big.jsonl"
    rest = [r for b in bundles for r in (*b.entities, *b.claims, *b.attributes)]
    random.Random(0).shuffle(rest)
    file.write_bytes(b"".join(encode(r) + b"\n" for r in (*(b.document for b in bundles), *rest)))
    return file


def start_load(db: Path, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "load", "--bare", "--db", str(db), str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@contextmanager
def opened(db: Path, *, write: bool = False) -> Iterator[Store]:
    with closing(open_store(str(db), write=write, create=write)) as store:
        yield store


@pytest.mark.slow
def test_a_killed_load_leaves_whole_documents_and_can_be_completed(big: Path, bundles: list[Bundle], tmp_path: Path) -> None:
    began = time.monotonic()
    process = start_load(tmp_path / "undisturbed.db", big)
    assert process.communicate() and process.returncode == 0
    whole_time = time.monotonic() - began
    with opened(tmp_path / "undisturbed.db") as store:
        whole = exported(store)
    expected = by_document(whole)
    held: list[int] = []
    rng = random.Random(1)
    for kill in range(KILLS):
        db = tmp_path / f"{kill}.db"
        process = start_load(db, big)
        time.sleep(whole_time * (kill + rng.random()) / KILLS)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        held.append(check_what_is_left(db, bundles, expected) if db.exists() else 0)
        with opened(db, write=True) as store:
            assert load(store, [str(big)]).skipped == []
            assert exported(store) == whole
    assert len(set(held)) > 1, "all kills came too early or too late to show anything"


def check_what_is_left(db: Path, bundles: list[Bundle], expected: dict[str, list[bytes]]) -> int:
    """The number of documents that are in the store: each whole, with true facts."""
    with closing(sqlite3.connect(db)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            return 0
    with opened(db) as store:
        assert raw_inbox(db) == 0, "opening takes in what waited"
        left = by_document(exported(store))
        assert left == {id_: expected[id_] for id_ in left}
        check_facts(store, [b for b in bundles if b.document.id in left])
    return len(left)


def raw_inbox(db: Path) -> int:
    with closing(sqlite3.connect(db)) as raw:
        return int(raw.execute("SELECT count(*) FROM inbox").fetchone()[0])


def by_document(export: bytes) -> dict[str, list[bytes]]:
    """The lines of an export by the document that they belong to."""
    out: dict[str, list[bytes]] = defaultdict(list)
    for line in export.splitlines():
        key = b'"id":"' if line.startswith(b'{"kind":"document"') else b'"document":"'
        out[line.partition(key)[2].partition(b'"')[0].decode()].append(line)
    return out


def check_facts(store: Store, bundles: list[Bundle]) -> None:
    expected = consolidation.facts(bundles)
    ids = {i for name in expected for i in (name[0], name[2])}
    keys = {row.fact for i in ids for row in store.claims_at(i, View()) if row.object is not None}
    found = store.facts_of(keys, View()).values()
    assert len(found) == len(expected)
    for fact in found:
        item = (fact.item.id or fact.item.name) if fact.item else None
        verdict = expected[str(fact.subject.id), fact.predicate, str(fact.object.id), item].verdict()
        assert fact.confidence == pytest.approx(verdict.pop("confidence"), abs=1e-4)
        assert {name: getattr(fact, name) for name in verdict} == verdict
