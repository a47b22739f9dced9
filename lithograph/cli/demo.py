"""`lithograph demo`: six briefing notes and the reference data, asked the main questions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click

from ..errors import LithographError
from ..graph.model import View
from ..graph.store import Store
from . import render
from .ask import path_text, substitutes_text
from .options import note, opened

VIEW_FILE = "lithograph-demo.html"
SHOWN_CANDIDATES = 3
DAY = "2025-09-30"
"""A day soon after the last note; the reference data go on beyond it."""


@click.command()
@click.option("--keep", metavar="FILE", help="Keep the store in FILE, to ask it more.")
@click.option("-o", "--output", metavar="FILE.html", default=VIEW_FILE, show_default=True, help="Where to write the picture.")
def demo(keep: str | None, output: str) -> None:
    """Load six short notes on Alibaba's accelerator and Nvidia's H20, and ask who depends on whom.

    \b
    Example:
      lithograph demo --keep demo.db
    """
    with tempfile.TemporaryDirectory() as folder:
        db = keep or str(Path(folder) / "demo.db")
        with opened(db, create=True) as store:
            _fill(store)
        with opened(db) as store:
            for line in _story(store):
                render.out(line)
            _picture(store, output)
    _next(keep)


def _fill(store: Store) -> None:
    from ..loaders.load import load
    from .load import add_reference

    if not store.documents():
        add_reference(store)
    with resources.as_file(resources.files(__package__) / "notes") as notes:
        report = load(store, [str(notes)])
    counts = store.counts()
    render.out(
        f"Read {render.count(report.documents, 'briefing note')}: {render.count(report.claims, 'claim')}. With the reference data the "
        f"store holds {render.count(counts.claims, 'claim')} from {render.count(counts.documents, 'document')} about "
        f"{render.count(counts.entities, 'entity')}."
    )


def _story(store: Store) -> Iterator[str]:
    from ..queries.dependency import paths
    from ..queries.naming import resolve
    from ..queries.substitution import Substitutes, substitutes

    alibaba, h20, asml = (resolve(store, n).entity for n in ("Alibaba", "H20", "ASML"))
    yield from _heading(
        "How does Alibaba depend on the H20, and on what stands behind it?", f"lithograph path Alibaba ASML --depends -k 2 --on {DAY}"
    )
    yield from path_text(paths(store, alibaba, asml, View(on=DAY), k=2, depends=True))
    yield from _heading(
        "What could take the place of the H20, and what would that depend on?", f"lithograph substitutes H20 --for Alibaba --on {DAY}"
    )
    answer = substitutes(store, h20, View(on=DAY), user=alibaba)
    yield from substitutes_text(Substitutes(answer.item, answer.candidates[:SHOWN_CANDIDATES], answer.why_none))
    if len(answer.candidates) > SHOWN_CANDIDATES:
        yield render.dim(f"and {len(answer.candidates) - SHOWN_CANDIDATES} more candidates")
    yield from _heading("Where does the evidence stand?", "lithograph stats --documents")
    notes = [d for d in store.documents() if d.publisher == "Lithograph briefing notes"]
    for document in sorted(notes, key=lambda d: d.date or ""):
        yield f"  {document.date}  {document.title}"
    yield f"  and {render.count(len(store.documents()) - len(notes), 'source')} of the reference data"


def _heading(question: str, command: str) -> Iterator[str]:
    yield f"\n{render.bold(question)}\n{render.dim('$ ' + command)}\n"


def _picture(store: Store, output: str) -> None:
    from ..queries.naming import resolve
    from ..views import subgraph
    from ..views.page import page, write
    from ..views.payload import payload

    try:
        path = write(page(payload(store, subgraph.of_substitutes(store, resolve(store, "H20").entity, View(), depth=2), View())), output)
    except LithographError as error:
        note(f"no picture: {error}")
    else:
        render.out(f"\nThe same as a picture to click through: {path}")


def _next(keep: str | None) -> None:
    db = f" --db {keep}" if keep else ""
    render.out(f"\n{render.bold('What to type next')}")
    if not keep:
        render.out("  lithograph demo --keep demo.db          keep this store")
        db = " --db demo.db"
    render.out(f"  lithograph{db} trace H20 --up      everything the H20 depends on")
    render.out(f"  lithograph{db} show Alibaba        all that is known, with the sentences")
    render.out("  lithograph load YOUR-ARTICLE.html       begin a store of your own")
