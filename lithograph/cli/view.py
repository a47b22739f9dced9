"""The command that writes a picture of the graph as one HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..graph.model import View
from ..graph.store import Store
from . import render
from .options import common, complete_entity, entity, note, opened, times, undated_note

if TYPE_CHECKING:
    from ..views.subgraph import Subgraph

DEFAULT_FILE = "lithograph-view.html"


@click.command()
@click.argument("name", metavar="[ENTITY]", required=False, shell_complete=complete_entity)
@click.option("--path", "ends", nargs=2, metavar="A B", help="The best paths from A to B.")
@click.option("--trace", "traced", metavar="E", help="What E depends on, and what depends on E.")
@click.option("--substitutes", "item", metavar="ITEM", help="What could take the place of ITEM.")
@click.option("--hops", type=click.IntRange(1, 50), help="How far to go. [default: 2; --trace 4, --path 12]")
@click.option("-o", "--output", metavar="FILE", default=DEFAULT_FILE, show_default=True, help="Where to write.")
@click.option("--open", "open_", is_flag=True, help="Show it in the browser.")
@times
@common("text", "json")
def view(
    db: str,
    format_: str,
    view: View,
    name: str | None,
    ends: tuple[str, str] | None,
    traced: str | None,
    item: str | None,
    hops: int | None,
    output: str,
    open_: bool,
) -> None:
    """A picture of ENTITY and what is around it, or of an answer, with all the evidence, as one HTML file.

    Without ENTITY or an option it shows the whole store. The file needs no network and nothing beside it.

    \b
    Example:
      lithograph view H20
      lithograph view --path Alibaba Nvidia -o path.html
      lithograph view --trace H20 --on 2025-09 --open
    """
    asked = [x for x in (name, ends, traced, item) if x is not None]
    if len(asked) > 1:
        raise click.UsageError("give one of ENTITY, --path, --trace, --substitutes")
    if hops is not None and not asked:
        raise click.UsageError("--hops goes with ENTITY, --path, --trace or --substitutes; without them the whole store is shown")
    from ..views.page import page, write
    from ..views.payload import payload

    with opened(db) as store:
        graph = _subgraph(store, view, name, ends, traced, item, hops)
        data = payload(store, graph, view)
        undated_note(store, view)
    text = page(data)
    path = write(text, output)
    bytes_ = len(text.encode())
    counts = {"file": str(path), "entities": len(data.nodes), "links": len(data.edges), "bytes": bytes_}

    def lines() -> list[str]:
        size = f"{bytes_ // 1024:,} KB"
        said = [f"{path}: {render.count(len(data.nodes), 'entity')}, {render.count(len(data.edges), 'link')}, {size}"]
        return said + list(data.notes)

    render.emit(format_, counts, text=lines, items=[counts])
    if open_:
        _open(path.as_uri())


def _subgraph(
    store: Store, view: View, name: str | None, ends: tuple[str, str] | None, traced: str | None, item: str | None, hops: int | None
) -> Subgraph:
    from ..views import subgraph

    if ends is not None:
        return subgraph.of_paths(store, entity(store, ends[0]), entity(store, ends[1]), view, hops=hops or 12)
    if traced is not None:
        return subgraph.of_trace(store, entity(store, traced), view, depth=hops or 4)
    if item is not None:
        return subgraph.of_substitutes(store, entity(store, item), view, depth=hops or 2)
    if name is not None:
        return subgraph.of_entity(store, entity(store, name), view, hops=hops or 2)
    return subgraph.of_store(store, view)


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        note("no browser could be started; open the file yourself")
