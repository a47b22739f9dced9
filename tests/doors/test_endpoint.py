"""`lithograph serve`: the SPARQL protocol, spoken by a client of the standard library, also wrongly."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from doors_common import lithograph

from lithograph.graph.doors.endpoint import Endpoint, negotiated
from lithograph.graph.store import Store

ASK = quote("ASK { id:asml :supplies id:tsmc }")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def server(graph: Store) -> Iterator[Endpoint]:
    made = Endpoint(graph.address, "127.0.0.1", 0, timeout=5, on=None, log=lambda _: None)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def call(server: Endpoint, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, bytes]:
    client = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
    try:
        client.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = client.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()
    finally:
        client.close()


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("GET", f"/sparql?query={ASK}", None, {}),
        ("GET", f"/?query={ASK}", None, {}),
        ("POST", "/sparql", urlencode({"query": "ASK { id:asml :supplies id:tsmc }"}).encode(), {"Content_Type": FORM}),
        ("POST", "/sparql", b"ASK { id:asml :supplies id:tsmc }", {"Content_Type": "application/sparql-query; charset=utf-8"}),
    ],
)
def test_a_query_comes_in_any_of_the_three_ways(server: Endpoint, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
    status, type_, data = call(server, method, path, body, **headers)
    assert (status, type_) == (200, "application/sparql-results+json")
    assert json.loads(data)["boolean"] is True


@pytest.mark.parametrize(
    ("query", "accept", "type_"),
    [
        ("SELECT * { ?s :supplies ?o }", "*/*", "application/sparql-results+json"),
        ("SELECT * { ?s :supplies ?o }", "application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("SELECT * { ?s :supplies ?o }", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT * { ?s :supplies ?o }", "text/*;q=0.2, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("DESCRIBE id:asml", "application/n-triples, text/turtle;q=0.5", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s :supplies ?o }", "", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s :supplies ?o }", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_client_chooses_the_format(server: Endpoint, query: str, accept: str, type_: str) -> None:
    headers = {"Accept": accept} if accept else {}
    status, found, data = call(server, "GET", f"/sparql?query={quote(query)}", **headers)
    assert (status, found) == (200, type_)
    assert data


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "words"),
    [
        ("GET", "/sparql", None, {}, 400, "no query"),
        ("GET", f"/sparql?query={ASK}&query={ASK}", None, {}, 400, "several queries"),
        ("GET", "/sparql?query=SELECT%20{", None, {}, 400, "cannot be read"),
        ("GET", "/sparql?query=%FF%FE", None, {}, 400, "UTF-8"),
        ("GET", "/sparql?update=DROP%20ALL", None, {}, 403, "only reads"),
        ("POST", "/sparql", b"DROP ALL", {"Content_Type": "application/sparql-update"}, 403, "only reads"),
        ("POST", "/sparql", b"update=DROP+ALL", {"Content_Type": FORM}, 403, "only reads"),
        ("POST", "/sparql", b"DROP ALL", {"Content_Type": "application/sparql-query"}, 400, "changes data"),
        ("POST", "/sparql", b"SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", {"Content_Type": "application/sparql-query"}, 400,
         "SERVICE"),
        ("POST", "/sparql", b"\xff", {"Content_Type": "application/sparql-query"}, 400, "UTF-8"),
        ("POST", "/sparql", b"{}", {"Content_Type": "application/json"}, 415, "application/json is not read"),
        ("PUT", "/sparql", b"x", {}, 405, "PUT is not answered"),
        ("DELETE", "/sparql", None, {}, 405, "DELETE is not answered"),
        ("GET", "/etc/passwd", None, {}, 404, "nothing here"),
        ("GET", f"/sparql?query={ASK}", None, {"Accept": "image/png"}, 406, "application/sparql-results+json"),
        ("GET", f"/sparql?query={ASK}", None, {"Host": "evil.example"}, 403, "not called evil.example"),
    ],
)  # fmt: skip
def test_a_wrong_request_gets_a_status_and_one_line(
    server: Endpoint, method: str, path: str, body: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    found, type_, data = call(server, method, path, body, **headers)
    assert (found, type_) == (status, "text/plain; charset=utf-8")
    assert words in data.decode()
    assert data.count(b"\n") == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n", b"411"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"nonsense\r\n\r\n", b"Bad request syntax"),  # no version, so an answer of HTTP 0.9: the body alone
    ],
)
def test_what_is_no_proper_request_does_not_stop_the_server(server: Endpoint, raw: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=30) as client:
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        assert status in client.recv(4096)
    assert call(server, "GET", f"/sparql?query={ASK}")[0] == 200


def test_an_endless_query_is_ended_and_the_next_is_answered(server: Endpoint) -> None:
    start = time.monotonic()
    status, _, data = call(server, "GET", f"/sparql?query={quote(ENDLESS)}")
    assert status == 503
    assert b"took longer than 5 s" in data
    assert time.monotonic() - start < 30
    assert call(server, "GET", f"/sparql?query={ASK}")[0] == 200


def test_one_connection_carries_several_requests(server: Endpoint) -> None:
    client = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
    for _ in range(2):
        client.request("GET", f"/sparql?query={ASK}")
        assert client.getresponse().read()
    client.request("HEAD", f"/sparql?query={ASK}")
    answer = client.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    client.close()


def test_the_command_says_how_to_connect_and_stops_cleanly(graph: Store) -> None:
    line = [sys.executable, "-m", "lithograph", "--db", graph.address, "serve", "--port", "0"]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as running:
        assert running.stdout is not None
        said = running.stdout.readline()
        assert said.startswith("SPARQL 1.1 at http://127.0.0.1:")
        port = int(said.split("127.0.0.1:")[1].split("/")[0])
        taken = lithograph("serve", "--port", str(port), db=graph.address)
        assert taken.returncode == 2
        assert "--port" in taken.stderr
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
        assert (running.returncode, err) == (0, "stopped\n")


def test_quality_values_decide() -> None:
    offered = ("a/b", "a/c", "d/e")
    assert negotiated(None, offered) == "a/b"
    assert negotiated("a/*;q=0.5, d/e", offered) == "d/e"
    assert negotiated("a/b;q=0, a/*", offered) == "a/c"
    assert negotiated("x/y", offered) is None
    assert negotiated("a/b;q=much", offered) is None
