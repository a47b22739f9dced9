"""Reading the YAML files of the schema, and YAML in general; only the compiler does it, no command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from ..errors import InputError
from .check import check_schema
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
        return yaml.load(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)
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
