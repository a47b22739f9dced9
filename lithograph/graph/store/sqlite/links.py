"""Which stated ids are one entity: finds what a change may have joined or parted, and works out its components anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from ...identity import components, derived_id, is_derived


class Links:
    """Reads the links between stated ids of a store and keeps `entity.root` true to them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def settle(self, dirty: Iterable[int]) -> dict[int, int]:
        """Work out class and root of the entities that may have changed, and of all they are linked to.

        Returns the former root of each entity whose root is another now.
        """
        group = self._closure({*dirty, *self._vote(dirty)})
        if not group:
            return {}
        by_id = {id_: key for key, (id_, _, _) in group.items()}
        named = {
            k
            for (k,) in self._connection.execute(
                f"SELECT DISTINCT entity FROM naming WHERE entity IN ({','.join('?' * len(group))})", tuple(group)
            )
        }
        alive = {id_: key for id_, key in by_id.items() if key in named}
        same, different = self._same(group, alive), self._different(alive)
        same += self._same_by_name(group, components(alive, same, different))
        roots = {id_: id_ for id_ in by_id} | dict(components(alive, same, different))
        moved = {}
        for key, (id_, _, root) in group.items():
            new = by_id[roots[id_]]
            if new != root:
                moved[key] = root
                self._connection.execute("UPDATE entity SET root = ? WHERE key = ?", (new, key))
        return moved

    def near(self, entities: Iterable[int]) -> set[int]:
        """The entities and all that they are linked to."""
        return set(self._closure(entities))

    def _vote(self, dirty: Iterable[int]) -> set[int]:
        """The class of an entity is what most of its documents say; among equals the first by name.

        Returns the namesakes in the classes that were left, which the entity joins or makes ambiguous no longer.
        """
        left: set[int] = set()
        for entity in dirty:
            before = self._connection.execute("SELECT id, type FROM entity WHERE key = ?", (entity,)).fetchone()
            vote = self._connection.execute(
                "SELECT type FROM naming WHERE entity = ? GROUP BY type ORDER BY count(DISTINCT document) DESC, type LIMIT 1", (entity,)
            ).fetchone()
            if vote and vote[0] != before[1]:
                left |= self._namesakes(entity, *before)
                self._connection.execute("UPDATE entity SET type = ? WHERE key = ?", (vote[0], entity))
        return left

    def _closure(self, dirty: Iterable[int]) -> dict[int, tuple[str, str, int]]:
        """Everything that the entities are linked to, directly or not: key → (id, type, root)."""
        found: dict[int, tuple[str, str, int]] = {}
        todo = set(dirty)
        while todo:
            key = todo.pop()
            row = self._connection.execute("SELECT id, type, root FROM entity WHERE key = ?", (key,)).fetchone()
            if row is None or key in found:
                continue
            found[key] = row
            todo |= self._neighbours(key, *row) - found.keys()
        return found

    def _neighbours(self, key: int, id_: str, type_: str, root: int) -> set[int]:
        run = self._connection.execute
        out = {r[0] for r in run("SELECT key FROM entity WHERE root = ?1 AND root <> key UNION SELECT ?1", (root,))}
        out |= {
            r[0]
            for r in run(
                "SELECT b.entity FROM identifier a JOIN identifier b ON b.scheme = a.scheme AND b.value = a.value WHERE a.entity = ?",
                (key,),
            )
        }
        out |= {
            r[0]
            for r in run(
                'SELECT e.key FROM judgement j JOIN entity e ON e.id = j."right" WHERE j."left" = ?1 '
                'UNION SELECT e.key FROM judgement j JOIN entity e ON e.id = j."left" WHERE j."right" = ?1',
                (id_,),
            )
        }
        return out | self._namesakes(key, id_, type_)

    def _namesakes(self, key: int, id_: str, type_: str) -> set[int]:
        """For a derived id the declared entities that carry its name; for a declared one the derived ids that its names give."""
        run = self._connection.execute
        if is_derived(id_):
            return {e for norm in self._own_norms(key, id_, type_) for e in self._declared(norm, type_)}
        out: set[int] = set()
        for (norm,) in run("SELECT DISTINCT norm FROM name WHERE entity = ? AND weight > 0", (key,)).fetchall():
            out |= {r[0] for r in run("SELECT key FROM entity WHERE id = ?", (derived_id(type_, norm),))}
        return out

    def _own_norms(self, key: int, id_: str, type_: str) -> list[str]:
        rows = self._connection.execute("SELECT DISTINCT norm FROM name WHERE entity = ? AND weight > 0", (key,)).fetchall()
        return [norm for (norm,) in rows if derived_id(type_, norm) == id_]

    def _declared(self, norm: str, type_: str) -> list[int]:
        rows = self._connection.execute(
            "SELECT DISTINCT e.key, e.id FROM name n JOIN entity e ON e.key = n.entity WHERE n.norm = ? AND n.weight > 0 AND e.type = ?",
            (norm, type_),
        ).fetchall()
        return [key for key, id_ in rows if not is_derived(id_)]

    def _same(self, group: dict[int, tuple[str, str, int]], by_id: dict[str, int]) -> list[tuple[int, str, str]]:
        """The pairs that are one thing by judgement (0) or by identifier (1)."""
        run, marks = self._connection.execute, ",".join("?" * len(group))
        out = [
            (0, left, right)
            for left, right in run('SELECT "left", "right" FROM judgement WHERE verdict = \'same\'')
            if left in by_id and right in by_id
        ]
        shared = run(
            f"SELECT a.entity, b.entity FROM identifier a JOIN identifier b ON b.scheme = a.scheme AND b.value = a.value "
            f"WHERE a.entity < b.entity AND a.entity IN ({marks})",
            tuple(group),
        )
        return out + [(1, group[a][0], group[b][0]) for a, b in shared if b in group]

    def _same_by_name(self, group: dict[int, tuple[str, str, int]], joined: Mapping[str, str]) -> list[tuple[int, str, str]]:
        """The pairs that are one thing by name (2): a derived id and the declared ids with its name, where those are one thing."""
        out: list[tuple[int, str, str]] = []
        for key, (id_, type_, _) in group.items():
            if is_derived(id_):
                for norm in self._own_norms(key, id_, type_):
                    declared = [group[k][0] for k in self._declared(norm, type_) if k in group]
                    if len({joined.get(d, d) for d in declared}) == 1:
                        out += [(2, id_, d) for d in declared]
        return out

    def _different(self, by_id: dict[str, int]) -> list[tuple[str, str]]:
        rows = self._connection.execute('SELECT "left", "right" FROM judgement WHERE verdict = \'different\'')
        return [(left, right) for left, right in rows if left in by_id and right in by_id]
