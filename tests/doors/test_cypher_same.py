"""One graph, two doors: dependencies, paths and days asked through the Python queries and in Cypher, and a projection kept or built."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import strategies
from cypher_world import bundles, needs_engine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lithograph.graph.check import checked
from lithograph.graph.doors.cypher.process import Process
from lithograph.graph.model import View
from lithograph.graph.store import Store, open_store
from lithograph.queries.dependency import paths, trace

pytestmark = [needs_engine, pytest.mark.xdist_group("cypher"), pytest.mark.slow]
few = settings(
    max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)  # fmt: skip
DAYS = (None, "2023-06-30", "2024-05-01", "2025-01-31")
WHOLE = (
    "MATCH (n:Thing) RETURN n",
    "MATCH (a)-[r]->(b) RETURN r, a.id, b.id",
    "MATCH (c:Claim) RETURN c",
    "MATCH (d:Document) RETURN d",
)


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    with Process() as running:
        yield running


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def work(process: Process, **request: Any) -> dict[str, Any]:
    answer = process.ask(request)
    assert "fault" not in answer, answer
    return answer


def asked(process: Process, target: Path, query: str, **parameters: Any) -> list[list[Any]]:
    rows: list[list[Any]] = work(process, work="query", folder=str(target), query=query, parameters=parameters, seconds=60)["rows"]
    return rows


def whole(process: Process, target: Path) -> list[list[str]]:
    return [sorted(json.dumps(row, sort_keys=True) for row in asked(process, target, query)) for query in WHOLE]


def compare(store: Store, process: Process, where: Path) -> None:
    """Every entity's dependencies both ways, and chains between entities, on each day."""
    for day in DAYS:
        target = where / f"on-{day}"
        work(process, work="build", address=store.address, target=str(target), on=day)
        view = View(on=day)
        entities = [p.entity for p in store.profiles()]
        for entity in entities:
            for direction, pattern in (("up", "-[:DEPENDS_ON*1..8]->"), ("down", "<-[:DEPENDS_ON*1..8]-")):
                levels = trace(store, entity, view, direction=direction, depth=8).levels  # type: ignore[arg-type]
                expected = {str(r.entity.id) for level in levels for r in level}
                query = f"MATCH (a:Thing {{id: $id}}){pattern}(b) WHERE b.id <> $id RETURN DISTINCT b.id"
                assert {row[0] for row in asked(process, target, query, id=entity.id)} == expected, (entity, direction, day)
        for a, b in zip(entities, entities[1:] + entities[:1], strict=True):
            if a.id == b.id:
                continue
            best = paths(store, a, b, view, k=50, max_hops=6, depends=True).paths
            chain = "MATCH p = shortestPath((a:Thing {id: $a})-[:DEPENDS_ON*..6]->(b:Thing {id: $b})) RETURN length(p)"
            found = asked(process, target, chain, a=a.id, b=b.id)
            if best:
                assert found
                assert found[0][0] <= min(len(p.hops) for p in best)


def test_the_small_world(process: Process) -> None:
    """The world of the suite, on every day."""
    with folder() as where:
        store = open_store(str(where / "s.db"), create=True)
        for bundle in bundles():
            store.write(bundle)
        compare(store, process, where)
        store.close()


@few
@given(strategies.worlds())
def test_random_graphs(process: Process, drawn: strategies.World) -> None:
    """Graphs of documents in which everything collides."""
    with folder() as where:
        store = open_store(str(where / "s.db"), create=True)
        for bundle in drawn.bundles:
            store.write(checked(bundle, "test")[0])
        for judgement in drawn.judgements:
            store.judge(judgement)
        compare(store, process, where)
        store.close()


@settings(few, max_examples=12)
@given(strategies.worlds(), st.data())
def test_kept_up_to_date_or_built_anew(process: Process, drawn: strategies.World, data: st.DataObject) -> None:
    """After any documents, retractions and judgements the projection that was kept equals the one that is built."""
    with folder() as where:
        store = open_store(str(where / "s.db"), create=True)
        cut = data.draw(st.integers(0, len(drawn.bundles)))
        good = [checked(bundle, "test")[0] for bundle in drawn.bundles]
        for bundle in good[:cut]:
            store.write(bundle)
        before = store.revision()
        work(process, work="build", address=store.address, target=str(where / "old"), on=None)
        for bundle in good[cut:]:
            store.write(bundle)
        for judgement in drawn.judgements:
            store.judge(judgement)
        if cut and data.draw(st.booleans()):
            store.retract(good[0].document.id)
        changes = store.changes(before)
        if changes is None:  # nothing was written before: there is nothing to keep
            store.close()
            return
        request = {"documents": sorted(changes.documents), "entities": sorted(changes.entities)}
        kept = work(process, work="renew", address=store.address, source=str(where / "old"), target=str(where / "kept"), **request)
        work(process, work="build", address=store.address, target=str(where / "anew"), on=None)
        if kept["done"]:
            assert whole(process, where / "kept") == whole(process, where / "anew")
        store.close()
