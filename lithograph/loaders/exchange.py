"""JSON Lines, the exchange format of INTERFACE: a stream of any length, in any order, with bounded memory.

Records of one document may stand far apart, so the lines are laid aside in a temporary database, which spills to disk when it
grows, and are then taken document by document.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from ..graph.exchange import decode
from ..graph.records import Attribute, Bundle, Claim, Document, EntityRecord, Judgement, Skipped
from .base import Input, Loader, Metadata, Placed, Yield

_BATCH = 5_000
_ORDER = {Document: 0, EntityRecord: 1, Claim: 2, Attribute: 3}


def _recognises(source: Input) -> bool:
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return source.name.endswith((".jsonl", ".ndjson")) or (head.startswith(b"{") and b'"kind"' in head)


def _read(source: Input, metadata: Metadata) -> Iterator[Yield]:
    aside = sqlite3.connect("", isolation_level=None)  # a private database that lives on disk only where memory is short
    try:
        aside.execute("PRAGMA journal_mode=OFF")
        aside.execute("CREATE TABLE line (document TEXT, kind INTEGER, number INTEGER, record BLOB)")
        aside.execute("BEGIN")
        judgements: list[Judgement] = []
        yield from _lay_aside(source, aside, judgements)
        yield from _documents(aside, source, metadata)
        yield from judgements
    finally:
        aside.close()


def _lay_aside(source: Input, aside: sqlite3.Connection, judgements: list[Judgement]) -> Iterator[Skipped]:
    rows: list[tuple[str, int, int, bytes]] = []
    for number, line in enumerate(source.open(), 1):
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not line:
            continue
        try:
            record = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Skipped(source.name, f"line {number}", _explain(line, error))
            continue
        if isinstance(record, Judgement):
            judgements.append(record)
            continue
        document = record.id if isinstance(record, Document) else record.document
        rows.append((document, _ORDER[type(record)], number, line))
        if len(rows) == _BATCH:
            aside.executemany("INSERT INTO line VALUES (?,?,?,?)", rows)
            rows.clear()
    aside.executemany("INSERT INTO line VALUES (?,?,?,?)", rows)


def _explain(line: bytes, error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        return f"no record: {error}"
    if not line.startswith(b"{"):
        return "no JSON object; each line holds one record"
    return f"broken JSON: {error}"


def _documents(aside: sqlite3.Connection, source: Input, metadata: Metadata) -> Iterator[Yield]:
    document: Document | None = None
    records: dict[type, list[object]] = {}
    places: dict[int, str] = {}
    current: str | None = None

    def whole() -> Iterator[Yield]:
        if document is not None:
            given = msgspec.structs.replace(document, **metadata.given())
            yield Placed(
                Bundle(given, *(tuple(records.get(kind, ())) for kind in (EntityRecord, Claim, Attribute))),  # type: ignore[arg-type]
                places,
            )
        elif current is not None:
            yield Skipped(
                source.name, next(iter(places.values()), None), f"{len(places)} records of document '{current}', which is not in the file"
            )

    for id_, _, number, line in aside.execute("SELECT document, kind, number, record FROM line ORDER BY document, kind, number"):
        if id_ != current:
            yield from whole()
            document, records, places, current = None, {}, {}, id_
        record = decode(line)
        if isinstance(record, Document):
            document = record
        else:
            records.setdefault(type(record), []).append(record)
            places[id(record)] = f"line {number}"
    yield from whole()


LOADER = Loader("jsonl", "JSON Lines in Lithograph's exchange format", _recognises, _read)
