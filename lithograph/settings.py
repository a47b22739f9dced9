"""Where things lie, and what the environment says."""

from __future__ import annotations

import os

DEFAULT_STORE = "lithograph.db"


def store_address(given: str | None = None) -> str:
    """The address of the store: the one given, else LITHOGRAPH_DB, else lithograph.db in the working folder."""
    return given or os.environ.get("LITHOGRAPH_DB") or DEFAULT_STORE


def wants_colour() -> bool:
    """Whether NO_COLOR leaves colours on (https://no-color.org)."""
    return not os.environ.get("NO_COLOR")
