"""The one packaged file that schema, controls and reference data are compiled into; sections are decoded when asked for."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec

FILE = "compiled.json"


@functools.cache
def _sections() -> dict[str, msgspec.Raw]:
    data = Path(__file__).with_name(FILE).read_bytes()  # importlib.resources would take as long to import as a path to find
    return msgspec.json.decode(data, type=dict[str, msgspec.Raw])


def section(name: str) -> bytes | memoryview | msgspec.Raw:
    """The raw JSON of one section: `schema`, `names` or `reference`.

    Raises KeyError where the file has no such section.
    """
    return _sections()[name]
