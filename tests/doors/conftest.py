"""The small graph of `doors_common` in a store, and the small world of the Cypher tests with the engine in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import cypher_world
import pytest
from conftest import sqlite_store
from doors_common import small

from lithograph.graph.check import checked
from lithograph.graph.records import Judgement
from lithograph.graph.store import Store


@pytest.fixture(scope="session")
def graph() -> Iterator[Store]:
    """The small graph in a store, to be read only."""
    with sqlite_store() as store:
        for bundle in small():
            good, skipped = checked(bundle, "test")
            assert not skipped
            store.write(good)
        store.judge(Judgement("tsmc", "same", "tsmc-2"))
        yield store


@pytest.fixture(scope="session")
def world() -> Iterator[Callable[..., Any]]:
    """Asks the small world in Cypher: `world(query, parameters)`."""
    from lithograph.graph.doors.cypher.ask import ask
    from lithograph.graph.doors.cypher.process import Process

    with sqlite_store() as store, Process() as process:
        for bundle in cypher_world.bundles():
            store.write(bundle)

        def asked(query: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> Any:
            return ask(store, query, parameters, process=process, **options)

        yield asked
