"""The records of the JSON Lines exchange format, described once: JSON Schema, RDF model and JSON-LD context derive from this.

The types that hold them are in `graph/records.py`; a test keeps both in step.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal[
    "text",
    "texts",
    "map",
    "date",
    "number",
    "offset",
    "flag",
    "probability",
    "percent",
    "amount",
    "value",
    "modality",
    "class",
    "predicate",
    "attribute",
    "verdict",
]
MODALITIES = ("asserted", "reported", "planned", "possible")
VERDICTS = ("same", "different")
DEFAULT_CONFIDENCE = 0.95
DATE_PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
UNITS = "an ISO 4217 code, %, GB, GB/s, W, TOPS, TFLOPS, nm, mm2, or null for a bare count"


class Field(NamedTuple):
    """One key of a record. A key that is not `required` may be missing or null."""

    name: str
    shape: Shape
    description: str
    required: bool = False
    graph_only: bool = False
    """The graph or the loader fills it; whoever reads a text does not."""


_DOCUMENT = Field("document", "text", "The id of the document that says so.", True, True)
_STANDING = (
    Field("negated", "flag", "Whether the document denies the statement."),
    Field(
        "modality",
        "modality",
        "asserted; reported: attributed to a source; planned: intended or future; possible: may, could, speculation.",
    ),
)
_EVIDENCE = (
    Field("quote", "text", "The exact words of the document that say so, one sentence or two adjacent ones."),
    Field("start", "offset", "Where the quote begins in the document's text, in Unicode code points.", graph_only=True),
    Field("end", "offset", "Where the quote ends: text[start:end] is the quote.", graph_only=True),
    Field("locator", "text", "File and row of a data set, where there is no text.", graph_only=True),
    Field("confidence", "probability", "How sure the reading is, from 0 to 1.", graph_only=True),
    Field("valid_from", "date", "First day on which the fact holds.", graph_only=True),
    Field("valid_to", "date", "First day on which the fact holds no longer.", graph_only=True),
)

RECORDS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "document": (
        "One source.",
        (
            Field("id", "text", "SHA-256 of the document's bytes in hexadecimal, or what the file calls it.", True),
            Field("title", "text", "Title."),
            Field("publisher", "text", "Who published it."),
            Field("date", "date", "Day of publication, as precise as known."),
            Field("url", "text", "Where it was found."),
            Field("licence", "text", "Licence, as its publisher states it."),
            Field("text", "text", "The text in which offsets count."),
            Field("reader", "text", "Name and version of what made the claims."),
        ),
    ),
    "entity": (
        "A thing as one document names it.",
        (
            Field("document", "text", "The id of the document that names it.", True, True),
            Field("type", "class", "Its class.", True),
            Field("name", "text", "Its name, unique within the document.", True),
            Field("id", "text", "Which thing it is.", True, True),
            Field("mentions", "texts", "Every distinct form in which the text names it."),
            Field("names", "texts", "Further names, in any language.", graph_only=True),
            Field("identifiers", "map", "Identifiers by their scheme, such as lei, ticker, wikidata, eccn.", graph_only=True),
        ),
    ),
    "claim": (
        "What one document says about two entities.",
        (
            _DOCUMENT,
            Field("subject", "text", "Name of the subject in this document.", True),
            Field("predicate", "predicate", "The relation, the narrowest that the quote supports.", True),
            Field("object", "text", "Name of the object in this document.", True),
            *_STANDING,
            Field("date", "date", "Date of the fact, where the document gives one."),
            Field("amount", "amount", f"How much, with its unit: {UNITS}."),
            Field("share", "percent", "Share in percent."),
            Field("item", "text", "What is supplied, permitted or restricted: an entity of the document, or plain words."),
            *_EVIDENCE,
            Field("subject_id", "text", "Id of the subject, where known.", graph_only=True),
            Field("object_id", "text", "Id of the object, where known.", graph_only=True),
            Field("item_id", "text", "Id of the item, where known.", graph_only=True),
        ),
    ),
    "attribute": (
        "What one document says about a measure of one entity.",
        (
            _DOCUMENT,
            Field("subject", "text", "Name of the entity in this document.", True),
            Field("attribute", "attribute", "What is measured or stated.", True),
            Field("value", "value", "The number, or the text of an attribute that is no number.", True),
            Field("unit", "text", f"Unit of the value: {UNITS}."),
            Field("market", "text", "Of what or where, in the document's words, such as China cloud infrastructure."),
            Field("period", "text", "Over which time, in the document's words, such as latest quarter."),
            Field("date", "date", "Date of the value."),
            *_STANDING,
            *_EVIDENCE,
            Field("subject_id", "text", "Id of the entity, where known.", graph_only=True),
        ),
    ),
    "judgement": (
        "Someone's decision that two entities are the same or are different; reversible.",
        (
            Field("left", "text", "Id of one entity.", True),
            Field("verdict", "verdict", "Whether they are one thing.", True),
            Field("right", "text", "Id of the other.", True),
            Field("reason", "text", "Why."),
            Field("by", "text", "Who decided."),
            Field("date", "date", "When."),
        ),
    ),
}
