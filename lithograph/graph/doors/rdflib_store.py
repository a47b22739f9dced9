"""The projection as an rdflib Dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ontology import namespaces
from ..store import Store
from .projection import Projection, opened

if TYPE_CHECKING:
    import rdflib


def to_rdflib(store: Store, on: str | None = None) -> rdflib.Dataset:
    """A Dataset over the projection on disk, read-only, for the facts of all time or of a day (YYYY-MM-DD).

    Its default graph is the graph. Where the projection is a temporary one it lives as long as the Dataset.
    """
    import oxrdflib
    import rdflib

    projection = Projection(store)
    dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=opened(projection.folder(on))))
    for prefix, base in namespaces.PREFIXES.items():
        if prefix:
            dataset.bind(prefix, base)
    dataset._lithograph_projection = projection  # type: ignore[attr-defined]
    return dataset
