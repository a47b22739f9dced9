"""Many rows at once: finding those that have one of many keys, and handing out keys for new ones."""

from __future__ import annotations

import itertools
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

NULL = math.nan
"""What rows carry for NULL when many are written: SQLite stores a NaN as NULL (https://sqlite.org/floatingpoint.html), and
Python's sqlite3 binds a float at once but asks every adapter about a None, which costs more than inserting the row."""

WIDTHS = (8, 200)
"""How many keys one statement looks up, by few or many wanted; each is compiled once and serves every call."""


def find(connection: sqlite3.Connection, select: str, columns: Sequence[str], wanted: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """The rows that `SELECT … FROM table t …` gives where the columns of `t` have the values of one of the wanted keys.

    A key that is wanted twice may give its row twice.
    """
    head, _, tail = select.partition(" FROM ")
    names = ", ".join(f"k{i}" for i in range(len(columns)))
    on = " AND ".join(f"t.{column} = w.k{i}" for i, column in enumerate(columns))
    mark = f"({','.join('?' * len(columns))})"
    keys = iter(wanted)
    while chunk := list(itertools.islice(keys, WIDTHS[-1])):
        width = next(w for w in WIDTHS if w >= len(chunk))
        chunk += [chunk[-1]] * (width - len(chunk))
        values = ",".join([mark] * width)
        # CROSS JOIN: go through the wanted keys, not through the table.
        sql = f"WITH w ({names}) AS (VALUES {values}) {head} FROM w CROSS JOIN {tail} WHERE {on}"
        yield from connection.execute(sql, [value for key in chunk for value in key])


def bound(rows: Iterable[Iterable[Any]]) -> Iterator[list[Any]]:
    """Rows with NULL for None."""
    return ([NULL if value is None else value for value in row] for row in rows)


class Keys:
    """Hands out keys for one transaction, so that rows can refer to each other before they are written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counters: dict[str, Iterator[int]] = {}

    def counter(self, table: str) -> Iterator[int]:
        """Keys of the table that no row has yet, in rising order."""
        if table not in self._counters:
            (last,) = self._connection.execute(f"SELECT coalesce(max(key), 0) FROM {table}").fetchone()
            self._counters[table] = itertools.count(last + 1)
        return self._counters[table]

    def next(self, table: str) -> int:
        """One such key."""
        return next(self.counter(table))
