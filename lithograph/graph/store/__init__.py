"""Stores: where documents, claims and judgements are kept, and facts are read."""

from __future__ import annotations

from ...errors import UsageError
from .protocol import Store


def open_store(address: str, *, write: bool = False, create: bool = False) -> Store:
    """Open the store at an address: the path of a SQLite file.

    Only with `write` can it be written; only with `create` is it made where there is none. Raises StoreError.
    """
    if "://" in address and not address.startswith("file:"):
        raise UsageError(f"--db {address}: this version opens SQLite files only")
    from .sqlite import SQLiteStore

    return SQLiteStore(address, write=write or create, create=create)


__all__ = ["Store", "open_store"]
