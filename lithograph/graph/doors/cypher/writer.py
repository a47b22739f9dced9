"""Writing many nodes and relationships into a database of the engine at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...model import Edge, View
from ...store import Store
from . import engine
from .rows import Row, Rows, claim, document
from .schema import CLAIM, DOCUMENT

BATCH = 20_000
"""Rows that cross into Java together."""
FACTS = 2_000
"""Facts that are asked of the store together."""


class Writer:
    """Adds to a database; `places` are the engine's own ids of entities, by their id."""

    def __init__(self, store: Store, batch: Any, view: View) -> None:
        self.store, self.view, self.rows = store, view, Rows()
        self.places: dict[str, str] = {}
        self._batch = batch
        self._nodes = engine.java("com.arcadedb.python.VertexBatcher")
        self._edges = engine.java("com.arcadedb.python.EdgeBatcher")
        self._links: dict[str, tuple[list[str], list[str]]] = {}
        self._facts: dict[str, list[Row]] = {}

    def nodes(self, label: str, rows: Sequence[Row]) -> list[str]:
        """Add nodes; the engine's ids of them."""
        if not rows:
            return []
        return str(self._nodes.createVerticesJson(self._batch, label, json.dumps(rows))).split(";")

    def link(self, type_: str, start: str, end: str) -> None:
        """Add a relationship without properties between two places."""
        starts, ends = self._links.setdefault(type_, ([], []))
        starts.append(start)
        ends.append(end)
        if len(starts) >= BATCH:
            self._flush_links(type_)

    def _flush_links(self, type_: str) -> None:
        starts, ends = self._links.pop(type_)
        self._edges.newEdgesJoined(self._batch, ";".join(starts), type_, ";".join(ends))

    def relationship(self, type_: str, start: str, end: str, row: Row) -> None:
        """Add a relationship between two places."""
        rows = self._facts.setdefault(type_, [])
        rows.append({"_src": start, "_dst": end, **row})
        if len(rows) >= BATCH:
            self._flush_facts(type_)

    def _flush_facts(self, type_: str) -> None:
        self._edges.newEdgesJson(self._batch, type_, json.dumps(self._facts.pop(type_)))

    def flush(self) -> None:
        """Hand over what is waiting."""
        for type_ in list(self._links):
            self._flush_links(type_)
        for type_ in list(self._facts):
            self._flush_facts(type_)

    def entities(self, profiles: Iterable[Any], values: dict[str, dict[str, float | str]]) -> None:
        """Add entities."""
        waiting: dict[str, list[Row]] = {}
        for profile in profiles:
            label, row = self.rows.entity(profile, values.get(str(profile.entity.id), {}))
            rows = waiting.setdefault(label, [])
            rows.append(row)
            if len(rows) >= BATCH:
                self._add_entities(label, waiting.pop(label))
        for label, rows in waiting.items():
            self._add_entities(label, rows)

    def _add_entities(self, label: str, rows: list[Row]) -> None:
        self.places.update(zip((r["id"] for r in rows), self.nodes(label, rows), strict=True))

    def documents(self, sources: Iterable[Any]) -> None:
        """Add documents with what they name and their claims."""
        for group in _groups(sources, 200):
            places = self.nodes(DOCUMENT, [document(s) for s in group])
            claims: list[tuple[Any, str]] = []
            for source, place in zip(group, places, strict=True):
                for id_ in self.store.named_in(source.id):
                    self.link("MENTIONS", place, self.places[id_])
                claims += [(placed, place) for placed in self.store.claims_in(source.id)]
            for part in _groups(claims, BATCH):
                self._claims(part)

    def _claims(self, claims: Sequence[tuple[Any, str]]) -> None:
        own = self.nodes(CLAIM, [claim(placed) for placed, _ in claims])
        for place, (placed, source) in zip(own, claims, strict=True):
            self.link("FROM", place, source)
            self.link("SUBJECT", place, self.places[placed.subject])
            if placed.object is not None:
                self.link("OBJECT", place, self.places[placed.object])
            if placed.item is not None:
                self.link("ITEM", place, self.places[placed.item])

    def facts(self, edges: Iterable[Edge]) -> None:
        """Add accepted facts, and the dependencies that they mean."""
        places = self.places
        for group in _groups(edges, FACTS):
            keys = [e.key for e in group]
            facts, amounts = self.store.facts_of(keys, self.view), self.store.amounts(keys)
            for edge in group:
                for type_, start, end, row in self.rows.relationships(edge, facts[edge.key], amounts.get(edge.key)):
                    self.relationship(type_, places[start], places[end], row)


def _groups(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    group: list[Any] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


@contextmanager
def writing(database: Any, store: Store, view: View) -> Iterator[Writer]:
    """A writer into the database; everything is there at the end."""
    batch = database.batch().withLightEdges(True).withWAL(False).withBatchSize(50_000).build()
    writer = Writer(store, batch, view)
    try:
        yield writer
        writer.flush()
    finally:
        batch.close()
