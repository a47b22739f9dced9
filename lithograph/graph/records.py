"""The records that loaders make and the store keeps: documents, entities as a document names them, claims, attributes, judgements.

They are also the lines of the JSON Lines exchange format; each carries its `kind`. A record refers to entities by the names
that its own document gives them.

They hold text, numbers and tuples of these, never each other in a circle, so the garbage collector need not watch them (`gc=False`);
with a million claims in flight that is a good part of the work.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Modality = Literal["asserted", "reported", "planned", "possible"]
MODALITIES: tuple[Modality, ...] = ("asserted", "reported", "planned", "possible")
DEFAULT_CONFIDENCE = 0.95


class Amount(msgspec.Struct, frozen=True, gc=False):
    """A number with its unit: an ISO 4217 code, `%`, GB, GB/s, W, TOPS, TFLOPS, nm, mm2, or None for a bare count."""

    value: float
    unit: str | None = None


class Document(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="document"):
    """One source. `id` is the SHA-256 of its bytes in hexadecimal, or what the exchange file calls it.

    `date` is the day of publication, as precise as known (YYYY, YYYY-MM or YYYY-MM-DD). `text` is what the offsets of its
    claims count in (Unicode code points), None for a data set. `reader` is the name and version of what made the claims.
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    licence: str | None = None
    text: str | None = None
    reader: str | None = None


class EntityRecord(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="entity"):
    """A thing as one document names it. `name` is unique within the document.

    `mentions` are the surface forms in this document's text; `names` are further names of the thing in any language.
    `id` is given where the maker of the record knows which thing it is (a reference id, an id of a data set, or for a
    descriptive name one built from its owner and kind); without it the graph derives one from type and name.
    """

    document: str
    type: str
    name: str
    id: str | None = None
    mentions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}


class Claim(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="claim"):
    """What one document says: subject, predicate, object, and the words that say so.

    `item` is what is supplied, permitted or restricted: the name of an entity of the document, or plain words. `share` is in
    percent. `date`, `valid_from` and `valid_to` are ISO dates of the fact; a fact holds from `valid_from` up to, not on,
    `valid_to`. `start` and `end` count code points of the document's text, where `text[start:end] == quote`; a claim of a
    data set has a `locator` (file and row) and no offsets. `confidence` lies between 0 and 1.
    """

    document: str
    subject: str
    predicate: str
    object: str
    negated: bool = False
    modality: Modality = "asserted"
    date: str | None = None
    amount: Amount | None = None
    share: float | None = None
    item: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    locator: str | None = None
    confidence: float = DEFAULT_CONFIDENCE
    valid_from: str | None = None
    valid_to: str | None = None
    subject_id: str | None = None
    object_id: str | None = None
    item_id: str | None = None


class Attribute(msgspec.Struct, frozen=True, gc=False, tag_field="kind", tag="attribute"):
    """A measured or stated property of an entity: a claim whose object is a value.

    `unit` is as in Amount; `market` says where or of what ("China cloud infrastructure"), `period` over which time
    ("latest quarter", "year to date"), in the document's words; `date` is the ISO date of the value.
    """

    document: str
    subject: str
    attribute: str
    value: float | str
    unit: str | None = None
    market: str | None = None
    period: str | None = None
    date: str | None = None
    negated: bool = False
    modality: Modality = "asserted"
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    locator: str | None = None
    confidence: float = DEFAULT_CONFIDENCE
    valid_from: str | None = None
    valid_to: str | None = None
    subject_id: str | None = None


class Judgement(msgspec.Struct, frozen=True, tag_field="kind", tag="judgement"):
    """Someone's decision that two entities are the same or are different, with the reason; reversible."""

    left: str
    verdict: Literal["same", "different"]
    right: str
    reason: str | None = None
    by: str | None = None
    date: str | None = None


Record = Document | EntityRecord | Claim | Attribute | Judgement


class Bundle(msgspec.Struct, frozen=True):
    """One document with everything that was read in it: the unit that a loader yields and a store writes whole."""

    document: Document
    entities: tuple[EntityRecord, ...] = ()
    claims: tuple[Claim, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Skipped(msgspec.Struct, frozen=True):
    """Something in a source that was not loaded: where it stands and why."""

    source: str
    locator: str | None
    reason: str
