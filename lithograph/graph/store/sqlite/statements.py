"""Claims as rows, and the facts they add up to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from ....ontology.model import ontology
from ....ontology.names import normalise
from ...facts import FactState, Statement, consolidate, merge, of_document
from ...records import Attribute, Claim
from .lookup import Keys, find
from .namings import Named, Naming

STATE_COLUMNS = msgspec.structs.fields(FactState)
_STATE = ", ".join(f.name for f in STATE_COLUMNS)
_MARKS = ",".join("?" * (6 + len(STATE_COLUMNS)))
_SETS = ", ".join(f"{f.name} = ?" for f in STATE_COLUMNS)

_FACT_KEY = ("subject", "predicate", "object", "item", "qualifier")
_FACTS = f"SELECT t.key, {', '.join(f't.{c}' for c in _FACT_KEY)}, {_STATE} FROM fact t"  # noqa: S608 (own column names)

FactKey = tuple[int, str, int, int, str]
"""Root of the subject, predicate or attribute, root of the object (0 for an attribute), root of the item (0: none), qualifier."""


class Statements:
    """Writes claims and attributes and keeps facts true to them. `begin` starts a transaction's work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._roots: dict[int, tuple[int, str]] = {}
        self._symmetric = {r.name for r in ontology().relations.values() if r.symmetric}

    def forget(self) -> None:
        """Drop what is remembered of entities' roots."""
        self._roots.clear()

    def begin(self, keys: Keys) -> None:
        """Start the work of one transaction."""
        self._keys = keys

    def root(self, entity: int) -> tuple[int, str]:
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
        self._roots = {n.entity: (n.entity, n.id) for named in documents for n in named.namings}
        joined = "SELECT t.key, r.key, r.id FROM entity t JOIN entity r ON r.key = t.root AND t.root <> t.key"
        for entity, root, id_ in find(self._connection, joined, ("key",), [(entity,) for entity in self._roots]):
            self._roots[entity] = (root, id_)
        batch = _Batch()
        for named in documents:
            self._gather(named, batch)
        self.forget()
        written, keys = self._add_facts(batch)
        for row, fact in zip(batch.claims, batch.facts, strict=True):
            row[2] = keys[fact]
        self._insert(batch)
        return written

    def _gather(self, named: Named, batch: _Batch) -> None:
        """Add the rows of one document to the batch, and what it contributes to each fact."""
        document, bundle = named.key, named.bundle
        place = _Names(named.namings)
        passages: dict[tuple[Any, ...], int] = {}
        own: dict[FactKey, list[Claim | Attribute]] = {}
        next_passage, next_claim = self._keys.counter("passage"), self._keys.counter("claim")
        records: tuple[Claim | Attribute, ...] = (*bundle.claims, *bundle.attributes)
        for record in records:
            where = (record.start, record.end, record.locator, record.quote)
            passage = passages.get(where)
            if passage is None:
                passage = passages[where] = next(next_passage)
                batch.passages.append((passage, document, *where))
            fact, row = self._relation(record, place) if isinstance(record, Claim) else self._attribute(record, place)
            batch.claims.append([next(next_claim), document, 0, passage, *row])
            batch.facts.append(fact)
            own.setdefault(fact, []).append(record)
        for fact, group in own.items():
            state = _state(group, bundle.document.date)
            before = batch.states.get(fact)
            batch.states[fact] = state if before is None else merge(before, state)
        batch.stated.append((len(records), list(own)))

    def _insert(self, batch: _Batch) -> None:
        if not batch.passages:
            return
        run, many = self._connection.execute, self._connection.executemany
        many("INSERT INTO passage VALUES (?,?,?,?,?,?)", batch.passages)
        many("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", batch.claims)
        words = "SELECT key, quote FROM passage WHERE key BETWEEN ? AND ? AND quote <> ''"
        run(f"INSERT INTO passage_words (rowid, quote) {words}", (batch.passages[0][0], batch.passages[-1][0]))

    def _relation(self, claim: Claim, place: _Names) -> tuple[FactKey, list[Any]]:
        subject, object_ = place.find(claim.subject, claim.subject_id), place.find(claim.object, claim.object_id)
        item = place.item(claim.item, claim.item_id)
        words = claim.item if item is None else None
        amount = claim.amount
        row = [subject[0], claim.predicate, object_[0], item[0] if item else None, words, claim.negated, claim.modality, claim.confidence]
        row += [claim.date, claim.valid_from, claim.valid_to, amount.value if amount else None, amount.unit if amount else None]
        row += [claim.share, None, None]
        return self._fact_key(subject[1], claim.predicate, object_[1], item[1] if item else None, words), row

    def _attribute(self, record: Attribute, place: _Names) -> tuple[FactKey, list[Any]]:
        subject = place.find(record.subject, record.subject_id)
        row = [subject[0], record.attribute, None, None, None, record.negated, record.modality, record.confidence]
        row += [record.date, record.valid_from, record.valid_to, record.value, record.unit, None, record.market, record.period]
        return self._value_key(subject[1], record.attribute, record.value, record.unit, record.market, record.period), row

    def _fact_key(self, subject: int, predicate: str, object_: int, item: int | None, words: str | None) -> FactKey:
        left, right = self.root(subject), self.root(object_)
        if predicate in self._symmetric and right[1] < left[1]:
            left, right = right, left
        return left[0], predicate, right[0], self.root(item)[0] if item is not None else 0, normalise(words) if words else ""

    def _value_key(self, subject: int, attribute: str, value: Any, unit: str | None, market: str | None, period: str | None) -> FactKey:
        told_apart = [float(value) if isinstance(value, int | float) else value, unit]
        told_apart += [normalise(market) if market else None, normalise(period) if period else None]
        return self.root(subject)[0], attribute, 0, 0, msgspec.json.encode(told_apart).decode()

    # Facts.

    def _add_facts(self, batch: _Batch) -> tuple[list[tuple[int, int, int]], dict[FactKey, int]]:
        """Add the contributions of a batch of documents to the facts; what `add` returns, and the key of each fact."""
        keys: dict[FactKey, int] = {}
        changed: dict[int, tuple[Any, ...]] = {}
        wanted = sorted(batch.states)  # in the order of the index, so that neighbours lie on one page
        for key, *found in find(self._connection, _FACTS, _FACT_KEY, wanted):
            fact: FactKey = tuple(found[:5])
            keys[fact] = key
            changed[key] = (*msgspec.structs.astuple(merge(FactState(*found[5:]), batch.states[fact])), key)
        new = [fact for fact in wanted if fact not in keys]
        unseen = set(new)
        keys.update(zip(new, self._keys.counter("fact"), strict=False))
        many = self._connection.executemany
        many(f"INSERT INTO fact VALUES ({_MARKS})", [(keys[f], *f, *msgspec.structs.astuple(batch.states[f])) for f in new])
        many(f"UPDATE fact SET {_SETS} WHERE key = ?", changed.values())  # noqa: S608 (own column names)
        written = []
        for claims, facts in batch.stated:
            first = unseen.intersection(facts)
            unseen -= first
            written.append((claims, len(first), len(facts) - len(first)))
        return written, keys

    def _find(self, fact: FactKey) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(
            f"SELECT key, {_STATE} FROM fact WHERE subject = ? AND predicate = ? AND object = ? AND item = ? AND qualifier = ?",  # noqa: S608
            fact,
        ).fetchone()
        return row

    def remove(self, document: int) -> tuple[int, set[int]]:
        """Take back the claims of a document: how many, and the facts they supported, which want `recompute`."""
        run = self._connection.execute
        facts = {f for (f,) in run("SELECT DISTINCT fact FROM claim WHERE document = ?", (document,))}
        removed = run("DELETE FROM claim WHERE document = ?", (document,)).rowcount
        gone = run("SELECT key, quote FROM passage WHERE document = ? AND quote IS NOT NULL", (document,)).fetchall()
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
            state = msgspec.structs.astuple(consolidate(dict(group).values()))
            key = joined.get(where)
            if key is None:
                key = self._keys.next("fact")
                self._connection.execute(f"INSERT INTO fact VALUES ({_MARKS})", (key, *where, *state))
            else:
                self._connection.execute(f"UPDATE fact SET {_SETS} WHERE key = ?", (*state, key))  # noqa: S608
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
                where = self._value_key(subject, predicate, value, unit, market, period)
            else:
                where = self._fact_key(subject, predicate, object_, item, words)
            out.setdefault(where, []).append((key, Statement(rest[0], bool(rest[1]), *rest[2:])))


