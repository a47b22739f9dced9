"""The engine's values as plain ones: texts, numbers, truth values, lists and maps; dates and times as ISO text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import engine

Plain = Any
"""None, str, int, float, bool, list or dict of these."""
_FIRST = ("id", "name", "type")


class Values:
    """Turns Java values into plain ones; what to do with a class is found out once for each."""

    def __init__(self) -> None:
        self._by_class: dict[type, Callable[[Any], Plain]] = {type(None): lambda _: None, bool: bool, int: int, float: float, str: str}
        self._kinds = [
            (engine.java(name), turn)
            for name, turn in (
                ("java.lang.String", str),
                ("java.lang.Boolean", bool),
                ("java.lang.Double", _number),
                ("java.lang.Float", _number),
                ("java.math.BigDecimal", lambda v: _number(v.doubleValue())),
                ("java.lang.Number", lambda v: int(v.longValue())),
                ("com.arcadedb.graph.Vertex", self.node),
                ("com.arcadedb.graph.Edge", self.relationship),
                ("com.arcadedb.query.opencypher.traversal.TraversalPath", self.path),
                ("com.arcadedb.query.sql.executor.Result", self.result),
                ("java.util.Map", self.mapping),
                ("java.lang.Iterable", self.sequence),
            )
        ]

    def plain(self, value: Any) -> Plain:
        """Any value of the engine as a plain one."""
        turn = self._by_class.get(type(value))
        if turn is None:
            turn = next((t for kind, t in self._kinds if isinstance(value, kind)), None)
            if turn is None:
                turn = self.sequence if hasattr(value, "__len__") else str
            self._by_class[type(value)] = turn
        return turn(value)

    def node(self, vertex: Any) -> Plain:
        """A node as a map: id, name where it has one, type, then its other properties by name."""
        row = self._properties(vertex)
        out = {"id": row.pop("id", None), "name": row.pop("name", None), "type": str(vertex.getTypeName())}
        if out["name"] is None:
            del out["name"]
        return {**out, **row}

    def relationship(self, edge: Any) -> Plain:
        """A relationship as a map: type, the ids of its ends, then its properties by name."""
        ends = {"from": self.plain(edge.getOutVertex().get("id")), "to": self.plain(edge.getInVertex().get("id"))}
        return {"type": str(edge.getTypeName()), **ends, **self._properties(edge)}

    def path(self, path: Any) -> Plain:
        """A path as a list: node, relationship, node, and so on."""
        nodes, steps = list(path.getVertices()), list(path.getEdges())
        out = [self.plain(nodes[0])]
        for step, node in zip(steps, nodes[1:], strict=True):
            out += [self.plain(step), self.plain(node)]
        return out

    def result(self, row: Any) -> Plain:
        """A row inside a value: the record that it stands for, or a map."""
        if row.isElement():
            return self.plain(row.getElement().get())
        return {str(name): self.plain(row.getProperty(name)) for name in row.getPropertyNames()}

    def mapping(self, value: Any) -> Plain:
        """A map."""
        return {str(e.getKey()): self.plain(e.getValue()) for e in value.entrySet()}

    def sequence(self, value: Any) -> Plain:
        """A list."""
        return [self.plain(item) for item in value]

    def _properties(self, record: Any) -> dict[str, Plain]:
        found = {str(name): self.plain(record.get(name)) for name in record.getPropertyNames()}
        return dict(sorted(found.items()))


def _number(value: Any) -> float | str:
    number = float(value)
    return number if number - number == 0 else str(number)  # JSON has neither infinity nor what is no number
