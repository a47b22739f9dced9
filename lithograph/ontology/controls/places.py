"""YAML with the line of every key, so that a fault can be shown where it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from ...errors import InputError

_UNKNOWN = re.compile(r"unknown field `([^`]+)`")


class Lines:
    """Where the parts of one file stand, by their path of keys and positions."""

    def __init__(self) -> None:
        self._lines: dict[tuple[Any, ...], int] = {}

    def add(self, path: tuple[Any, ...], line: int) -> None:
        """Note that the part begins on this line (counted from 0)."""
        self._lines[path] = line + 1

    def place(self, path: tuple[Any, ...]) -> str:
        """The line of a part, or of the nearest part around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return f"line {self._lines.get(path, 1)}"

    def fault(self, path: tuple[Any, ...], message: str) -> str:
        """The line of an unknown key that the message names, below the part; else the part's own."""
        unknown = _UNKNOWN.search(message)
        if unknown:
            hits = [p for p in self._lines if p[: len(path)] == path and p and p[-1] == unknown[1]]
            if hits:
                return f"line {self._lines[min(hits, key=len)]}"
        return self.place(path)


def read_with_lines(path: Path) -> tuple[Any, Lines]:
    """The content of a YAML file and the lines of its parts. Raises InputError where it is no YAML or a key stands twice."""
    lines = Lines()
    try:
        node = yaml.compose(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(str(path), f"not YAML: {getattr(error, 'problem', error)}", f"line {mark.line + 1}" if mark else None) from None
    return (_value(path, node, lines, ()) if node is not None else None), lines


def _value(path: Path, node: Any, lines: Lines, at: tuple[Any, ...]) -> Any:
    lines.add(at, node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        out: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in out:
                raise InputError(str(path), f"the key {key} stands twice", f"line {key_node.start_mark.line + 1}")
            out[key] = _value(path, value_node, lines, (*at, key))
            lines.add((*at, key), key_node.start_mark.line)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_value(path, part, lines, (*at, n)) for n, part in enumerate(node.value)]
    loader = yaml.SafeLoader("")
    value = loader.construct_object(node)
    return value.isoformat() if hasattr(value, "isoformat") else value
