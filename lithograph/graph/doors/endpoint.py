"""The SPARQL 1.1 protocol over HTTP, for reading: queries by GET and POST, content negotiation, updates refused.

https://www.w3.org/TR/sparql11-protocol/. Each query runs in a process of its own, within the limits of `sparql.answered`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from ...errors import LithographError, UsageError
from ..store import Store, open_store
from .query_text import REFUSED_UPDATE, Query, prepared
from .sparql import GRAPH_FORMATS, SOLUTION_FORMATS, answered

PATH = "/sparql"
MOST_BODY = 4 << 20
"""Bytes of a request's body."""
AT_ONCE = 4
"""Queries that run at one time; more wait."""
SOLUTIONS = (
    *(SOLUTION_FORMATS[k] for k in ("srj", "srx", "csv", "tsv")),
    "application/json",
    "application/xml",
    "text/xml",
)
GRAPHS = (*GRAPH_FORMATS.values(), "text/plain")
_OTHER_NAMES = {
    "application/json": SOLUTION_FORMATS["srj"],
    "application/xml": SOLUTION_FORMATS["srx"],
    "text/xml": SOLUTION_FORMATS["srx"],
    "text/plain": GRAPH_FORMATS["nt"],
}
_HOW = f"ask by GET {PATH}?query=…, or POST a form with query=…, or a body of type application/sparql-query"


class RefusalError(Exception):
    """A request that is not answered: the status and one line."""

    def __init__(self, status: int, line: str, **headers: str) -> None:
        self.status, self.line, self.headers = status, line, headers
        super().__init__(line)


