"""The one packaged file that schema, controls and reference data are compiled into; sections are decoded when asked for."""

from __future__ import annotations

import functools
from importlib import resources

import msgspec

FILE = "compiled.json"


@functools.cache
def _sections() -> dict[str, msgspec.Raw]:
    data = resources.files(__package__).joinpath(FILE).read_bytes()
    return msgspec.json.decode(data, type=dict[str, msgspec.Raw])


def section(name: str) -> bytes | memoryview | msgspec.Raw:
    """The raw JSON of one section: `schema`, `names` or `reference`.

    Raises KeyError where the file has no such section.
    """
    return _sections()[name]
