"""`lithograph serve`: the graph for programs that speak SPARQL over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .options import common, note, opened, view_of

if TYPE_CHECKING:
    from ..graph.doors.endpoint import Endpoint


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; other than loopback, anyone there may ask.")
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="Port to listen at; 0 takes a free one.")
@click.option("--timeout", type=click.FloatRange(0, 86400, min_open=True), default=60.0, show_default=True, help="Seconds for a query.")
@click.option("--on", metavar="DATE", help="Serve the graph of this day: only facts that held then.")
@common("text")
def serve(db: str, format_: str, host: str, port: int, timeout: float, on: str | None) -> None:
    """Answer SPARQL 1.1 over HTTP until Ctrl-C, for reading only. What is loaded meanwhile is in the next answer.

    \b
    Example:
      lithograph serve --port 7878
      curl http://127.0.0.1:7878/sparql --data-urlencode "query=SELECT ?b { id:asml :supplies+ ?b }"
    """
    from ..graph.doors.endpoint import Endpoint
    from ..graph.doors.projection import Projection

    day = view_of(on).on
    with opened(db) as store, Projection(store, note) as projection:
        projection.folder(day)  # built before the first question, not during it
    try:
        server = Endpoint(db, host, port, timeout=timeout, on=day, log=note)
    except OSError as error:
        raise UsageError(f"{host}:{port} cannot be listened at: {error.strerror or error}; give another --port or --host") from error
    with server:
        click.echo(f"SPARQL 1.1 at {server.url} (read-only; Ctrl-C stops it)")
        _until_stopped(server)


def _until_stopped(server: Endpoint) -> None:
    import signal
    import threading

    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: stop.set())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    stop.wait()
    server.shutdown()
    note("stopped")