class Endpoint(ThreadingHTTPServer):
    """A server for the store at an address. `allowed` are the names by which it may be called."""

    daemon_threads = True

    def __init__(self, address: str, host: str, port: int, *, timeout: float, on: str | None, log: Callable[[str], None]) -> None:
        super().__init__((host, port), _Handler)
        self.store_address, self.query_timeout, self.on, self.log = address, timeout, on, log
        self.slots = threading.BoundedSemaphore(AT_ONCE)
        self.allowed = frozenset({"localhost", "127.0.0.1", "[::1]", host, f"[{host}]"})
        self.anyone = host in ("0.0.0.0", "::", "")  # noqa: S104 (asked for, not bound here)

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}"

    def answer(self, query: Query, format_: str, **graphs: list[str]) -> bytes:
        """The answer in a media type; waits for its turn."""
        if not self.slots.acquire(timeout=self.query_timeout):
            raise RefusalError(503, "too many queries are running; ask again later", **{"Retry-After": "5"})
        try:
            store: Store = open_store(self.store_address)
            try:
                return answered(store, query, format_, on=self.on, timeout=self.query_timeout, note=self.log, **graphs)[1]
            finally:
                store.close()
        finally:
            self.slots.release()


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    protocol_version = "HTTP/1.1"
    server_version = "lithograph"
    sys_version = ""
    timeout = 60
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(message)s\n"
    forms: ClassVar[str] = "application/x-www-form-urlencoded"

    def do_GET(self) -> None:
        self._handle(lambda: self._parameters(urlsplit(self.path).query))

    def do_HEAD(self) -> None:
        self._handle(lambda: self._parameters(urlsplit(self.path).query))

    def do_POST(self) -> None:
        self._handle(self._posted)

    def do_OPTIONS(self) -> None:
        self._reply(204, b"", "text/plain", Allow="GET, HEAD, POST, OPTIONS")

    def _other(self) -> None:
        self.close_connection = True
        self._refuse(RefusalError(405, f"{self.command} is not answered; {_HOW}", Allow="GET, HEAD, POST, OPTIONS"))

    do_PUT = do_DELETE = do_PATCH = _other  # noqa: N815 (http.server)

    def _handle(self, parameters: Callable[[], dict[str, list[str]]]) -> None:
        try:
            self._check_place()
            data, type_ = self._answer(parameters())
            self._reply(200, data, type_)
        except RefusalError as refusal:
            self._refuse(refusal)
        except UsageError as error:
            self._refuse(RefusalError(400, str(error)))
        except LithographError as error:
            self._refuse(RefusalError(503 if "ended" in str(error) or "given up" in str(error) else 500, str(error)))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _check_place(self) -> None:
        host = (self.headers.get("Host") or "").rpartition(":")
        name = host[0] if host[1] and host[2].isdigit() else self.headers.get("Host") or ""
        if not self.server.anyone and name.lower() not in self.server.allowed:
            # A page in a browser may have its own name point to this machine; it gets nothing.
            raise RefusalError(403, f"this server is not called {name or 'nothing'}")
        if urlsplit(self.path).path.rstrip("/") not in ("", PATH):
            raise RefusalError(404, f"there is nothing here; {_HOW}")

    def _posted(self) -> dict[str, list[str]]:
        body = self._body()
        type_ = (self.headers.get_content_type() or "").lower()
        if type_ == self.forms:
            return self._parameters(body.decode("ascii", "replace"))
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise RefusalError(400, "the body is not UTF-8") from None
        given = self._parameters(urlsplit(self.path).query)
        if type_ == "application/sparql-query":
            return {**given, "query": [text]}
        if type_ == "application/sparql-update":
            return {**given, "update": [text]}
        raise RefusalError(415, f"a body of type {type_} is not read; {_HOW}")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length")
        self.close_connection = True  # unless the whole body is read, what follows is no request
        if length is None:
            raise RefusalError(411, "the request has no Content-Length")
        if not length.isdecimal():
            raise RefusalError(400, f"Content-Length '{length}' is no number")
        if int(length) > MOST_BODY:
            raise RefusalError(413, f"the request is larger than {MOST_BODY >> 20} MB")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise RefusalError(400, "the request ends before its Content-Length")
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        return body

    def _parameters(self, text: str) -> dict[str, list[str]]:
        try:
            return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=100)
        except ValueError:
            raise RefusalError(400, "the parameters are not percent-encoded UTF-8") from None

    def _answer(self, given: dict[str, list[str]]) -> tuple[bytes, str]:
        if "update" in given:
            raise RefusalError(403, REFUSED_UPDATE.format("an update").replace("sparql only reads", "this endpoint only reads"))
        queries = given.get("query", [])
        if len(queries) != 1:
            raise RefusalError(400, f"the request has {'several queries' if queries else 'no query'}; {_HOW}")
        query = prepared(queries[0])
        offered = GRAPHS if query.form in ("CONSTRUCT", "DESCRIBE") else SOLUTIONS
        type_ = negotiated(self.headers.get("Accept"), offered)
        if type_ is None:
            raise RefusalError(406, f"the answer to {query.form} can be had as {', '.join(offered)}")
        graphs = {name: given[f"{key}-uri"] for name, key in (("default_graph", "default-graph"), ("named_graphs", "named-graph"))
                  if f"{key}-uri" in given}  # fmt: skip
        return self.server.answer(query, _OTHER_NAMES.get(type_, type_), **graphs), type_

    def _reply(self, status: int, data: bytes, type_: str, **headers: str) -> None:
        self.send_response(status)
        if status != 204:
            charset = "; charset=utf-8" if type_.startswith("text/") else ""
            self.send_header("Content-Type", type_ + charset)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Vary", "Accept")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _refuse(self, refusal: RefusalError) -> None:
        self._reply(refusal.status, (refusal.line + "\n").encode(), "text/plain", **refusal.headers)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not written down: a query may be confidential."""


def negotiated(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """The offered media type that an Accept header likes best, the first of equals; None where it takes none of them."""
    if not accept or not accept.strip():
        return offered[0]
    ranges: list[tuple[str, float]] = []
    for part in accept.split(","):
        name, *parameters = (p.strip().lower() for p in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        ranges.append((name, quality))

    def liked(type_: str) -> float:
        # The most specific range that fits says how much.
        for pattern in (type_, type_.partition("/")[0] + "/*", "*/*"):
            found = [q for name, q in ranges if name == pattern]
            if found:
                return max(found)
        return 0.0

    best = max(offered, key=liked)
    return best if liked(best) > 0 else None
