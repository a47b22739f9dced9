"""What only the tables of a SQLite store can show: no row is left behind, and the indexes agree with what they index."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import strategies
from hypothesis import given
from snapshot import gated

from lithograph.graph.records import Bundle, Judgement
from lithograph.graph.store import open_store

ROWS = {
    "entity": "SELECT e.id, e.type, r.id FROM entity e JOIN entity r ON r.key = e.root",
    "name": "SELECT n.norm, e.id, n.name, n.weight, n.documents FROM name n JOIN entity e ON e.key = n.entity",
    "identifier": "SELECT i.scheme, i.value, e.id, i.documents FROM identifier i JOIN entity e ON e.key = i.entity",
    "naming": "SELECT d.id, e.id, n.type, n.name FROM naming n JOIN entity e ON e.key = n.entity JOIN document d ON d.key = n.document",
    "passage": 'SELECT d.id, p.start, p."end", p.locator, p.quote FROM passage p JOIN document d ON d.key = p.document',
    "fact": "SELECT s.id, f.predicate, o.id, i.id, f.qualifier, f.held, f.planned, f.possible, f.against, f.held_from, f.held_to, f.share "
    "FROM fact f JOIN entity s ON s.key = f.subject LEFT JOIN entity o ON o.key = f.object LEFT JOIN entity i ON i.key = f.item",
}
ALONE = {
    "claims without a fact": "SELECT count(*) FROM claim WHERE fact NOT IN (SELECT key FROM fact)",
    "facts without a claim": "SELECT count(*) FROM fact WHERE key NOT IN (SELECT fact FROM claim)",
    "facts twice": "SELECT count(*) - count(DISTINCT subject || '|' || predicate || '|' || object || '|' || item || '|' || qualifier) FROM fact",
    "facts of a joined id": "SELECT count(*) FROM fact f JOIN entity e ON e.key IN (f.subject, f.object, f.item) WHERE e.root <> e.key",
    "roots that are joined": "SELECT count(*) FROM entity e JOIN entity r ON r.key = e.root WHERE r.root <> r.key",
    "passages without a claim": "SELECT count(*) FROM passage WHERE key NOT IN (SELECT passage FROM claim)",
    "waiting documents": "SELECT count(*) FROM inbox",
}


@contextlib.contextmanager
def tables(steps: Sequence[Bundle | Judgement | str]) -> Iterator[sqlite3.Connection]:
    """The tables of a store after documents were written, judgements made, and documents retracted by their ids."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        with contextlib.closing(open_store(str(path), create=True)) as store:
            for step in steps:
                if isinstance(step, Bundle):
                    store.write(gated(step))
                elif isinstance(step, Judgement):
                    store.judge(step)
                else:
                    store.retract(step)
        with contextlib.closing(sqlite3.connect(path)) as raw:
            yield raw


def rows(raw: sqlite3.Connection) -> dict[str, list[Any]]:
    return {table: sorted(raw.execute(sql).fetchall(), key=repr) for table, sql in ROWS.items()}


@given(world=strategies.worlds(), extra=strategies.bundles("extra"))
def test_retracting_leaves_no_row_behind(world: strategies.World, extra: Bundle) -> None:
    with tables([*world.bundles, *world.judgements]) as never, tables([extra, *world.bundles, *world.judgements, "extra"]) as after:
        assert rows(after) == rows(never)


@given(world=strategies.worlds())
def test_rows_point_to_rows_and_indexes_agree(world: strategies.World) -> None:
    first, *others = world.bundles
    with tables([first, *others, *world.judgements, *([first.document.id, first] if others else [])]) as raw:
        assert {what: raw.execute(sql).fetchone()[0] for what, sql in ALONE.items()} == dict.fromkeys(ALONE, 0)
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for index in ("name_words", "passage_words"):
            raw.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
