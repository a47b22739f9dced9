"""A process that answers one SPARQL query and ends: the engine can neither be told to stop nor to stay within bounds.

It reads one JSON object from its standard input and writes one line of JSON, then the result, to its standard output. It is
run by its path, imports nothing heavy but the engine, and opens the projection read-only.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

MOST_BYTES = 64 << 20
"""Size of a result, beyond which a query is ended."""
MEMORY = 4 << 30
"""Address space of the process in bytes."""


class TooLargeError(Exception):
    """The result is larger than MOST_BYTES."""


class _Capped(io.RawIOBase):
    """Collects a result up to its greatest size."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        data = part.encode() if isinstance(part, str) else bytes(part)
        self.size += len(data)
        if self.size > MOST_BYTES:
            raise TooLargeError
        self.parts.append(data)
        return len(data)


def main() -> None:
    """Answer the query on the standard input."""
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request["seconds"])
    out = _Capped()
    try:
        head = _answer(request, out)
    except TooLargeError:
        head = {"fault": "size"}
    except SyntaxError as error:
        head = {"fault": "syntax", "message": str(error)}
    except MemoryError:
        head = {"fault": "memory"}
    except (OSError, RuntimeError, ValueError) as error:
        head = {"fault": "open" if isinstance(error, OSError) else "engine", "message": str(error)}
    write = sys.stdout.buffer.write
    write(json.dumps(head).encode() + b"\n")
    if "fault" not in head:
        for part in out.parts:
            write(part)
    sys.stdout.buffer.flush()


def _limit(seconds: float) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent still ends the process in time
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the parent is killed before it can end this process, the kernel does.
    cpu = int(seconds) * 2 + 10
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))


def _answer(request: dict[str, Any], out: _Capped) -> dict[str, Any]:
    import pyoxigraph as ox

    store = ox.Store.read_only(request["folder"])
    graphs: dict[str, Any] = {key: [ox.NamedNode(g) for g in request[key]] for key in ("default_graph", "named_graphs") if request.get(key)}
    found = store.query(request["query"], prefixes=request["prefixes"], **graphs)
    format_ = request["format"]
    if isinstance(found, ox.QueryTriples):
        if format_ == "rows":
            columns = ["subject", "predicate", "object"]
            _rows(columns, ([_plain(ox, t.subject), _plain(ox, t.predicate), _plain(ox, t.object)] for t in found), out)
        else:
            found.serialize(cast("IO[bytes]", out), ox.RdfFormat.from_media_type(format_))
        return {"kind": "graph"}
    if format_ != "rows":
        found.serialize(cast("IO[bytes]", out), ox.QueryResultsFormat.from_media_type(format_))
        return {"kind": "boolean" if isinstance(found, ox.QueryBoolean) else "solutions"}
    if isinstance(found, ox.QueryBoolean):
        out.write(json.dumps(bool(found)))
        return {"kind": "boolean"}
    columns = [v.value for v in found.variables]
    width = range(len(columns))
    _rows(columns, ([_plain(ox, row[i]) for i in width] for row in found), out)
    return {"kind": "solutions"}


def _rows(columns: list[str], rows: Iterator[list[Any]], out: _Capped) -> None:
    out.write(json.dumps({"columns": columns}, ensure_ascii=False)[:-1] + ', "rows": [')
    for number, row in enumerate(rows):
        out.write((",\n" if number else "") + json.dumps(row, ensure_ascii=False))
    out.write("]}")


def _plain(ox: Any, found: Any) -> Any:
    from lithograph.graph.doors.terms import plain

    if found is None or isinstance(found, ox.NamedNode):
        return None if found is None else found.value
    if isinstance(found, ox.Literal):
        return plain(found.value, found.datatype.value)
    return str(found)


if __name__ == "__main__":
    root = str(Path(__file__).resolve().parents[3])
    if root not in sys.path:
        sys.path.append(root)
    main()
