"""Load sources into a store: recognise, read, check, write, count."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..errors import InputError
from ..graph.check import checked
from ..graph.model import Written
from ..graph.records import Bundle, Judgement, Skipped
from ..graph.store import Store
from .base import Input, Metadata, Placed, Yield, inputs
from .registry import loader_for


@dataclass(slots=True)
class Report:
    """What a load did. Every part of the input that is not in the store stands in `skipped`, with its reason."""

    documents: int = 0
    known: int = 0
    claims: int = 0
    entities: int = 0
    facts_new: int = 0
    facts_changed: int = 0
    judgements: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


Progress = Callable[[str, int, int, int], None]
"""Called with a source's name, how many sources came before it, how many there are, and the documents read from it so far."""


def load(
    store: Store,
    paths: list[str],
    *,
    loader: str | None = None,
    metadata: Metadata | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load everything behind the paths. A source or record that cannot be read is reported and the rest is loaded.

    Raises StoreError where the store cannot be written, UsageError for an unknown loader.
    """
    report = Report()
    began = time.perf_counter()
    sources = list(inputs(paths))
    for number, source in enumerate(sources):
        if isinstance(source, Skipped):
            report.skipped.append(source)
            continue
        told = None if progress is None else functools.partial(progress, source.name, number, len(sources))
        try:
            chosen = loader_for(source, loader)
            add(store, source.name, chosen.read(source, metadata or Metadata()), report, told)
        except InputError as error:
            report.skipped.append(Skipped(error.source, error.locator, error.reason))
        finally:
            source.close()
    report.seconds = time.perf_counter() - began
    return report


def add(store: Store, source: str, found: Iterable[Yield], report: Report, told: Callable[[int], None] | None = None) -> None:
    """Check and write what a loader yields, and count it in the report; `told` hears how many documents were read."""
    judgements: list[Judgement] = []

    def bundles() -> Iterator[Bundle]:
        documents = 0
        for one in found:
            if isinstance(one, Skipped):
                report.skipped.append(one)
            elif isinstance(one, Judgement):
                judgements.append(one)
            else:
                bundle, places = (one.bundle, one.places) if isinstance(one, Placed) else (one, {})
                clean, skipped = checked(bundle, source, places)
                report.skipped += skipped
                yield clean
                documents += 1
                if told:
                    told(documents)

    for written in store.write_all(bundles()):
        _count(report, source, written)
    for judgement in judgements:
        report.judgements += store.judge(judgement)


def _count(report: Report, source: str, written: Written) -> None:
    if written.metadata_changed:
        report.notes.append(f"{source}: document known already; updated its {', '.join(written.metadata_changed)}")
    if written.lost:
        report.notes.append(f"{source}: its text is another now; dropped {written.lost} earlier claims whose words it no longer has")
    report.documents += not written.known
    report.known += written.known
    report.claims += written.claims
    report.entities += written.entities
    report.facts_new += written.facts_new
    report.facts_changed += written.facts_changed


def source_of(path: str) -> Input:
    """The one source behind a path, for commands that read a single file."""
    return next(s for s in inputs([path]) if isinstance(s, Input))
