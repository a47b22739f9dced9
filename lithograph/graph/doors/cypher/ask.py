"""Asking Cypher of a store: the query is looked at, the projection brought up to date, and the engine asked within its limits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ....errors import LithographError, UsageError
from ...store import Store
from .guard import Looked, looked_at
from .process import OverTimeError, Process
from .projection import Projection
from .worker import DATE_KEY, MOST_BYTES

TIMEOUT = 30.0
"""Seconds that a query may take unless another limit is given."""


class Table(msgspec.Struct, frozen=True):
    """An answer: rows of plain values in the order of the columns. Nodes and relationships are maps, paths lists, dates ISO text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as maps, keys in the order of RETURN."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(
    store: Store,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    on: str | None = None,
    timeout: float = TIMEOUT,
    note: Callable[[str], None] = lambda _: None,
    process: Process | None = None,
) -> Table:
    """The answer to a query.

    `parameters` are the values of `$name`, `on` is a day (YYYY-MM-DD): only facts that held then; `timeout` is in seconds.
    `process`, where given, is used and left running. Raises UsageError for a query that cannot be read or may not be asked,
    LithographError where it goes over its limits.
    """
    query = looked_at(text)
    values = {key: _parameter(value) for key, value in (parameters or {}).items()}
    missing = sorted(query.parameters - set(values))
    if missing:
        raise UsageError(f"the query asks for ${missing[0]}, which has no value; give it with --param {missing[0]}=VALUE")
    for remark in query.remarks:
        note(remark)
    own = process or Process()
    try:
        with Projection(store, note, own) as projection:
            return _answer(own, projection.folder(on), query, values, timeout)
    finally:
        if process is None:
            own.end()


def _answer(process: Process, folder: Path, query: Looked, values: dict[str, Any], timeout: float) -> Table:
    request = {"work": "query", "folder": str(folder.absolute()), "query": query.text, "parameters": values, "seconds": timeout}
    try:
        answer = process.ask(request, timeout)
    except OverTimeError:
        raise _over_time(timeout) from None
    if "fault" in answer:
        raise _fault(answer, query, timeout)
    columns = tuple(answer["columns"] or query.columns)
    return Table(columns, tuple(map(tuple, answer["rows"])))


def _parameter(value: Any) -> Any:
    """A parameter as JSON can carry it."""
    if isinstance(value, datetime.date):
        return {DATE_KEY: value.isoformat()[:10]}
    if isinstance(value, Mapping):
        return {str(k): _parameter(v) for k, v in value.items()}
    return [_parameter(v) for v in value] if isinstance(value, list | tuple | set | frozenset) else value


def _over_time(timeout: float) -> LithographError:
    return LithographError(
        f"the query took longer than {timeout:g} s and was ended; bound the length of paths (*1..3), join what is listed with commas "
        "by a relationship, add LIMIT, or give more time with --timeout"
    )


def _fault(answer: Mapping[str, Any], query: Looked, timeout: float) -> LithographError:
    kind, message = answer["fault"], " ".join(str(answer.get("message", "")).split())
    message = message.partition(": ")[2] if message.startswith("com.arcadedb") else message
    if kind == "time":
        return _over_time(timeout)
    if kind == "size":
        return LithographError(f"the result is larger than {MOST_BYTES >> 20} MB and was given up; add LIMIT, or return fewer columns")
    if kind == "memory":
        return LithographError("the query needed more memory than the engine has; add LIMIT, or set LITHOGRAPH_CYPHER_HEAP (default 2g)")
    if kind in ("syntax", "parameter"):
        return UsageError(f"the query cannot be read: {query.located(message)}")
    if kind == "write":
        return UsageError("the query would change the graph, which Cypher only reads; `lithograph load` and `lithograph judge` change it")
    return LithographError(f"the query failed: {message[:300]}")
