"""Everything the page knows, as one block of data: the picture, and for every node and edge what is stated and by whom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..graph.model import Entity, Evidence, Fact, Source, View
from ..graph.store import Store
from ..ontology.model import ontology
from ..queries.profile import FactRow, show
from .network import DASHES, SHAPES, Drawing, draw
from .subgraph import Subgraph


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One claim: its words and how it says them; `document` is the number of its document."""

    document: int
    quote: str | None = None
    modality: str = "asserted"
    negated: bool = False
    confidence: float = 1.0
    place: str | None = None


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact or attribute; subject and object are numbers of entities, `claims` numbers of claims."""

    subject: int
    predicate: str | None = None
    object: int | None = None
    item: str | None = None
    amount: str | None = None
    share: float | None = None
    attribute: str | None = None
    value: str | None = None
    about: str | None = None
    modality: str = "asserted"
    negated: bool = False
    confidence: float = 1.0
    valid_from: str | None = None
    valid_to: str | None = None
    claims: tuple[int, ...] = ()


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the page tells of an entity in the picture, beside its name."""

    names: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    facts: tuple[int, ...] = ()
    conflicts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Payload(msgspec.Struct, frozen=True):
    """The data block. `entities` begins with those in the picture, in the order of `nodes`; `edges` lists statements by edge."""

    title: str
    sentence: str
    under: tuple[str, ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    focus: tuple[int, ...]
    entities: list[Entity]
    nodes: list[Node]
    edges: list[tuple[int, ...]]
    statements: list[Statement]
    claims: list[Claim]
    documents: list[Source]
    words: dict[str, Any]
    drawing: Drawing


def payload(store: Store, graph: Subgraph, view: View) -> Payload:
    """Gather what the page of a subgraph needs."""
    return _Gathering(store, graph, view).run()


class _Gathering:
    """Numbers entities, statements, claims and documents as they come, each once."""

    def __init__(self, store: Store, graph: Subgraph, view: View) -> None:
        self.store, self.graph, self.view = store, graph, view
        self.entities: dict[str, int] = {str(e.id): at for at, e in enumerate(graph.entities)}
        self.listed = list(graph.entities)
        self.statements: dict[Statement, int] = {}
        self.claims: dict[Claim, int] = {}
        self.documents: dict[Source, int] = {}

    def run(self) -> Payload:
        graph = self.graph
        nodes = [self._node(e) for e in graph.entities]
        between: dict[tuple[int, str | None, int | None], list[int]] = {}
        for statement, at in self.statements.items():
            between.setdefault((statement.subject, statement.predicate, statement.object), []).append(at)
        bare = self._without_rows(between)
        edges = []
        for link in graph.links:
            rows = between.get((self.entities[link.subject], link.predicate, self.entities[link.object]))
            edges.append(tuple(rows or [self._of_fact(f, bare.get(f.key, ())) for f in link.facts]))
        return Payload(
            graph.title,
            graph.sentence,
            _under(self.view),
            graph.lines,
            graph.notes,
            tuple(self.entities[i] for i in graph.focus),
            self.listed,
            nodes,
            edges,
            list(self.statements),
            list(self.claims),
            list(self.documents),
            words(e.type for e in self.listed),
            draw(graph),
        )

    def _node(self, entity: Entity) -> Node:
        answer = show(self.store, entity, self.view)
        about: Mapping[str, Any] = answer.entity
        conflicts = tuple(_conflict(c.about, c.readings) for c in answer.conflicts)
        facts = tuple(self._statement(_of_row(row, self._entity), row.evidence) for row in answer.facts)
        names = tuple(n for n in about["names"] if n != entity.name)
        labels = {p.name: p.label for p in ontology().properties(str(entity.type))}
        identifiers = {labels.get(scheme, scheme): value for scheme, value in about["identifiers"].items()}
        return Node(names, identifiers, facts, conflicts, tuple(self.graph.remarks.get(str(entity.id), ())))

    def _without_rows(self, between: Mapping[tuple[int, str | None, int | None], list[int]]) -> Mapping[int | str, tuple[Evidence, ...]]:
        """Evidence of the links that no statement of their ends stands for on the day asked for."""
        missing = (x for x in self.graph.links if (self.entities[x.subject], x.predicate, self.entities[x.object]) not in between)
        keys = [f.key for link in missing for f in link.facts]
        return self.store.evidence(keys, self.view) if keys else {}

    def _of_fact(self, f: Fact, evidence: Iterable[Evidence]) -> int:
        row = FactRow(
            f.subject, f.predicate, f.object, f.item, None, f.share, None, None, None, None, None,
            f.modality, f.negated, f.confidence, f.valid_from, f.valid_to, (),
        )  # fmt: skip
        return self._statement(_of_row(row, self._entity), evidence)

    def _statement(self, statement: Statement, evidence: Iterable[Evidence]) -> int:
        whole = msgspec.structs.replace(statement, claims=tuple(self._claim(e) for e in evidence))
        return self.statements.setdefault(whole, len(self.statements))

    def _claim(self, e: Evidence) -> int:
        document = self.documents.setdefault(e.document, len(self.documents))
        place = e.locator or (f"characters {e.start}–{e.end}" if e.start is not None else None)
        claim = Claim(document, e.quote, e.modality, e.negated, e.confidence, place)
        return self.claims.setdefault(claim, len(self.claims))

    def _entity(self, entity: Entity) -> int:
        if str(entity.id) not in self.entities:
            self.entities[str(entity.id)] = len(self.listed)
            self.listed.append(entity)
        return self.entities[str(entity.id)]


def _of_row(row: FactRow, number: Any) -> Statement:
    amount = f"{_said(row.amount.value)} {row.amount.unit or ''}".strip() if row.amount else None
    value = None if row.value is None else f"{_said(row.value)} {row.unit or ''}".strip()
    return Statement(
        number(row.subject),
        row.predicate,
        number(row.object) if row.object else None,
        row.item.name if row.item else None,
        amount,
        row.share,
        row.attribute,
        value,
        ", ".join(x for x in (row.market, row.period) if x) or None,
        row.modality,
        row.negated,
        row.confidence,
        row.valid_from,
        row.valid_to,
    )


def _said(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.10g}"


def _conflict(about: str, readings: Iterable[Mapping[str, Any]]) -> str:
    told = [f"{_said(r['reading'])} {r['unit'] or ''}".strip() + f" ({r['documents']} documents)" for r in readings]
    subject, _, name = about.rpartition(": ")
    known = ontology()
    if name in known.attributes or name in known.relations:
        about = f"{subject}: {known.attributes[name].label if name in known.attributes else known.relations[name].label}"
    return f"{about}: {'; '.join(told)}".replace("(1 documents)", "(1 document)")


def _under(view: View) -> tuple[str, ...]:
    out = [f"what held on {view.on}"] if view.on else []
    out += [f"documents published by {view.known_by}"] if view.known_by else []
    return (*out, *([f"also {' and '.join(view.include)}"] if view.include else []))


def words(types: Iterable[str | None]) -> dict[str, Any]:
    """The vocabulary of the page: classes with their shapes, relations and attributes in words, line styles."""
    known = ontology()
    return {
        "classes": {c: {"label": known.classes[c].label, "shape": SHAPES.get(c, "dot")} for c in sorted({t for t in types if t})},
        "relations": {r.name: [r.label, r.inverse_label, r.depends != "none"] for r in known.relations.values()},
        "attributes": {a.name: a.label for a in known.attributes.values()},
        "dashes": dict(DASHES),
    }


def encoded(data: Payload) -> str:
    """The block as JSON that cannot leave a script element: every < is escaped."""
    return json.dumps(msgspec.to_builtins(data), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
