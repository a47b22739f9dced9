"""A process with the engine in it: it answers queries and builds projections, and can be ended at any moment.

A query can neither be interrupted nor kept within bounds from the thread that asks it, and a virtual machine, once started,
stays in its process; so the engine has a process of its own. It reads one line of JSON for each request from its standard
input and writes one line for each to its standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import engine
from .values import Values

MOST_BYTES = 64 << 20
"""Size of a result, beyond which a query is given up."""
DATE_KEY = "\u0000date"
"""In a parameter, the key of a map that stands for a date."""


class _TooLargeError(Exception):
    """The result is larger than MOST_BYTES."""


class Server:
    """Answers requests with the engine."""

    def __init__(self) -> None:
        self._open: tuple[str, Any, contextlib.ExitStack] | None = None

    def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open[2].close()
            self._open = None

    def answer(self, request: dict[str, Any]) -> str:
        """The answer to one request, as JSON."""
        work = {"query": self._query, "build": self._build, "renew": self._renew}[request["work"]]
        try:
            return work(request)
        except _TooLargeError:
            return json.dumps({"fault": "size"})
        except Exception as error:
            return json.dumps(_fault(error))

    def _database(self, folder: str) -> Any:
        if self._open is None or self._open[0] != folder:
            self.close()
            stack = contextlib.ExitStack()
            self._open = (folder, stack.enter_context(engine.readable(Path(folder))), stack)
        return self._open[1]

    def _query(self, request: dict[str, Any]) -> str:
        database = self._database(request["folder"])
        engine.time_limit(request["seconds"])
        values = Values()
        columns: list[str] | None = None
        parts: list[str] = []
        size = 0
        parameters = {key: _parameter(value) for key, value in request["parameters"].items()}
        for names, row in engine.rows(database, request["query"], parameters):
            columns = names if columns is None else columns
            part = json.dumps([values.plain(cell) for cell in row], ensure_ascii=False)
            size += len(part)
            if size > MOST_BYTES:
                raise _TooLargeError
            parts.append(part)
        return f'{{"columns": {json.dumps(columns)}, "rows": [{", ".join(parts)}]}}'

    def _build(self, request: dict[str, Any]) -> str:
        from ...model import View
        from ...store import open_store
        from .build import build

        store = open_store(request["address"])
        try:
            with store.snapshot():
                build(store, Path(request["target"]), View(on=request["on"]))
        finally:
            store.close()
        return "{}"

    def _renew(self, request: dict[str, Any]) -> str:
        from ...model import Changes
        from ...store import open_store
        from .sync import renew

        self.close()
        store = open_store(request["address"])
        try:
            with store.snapshot():
                changes = Changes(frozenset(request["documents"]), frozenset(request["entities"]))
                return json.dumps({"done": renew(store, Path(request["source"]), Path(request["target"]), changes)})
        finally:
            store.close()


def _parameter(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {DATE_KEY}:
            import datetime

            return datetime.date.fromisoformat(value[DATE_KEY])
        return {key: _parameter(item) for key, item in value.items()}
    return [_parameter(item) for item in value] if isinstance(value, list) else value


def _fault(error: Exception) -> dict[str, str]:
    """What went wrong, by the kind of the engine's exception."""
    kinds = {
        "CommandParsingException": "syntax",
        "CommandSemanticException": "syntax",
        "CommandParameterMissingException": "parameter",
        "QueryNotIdempotentException": "write",
        "TimeoutException": "time",
        "OutOfMemoryError": "memory",
    }
    from ....errors import LithographError

    if isinstance(error, LithographError):
        return {"fault": "engine", "message": str(error)}
    name = type(error).__name__.rpartition(".")[2]
    message = str(error)
    cause = getattr(error, "getCause", lambda: None)()
    while cause is not None and name not in kinds:
        name, message = type(cause).__name__.rpartition(".")[2], str(cause)
        cause = cause.getCause()
    return {"fault": kinds.get(name, "engine"), "message": message, "exception": name}


def _requests() -> Iterator[dict[str, Any]]:
    for line in sys.stdin.buffer:
        yield json.loads(line)


def main() -> None:
    """Answer requests until the standard input ends."""
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends us
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not an answer
    try:
        engine.start(heavy="--heavy" in sys.argv)
        fault = None
    except Exception as error:
        fault = json.dumps({"fault": "start", "message": str(error)})
    out.write(b"ready\n")
    out.flush()
    server = Server()
    for request in _requests():
        out.write((fault or server.answer(request)).encode("utf-8", "replace") + b"\n")
        out.flush()
    server.close()
    out.flush()
    os._exit(0)  # the virtual machine has nothing to tidy up: a database that is read only, or closed


if __name__ == "__main__":
    main()