class _Batch:
    """What the claims of some documents come to, before it is written."""

    def __init__(self) -> None:
        self.passages: list[tuple[Any, ...]] = []
        self.claims: list[list[Any]] = []
        self.facts: list[FactKey] = []  # of each claim
        self.states: dict[FactKey, FactState] = {}
        self.stated: list[tuple[int, list[FactKey]]] = []  # for each document how many claims, and which facts


def _state(records: Sequence[Claim | Attribute], published: str | None) -> FactState:
    """What the statements of a document published on this day say about one fact."""
    return of_document(
        Statement(
            0,
            r.negated,
            r.modality,
            r.confidence,
            r.valid_from or r.date,
            r.valid_to,
            r.share if isinstance(r, Claim) else None,
            published,
        )
        for r in records
    )


class _Names:
    """Finds a document's entity by the name, or the id, that a claim gives."""

    def __init__(self, namings: Sequence[Naming]) -> None:
        self._by_name = {record.name: (naming, entity) for naming, entity, record, _ in reversed(namings)}
        self._by_id = {id_: (naming, entity) for naming, entity, _, id_ in reversed(namings)}
        self._by_both = {(record.name, id_): (naming, entity) for naming, entity, record, id_ in namings}

    def find(self, name: str, id_: str | None) -> tuple[int, int]:
        if id_ is None:
            return self._by_name[name]
        return self._by_both.get((name, id_)) or self._by_id.get(id_) or self._by_name[name]

    def item(self, name: str | None, id_: str | None) -> tuple[int, int] | None:
        if name is None:
            return None
        return self._by_both.get((name, id_ or "")) or self._by_id.get(id_ or "") or self._by_name.get(name)
