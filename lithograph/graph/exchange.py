"""The exchange format: JSON Lines, one record a line, in a canonical order, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from .records import Attribute, Claim, Document, EntityRecord, Judgement, Record

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def decode(line: bytes) -> Record:
    """The record in one line; a null stands for a missing key.

    Raises msgspec.DecodeError, or its subclass ValidationError where it is JSON but no record.
    """
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError:
        data = msgspec.json.decode(line)
        if not isinstance(data, dict):
            raise
        record: Record = msgspec.convert(_without_nulls(data), Record)
        return record


def _without_nulls(data: dict[str, object]) -> dict[str, object]:
    return {key: _without_nulls(value) if isinstance(value, dict) else value for key, value in data.items() if value is not None}


def claim_id(claim: Claim | Attribute) -> str:
    """The id of a claim within its document: 16 hexadecimal digits of the SHA-256 of what it says and where."""
    said = _encoder.encode(replace(claim, document="", confidence=round(claim.confidence, 6)))
    return hashlib.sha256(said).hexdigest()[:16]


def encode(record: Record) -> bytes:
    """One record as a line without its end: every key present, an unknown value null."""
    line = _encoder.encode(record)
    if isinstance(record, Claim | Attribute):
        head = b'{"kind":"claim",' if isinstance(record, Claim) else b'{"kind":"attribute",'
        return b'%s"id":"%s",%s' % (head, claim_id(record).encode(), line[len(head) :])
    return line


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """The records of a store as lines; the claims of a document come sorted by id, so that equal stores give equal bytes."""
    for (kind, _), group in itertools.groupby(records, key=_part):
        if kind in (Claim, Attribute):
            yield from sorted(encode(r) for r in group)
        else:
            yield from map(encode, group)


def _part(record: Record) -> tuple[type[Record], str]:
    return type(record), record.document if isinstance(record, Claim | Attribute) else ""


def kind_of(record: Record) -> str:
    """The word for a record in messages."""
    return {Document: "document", EntityRecord: "entity", Claim: "claim", Attribute: "attribute", Judgement: "judgement"}[type(record)]
