"""Claims as rows, and the facts they add up to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import astuple

from ...facts import FactState, Statement, consolidate, edge, merge
from .batch import Batch, FactKey, Root, fact_key, value_key
from .lookup import Keys, bound, find
from .namings import Named, Naming

STATE_COLUMNS = msgspec.structs.fields(FactState)
_STATE = ", ".join(f.name for f in STATE_COLUMNS)
_MARKS = ",".join("?" * (7 + len(STATE_COLUMNS)))
_SETS = ", ".join(f"{name} = ?" for name in (*(f.name for f in STATE_COLUMNS), "edge"))

_FACT_KEY = ("subject", "predicate", "object", "item", "qualifier")
_FACTS = f"SELECT t.key, {', '.join(f't.{c}' for c in _FACT_KEY)}, {_STATE} FROM fact t"


class Statements:
    """Writes claims and attributes and keeps facts true to them. `begin` starts a transaction's work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._roots: dict[int, Root] = {}

    def forget(self) -> None:
        """Drop what is remembered of entities' roots."""
        self._roots.clear()

    def begin(self, keys: Keys) -> None:
        """Start the work of one transaction."""
        self._keys = keys

    def root(self, entity: int) -> Root:
        """Key and id of the entity that a stated id is part of."""
        found = self._roots.get(entity)
        if found is None:
            found = self._roots[entity] = self._connection.execute(
                "SELECT r.key, r.id FROM entity e JOIN entity r ON r.key = e.root WHERE e.key = ?", (entity,)
            ).fetchone()
        return found

    # Writing the claims of documents.

    def add(self, documents: Sequence[Named]) -> list[tuple[int, int, int]]:
        """Write the claims and attributes of documents that have none yet: for each how many, facts new, facts changed."""
        batch = Batch(self._roots_of(n for named in documents for n in named.namings))
        passage_keys = self._keys.counter("passage")
        for named in documents:
            batch.gather(named, passage_keys)
        written, facts = self._add_facts(batch)
        if batch.passages:
            many = self._connection.executemany
            many("INSERT INTO passage VALUES (?,?,?,?,?,?)", batch.passages)
            many("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", batch.rows(self._keys.counter("claim"), facts))
            self._connection.execute(
                "INSERT INTO passage_words (rowid, quote) SELECT key, quote FROM passage WHERE key BETWEEN ? AND ? AND quote <> ''",
                (batch.passages[0][0], batch.passages[-1][0]),
            )
        return written

    def _roots_of(self, namings: Iterable[Naming]) -> dict[int, Root]:
        roots = {n.entity: (n.entity, n.id) for n in namings}
        joined = "SELECT t.key, r.key, r.id FROM entity t JOIN entity r ON r.key = t.root AND t.root <> t.key"
        for entity, *root in find(self._connection, joined, ("key",), [(entity,) for entity in roots]):
            roots[entity] = (root[0], root[1])
        return roots

    # Facts.

    def _add_facts(self, batch: Batch) -> tuple[list[tuple[int, int, int]], dict[FactKey, int]]:
        """Add the contributions of a batch of documents to the facts; what `add` returns, and the key of each fact."""
        keys: dict[FactKey, int] = {}
        changed: dict[int, tuple[Any, ...]] = {}
        wanted = sorted(batch.states)  # in the order of the index, so that neighbours lie on one page
        for key, *found in find(self._connection, _FACTS, _FACT_KEY, wanted):
            fact: FactKey = tuple(found[:5])
            keys[fact] = key
            changed[key] = (*_columns(merge(FactState(*found[5:]), batch.states[fact])), key)
        new = [fact for fact in wanted if fact not in keys]
        unseen = set(new)
        keys.update(zip(new, self._keys.counter("fact"), strict=False))
        many = self._connection.executemany
        many(f"INSERT INTO fact VALUES ({_MARKS})", bound((keys[f], *f, *_columns(batch.states[f])) for f in new))
        many(f"UPDATE fact SET {_SETS} WHERE key = ?", bound(changed.values()))
        written = []
        for claims, facts in batch.stated:
            first = unseen.intersection(facts)
            unseen -= first
            written.append((claims, len(first), len(facts) - len(first)))
        return written, keys

    def _find(self, fact: FactKey) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(
            f"SELECT key, {_STATE} FROM fact WHERE subject = ? AND predicate = ? AND object = ? AND item = ? AND qualifier = ?",
            fact,
        ).fetchone()
        return row

    def remove(self, document: int) -> tuple[int, set[int]]:
        """Take back the claims of a document: how many, and the facts they supported, which want `recompute`."""
        run = self._connection.execute
        facts = {f for (f,) in run("SELECT DISTINCT fact FROM claim WHERE document = ?", (document,))}
        removed = run("DELETE FROM claim WHERE document = ?", (document,)).rowcount
        gone = run("SELECT key, quote FROM passage WHERE document = ? AND quote <> ''", (document,)).fetchall()
        self._connection.executemany("INSERT INTO passage_words (passage_words, rowid, quote) VALUES ('delete', ?, ?)", gone)
        run("DELETE FROM passage WHERE document = ?", (document,))
        return removed, facts

    def recompute(self, facts: Iterable[int]) -> None:
        """Derive facts anew from their claims: after a retraction, or where entities were joined or parted.

        Claims whose entities have another root by now go to the fact that is theirs; a fact without claims goes.
        """
        regrouped: dict[FactKey, list[tuple[int, Statement]]] = {}
        for fact in set(facts):
            self._regroup(fact, regrouped)
        joined: dict[FactKey, int] = {}
        for where in list(regrouped):
            found = self._find(where)
            if found:
                self._regroup(found[0], regrouped)
                joined[where] = found[0]
        for where, group in regrouped.items():
            state = _columns(consolidate(dict(group).values()))
            key = joined.get(where)
            if key is None:
                key = self._keys.next("fact")
                self._connection.execute(f"INSERT INTO fact VALUES ({_MARKS})", (key, *where, *state))
            else:
                self._connection.execute(f"UPDATE fact SET {_SETS} WHERE key = ?", (*state, key))
            self._connection.executemany("UPDATE claim SET fact = ? WHERE key = ?", [(key, row) for row, _ in group])
        self._connection.executemany(
            "DELETE FROM fact WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM claim WHERE fact = ?1)", [(f,) for f in set(facts)]
        )

    def _regroup(self, fact: int, out: dict[FactKey, list[tuple[int, Statement]]]) -> None:
        rows = self._connection.execute(
            "SELECT c.key, s.entity, c.predicate, o.entity, i.entity, c.words, c.value, c.unit, c.market, c.period, "
            "c.document, c.negated, c.modality, c.confidence, coalesce(c.valid_from, c.date), c.valid_to, c.share, d.date "
            "FROM claim c JOIN naming s ON s.key = c.subject JOIN document d ON d.key = c.document "
            "LEFT JOIN naming o ON o.key = c.object LEFT JOIN naming i ON i.key = c.item WHERE c.fact = ?",
            (fact,),
        ).fetchall()
        for key, subject, predicate, object_, item, words, value, unit, market, period, *rest in rows:
            if object_ is None:
                where = value_key(self.root(subject)[0], predicate, value, unit, market, period)
            else:
                where = fact_key(self.root(subject), predicate, self.root(object_), self.root(item)[0] if item else 0, words)
            out.setdefault(where, []).append((key, Statement(rest[0], bool(rest[1]), *rest[2:])))


def _columns(state: FactState) -> tuple[Any, ...]:
    """The columns of a fact that its claims decide, in the order of the table."""
    return *astuple(state), edge(state)
