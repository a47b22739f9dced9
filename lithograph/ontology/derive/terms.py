"""The terms of the RDF model beside those of the schema: claims, documents, and annotations of the ontology itself.

One table, from which OWL, SHACL and the JSON-LD context derive. In RDF a claim is a node: its subject, predicate and object
stand under rdf:subject, rdf:predicate and rdf:object, its document under prov:wasDerivedFrom, everything else under a term
of the table. The direct triple of every accepted fact stands beside the claims. Numbers are xsd:decimal or xsd:double.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["string", "date", "number", "integer", "boolean", "iri"]


class Term(NamedTuple):
    """One property of claims or documents. `key` is its name in JSON; `required` ones occur exactly once, others at most once."""

    key: str
    label: str
    kind: Kind
    description: str
    required: bool = False
    aligned: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()


CLASSES: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "Claim": (
        "claim",
        "What one document says: a subject, a predicate, and an object or a value, with the words that say so.",
        ("rdf:Statement", "prov:Entity"),
        (),
    ),
    "Document": ("document", "One source, kept by the SHA-256 of its bytes.", ("prov:Entity",), ("ftm:Document",)),
}
"""Classes beside those of the schema: label, description, what they specialise, what they are aligned with."""

CLAIM = (
    Term("quote", "quote", "string", "The exact words of the document that say so."),
    Term("start", "start", "integer", "Where the quote begins in the document's text, in Unicode code points."),
    Term("end", "end", "integer", "Where the quote ends: text[start:end] is the quote."),
    Term("locator", "locator", "string", "File and row of a data set, where there is no text."),
    Term("confidence", "confidence", "number", "How sure the reading is, from 0 to 1.", True),
    Term("modality", "modality", "string", "asserted, reported, planned or possible.", True),
    Term("negated", "negated", "boolean", "Whether the document denies the statement.", True),
    Term("date", "date", "date", "Day of the fact, or of publication; of a partial date its first day."),
    Term(
        "valid_from", "valid from", "date", "First day on which the fact holds.", aligned=("schema:validFrom",), see_also=("ftm:Interval",)
    ),
    Term("valid_to", "valid to", "date", "First day on which the fact holds no longer.", see_also=("schema:validThrough", "ftm:Interval")),
    Term("item", "item", "iri", "What is supplied, permitted or restricted, where it is an entity."),
    Term("item_text", "item in words", "string", "What is supplied, permitted or restricted, where it is no entity."),
    Term("amount", "amount", "number", "How much."),
    Term("unit", "unit", "string", "Unit of the amount or of the value: an ISO 4217 code, %, GB, GB/s, W, TOPS, TFLOPS, nm, mm2."),
    Term("share", "share", "number", "Share in percent."),
    Term("market", "market", "string", "Of what or where a value holds, in the document's words."),
    Term("period", "period", "string", "Over which time a value holds, in the document's words."),
)

DOCUMENT = (
    Term("title", "title", "string", "Title.", aligned=("dcterms:title", "schema:headline")),
    Term("publisher", "publisher", "string", "Who published it.", see_also=("dcterms:publisher", "schema:publisher")),
    Term("date", "date", "date", "Day of the fact, or of publication; of a partial date its first day."),
    Term("url", "URL", "string", "Where it was found.", aligned=("schema:url",)),
    Term("licence", "licence", "string", "Licence, as its publisher states it.", see_also=("dcterms:license", "schema:license")),
    Term("reader", "reader", "string", "Name and version of what made the claims.", see_also=("prov:SoftwareAgent",)),
)

STRUCTURE = {"subject": "rdf:subject", "predicate": "rdf:predicate", "object": "rdf:object", "document": "prov:wasDerivedFrom"}
"""Keys of a claim that stand under terms of other vocabularies."""

ANNOTATIONS = {
    "pluralLabel": "The plural of a class's label.",
    "inverseLabel": "How a relation reads from its object to its subject.",
    "abstract": "Whether an entity always belongs to a narrower class.",
    "depends": "Which side depends on the other when the relation holds: subject, object, both or none.",
    "dependsAboveShare": "The percentage that a share has to exceed for the dependency to hold.",
    "criticality": "How much a dependency of this kind usually matters: high, medium, low or none.",
    "cardinality": "How many objects a subject has at one time, and the other way round.",
    "time": "state: holds over an interval; event: happens, and holds from then on.",
    "measuredIn": "The unit of an attribute; currency stands for an ISO 4217 code.",
}
"""Annotation properties, as they are called in RDF."""
