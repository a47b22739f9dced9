"""The queries that users of Neo4j write, asked of the embedded engine: the answer, or a sentence that says what to write instead."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from cypher_world import needs_engine

from lithograph.errors import UsageError
from lithograph.graph.doors.cypher.guard import looked_at

CASES = yaml.safe_load((Path(__file__).parent / "cypher" / "queries.yaml").read_text())
pytestmark = [needs_engine, pytest.mark.xdist_group("cypher")]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_query(case: dict[str, Any], world: Any) -> None:
    """The case's answer, or its refusal."""
    if "refused" in case:
        with pytest.raises(UsageError) as caught:
            world(case["query"], case.get("params"))
        assert case["refused"] in str(caught.value)
        assert "\n" not in str(caught.value)
        return
    rows = world(case["query"], case.get("params")).rows
    expected = [tuple(row) for row in case["rows"]]
    if "ORDER BY" not in case["query"]:
        rows, expected = sorted(rows, key=repr), sorted(expected, key=repr)
    assert [list(map(_plain, row)) for row in rows] == [list(map(_plain, row)) for row in expected]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return value if value[:1] != ["Firm"] else sorted(value)
    return value


def test_columns_are_told_without_rows(world: Any) -> None:
    """An answer without rows still has its columns, in the order of RETURN."""
    table = world("MATCH (f:Firm {id: 'nobody'}) RETURN f.name AS name, f.id, count { (f)--() } AS `n links`")
    assert table.columns == ("name", "f.id", "n links")
    assert table.rows == ()


def test_every_case_is_looked_at_alike() -> None:
    """What is refused is refused before the engine is asked."""
    for case in CASES:
        if "refused" in case:
            with pytest.raises(UsageError):
                looked_at(case["query"])
        else:
            looked_at(case["query"])
