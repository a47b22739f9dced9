"""cypher: the graph asked in the language of Neo4j."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from . import render
from .options import common, note, opened, view_of

DEFAULT_TIMEOUT = 30.0


@click.command("cypher")
@click.argument("query")
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A value for $NAME: JSON where it is, else text.")
@click.option("--timeout", type=click.FloatRange(0, 86_400, min_open=True), default=DEFAULT_TIMEOUT, show_default=True, metavar="SECONDS",
              help="Give up after this time.")  # fmt: skip
@click.option("--on", metavar="DATE", help="Only facts that held on this day (valid time).")
@common("table", "json", "jsonl", "csv", "md")
def cypher(query: str, parameters: tuple[str, ...], timeout: float, on: str | None, db: str, format_: str) -> None:
    """Ask the graph in Cypher; '-' reads the query from the standard input.

    Nodes carry the class and its parents as labels (Firm, Organization …), `id`, `name` and the properties of the ontology;
    relationships are accepted facts (SUPPLIES …) and what they make depend on what (DEPENDS_ON {via}); the words stand at
    (:Claim)-[:FROM]->(:Document), (:Claim)-[:SUBJECT|OBJECT]->(entity).

    \b
    Example:
      lithograph cypher "MATCH (f:Firm)-[:DEPENDS_ON]->(:Firm {id: 'asml'}) RETURN f.name LIMIT 5"
      lithograph cypher 'MATCH (c:Chip {id: $chip}) RETURN c.tpp' --param chip=nv-h20 --format json
    """
    from ..graph.doors.cypher.ask import ask
    from ..graph.doors.cypher.guard import looked_at
    from ..graph.doors.cypher.process import Process

    text = sys.stdin.read() if query == "-" else query
    values = dict(map(_parameter, parameters))
    view = view_of(on)
    looked_at(text)
    with opened(db) as store, Process() as process:
        table = ask(store, text, values, on=view.on, timeout=timeout, note=note, process=process)
    if format_ in ("json", "jsonl"):
        records = table.records()
        render.emit(format_, records, items=records)
    else:
        whole = format_ == "csv"
        render.emit(format_, None, rows=lambda: (table.columns, ([_cell(cell, whole=whole) for cell in row] for row in table.rows)))


def _parameter(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    name = name.removeprefix("$")
    if not equals or not name:
        raise click.BadParameter(f"'{given}' is no NAME=VALUE, such as chip=nv-h20", param_hint="--param")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _cell(value: Any, *, whole: bool) -> Any:
    """A cell of a table: nodes by their names, paths as arrows; in CSV maps and lists as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, dict | list):
        return value
    if whole:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        if len(value) % 2 and len(value) > 1 and all(isinstance(v, dict) and "type" in v for v in value):
            steps = zip(value[::2], value[1::2], value[2::2], strict=False)
            return _named(value[0]) + "".join(_step(before, step, node) for before, step, node in steps)
        return ", ".join(str(_cell(v, whole=False)) for v in value)
    return _named(value)


def _step(before: dict[str, Any], step: dict[str, Any], node: dict[str, Any]) -> str:
    arrow = f" -{step['type']}-> " if step.get("from") == before["id"] else f" <-{step['type']}- "
    return arrow + _named(node)


def _named(value: dict[str, Any]) -> str:
    if "from" in value and "to" in value and "type" in value:
        return f"{value['from']} -{value['type']}-> {value['to']}"
    if "type" in value and ("name" in value or "id" in value):
        return str(value.get("name") or value.get("quote") or value.get("title") or value["id"])
    return json.dumps(value, ensure_ascii=False)
