"""`lithograph sparql`: a query in SPARQL 1.1."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from ..graph.doors.query_text import prepared
from .options import common, note, opened, view_of

WIDEST = 60
"""Characters of a cell in a table."""


def values_of(pairs: Sequence[str]) -> dict[str, str]:
    """The values that `--param k=v` gives, by name. Raises click.BadParameter."""
    out = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.lstrip("?$").isidentifier():
            raise click.BadParameter(f"'{pair}' is no k=v, such as firm=id:asml", param_hint="--param")
        out[name.lstrip("?$")] = value
    return out


@click.command()
@click.argument("query")
@click.option("--param", "params", metavar="k=v", multiple=True, help="A value for the variable ?k: id:asml, :Firm, 2025-09-12, 0.5, text.")
@click.option("--timeout", type=click.FloatRange(0, 86400, min_open=True), default=60.0, show_default=True, help="Seconds it may take.")
@click.option("--on", metavar="DATE", help="Ask the graph of this day: only facts that held then.")
@common("table", "json", "csv", "srj", "srx", "tsv", "ttl", "nt")
def sparql(db: str, format_: str, query: str, params: tuple[str, ...], timeout: float, on: str | None) -> None:
    """Ask the graph a QUERY in SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE; - reads it from the standard input.

    Prefixes are declared: ":" and lg: the ontology, id: entities by id, and rdf, rdfs, xsd, owl, skos, prov, schema.

    \b
    Example:
      lithograph sparql "SELECT ?b { id:asml :supplies+ ?b }"
      lithograph sparql "SELECT ?n { ?firm :dependsOn+ ?on . ?on :name ?n }" --param firm=id:alibaba --on 2025-09
    """
    from ..graph.doors import sparql as door

    text = sys.stdin.read() if query == "-" else query
    asked = prepared(text, values_of(params))
    day = view_of(on).on
    if format_ == "table" and asked.form in ("CONSTRUCT", "DESCRIBE") and not _chosen():
        format_ = "ttl"
    with opened(db) as store:
        if format_ in ("table", "json") or (format_ == "csv" and asked.form in ("CONSTRUCT", "DESCRIBE")):
            kind, data = door.answered(store, asked, "rows", on=day, timeout=timeout, note=note)
            _plain(format_, kind, data)
            empty = data.endswith(b'"rows": []}')
        else:
            kind, data = door.answered(store, asked, door.media_type(asked, format_), on=day, timeout=timeout, note=note)
            sys.stdout.buffer.write(data)
            if not data.endswith(b"\n") and data:
                sys.stdout.buffer.write(b"\n")
            empty = False
    if empty:
        _hints(text)


def _chosen() -> bool:
    """Whether the user named a format."""
    ctx = click.get_current_context()
    source = ctx.get_parameter_source("format_")
    return (source is not None and source.name == "COMMANDLINE") or getattr(ctx.obj, "format_", None) is not None


def _hints(text: str) -> None:
    from ..graph.doors.query_text import unknown_terms

    for hint in unknown_terms(text):
        note(hint)


def _plain(format_: str, kind: str, data: bytes) -> None:
    import json

    from . import render

    found: Any = json.loads(data)
    if kind == "boolean":
        render.out(json.dumps({"boolean": found}) if format_ == "json" else "true" if found else "false")
        return
    columns, rows = found["columns"], found["rows"]
    if format_ == "json":
        records = [json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows]
        render.out("[" + ",\n ".join(records) + "]")
        return
    cells = rows if format_ == "csv" else ([_cell(c) for c in row] for row in rows)
    render.emit(format_, None, rows=lambda: (columns, cells))


def _cell(value: Any) -> Any:
    """A value as a table shows it: with a prefix where one is declared, and not too wide."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    from ..ontology.namespaces import PREFIXES

    for prefix, base in PREFIXES.items():
        if value.startswith(base) and prefix != "lg":
            value = f"{prefix}:{value[len(base) :]}"
            break
    value = " ".join(value.split())
    return value if len(value) <= WIDEST else value[: WIDEST - 1] + "…"
