"""What all tests share: stores of every backend, and how long Hypothesis looks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lithograph.graph.store import Store, open_store

settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("ci", settings.get_profile("quick"), max_examples=150)
settings.register_profile("hunt", settings.get_profile("quick"), max_examples=int(os.environ.get("EXAMPLES", "1000")))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))

StoreMaker = Callable[[], AbstractContextManager[Store]]


@contextmanager
def sqlite_store() -> Iterator[Store]:
    """An empty SQLite store, in memory where the system has a folder there."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None)
    try:
        store = open_store(str(Path(folder) / "store.db"), create=True)
        try:
            yield store
        finally:
            store.close()
    finally:
        shutil.rmtree(folder)


BACKENDS: dict[str, StoreMaker] = {"sqlite": sqlite_store}


@pytest.fixture(scope="session", params=sorted(BACKENDS))
def new_store(request: pytest.FixtureRequest) -> StoreMaker:
    """Makes empty stores of one backend: `with new_store() as store`. A test that takes it runs over every backend."""
    return BACKENDS[request.param]


@pytest.fixture
def store(new_store: StoreMaker) -> Iterator[Store]:
    """One empty store."""
    with new_store() as made:
        yield made
