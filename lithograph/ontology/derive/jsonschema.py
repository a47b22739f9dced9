"""JSON Schema (draft 2020-12): of the lines of the exchange format, and of what a language model may answer about a text."""

from __future__ import annotations

from typing import Any

from .. import exchange, namespaces
from ..model import Ontology
from .words import signature

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LISTS = {"entity": "entities", "claim": "claims", "attribute": "attributes"}


def exchange_schema(ontology: Ontology) -> dict[str, Any]:
    """The schema of one line of the exchange format. A name of the ontology comes with its meaning and its signature."""
    return {
        "$schema": DRAFT,
        "$id": namespaces.EXCHANGE_SCHEMA,
        "title": "One line of the Lithograph exchange format",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in exchange.RECORDS],
        "$defs": {
            **{kind: _record(kind) for kind in exchange.RECORDS},
            "class": {"oneOf": [_const(n, c.label, c.description) for n, c in ontology.classes.items() if not c.abstract]},
            "predicate": {
                "oneOf": [
                    {
                        **_const(n, r.label, f"{signature(ontology, n)}. {r.description}"),
                        "x-subject": sorted(ontology.domain(n)),
                        "x-object": sorted(ontology.range(n)),
                    }
                    for n, r in ontology.relations.items()
                ]
            },
            "attribute_name": {
                "oneOf": [
                    {**_const(n, a.label, a.description), "x-subject": sorted(ontology.attribute_domain(n)), "x-unit": a.unit}
                    for n, a in ontology.attributes.items()
                ]
            },
            "date": {"type": "string", "pattern": exchange.DATE_PATTERN, "description": "ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD."},
            "amount": _object({"value": {"type": "number"}, "unit": {"type": ["string", "null"]}}, ["value"]),
        },
    }


def extraction_schema(ontology: Ontology) -> dict[str, Any]:
    """The schema of a model's answer about one text: its entities, claims and attributes.

    It keeps to what strict structured output allows: every key is required and may be null, no key is added, no `oneOf`.
    Signatures, and that a quote stands in the text, are checked by whoever receives the answer; the schema names them.
    """
    return {
        "$schema": DRAFT,
        "$id": namespaces.EXTRACTION_SCHEMA,
        "title": "What a text says about the chip supply chain",
        **_object(
            {
                plural: {"type": "array", "description": exchange.RECORDS[kind][0], "items": _answer(ontology, kind)}
                for kind, plural in _LISTS.items()
            }
        ),
    }


def _const(value: str, title: str, description: str) -> dict[str, Any]:
    return {"const": value, "title": title, "description": description}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _record(kind: str) -> dict[str, Any]:
    title, fields = exchange.RECORDS[kind]
    schema: dict[str, Any] = {
        "description": title,
        **_object(
            {"kind": {"const": kind}, **{f.name: _value(f) for f in fields}},
            ["kind", *(f.name for f in fields if f.required)],
        ),
    }
    if any(f.name == "quote" for f in fields):
        schema["anyOf"] = [_present("locator"), _present("quote", "start", "end")]
    return schema


def _present(*names: str) -> dict[str, Any]:
    return {"required": list(names), "properties": {name: {"not": {"type": "null"}} for name in names}}


def _value(field: exchange.Field) -> dict[str, Any]:
    """A value of the exchange format: of its shape, or null where the key is not required."""
    schema = _SHAPES[field.shape]
    if field.name == "confidence":
        schema = {**schema, "default": exchange.DEFAULT_CONFIDENCE}
    if field.required:
        nullable = schema
    elif isinstance(schema.get("type"), str):
        nullable = {**schema, "type": [schema["type"], "null"]}
    else:
        nullable = {"anyOf": [schema, {"type": "null"}]}
    return {"description": field.description, **nullable}


_SHAPES: dict[exchange.Shape, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "map": {"type": "object", "additionalProperties": {"type": "string"}},
    "date": {"$ref": "#/$defs/date"},
    "number": {"type": "number"},
    "offset": {"type": "integer", "minimum": 0},
    "flag": {"type": "boolean", "default": False},
    "probability": {"type": "number", "minimum": 0, "maximum": 1},
    "percent": {"type": "number"},
    "amount": {"$ref": "#/$defs/amount"},
    "value": {"type": ["number", "string"]},
    "modality": {"enum": list(exchange.MODALITIES), "default": exchange.MODALITIES[0]},
    "class": {"$ref": "#/$defs/class"},
    "predicate": {"$ref": "#/$defs/predicate"},
    "attribute": {"$ref": "#/$defs/attribute_name"},
    "verdict": {"enum": list(exchange.VERDICTS)},
}


def _answer(ontology: Ontology, kind: str) -> dict[str, Any]:
    fields = [f for f in exchange.RECORDS[kind][1] if not f.graph_only]
    return _object({f.name: _asked(ontology, f) for f in fields})


def _asked(ontology: Ontology, field: exchange.Field) -> dict[str, Any]:
    """A value that a model is asked for. What a shape means stands in words, since strict output ignores other keywords."""
    words = field.description
    if field.shape == "class":
        classes = [c for c in ontology.classes.values() if not c.abstract]
        return _choice(words, {c.name: c.description for c in classes})
    if field.shape == "predicate":
        return _choice(words, {n: f"{signature(ontology, n)}. {r.description}" for n, r in ontology.relations.items()})
    if field.shape == "attribute":
        return _choice(words, {n: a.description for n, a in ontology.attributes.items()})
    if field.shape == "date":
        return {"type": ["string", "null"], "description": f"{words} ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD."}
    if field.shape == "amount":
        amount = _object({"value": {"type": "number"}, "unit": {"type": ["string", "null"]}})
        return {"description": words, "anyOf": [amount, {"type": "null"}]}
    if field.shape == "modality":
        return {"type": "string", "enum": list(exchange.MODALITIES), "description": words}
    type_ = {"texts": "array", "flag": "boolean", "percent": "number", "value": ["number", "string"]}.get(field.shape, "string")
    if isinstance(type_, str) and not (field.required or field.shape in ("texts", "flag") or field.name == "quote"):
        type_ = [type_, "null"]
    return {"type": type_, "description": words, **({"items": {"type": "string"}} if field.shape == "texts" else {})}


def _choice(words: str, meanings: dict[str, str]) -> dict[str, Any]:
    listed = "\n".join(f"{name}: {meaning}" for name, meaning in meanings.items())
    return {"type": "string", "enum": list(meanings), "description": f"{words}\n{listed}"}
