"""Entities as documents name them: rows for namings, names and identifiers, and the stated ids that they belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from ....ontology.names import key as name_key
from ...identity import derived_id, is_derived, stated_id
from ...records import Bundle, EntityRecord
from .lookup import Keys, bound, find

CACHE_LIMIT = 100_000
"""Entities, and names, that are remembered from batch to batch; each takes about a quarter of a kilobyte."""
_NAMES = "SELECT t.norm, t.entity, t.name, t.key, t.weight FROM name t"
_encode = msgspec.json.encode

NameRow = tuple[str, int, str]
"""Norm, entity key, name."""


class Naming(NamedTuple):
    """An entity as a document names it: keys of its rows, the record, its stated id."""

    key: int
    entity: int
    record: EntityRecord
    id: str


class Named(NamedTuple):
    """A document whose namings are written: its key, what it holds, and how many entities are new with it."""

    key: int
    bundle: Bundle
    namings: list[Naming]
    created: int


class Namings:
    """Writes what documents call things. One instance serves a connection; `begin` starts a transaction's work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._entities: dict[str, tuple[int, str]] = {}
        self._names: dict[NameRow, int] = {}
        self._mentioned: set[int] = set()  # keys of those that are mere mentions so far
        self.forget()

    def forget(self) -> None:
        """Drop what is remembered of the tables: after a rollback, or when another program wrote to the file."""
        self._entities.clear()
        self._names.clear()
        self._mentioned.clear()

    def begin(self, keys: Keys) -> None:
        """Start the work of one transaction."""
        self._keys = keys
        self.dirty: set[int] = set()
        if len(self._entities) > CACHE_LIMIT:
            self._entities.clear()
        if len(self._names) > CACHE_LIMIT:
            self._names.clear()
            self._mentioned.clear()

    def take_dirty(self) -> set[int]:
        """The entities whose identity may have changed since the last call."""
        dirty, self.dirty = self.dirty, set()
        if dirty:
            self._entities.clear()  # their classes are voted on
        return dirty

    def add(self, documents: Iterable[tuple[int, Bundle]], *, reference: str) -> list[Named]:
        """Write the entities of documents, given with their keys, which have none yet.

        Documents whose reader is `reference` have the last word in how things are called. Entities whose identity may change
        by it are left in `dirty`.
        """
        stated = [(key, bundle, [stated_id(record) for record in bundle.entities]) for key, bundle in documents]
        self._remember({id_ for _, _, ids in stated for id_ in ids})
        out: list[Named] = []
        rows: list[tuple[object, ...]] = []
        names: dict[NameRow, tuple[int, int]] = {}
        new: dict[str, tuple[int, str]] = {}
        next_key = self._keys.counter("naming")
        for document, bundle, ids in stated:
            namings, before = [], len(new)
            for record, id_ in zip(bundle.entities, ids, strict=True):
                naming = Naming(next(next_key), self._entity(id_, record.type, new), record, id_)
                rows.append((naming.key, document, naming.entity, record.type, record.name, *_packed(record)))
                namings.append(naming)
            _count_names(namings, names, reference=bundle.document.reader == reference)
            out.append(Named(document, bundle, namings, len(new) - before))
        self._connection.executemany("INSERT INTO entity VALUES (?1,?2,?3,?1)", [(key, id_, type_) for id_, (key, type_) in new.items()])
        self._connection.executemany("INSERT INTO naming VALUES (?,?,?,?,?,?,?,?)", bound(rows))
        called = self._add_names(names)
        self._add_identifiers(n for named in out for n in named.namings)
        self._look_at(new, called, {n.entity: n.id for named in out for n in named.namings} if called else {})
        return out

    def _remember(self, ids: set[str]) -> None:
        """Fetch those of the entities that the store has and that are not remembered."""
        fresh = sorted((id_,) for id_ in ids if id_ not in self._entities)
        for id_, key, type_ in find(self._connection, "SELECT t.id, t.key, t.type FROM entity t", ("id",), fresh):
            self._entities[id_] = (key, type_)

    def _entity(self, id_: str, type_: str, new: dict[str, tuple[int, str]]) -> int:
        known = self._entities.get(id_)
        if known is None:
            known = self._entities[id_] = new[id_] = (self._keys.next("entity"), type_)
        elif known[1] != type_:
            # Documents disagree about the class: the vote is taken once all namings are written.
            self.dirty.add(known[0])
        return known[0]

    def _add_names(self, names: dict[NameRow, tuple[int, int]]) -> list[NameRow]:
        """Add up names, given with their weight and the number of documents; those that are new as more than mentions."""
        run = self._connection.executemany
        fresh = sorted(row for row in names if row not in self._names)
        for norm, entity, name, key, weight in find(self._connection, _NAMES, ("norm", "entity", "name"), fresh):
            self._names[norm, entity, name] = key
            if not weight:
                self._mentioned.add(key)
        known = sorted((self._names[row], *count) for row, count in names.items() if row in self._names)
        run("UPDATE name SET weight = weight + ?2, documents = documents + ?3 WHERE key = ?1", known)
        new = [row for row in fresh if row not in self._names]
        self._names.update((row, self._keys.next("name")) for row in new)
        run("INSERT INTO name VALUES (?,?,?,?,?,?)", [(self._names[row], *row, *names[row]) for row in new])
        run("INSERT INTO name_words (rowid, name) VALUES (?,?)", [(self._names[row], row[2]) for row in new])
        self._mentioned.update(self._names[row] for row in new)
        called = [row for row, (weight, _) in names.items() if weight and self._names[row] in self._mentioned]
        self._mentioned.difference_update(self._names[row] for row in called)
        return called

    def _add_identifiers(self, namings: Iterable[Naming]) -> None:
        for entity, scheme, value in ((n.entity, *pair) for n in namings for pair in n.record.identifiers.items()):
            self._connection.execute(
                "INSERT INTO identifier VALUES (?,?,?,1) ON CONFLICT DO UPDATE SET documents = documents + 1", (scheme, value, entity)
            )
            found = self._connection.execute("SELECT count(*) FROM identifier WHERE scheme = ? AND value = ?", (scheme, value)).fetchone()
            if found[0] > 1:
                self.dirty.add(entity)

    def _look_at(self, new: dict[str, tuple[int, str]], called: list[NameRow], ids: dict[int, str]) -> None:
        """What is new may be, or may keep apart, what was there before: by judgement, or by name."""
        for (id_,) in self._connection.execute('SELECT "left" FROM judgement UNION SELECT "right" FROM judgement'):
            if id_ in new:
                self.dirty.add(new[id_][0])
        # A name that is new to a declared entity may claim, or make ambiguous, what is known by that name alone.
        claimed: dict[str, list[int]] = {}
        orphans: dict[str, list[tuple[int, str]]] = {}
        for norm, entity, _ in called:
            id_ = ids[entity]
            type_ = self._entities[id_][1]
            if not is_derived(id_):
                claimed.setdefault(derived_id(type_, norm), []).append(entity)
            elif id_ == derived_id(type_, norm):
                orphans.setdefault(norm, []).append((entity, type_))
        for id_, key in find(self._connection, "SELECT t.id, t.key FROM entity t", ("id",), ((i,) for i in claimed)):
            self.dirty.update((key, *claimed[id_]))
        declared = "SELECT t.norm, t.weight, e.id, e.type FROM name t JOIN entity e ON e.key = t.entity"
        for norm, weight, id_, type_ in find(self._connection, declared, ("norm",), ((n,) for n in orphans)):
            if weight > 0 and not is_derived(id_):
                self.dirty.update(entity for entity, class_ in orphans[norm] if class_ == type_)

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


def _count_names(namings: Iterable[Naming], names: dict[NameRow, tuple[int, int]], *, reference: bool) -> None:
    """Add the weights of one document's names to `names`, and one to the number of documents of each."""
    own: dict[NameRow, int] = {}
    for _, entity, record, _ in namings:
        for name, weight in weighed_names(record, reference=reference):
            row = (name_key(name, record.type), entity, name)
            own[row] = own.get(row, 0) + weight
    for row, weight in own.items():
        before = names.get(row, (0, 0))
        names[row] = (before[0] + weight, before[1] + 1)


def weighed_names(record: EntityRecord, *, reference: bool) -> list[tuple[str, int]]:
    """Every spelling in a record with its weight in choosing the name that is shown."""
    if not record.mentions and not record.names:
        return [(record.name, 2000 if reference else 2)]
    out = dict.fromkeys(record.mentions, 0)
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
