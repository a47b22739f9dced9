"""Entities as documents name them: rows for namings, names and identifiers, and the stated ids that they belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from ....ontology.names import key as name_key
from ...identity import derived_id, is_derived, stated_id
from ...records import EntityRecord

CACHE_LIMIT = 200_000
_encode = msgspec.json.encode


class Keys:
    """Hands out keys for one transaction, so that rows can refer to each other before they are written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next: dict[str, int] = {}

    def next(self, table: str) -> int:
        """A key of the table that no row has yet."""
        if table not in self._next:
            (last,) = self._connection.execute(f"SELECT coalesce(max(key), 0) FROM {table}").fetchone()  # noqa: S608 (own table names)
            self._next[table] = last
        self._next[table] += 1
        return self._next[table]


class Namings:
    """Writes what documents call things. One instance serves a connection; `begin` starts a transaction's work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._entities: dict[str, tuple[int, str]] = {}
        self._names: dict[tuple[str, int, str], int] = {}
        self.forget()

    def forget(self) -> None:
        """Drop what is remembered of the tables: after a rollback, or when another program wrote to the file."""
        self._entities.clear()
        self._names.clear()

    def begin(self, keys: Keys) -> None:
        """Start the work of one transaction."""
        self._keys = keys
        self.dirty: set[int] = set()
        self.created = 0
        if len(self._entities) > CACHE_LIMIT or len(self._names) > CACHE_LIMIT:
            self.forget()
        (self._judged,) = self._connection.execute("SELECT EXISTS (SELECT 1 FROM judgement)").fetchone()

    def take_dirty(self) -> set[int]:
        """The entities whose identity may have changed since the last call."""
        dirty, self.dirty = self.dirty, set()
        return dirty

    def take_created(self) -> int:
        """How many entities were new since the last call."""
        created, self.created = self.created, 0
        return created

    def add(self, document: int, records: Iterable[EntityRecord], *, reference: bool) -> list[tuple[int, int, EntityRecord, str]]:
        """Write the entities of a document: for each (naming key, entity key, record, stated id).

        Entities whose identity may change by it are left in `dirty`.
        """
        rows, out = [], []
        names: dict[tuple[str, int, str], int] = {}
        identifiers: list[tuple[str, str, int]] = []
        for record in records:
            id_ = stated_id(record)
            entity = self._entity(id_, record.type)
            naming = self._keys.next("naming")
            rows.append((naming, document, entity, record.type, record.name, *_packed(record)))
            out.append((naming, entity, record, id_))
            for name, weight in weighed_names(record, reference=reference):
                row = (name_key(name, record.type), entity, name)
                names[row] = names.get(row, 0) + weight
            identifiers += [(scheme, value, entity) for scheme, value in record.identifiers.items()]
        self._connection.executemany("INSERT INTO naming VALUES (?,?,?,?,?,?,?,?)", rows)
        self._add_names(names)
        self._add_identifiers(identifiers)
        return out

    def _entity(self, id_: str, type_: str) -> int:
        known = self._entities.get(id_)
        if known is None:
            known = self._connection.execute("SELECT key, type FROM entity WHERE id = ?", (id_,)).fetchone()
        if known is None:
            known = (self._keys.next("entity"), type_)
            self._connection.execute("INSERT INTO entity VALUES (?,?,?,?)", (known[0], id_, type_, known[0]))
            self.created += 1
            if self._judged and self._connection.execute('SELECT 1 FROM judgement WHERE "left" = ? OR "right" = ?', (id_, id_)).fetchone():
                self.dirty.add(known[0])
            if is_derived(id_) and self._declared_under(id_.partition(":")[2].replace("-", " "), type_):
                self.dirty.add(known[0])
        elif known[1] != type_:
            # Documents disagree about the class: the vote is taken once all namings are written.
            self.dirty.add(known[0])
        self._entities[id_] = known
        return known[0]

    def _declared_under(self, norm: str, type_: str) -> bool:
        # Hyphens of a name became those of the id, so this may say yes too often; `dirty` is only where to look.
        sql = "SELECT e.id FROM name n JOIN entity e ON e.key = n.entity WHERE n.norm = ? AND n.weight > 0 AND e.type = ?"
        return any(not is_derived(i) for (i,) in self._connection.execute(sql, (norm, type_)))

    def _add_names(self, names: dict[tuple[str, int, str], int]) -> None:
        new, known = [], []
        for row, weight in names.items():
            key = self._names.get(row)
            if key is None:
                found = self._connection.execute("SELECT key FROM name WHERE norm = ? AND entity = ? AND name = ?", row).fetchone()
                key = found[0] if found else None
            if key is None:
                key = self._keys.next("name")
                new.append((key, *row, weight, 1))
                if weight:
                    self._check_namesake(row[0], row[1])
            else:
                known.append((weight, key))
            self._names[row] = key
        self._connection.executemany("INSERT INTO name VALUES (?,?,?,?,?,?)", new)
        self._connection.executemany("INSERT INTO name_words (rowid, name) VALUES (?,?)", [(r[0], r[3]) for r in new])
        self._connection.executemany("UPDATE name SET weight = weight + ?, documents = documents + 1 WHERE key = ?", known)

    def _check_namesake(self, norm: str, entity: int) -> None:
        """A name that is new to a declared entity may claim, or make ambiguous, what is known by that name alone."""
        id_, type_ = self._connection.execute("SELECT id, type FROM entity WHERE key = ?", (entity,)).fetchone()
        if is_derived(id_):
            return
        found = self._connection.execute("SELECT key FROM entity WHERE id = ?", (derived_id(type_, norm),)).fetchone()
        if found:
            self.dirty |= {found[0], entity}

    def _add_identifiers(self, identifiers: list[tuple[str, str, int]]) -> None:
        for row in identifiers:
            self._connection.execute(
                "INSERT INTO identifier VALUES (?,?,?,1) ON CONFLICT DO UPDATE SET documents = documents + 1", row
            )
            others = self._connection.execute("SELECT count(*) FROM identifier WHERE scheme = ? AND value = ?", row[:2]).fetchone()
            if others[0] > 1:
                self.dirty.add(row[2])

    def remove(self, document: int, *, reference: bool) -> set[int]:
        """Take back all namings of a document; the entities that it named. Entities that nobody names any more are left for
        `drop_unnamed`, since facts still point to them."""
        rows = self._connection.execute(
            "SELECT n.entity, n.type, n.name, n.mentions, n.names, n.identifiers, e.id FROM naming n JOIN entity e ON e.key = n.entity "
            "WHERE n.document = ?",
            (document,),
        ).fetchall()
        names: dict[tuple[str, int, str], int] = {}
        for entity, type_, name, mentions, more, identifiers, id_ in rows:
            record = unpacked("", type_, name, id_, mentions, more, identifiers)
            for text, weight in weighed_names(record, reference=reference):
                row = (name_key(text, type_), entity, text)
                names[row] = names.get(row, 0) + weight
            self._connection.executemany(
                "UPDATE identifier SET documents = documents - 1 WHERE scheme = ? AND value = ? AND entity = ?",
                [(scheme, value, entity) for scheme, value in record.identifiers.items()],
            )
        self._connection.executemany(
            "UPDATE name SET weight = weight - ?, documents = documents - 1 WHERE norm = ? AND entity = ? AND name = ?",
            [(weight, *row) for row, weight in names.items()],
        )
        self._connection.execute("DELETE FROM naming WHERE document = ?", (document,))
        touched = {row[0] for row in rows}
        for entity in touched:
            self._sweep(entity)
        self.forget()
        return touched

    def _sweep(self, entity: int) -> None:
        gone = self._connection.execute("SELECT key, name FROM name WHERE entity = ? AND documents <= 0", (entity,)).fetchall()
        self._connection.executemany("INSERT INTO name_words (name_words, rowid, name) VALUES ('delete', ?, ?)", gone)
        self._connection.execute("DELETE FROM name WHERE entity = ? AND documents <= 0", (entity,))
        self._connection.execute("DELETE FROM identifier WHERE entity = ? AND documents <= 0", (entity,))

    def drop_unnamed(self, entities: Iterable[int]) -> None:
        """Delete those of the entities that no document names any more."""
        self._connection.executemany(
            "DELETE FROM entity WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM naming WHERE entity = ?1)", [(e,) for e in entities]
        )
        self.forget()


def weighed_names(record: EntityRecord, *, reference: bool) -> list[tuple[str, int]]:
    """Every spelling in a record with its weight in choosing the name that is shown."""
    out = {m: 0 for m in record.mentions}
    out.update(dict.fromkeys(record.names, 1))
    out[record.name] = 2000 if reference else 2
    return list(out.items())


def _packed(record: EntityRecord) -> tuple[bytes | None, bytes | None, bytes | None]:
    return (
        _encode(record.mentions) if record.mentions else None,
        _encode(record.names) if record.names else None,
        _encode(record.identifiers) if record.identifiers else None,
    )


def unpacked(
    document: str, type_: str, name: str, id_: str, mentions: bytes | None, names: bytes | None, identifiers: bytes | None
) -> EntityRecord:
    """The entity record that a naming row was made from, with its stated id."""
    decode = msgspec.json.decode
    return EntityRecord(
        document,
        type_,
        name,
        id_,
        decode(mentions, type=tuple[str, ...]) if mentions else (),
        decode(names, type=tuple[str, ...]) if names else (),
        decode(identifiers, type=dict[str, str]) if identifiers else {},
    )
