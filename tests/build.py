"""Short ways to say what documents say, for scenarios that a reader can follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from snapshot import gated

from lithograph.graph.model import Edge, View
from lithograph.graph.records import Attribute, Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store

TYPES = {
    "H20": "Chip", "H100": "Chip", "B30A": "Chip", "Ascend 910B": "Chip", "HBM": "Technology", "CUDA": "Technology", "Fab 18": "Facility",
    "China": "Country", "Taiwan": "Country", "BIS": "Agency", "Entity List": "Policy", "3A090": "ControlListEntry", "Gallium": "Material",
}  # fmt: skip
"""Classes of the names that scenarios use; another name is a firm's."""


def document(
    id_: str, *said: Claim | Attribute, entities: tuple[EntityRecord, ...] = (), date: str | None = "2025-01-01", **about: Any
) -> Bundle:
    """A document with claims; entities that it doesn't describe are known by name and class only."""
    described = {e.name for e in entities}
    names = dict.fromkeys(n for c in said for n in ((c.subject, c.object) if isinstance(c, Claim) else (c.subject,)))
    cast = [EntityRecord(id_, TYPES.get(n, "Firm"), n) for n in names if n not in described]
    claims, attributes = ([c for c in said if isinstance(c, kind)] for kind in (Claim, Attribute))
    bundle = Bundle(Document(id_, date=date, **about), (*entities, *cast), tuple(claims), tuple(attributes))
    return gated(rename(bundle))


def rename(bundle: Bundle) -> Bundle:
    """The bundle with its document's id in all records."""
    from msgspec.structs import replace

    id_ = bundle.document.id
    parts = ([replace(r, document=id_) for r in group] for group in (bundle.entities, bundle.claims, bundle.attributes))
    return Bundle(bundle.document, *map(tuple, parts))  # type: ignore[arg-type]


def entity(name: str, id_: str | None = None, type_: str | None = None, **more: Any) -> EntityRecord:
    """A thing as a document describes it."""
    return EntityRecord("", type_ or TYPES.get(name, "Firm"), name, id_, **more)


_numbers: Iterator[int] = iter(range(10**9))


def says(subject: str, predicate: str, object_: str, **more: Any) -> Claim:
    """A claim at confidence 0.9, in a row of its own of a data set."""
    given = {"confidence": 0.9, "locator": f"rows.csv:{next(_numbers)}", "quote": f"{subject} {predicate} {object_}"} | more
    return Claim("", subject, predicate, object_, **given)


def has(subject: str, attribute: str, value: float | str, **more: Any) -> Attribute:
    """A value at confidence 0.9, in a row of its own of a data set."""
    given = {"confidence": 0.9, "locator": f"rows.csv:{next(_numbers)}", "quote": f"{subject} {attribute} {value}"} | more
    return Attribute("", subject, attribute, value, **given)


def write(store: Store, *bundles: Bundle) -> Store:
    """Put documents into a store."""
    for bundle in bundles:
        store.write(bundle)
    return store


def edges(store: Store, *names: str, **view: Any) -> list[tuple[str, str, str]]:
    """Accepted facts at entities, given by name or id, as (subject, predicate, object) in names."""
    found = edge_list(store, *names, **view)
    return sorted((name(store, e.subject), e.predicate, name(store, e.object)) for e in found)


def edge_list(store: Store, *names: str, **view: Any) -> list[Edge]:
    """The same as edges."""
    from lithograph.queries.naming import resolve

    return store.edges_at([str(resolve(store, n).entity.id) for n in names], View(**view))


def name(store: Store, id_: str) -> str:
    """The name that an entity goes by."""
    found = store.entity(id_)
    assert found is not None
    return found.name
