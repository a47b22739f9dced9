"""Stored rows back as exchange records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from ...records import Amount, Attribute, Bundle, Claim, Document, EntityRecord, Judgement, Record
from .namings import unpacked

_DOCUMENT = ", ".join(f.name for f in msgspec.structs.fields(Document))
_CLAIMS = (
    "SELECT s.name, se.id, c.predicate, o.name, oe.id, i.name, ie.id, c.words, c.negated, c.modality, c.confidence, c.date, "
    'c.valid_from, c.valid_to, c.value, c.unit, c.share, c.market, c.period, p.quote, p.start, p."end", p.locator '
    "FROM claim c JOIN passage p ON p.key = c.passage JOIN naming s ON s.key = c.subject JOIN entity se ON se.key = s.entity "
    "LEFT JOIN naming o ON o.key = c.object LEFT JOIN entity oe ON oe.key = o.entity "
    "LEFT JOIN naming i ON i.key = c.item LEFT JOIN entity ie ON ie.key = i.entity WHERE c.document = ?"
)


def bundle_of(connection: sqlite3.Connection, document: int) -> Bundle:
    """Everything that the store holds of one document."""
    row = connection.execute(f"SELECT {_DOCUMENT} FROM document WHERE key = ?", (document,)).fetchone()
    claims, attributes = statements_of(connection, document, row[0])
    return Bundle(Document(*row), tuple(entities_of(connection, document, row[0])), tuple(claims), tuple(attributes))


def document_of(connection: sqlite3.Connection, id_: str) -> Document | None:
    """A document by its id."""
    row = connection.execute(f"SELECT {_DOCUMENT} FROM document WHERE id = ?", (id_,)).fetchone()
    return Document(*row) if row else None


def entities_of(connection: sqlite3.Connection, document: int, id_: str) -> Iterator[EntityRecord]:
    """The entity records of a document."""
    sql = "SELECT n.type, n.name, e.id, n.mentions, n.names, n.identifiers "
    sql += "FROM naming n JOIN entity e ON e.key = n.entity WHERE n.document = ?"
    for row in connection.execute(sql, (document,)):
        yield unpacked(id_, *row)


def statements_of(connection: sqlite3.Connection, document: int, id_: str) -> tuple[list[Claim], list[Attribute]]:
    """The claims and the attributes of a document."""
    claims, attributes = [], []
    for row in connection.execute(_CLAIMS, (document,)):
        record = statement(id_, *row)
        if isinstance(record, Claim):
            claims.append(record)
        else:
            attributes.append(record)
    return claims, attributes


def statement(document: str, subject: str, subject_id: str, predicate: str, *rest: Any) -> Claim | Attribute:
    """The record that a row of claims was made from."""
    object_, object_id, item, item_id, words, negated, modality, confidence, date, valid_from, valid_to, value, unit, share, *more = rest
    market, period, quote, start, end, locator = more
    evidence = {"quote": quote, "start": start, "end": end, "locator": locator, "confidence": confidence}
    common = {"negated": bool(negated), "modality": modality, "date": date, "valid_from": valid_from, "valid_to": valid_to, **evidence}
    if object_ is None:
        return Attribute(document, subject, predicate, value, unit, market=market, period=period, subject_id=subject_id, **common)
    return Claim(
        document,
        subject,
        predicate,
        object_,
        amount=None if value is None else Amount(value, unit),
        share=share,
        item=words if item is None else item,
        subject_id=subject_id,
        object_id=object_id,
        item_id=item_id,
        **common,
    )


def judgements_of(connection: sqlite3.Connection) -> list[Judgement]:
    """All judgements, sorted."""
    rows = connection.execute('SELECT "left", verdict, "right", reason, "by", date FROM judgement ORDER BY "left", "right"')
    return [Judgement(*row) for row in rows]


def all_records(connection: sqlite3.Connection) -> Iterator[Record]:
    """Documents, entities, claims, attributes, judgements, in this order; documents and entities by id, claims by document."""
    for row in connection.execute(f"SELECT {_DOCUMENT} FROM document ORDER BY id"):
        yield Document(*row)
    sql = (
        "SELECT d.id, n.type, n.name, e.id, n.mentions, n.names, n.identifiers FROM naming n JOIN entity e ON e.key = n.entity "
        "JOIN document d ON d.key = n.document ORDER BY e.id, d.id, n.type, n.name"
    )
    for row in connection.execute(sql):
        yield unpacked(*row)
    documents = connection.execute("SELECT key, id FROM document ORDER BY id").fetchall()
    for part in (0, 1):
        for key, id_ in documents:
            yield from statements_of(connection, key, id_)[part]
    yield from judgements_of(connection)
