"""`lithograph extract`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import InputError
from ..graph.exchange import encode
from ..loaders.base import Input, Metadata, inputs
from .options import common, note


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Print claims from this confidence on; 0 prints every candidate.")
@common("jsonl")
def extract(db: str, format_: str, files: tuple[str, ...], min_confidence: float | None) -> int:
    """Print what the reader finds in articles, as JSON Lines, without a store.

    \b
    Example:
      lithograph extract article.html --min-confidence 0.3
    """
    from ..loaders.articles.loader import document_from
    from ..loaders.articles.reader import read

    failed = 0
    for source in inputs(list(files)):
        if not isinstance(source, Input):
            note(f"skipped {source.source}: {source.reason}")
            failed += 1
            continue
        try:
            document = document_from(source, Metadata())
        except InputError as error:
            note(f"skipped {error}")
            failed += 1
            continue
        finally:
            source.close()
        stem = Path(source.name).stem if source.path else "stdin"
        for group in read(document.text or "", document=stem, date=document.date, min_confidence=min_confidence):
            for record in group:
                sys.stdout.buffer.write(encode(record) + b"\n")
    return 1 if failed else 0
