"""Building the projection from nothing."""

from __future__ import annotations

from pathlib import Path

from ...model import View
from ...store import Store
from . import engine, schema
from .writer import writing


def build(store: Store, target: Path, view: View) -> None:
    """Make a database of what the store holds under the view, in a folder that does not exist yet."""
    with engine.created(target) as database:
        engine.script(database, schema.definitions())
        with writing(database, store, view) as writer:
            writer.entities(store.profiles(), writer.rows.attributes(store.values(view)))
            writer.documents(store.documents())
            writer.facts(store.edges(view))
        engine.script(database, schema.indexes())
