"""The small world of the Cypher tests, and who asks the engine."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from snapshot import gated

from lithograph.graph.records import Amount, Attribute, Bundle, Claim, Document, EntityRecord

os.environ.setdefault("LITHOGRAPH_NO_CACHE", "1")  # tests leave nothing in the user's cache
HERE = Path(__file__).parent / "doors" / "cypher"
_missing = importlib.util.find_spec("arcadedb_embedded") is None
needs_engine = pytest.mark.skipif(
    _missing and not os.environ.get("CI"), reason="arcadedb-embedded is not installed (it has no wheel for some platforms)"
)


def bundles() -> list[Bundle]:
    """The documents of world.yaml, each with one claim."""
    world = yaml.safe_load((HERE / "world.yaml").read_text())
    entities = world["entities"]

    def record(document: str, id_: str) -> EntityRecord:
        e = entities[id_]
        return EntityRecord(document, e["type"], e["name"], id=id_, names=tuple(e.get("names", ())), identifiers=e.get("identifiers", {}))

    out = []
    for number, (subject, predicate, object_, confidence, *rest) in enumerate(world["claims"], 1):
        valid_from, valid_to, more = [*rest, None, None, None][:3]
        given: dict[str, Any] = dict(more or {})
        if "amount" in given:
            given["amount"] = Amount(*given["amount"])
        id_ = f"doc-{number}"
        cast = [record(id_, i) for i in dict.fromkeys((subject, object_, *filter(None, [given.get("item_id")])))]
        claim = Claim(
            id_, entities[subject]["name"], predicate, entities[object_]["name"], quote=f"{subject} {predicate} {object_}.", locator="1",
            confidence=confidence, valid_from=valid_from, valid_to=valid_to, **given,
        )  # fmt: skip
        out.append(gated(Bundle(Document(id_, title=f"Report {number}", date="2024-01"), tuple(cast), (claim,))))
    for number, (subject, attribute, value, unit) in enumerate(world["attributes"], 1):
        id_ = f"values-{number}"
        said = Attribute(id_, entities[subject]["name"], attribute, float(value), unit, quote=f"{attribute}: {value}", locator="1")
        out.append(gated(Bundle(Document(id_, date="2024"), (record(id_, subject),), (), (said,))))
    return out
