"""Asking SPARQL of a store: the projection is brought up to date, and a process of its own answers within its limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ...errors import LithographError, UsageError
from ...ontology import namespaces
from ..store import Store
from . import worker
from .projection import Projection
from .query_text import Query, prepared, syntax_error

TIMEOUT = 60.0
"""Seconds that a query may take unless another limit is given."""
SOLUTION_FORMATS = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_FORMATS = {"ttl": "text/turtle", "nt": "application/n-triples", "rdf": "application/rdf+xml"}


class Solutions(msgspec.Struct, frozen=True):
    """An answer in plain values: rows in the order of the columns. `kind` is solutions, graph (one row for a triple) or boolean."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    boolean: bool | None = None

    def records(self) -> list[dict[str, Any]]:
        """The rows as objects, keys in the order of SELECT."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class _OpenError(LithographError):
    """The generation could not be opened: another program may have replaced it in between."""


def ask(
    store: Store,
    text: str,
    values: Mapping[str, str] | None = None,
    *,
    on: str | None = None,
    timeout: float = TIMEOUT,
    note: Callable[[str], None] = lambda _: None,
) -> Solutions:
    """The answer to a query in plain values.

    `values` are put in place of variables, `on` is a day (YYYY-MM-DD) whose graph is asked, `timeout` in seconds. Raises
    UsageError for a query that cannot be read or may not be asked, LithographError where it goes over its limits.
    """
    query = prepared(text, values)
    kind, data = answered(store, query, "rows", on=on, timeout=timeout, note=note)
    found = json.loads(data)
    if kind == "boolean":
        return Solutions(kind, (), (), found)
    return Solutions(kind, tuple(found["columns"]), tuple(map(tuple, found["rows"])))


def serialised(
    store: Store,
    text: str,
    values: Mapping[str, str] | None = None,
    *,
    format_: str,
    on: str | None = None,
    timeout: float = TIMEOUT,
    note: Callable[[str], None] = lambda _: None,
) -> bytes:
    """The answer to a query in a format of the W3C: one of SOLUTION_FORMATS, or for a graph one of GRAPH_FORMATS."""
    query = prepared(text, values)
    return answered(store, query, media_type(query, format_), on=on, timeout=timeout, note=note)[1]


def media_type(query: Query, format_: str) -> str:
    """The media type of a format. Raises UsageError where the form of the query has no such format."""
    graph = query.form in ("CONSTRUCT", "DESCRIBE")
    allowed = GRAPH_FORMATS if graph else SOLUTION_FORMATS
    if format_ not in allowed:
        kind = "a graph" if graph else "a table"
        raise UsageError(f"--format {format_}: the answer to {query.form} is {kind}; give {', '.join(allowed)}")
    return allowed[format_]


def answered(
    store: Store,
    query: Query,
    format_: str,
    *,
    on: str | None = None,
    timeout: float = TIMEOUT,
    note: Callable[[str], None] = lambda _: None,
    default_graph: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> tuple[str, bytes]:
    """Kind and bytes of an answer; `format_` is a media type, or rows for JSON of plain values."""
    request = {
        "query": query.text,
        "prefixes": namespaces.PREFIXES,
        "format": format_,
        "seconds": timeout,
        "default_graph": default_graph,
        "named_graphs": named_graphs,
    }
    with Projection(store, note) as projection:
        try:
            return _run({**request, "folder": str(projection.folder(on))}, query.text, timeout)
        except _OpenError:
            return _run({**request, "folder": str(projection.folder(on))}, query.text, timeout)


def _run(request: Mapping[str, Any], text: str, timeout: float) -> tuple[str, bytes]:
    process = subprocess.Popen(
        [sys.executable, "-P", str(Path(worker.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        out, _ = process.communicate(json.dumps(request).encode() + b"\n", timeout)
    except subprocess.TimeoutExpired:
        raise LithographError(
            f"the query took longer than {timeout:g} s and was ended; add LIMIT or a more selective pattern, or give more with --timeout"
        ) from None
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    line, _, data = out.partition(b"\n")
    if not line:
        raise LithographError(
            f"the query needed more than {worker.MEMORY >> 30} GB of memory and was ended; add LIMIT, or a more selective pattern"
        )
    head = json.loads(line)
    if "fault" in head:
        raise _fault(head, text)
    return head["kind"], data


def _fault(head: Mapping[str, str], text: str) -> LithographError:
    fault, message = head["fault"], head.get("message", "")
    if fault == "syntax":
        return UsageError(syntax_error(text, message))
    if fault == "size":
        size = worker.MOST_BYTES >> 20
        return LithographError(f"the result is larger than {size} MB and was given up; add LIMIT, or use `lithograph export`")
    if fault == "memory":
        return LithographError(f"the query needed more than {worker.MEMORY >> 30} GB of memory and was ended; add LIMIT")
    if fault == "open":
        return _OpenError(f"the RDF of the store cannot be opened: {message}; remove the folder that ends in .rdf and ask again")
    return LithographError(f"the query failed: {' '.join(message.split())[:300]}")
