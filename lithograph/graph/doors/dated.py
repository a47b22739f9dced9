"""The projection on a day: the one of all time without the direct triples of facts that do not hold then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ..model import View
from ..store import Store
from .triples import Describer, facts

BATCH = 20_000
"""Triples that go in one transaction."""


def restrict(store: Store, folder: Path, on: str) -> None:
    """Take the facts that do not hold on the day (YYYY-MM-DD) out of a generation that nobody reads yet."""
    import pyoxigraph

    graph = pyoxigraph.Store(str(folder))
    surplus = _surplus(store, on)
    while batch := list(islice(surplus, BATCH)):
        graph.update("DELETE DATA {\n" + "\n".join(batch) + "\n}")
    graph.flush()


def _surplus(store: Store, on: str) -> Iterator[str]:
    describe = Describer()
    # A triple may come from several facts, of which one holds. Their hashes take little room, also for a million.
    holding = {hash(t) for t in facts(store, View(on=on), describe)}
    for triple in facts(store, View(), describe):
        if hash(triple) not in holding:
            yield "{} {} {} .".format(*triple)
