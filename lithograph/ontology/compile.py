"""Compile the YAML sources of the ontology into the one packaged file that the commands read.

    python -m lithograph.ontology.compile [--check]

Run it after a change below `schema/` or `reference/`; a test fails where the file is out of step.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from .compiled import FILE
from .schema_files import compile_schema

HERE = Path(__file__).parent


def _lines(value: Any, depth: int = 2) -> bytes:
    """JSON with one record per line, so that a change of one record is a change of one line."""
    if depth and isinstance(value, dict):
        return b"{\n" + b",\n".join(msgspec.json.encode(k) + b":" + _lines(v, depth - 1) for k, v in value.items()) + b"\n}"
    if depth and isinstance(value, (list, tuple)) and value:
        return b"[\n" + b",\n".join(msgspec.json.encode(item) for item in value) + b"\n]"
    return msgspec.json.encode(value)


def compile_all() -> bytes:
    """The content of the packaged file."""
    from .controls.build import compile_controls
    from .reference.build import compile_reference

    return _lines({"schema": compile_schema(), **compile_reference(), "controls": compile_controls()}, depth=3) + b"\n"


def main(argv: list[str]) -> int:
    """Write the packaged file, or with `--check` say whether it is in step."""
    target, data = HERE / FILE, compile_all()
    if "--check" in argv:
        fresh = target.is_file() and target.read_bytes() == data
        print(f"{FILE} is {'in step' if fresh else 'out of step: run python -m lithograph.ontology.compile'}")
        return 0 if fresh else 1
    target.write_bytes(data)
    print(f"{target.name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
