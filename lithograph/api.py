"""The Python API: one store as a graph that can be filled, asked and handed to other libraries.

    import lithograph

    graph = lithograph.open("chips.db")
    graph.trace("H20", "up")
    graph.sparql("SELECT ?b { id:asml :supplies+ ?b }").records()

Answers print as text, show as tables in a notebook, and are typed objects of the queries.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from .graph.dates import check_date, last_day
from .graph.model import Counts, Entity, View
from .graph.store import Store, open_store
from .settings import store_address

if TYPE_CHECKING:
    import networkx
    import rdflib

    from .graph.doors.cypher.process import Process
    from .loaders.load import Report
    from .queries.dependency import PathAnswer, Trace
    from .queries.profile import ShowAnswer
    from .queries.substitution import Substitutes

T = TypeVar("T")


class Answer(Generic[T]):
    """What a question was answered with: `data` is the typed answer; it prints as text and shows as a table in a notebook."""

    def __init__(self, data: T, columns: tuple[str, ...], rows: list[tuple[Any, ...]], none: str | None = None) -> None:
        self.data, self.columns, self.rows, self.none = data, columns, rows, none

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.data, name)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """The rows as objects, by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __repr__(self) -> str:
        from tabulate import tabulate

        if not self.rows:
            return self.none or "(nothing)"
        shown = [["" if c is None else " ".join(str(c).split())[:80] for c in row] for row in self.rows]
        return str(tabulate(shown, headers=list(self.columns), tablefmt="simple", disable_numparse=True))

    def _repr_html_(self) -> str:
        from html import escape

        if not self.rows:
            return f"<p>{escape(self.none or '(nothing)')}</p>"
        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        lines = ("".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) for row in self.rows)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def open(path: str | os.PathLike[str] | None = None, *, create: bool = True, bare: bool = False) -> Graph:
    """The graph in a file: `path`, else $LITHOGRAPH_DB, else lithograph.db in the working folder.

    With `create` one is made where there is none; it begins with the reference data unless it is to be `bare`. Raises StoreError.
    """
    address = store_address(os.fspath(path) if path is not None else None)
    new = create and "://" not in address and not Path(address).exists()
    graph = Graph(open_store(address, create=new))
    if new and not bare:
        graph._fill()
    return graph


