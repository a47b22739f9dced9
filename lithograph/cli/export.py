"""`lithograph export` and `lithograph validate`: the whole store as a file for other programs, and whether it keeps the rules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from ..graph.model import View
from ..graph.store import Store
from . import render
from .options import common, note, opened, view_of

if TYPE_CHECKING:
    from ..graph.doors.checks import Violation


@click.command()
@click.option("-o", "--output", metavar="FILE", help="Write here instead of to the standard output.")
@click.option("--on", metavar="DATE", help="Only facts that held on this day (all formats but jsonl).")
@common("jsonl", "ttl", "trig", "nt", "nq", "jsonld", "graphml", "gexf", "csv")
def export(db: str, format_: str, output: str | None, on: str | None) -> None:
    """The whole store. As jsonl it is complete, in canonical order, and `load` reads it back to the same store.

    ttl, trig, nt, nq and jsonld are RDF: entities, claims with their documents, and accepted facts as direct triples. graphml,
    gexf and csv hold the accepted facts as edges, each with the best piece of its evidence.

    \b
    Example:
      lithograph export > store.jsonl
      lithograph export --format ttl -o store.ttl
    """
    if on and format_ == "jsonl":
        raise UsageError("--on: jsonl is the whole store; leave it out, or give another format")
    with opened(db) as store, store.snapshot():
        blocks = _blocks(store, format_, view_of(on))
        if output is None:
            _write(blocks, sys.stdout.buffer.write)
            return
        target = Path(output)
        partial = target.with_name(target.name + ".part")
        try:
            with partial.open("wb") as file:
                _write(blocks, file.write)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        note(f"written to {output}")


def _write(blocks: Iterable[bytes], write: Callable[[bytes], object]) -> None:
    for block in blocks:
        write(block)


def _blocks(store: Store, format_: str, view: View) -> Iterator[bytes]:
    if format_ == "jsonl":
        from ..graph.exchange import lines

        return (line + b"\n" for line in lines(store.records()))
    if format_ in ("graphml", "gexf", "csv"):
        from ..graph.doors import graph_files

        return (text.encode() for text in graph_files.WRITERS[format_](store, view))
    from ..graph.doors import rdf_files
    from ..graph.doors.triples import nodes

    return (text.encode() for text in rdf_files.WRITERS[format_](nodes(store, view)))


@click.command()
@click.argument("file", required=False)
@click.option("--shacl", is_flag=True, help="Ask a SHACL engine (pyshacl) instead; for graphs of a few thousand claims.")
@common("text", "table", "json", "jsonl", "csv", "md")
def validate(db: str, format_: str, file: str | None, shacl: bool) -> int:
    """Whether the store's RDF, or that of a FILE, keeps the rules of the shapes (`lithograph ontology --format shacl`).

    \b
    Example:
      lithograph validate
      lithograph validate store.ttl --format csv
    """
    from ..graph.doors import checks

    find = checks.shacl_violations if shacl else checks.violations
    if file is not None:
        found = list(dict.fromkeys(find(checks.read(file))))
    else:
        from ..graph.doors.projection import Projection
        from ..graph.doors.projection import opened as graph_of

        with opened(db) as store, Projection(store, note) as projection:
            found = list(dict.fromkeys(find(graph_of(projection.folder()))))

    def lines() -> Iterator[str]:
        yield from (f"{v.node}: {v.rule}" for v in found)
        if not found:
            yield "valid: the graph keeps every rule"

    render.emit(
        format_, {"valid": not found, "violations": found}, text=lines, items=found, rows=lambda: (("node", "rule"), map(_cells, found))
    )
    return 1 if found else 0


def _cells(found: Violation) -> tuple[str, str]:
    return found.node, found.rule
