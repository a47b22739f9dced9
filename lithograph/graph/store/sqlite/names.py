"""Reading names, identifiers and the search index of a SQLite store."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

from ....errors import UnknownEntityError
from ...model import Entity, Profile


class NameReading:
    """Entities and what they are called."""

    _connection: sqlite3.Connection
    _known_entities: dict[int, Entity]

    def _root_keys(self, ids: Sequence[str]) -> list[int]:
        out: dict[int, None] = {}
        for id_ in ids:
            row = self._connection.execute("SELECT root FROM entity WHERE id = ?", (id_,)).fetchone()
            if row:
                out[row[0]] = None
        return list(out)

    def _entities(self, keys: Collection[int]) -> dict[int, Entity]:
        """Entities by the key of their root, with the name that most documents give them, reference data first."""
        for key in keys:
            if key not in self._known_entities:
                id_, type_ = self._connection.execute("SELECT id, type FROM entity WHERE key = ?", (key,)).fetchone()
                self._known_entities[key] = Entity(id_, self._display_name(key) or id_, type_)
        return {key: self._known_entities[key] for key in keys}

    def _display_name(self, root: int) -> str | None:
        row = self._connection.execute(
            "SELECT name FROM (SELECT name, sum(weight) AS w, sum(documents) AS d FROM name WHERE entity = ?1 "
            "OR entity IN (SELECT key FROM entity WHERE root = ?1 AND root <> key) GROUP BY name) "
            "ORDER BY w DESC, d DESC, length(name), name LIMIT 1",
            (root,),
        ).fetchone()
        return row[0] if row else None

    def entity(self, id_: str) -> Entity | None:
        """See Store.entity."""
        keys = self._root_keys([id_])
        return self._entities(keys)[keys[0]] if keys else None

    def named(self, keys: Iterable[str]) -> list[Entity]:
        """See Store.named."""
        roots: dict[int, None] = {}
        for key in keys:
            rows = self._connection.execute(
                "SELECT DISTINCT e.root FROM name n JOIN entity e ON e.key = n.entity WHERE n.norm = ? ORDER BY e.root", (key,)
            )
            roots.update(dict.fromkeys(r for (r,) in rows))
        return sorted(self._entities(list(roots)).values(), key=lambda e: str(e.id))

    def near(self, key: str, limit: int = 10) -> list[Entity]:
        """See Store.near."""
        found: dict[int, None] = {}
        words = " ".join('"' + word.replace('"', '""') + '"*' for word in key.split())
        if words:
            rows = self._connection.execute(
                "SELECT e.root, max(n.documents) AS d FROM name_words w JOIN name n ON n.key = w.rowid JOIN entity e ON e.key = n.entity "
                "WHERE name_words MATCH ? GROUP BY e.root ORDER BY d DESC, e.id LIMIT ?",
                (words, limit),
            )
            found.update(dict.fromkeys(r for r, _ in rows))
        if len(found) < limit and not key.isascii():
            # Scripts without spaces have no words for the index; their names are few enough to look at.
            rows = self._connection.execute(
                "SELECT DISTINCT e.root FROM name n JOIN entity e ON e.key = n.entity WHERE instr(n.norm, ?) ORDER BY e.id LIMIT ?",
                (key, limit),
            )
            found.update(dict.fromkeys(r for (r,) in rows))
        return [self._entities([k])[k] for k in list(found)[:limit]]

    def name_keys(self) -> Iterator[str]:
        """See Store.name_keys."""
        for (norm,) in self._connection.execute("SELECT DISTINCT norm FROM name"):
            yield norm

    def profile(self, id_: str) -> Profile:
        """See Store.profile."""
        keys = self._root_keys([id_])
        if not keys:
            raise UnknownEntityError(f"no entity has the id '{id_}'")
        members = self._connection.execute("SELECT key, id FROM entity WHERE root = ? ORDER BY id", (keys[0],)).fetchall()
        marks = ",".join("?" * len(members))
        own = [k for k, _ in members]
        names = self._connection.execute(
            f"SELECT name FROM name WHERE entity IN ({marks}) GROUP BY name ORDER BY sum(weight) DESC, sum(documents) DESC, name",
            own,
        ).fetchall()
        identifiers = self._connection.execute(
            f"SELECT DISTINCT scheme, value FROM identifier WHERE entity IN ({marks}) ORDER BY scheme, value DESC",
            own,
        ).fetchall()
        entity = self._entities(keys)[keys[0]]
        return Profile(entity, tuple(n for (n,) in names), dict(identifiers), tuple(i for _, i in members if i != entity.id))