class Graph:
    """A store as a graph. Use as a context, or `close` it. Entities are given by id, name or alias."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._engine: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file, and end the engine that `cypher` started."""
        if self._engine is not None:
            self._engine.end()
            self._engine = None
        self.store.close()

    def __repr__(self) -> str:
        c = self.stats()
        return f"<lithograph.Graph {self.store.address}: {c.documents:,} documents, {c.claims:,} claims, {c.entities:,} entities>"

    def stats(self) -> Counts:
        """How much the graph holds."""
        return self.store.counts()

    # What goes in.

    def _fill(self) -> None:
        from .loaders.load import Report, add
        from .loaders.reference import reference_bundles

        add(self.store, "reference data", reference_bundles(), Report())

    def load(self, *paths: str | os.PathLike[str], loader: str | None = None, **metadata: str) -> Report:
        """Read documents into the store: articles, JSON Lines, folders. `metadata`: title, publisher, date, url.

        The report counts what was loaded and lists what was skipped, with reasons.
        """
        from .loaders.base import Metadata
        from .loaders.load import load

        if "date" in metadata:
            check_date(metadata["date"], "date")
        store = open_store(self.store.address, write=True)
        try:
            report = load(store, [os.fspath(p) for p in paths], loader=loader, metadata=Metadata(**metadata))
        finally:
            store.close()
        self.store.close()
        self.store = open_store(self.store.address)
        return report

    # What comes out.

    def entity(self, name: str) -> Entity:
        """The entity that an id, a name or an alias means. Raises UnknownEntityError or AmbiguousEntityError with candidates."""
        from .queries.naming import resolve

        return resolve(self.store, name).entity

    def show(self, name: str, *, on: str | None = None, known_by: str | None = None) -> Answer[ShowAnswer]:
        """All that is known about an entity, each fact with its evidence, and where sources disagree."""
        from .queries.profile import show

        answer = show(self.store, self.entity(name), view(on, known_by))
        rows = []
        for f in answer.facts:
            said = f.object.name if f.object else f"{f.value:g}" if isinstance(f.value, float) else f.value
            quote = f.evidence[0].quote if f.evidence else None
            what = (f.subject.name, f.predicate or f.attribute, said, f.unit)
            rows.append((*what, f.modality, f.confidence, f.valid_from, f.valid_to, quote))
        columns = ("subject", "statement", "object", "unit", "modality", "confidence", "valid_from", "valid_to", "quote")
        return Answer(answer, columns, rows)

    def path(
        self, start: str, end: str, k: int = 5, *, max_hops: int = 12, via: Collection[str] = (), depends: bool = False,
        on: str | None = None, known_by: str | None = None, include: Iterable[str] = (),
    ) -> Answer[PathAnswer]:  # fmt: skip
        """The k best paths between two entities; with `depends` only from an entity to what it depends on."""
        from .queries.dependency import paths

        ends = self.entity(start), self.entity(end)
        answer = paths(self.store, *ends, view(on, known_by, include), k=k, max_hops=max_hops, via=via, depends=depends)
        rows = [(n, p.score, *_hop(hop)) for n, p in enumerate(answer.paths, 1) for hop in p.hops]
        return Answer(answer, ("path", "score", *_HOP), rows, answer.why_none)

    def trace(
        self, name: str, direction: Literal["up", "down"] = "up", *, depth: int = 4,
        on: str | None = None, known_by: str | None = None, include: Iterable[str] = (),
    ) -> Answer[Trace]:  # fmt: skip
        """Everything that an entity depends on (up), or that depends on it (down), level by level."""
        from .queries.dependency import trace

        answer = trace(self.store, self.entity(name), view(on, known_by, include), direction=direction, depth=depth)
        reached = [(number, r) for number, level in enumerate(answer.levels, 1) for r in level]
        rows = [(number, r.entity.name, *_hop(hop)) for number, r in reached for hop in r.because]
        return Answer(answer, ("level", "entity", *_HOP), rows, f"{answer.root.name}: nothing {direction}stream in the loaded documents")

    def substitutes(self, item: str, *, user: str | None = None, on: str | None = None, known_by: str | None = None) -> Answer[Substitutes]:
        """What could take the place of an item, ranked, with each component of the rank."""
        from .queries.substitution import substitutes

        answer = substitutes(self.store, self.entity(item), view(on, known_by), user=self.entity(user) if user else None)
        rows = [(c.entity.name, c.score, c.modality, r.kind, r.text, r.value) for c in answer.candidates for r in c.reasons]
        return Answer(answer, ("candidate", "score", "modality", "reason", "text", "value"), rows, answer.why_none)

    def sparql(self, query: str, *, on: str | None = None, timeout: float = 60.0, **values: str) -> Answer[Any]:
        """The answer to a query in SPARQL; further keywords are values of its variables. An ASK query is answered in `boolean`."""
        from .graph.doors.sparql import ask

        found = ask(self.store, query, values, on=view(on).on, timeout=timeout)
        rows = [(found.boolean,)] if found.kind == "boolean" else [tuple(r) for r in found.rows]
        return Answer(found, found.columns or ("boolean",), rows)

    def cypher(
        self, query: str, parameters: Mapping[str, Any] | None = None, *, on: str | None = None, timeout: float = 30.0
    ) -> Answer[Any]:  # fmt: skip
        """The answer to a query in Cypher; `parameters` are the values of `$name`. Nodes come as maps, dates as ISO text.

        The engine starts with the first query and stays until the graph is closed.
        """
        from .graph.doors.cypher.ask import ask
        from .graph.doors.cypher.process import Process

        if self._engine is None or not self._engine.alive:
            self._engine = Process()
        found = ask(self.store, query, parameters, on=view(on).on, timeout=timeout, process=self._engine)
        return Answer(found, found.columns, list(found.rows))

    def to_networkx(
        self, around: str | Iterable[str] | None = None, *, hops: int = 2, direction: Literal["up", "down"] | None = None,
        predicates: Collection[str] = (), on: str | None = None, known_by: str | None = None, include: Iterable[str] = (),
    ) -> networkx.MultiDiGraph[str]:  # fmt: skip
        """A MultiDiGraph with entity ids as nodes and an edge, keyed by its predicate, for every accepted fact.

        `around` keeps what lies within so many hops of one or several entities; with a `direction` only what they depend on
        (up) or what depends on them (down) counts as a hop. Without `around` it is the whole graph.
        """
        from .graph.doors.nx import to_networkx

        names = [around] if isinstance(around, str) else around
        ids = None if names is None else [str(self.entity(n).id) for n in names]
        seen = view(on, known_by, include)
        return to_networkx(self.store, seen, around=ids, hops=hops, direction=direction, predicates=frozenset(predicates))

    def to_rdflib(self, *, on: str | None = None) -> rdflib.Dataset:
        """The graph as an rdflib Dataset that reads from disk; it shows the store as it is now, and cannot be written."""
        from .graph.doors.rdflib_store import to_rdflib

        return to_rdflib(self.store, view(on).on)


_HOP = ("subject", "predicate", "object", "item", "modality", "confidence", "valid_from", "valid_to", "quote", "document", "date")


def _hop(hop: Any) -> tuple[Any, ...]:
    first = hop.evidence[0] if hop.evidence else None
    told = (first.quote, first.document.title or first.document.id, first.document.date) if first else (None, None, None)
    item = hop.item.name if hop.item else None
    return hop.subject.name, hop.predicate, hop.object.name, item, hop.modality, hop.confidence, hop.valid_from, hop.valid_to, *told


def view(on: str | None = None, known_by: str | None = None, include: Iterable[str] = ()) -> View:
    """The view that dates mean: a year or a month stands for its last day. Raises DateError."""
    return View(
        last_day(check_date(on, "on")) if on else None,
        last_day(check_date(known_by, "known_by")) if known_by else None,
        tuple(sorted(include)),
    )
