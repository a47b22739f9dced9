"""`lithograph load`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import click

from ..errors import UsageError
from ..graph.dates import check_date
from ..graph.store import Store
from ..loaders.base import Metadata
from ..loaders.load import Report, add
from ..loaders.load import load as load_sources
from . import render
from .options import common, note, opened

MOST_SKIPPED = 20


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--as", "loader", metavar="LOADER", help="Read every PATH with this loader: jsonl or article.")
@click.option("--title", help="Title of the documents.")
@click.option("--publisher", help="Publisher of the documents.")
@click.option("--date", metavar="DATE", help="Day of publication.")
@click.option("--url", help="Where the document stands.")
@click.option("--bare", is_flag=True, help="Begin a new store empty, without the reference data.")
@common("text", "json")
def load(
    db: str, format_: str, paths: tuple[str, ...], loader: str | None, bare: bool,
    title: str | None, publisher: str | None, date: str | None, url: str | None,
) -> int:  # fmt: skip
    """Read documents into the store: articles (.txt .md .html .pdf .docx), JSON Lines, folders; - is the standard input.

    A new store begins with the reference data: firms, chips and policies, each with its sources.

    \b
    Example:
      lithograph load article.html --publisher "Example News" --date 2025-09-12
      lithograph load notes/ extra.jsonl
    """
    if not paths and not bare:
        raise UsageError("load: give at least one file, a folder, or - for the standard input")
    metadata = Metadata(title, publisher, check_date(date, "--date") if date else None, url)
    with opened(db, create=True) as store:
        if not bare and not store.documents():
            add_reference(store)
        with Bar() as progress:
            report = load_sources(store, list(paths), loader=loader, metadata=metadata, progress=progress)
    for line in report.notes:
        note(line)
    render.emit(format_, _data(report), text=lambda: _text(report))
    for skipped in report.skipped[:MOST_SKIPPED]:
        note(f"skipped {skipped.source}{f', {skipped.locator}' if skipped.locator else ''}: {skipped.reason}")
    if len(report.skipped) > MOST_SKIPPED:
        note(f"… and {len(report.skipped) - MOST_SKIPPED} more; --format json lists all")
    return 1 if report.skipped else 0


def add_reference(store: Store) -> None:
    """Put the reference data into a store."""
    from ..loaders.reference import reference_bundles

    add(store, "reference data", reference_bundles(), Report())


class Bar:
    """A progress bar on a terminal, nothing elsewhere. It first shows after half a second."""

    WIDTH = 30

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._next = time.monotonic() + 0.5
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, source: str, before: int, sources: int, documents: int) -> None:
        """Show how far it is; see loaders.load.Progress."""
        if not self._on or time.monotonic() < self._next:
            return
        self._next, self._shown = time.monotonic() + 0.1, True
        done = round(self.WIDTH * before / sources)
        where = f"{before + 1}/{sources}" if sources > 1 else ""
        line = f"[{'#' * done}{'-' * (self.WIDTH - done)}] {where} {Path(source).name[:30]}: {render.count(documents, 'document')}"
        click.echo(f"\r{line:<90}", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r" + " " * 90 + "\r", nl=False, err=True)


def _data(report: Report) -> dict[str, object]:
    return {
        "documents": report.documents,
        "known": report.known,
        "claims": report.claims,
        "entities": report.entities,
        "facts_new": report.facts_new,
        "facts_changed": report.facts_changed,
        "judgements": report.judgements,
        "skipped": report.skipped,
        "seconds": round(report.seconds, 3),
    }


def _text(report: Report) -> Iterator[str]:
    known = f" ({report.known} known already)" if report.known else ""
    yield (
        f"{render.count(report.documents, 'document')}{known}, {render.count(report.claims, 'claim')}, "
        f"{render.count(report.facts_new, 'fact')} new and {report.facts_changed:,} changed, "
        f"{len(report.skipped):,} skipped, {report.seconds:.1f} s"
    )
