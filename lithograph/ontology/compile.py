"""Compile the YAML sources of the ontology into the one packaged file that the commands read.

    python -m lithograph.ontology.compile [--check]

Run it after a change below `schema/` or `reference/`; a test fails where the file is out of step.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ..errors import InputError
from .check import check_schema
from .compiled import FILE
from .model import AttributeType, EntityClass, Relation

HERE = Path(__file__).parent
_KINDS: dict[str, tuple[str, type[Any]]] = {
    "class": ("classes", EntityClass),
    "relation": ("relations", Relation),
    "attribute": ("attributes", AttributeType),
}


def read_yaml(path: Path) -> Any:
    """The content of one YAML file. Raises InputError with the line where it cannot be parsed."""
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(str(path), f"not YAML: {getattr(error, 'problem', error)}", f"line {mark.line + 1}" if mark else None) from None


def compile_schema(folder: Path = HERE / "schema") -> dict[str, list[Any]]:
    """The schema files as plain data, parents before children, otherwise by name. Raises InputError on an unknown key or class."""
    out: dict[str, list[Any]] = {group: [] for group, _ in _KINDS.values()}
    for path in sorted(folder.glob("*/*.yaml")):
        data = read_yaml(path)
        kind = data.pop("kind", None) if isinstance(data, dict) else None
        if kind not in _KINDS:
            raise InputError(str(path), f"kind is {kind!r}, allowed: {', '.join(_KINDS)}")
        group, model = _KINDS[kind]
        if path.parent.name != group:
            raise InputError(str(path), f"a {kind} belongs in the folder {group}; move the file")
        try:
            item = msgspec.convert(data, model)
        except msgspec.ValidationError as error:
            raise InputError(str(path), str(error)) from None
        if item.name != path.stem:
            raise InputError(str(path), f"the file is called {path.stem}, its name says {item.name}")
        out[group].append(item)
    by_name = {c.name: c for c in out["classes"]}

    def line(c: EntityClass, below: tuple[str, ...] = ()) -> tuple[str, ...]:
        where = str(folder / "classes" / f"{c.name}.yaml")
        if c.name in below:
            raise InputError(where, f"the class is its own ancestor: {' -> '.join((*below, c.name))}; correct a parent")
        if c.parent is None:
            return (c.name,)
        if c.parent not in by_name:
            raise InputError(where, f"parent {c.parent} is no class; add classes/{c.parent}.yaml or correct it")
        return (*line(by_name[c.parent], (*below, c.name)), c.name)

    out["classes"].sort(key=line)
    check_schema(folder, out["classes"], out["relations"], out["attributes"])
    return out


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
