"""Keeping a store: retract, reread, judge, stats."""

from __future__ import annotations

from collections.abc import Iterator

import click

from ..errors import UsageError
from ..graph.model import Counts, Source
from ..graph.store import Store
from . import render
from .options import common, entity, opened


def document_id(store: Store, text: str) -> str:
    """The document that is meant: its id, the unambiguous beginning of it, or its exact title or URL. Raises UsageError."""
    documents = store.documents()
    exact = [d for d in documents if text in (d.id, d.title, d.url)]
    found = exact or [d for d in documents if len(text) >= 4 and d.id.startswith(text)]
    if len(found) == 1:
        return found[0].id
    if found:
        listed = ", ".join(f"{d.id[:16]} ({d.title})" for d in found[:5])
        raise UsageError(f"'{text}' could be {len(found)} documents: {listed}; give the id")
    raise UsageError(f"no document '{text}'; `lithograph stats --documents` lists them")


@click.command()
@click.argument("document")
@common("text", "json")
def retract(db: str, format_: str, document: str) -> None:
    """Take DOCUMENT (id, beginning of the id, title or URL) and all that rests on it alone out of the store.

    \b
    Example:
      lithograph retract 9f86d081
    """
    with opened(db, write=True) as store:
        id_ = document_id(store, document)
        claims = store.retract(id_)
    render.emit(format_, {"document": id_, "claims": claims}, text=lambda: [f"retracted {id_[:16]}: {render.count(claims, 'claim')} gone"])


@click.command()
@click.argument("documents", nargs=-1)
@common("text", "json")
def reread(db: str, format_: str, documents: tuple[str, ...]) -> None:
    """Read DOCUMENTS (all, where none is named) again with the present reader; judgements stay.

    \b
    Example:
      lithograph reread
    """
    from ..loaders.reread import reread as run

    with opened(db, write=True) as store:
        ids = [document_id(store, d) for d in documents] or [d.id for d in store.documents()]
        answer = run(store, ids)
    line = (
        f"{render.count(answer.reread, 'document')} read again, {answer.unchanged} unchanged, {answer.without_text} without a text to read"
    )
    render.emit(format_, answer, text=lambda: [line])


@click.command()
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--same", "verdict", flag_value="same", help="They are one thing.")
@click.option("--different", "verdict", flag_value="different", help="They are not, whatever their names say.")
@click.option("--undo", "verdict", flag_value="undo", help="Take the judgement back.")
@click.option("--reason", help="Why.")
@click.option("--by", help="Who says so.")
@common("text", "json")
def judge(db: str, format_: str, left: str, right: str, verdict: str | None, reason: str | None, by: str | None) -> None:
    """Decide that entities A and B are the same, or are different; reversible.

    \b
    Example:
      lithograph judge "Acme Silicon" "Acme Silicon Taiwan" --same --reason "two names of one firm"
    """
    from ..graph.dates import today
    from ..graph.records import Judgement

    if verdict is None:
        raise click.UsageError("give --same, --different or --undo")
    with opened(db, write=True) as store:
        ids = [
            name.removeprefix("id:") if store.entity(name.removeprefix("id:")) else str(entity(store, name).id) for name in (left, right)
        ]
        if verdict == "undo":
            changed = store.unjudge(*ids)
        else:
            changed = store.judge(Judgement(ids[0], "same" if verdict == "same" else "different", ids[1], reason, by, today()))
    line = f"{ids[0]} and {ids[1]}: {'judgement taken back' if verdict == 'undo' else verdict}" if changed else "nothing changed"
    render.emit(format_, {"left": ids[0], "right": ids[1], "verdict": verdict, "changed": changed}, text=lambda: [line])


@click.command()
@click.option("--documents", "listing", is_flag=True, help="List the documents.")
@common("text", "table", "json", "jsonl", "csv", "md")
def stats(db: str, format_: str, listing: bool) -> None:
    """How much the store holds, or which documents.

    \b
    Example:
      lithograph stats --documents --format csv
    """
    with opened(db) as store:
        if not listing:
            counts = store.counts()
            render.emit(format_, counts, text=lambda: _counts_text(counts), items=[counts], rows=lambda: _count_rows(counts))
            return
        documents = store.documents()
    render.emit(format_, documents, text=lambda: map(_document_line, documents), items=documents, rows=lambda: _document_rows(documents))


def _document_line(d: Source) -> str:
    return f"{d.id[:16]}  {d.date or 'undated':10}  {' · '.join(x for x in (d.publisher, d.title) if x)}"


def _document_rows(documents: list[Source]) -> render.Rows:
    return ("id", "date", "publisher", "title", "url"), ([d.id, d.date, d.publisher, d.title, d.url] for d in documents)


def _count_rows(counts: Counts) -> render.Rows:
    whole = [("documents", counts.documents), ("claims", counts.claims), ("attributes", counts.attributes), ("entities", counts.entities)]
    whole += [("facts", counts.facts), ("judgements", counts.judgements)]
    return ("what", "number"), [*whole, *counts.by_class.items(), *counts.by_predicate.items()]


def _counts_text(counts: Counts) -> Iterator[str]:
    yield (
        f"{render.count(counts.documents, 'document')}, {render.count(counts.claims, 'claim')}, "
        f"{render.count(counts.attributes, 'attribute')}, "
        f"{render.count(counts.entities, 'entity')}, {render.count(counts.facts, 'fact')}, {render.count(counts.judgements, 'judgement')}"
    )
    for title, by in (("entities", counts.by_class), ("facts", counts.by_predicate)):
        if by:
            yield f"{title}: " + ", ".join(f"{name} {number:,}" for name, number in by.items())
