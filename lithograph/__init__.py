"""Lithograph: a cited, dated knowledge graph of the chip supply chain.

    import lithograph

    graph = lithograph.open("chips.db")
    graph.path("Alibaba", "ASML", depends=True)

The public names are those of `__all__`; docs/python.md shows them at work.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which this module spares the command line
if TYPE_CHECKING:
    from typing import Any

    from .api import Answer, Graph, open
    from .errors import AmbiguousEntityError, InputError, LithographError, StoreError, UnknownEntityError, UsageError

_HOMES = {
    "api": ("Answer", "Graph", "open"),
    "errors": ("AmbiguousEntityError", "InputError", "LithographError", "StoreError", "UnknownEntityError", "UsageError"),
}
__all__ = [
    "AmbiguousEntityError",
    "Answer",
    "Graph",
    "InputError",
    "LithographError",
    "StoreError",
    "UnknownEntityError",
    "UsageError",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    """A public name, or the version; what it needs is imported when it is first asked for."""
    from importlib import import_module, metadata

    if name == "__version__":
        return metadata.version("lithograph")
    for module, names in _HOMES.items():
        if name in names:
            found = getattr(import_module(f".{module}", __name__), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'lithograph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
