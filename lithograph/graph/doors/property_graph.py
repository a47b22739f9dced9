"""The store as a property graph: nodes and edges with attributes, for networkx, GraphML, GEXF and CSV.

An edge is an accepted fact. Its attributes are those of the relationships in Cypher, and the best piece of its evidence.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

import msgspec

from ...ontology.model import ontology
from ..model import Evidence, Fact, Profile, View
from ..store import Store

BATCH = 500
Attributes = dict[str, str | float | int | bool]


class Link(msgspec.Struct, frozen=True):
    """An accepted fact with the claims behind it, the surest first."""

    fact: Fact
    evidence: tuple[Evidence, ...]

    @property
    def type(self) -> str:
        """The type of the relationship, as Cypher has it: SUPPLIES."""
        return self.fact.predicate.upper()

    def attributes(self) -> Attributes:
        """What the edge carries; what is not known is left out."""
        f = self.fact
        best = self.evidence[0] if self.evidence else None
        given: dict[str, Any] = {
            "type": self.type,
            "predicate": f.predicate,
            "item": f.item.name if f.item else None,
            "item_id": f.item.id if f.item else None,
            "modality": f.modality,
            "negated": f.negated,
            "confidence": f.confidence,
            "support": f.support,
            "contradiction": f.contradiction,
            "valid_from": f.valid_from,
            "valid_to": f.valid_to,
            "share": f.share,
            "depends": f.depends,
            "quote": best.quote if best else None,
            "document": best.document.id if best else None,
            "title": best.document.title if best else None,
            "publisher": best.document.publisher if best else None,
            "date": best.document.date if best else None,
            "url": best.document.url if best else None,
            "locator": best.locator if best else None,
        }
        return {key: value for key, value in given.items() if value is not None}


EDGE_TYPES = {
    "type": "string", "predicate": "string", "item": "string", "item_id": "string", "modality": "string", "negated": "boolean",
    "confidence": "double", "support": "int", "contradiction": "int", "valid_from": "string", "valid_to": "string", "share": "double",
    "depends": "string", "quote": "string", "document": "string", "title": "string", "publisher": "string", "date": "string",
    "url": "string", "locator": "string",
}  # fmt: skip
"""The attributes of an edge with their types in GraphML."""


def links(store: Store, view: View, among: Collection[str] | None = None) -> Iterator[Link]:
    """Every accepted fact under the view, or only those between two of the entities."""
    if among is None:
        edges = store.edges(view)
    else:
        wanted = set(among)
        edges = iter([e for e in store.edges_at(sorted(wanted), view) if e.subject in wanted and e.object in wanted])
    while batch := list(islice(edges, BATCH)):
        keys = [e.key for e in batch]
        facts, evidence = store.facts_of(keys, view), store.evidence(keys, view)
        for key in keys:
            yield Link(facts[key], evidence.get(key, ()))


def node_attributes(profile: Profile) -> Attributes:
    """What a node carries: name, class, all its labels, further names, identifiers; lists are joined by " | "."""
    about = profile.entity
    out: Attributes = {"name": about.name, "type": str(about.type), "labels": " | ".join(reversed(ontology().ancestors(str(about.type))))}
    names = [n for n in profile.names if n != about.name]
    if names:
        out["names"] = " | ".join(names)
    return {**out, **{k: v for k, v in profile.identifiers.items() if k in node_fields()}}


@functools.cache
def node_fields() -> tuple[str, ...]:
    """The attributes that a node may carry; all are texts."""
    properties = (p.name for c in ontology().classes.values() for p in c.properties)
    return tuple(dict.fromkeys(("name", "type", "labels", "names", *(p for p in properties if p != "id"))))
