"""RDF terms as text, in the form of N-Triples: what every RDF door writes and reads."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ...ontology import namespaces

XSD = namespaces.PREFIXES["xsd"]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")
_BACK = {short[1]: char for char, short in _ESCAPES.items()}
_EXACT = 10**15
"""Whole numbers up to here are written as integers; a double holds them exactly."""


def iri(text: str) -> str:
    """An IRI as a term."""
    return f"<{text}>"


def curie(name: str) -> str:
    """`prefix:name` as a term, for the prefixes that every query knows."""
    prefix, _, local = name.partition(":")
    return f"<{namespaces.PREFIXES[prefix]}{local}>"


@functools.cache
def term(name: str) -> str:
    """A class, predicate, attribute or property of the ontology as a term."""
    return f"<{namespaces.term_iri(name)}>"


@functools.lru_cache(1 << 16)
def entity(id_: str) -> str:
    """An entity as a term."""
    return f"<{namespaces.entity_iri(id_)}>"


def document(id_: str) -> str:
    """A document as a term."""
    return f"<{namespaces.document_iri(id_)}>"


def claim(document_id: str, claim_id: str) -> str:
    """A claim as a term; its id is unique within the document only."""
    return f"<{namespaces.claim_iri(f'{document_id}:{claim_id}')}>"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if 0xD800 <= ord(char) <= 0xDFFF:
        return "\\uFFFD"  # half of a surrogate pair is no character of RDF
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def string(text: str) -> str:
    """A text as a literal."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def number(value: float) -> str:
    """A number as xsd:integer where it is whole, else xsd:decimal, or xsd:double where it has an exponent."""
    if value == int(value) and abs(value) <= _EXACT:
        return f'"{int(value)}"^^<{XSD}integer>'
    text = repr(float(value))
    return f'"{text}"^^<{XSD}{"double" if "e" in text else "decimal"}>'


def fraction(value: float) -> str:
    """A number between 0 and 1 as xsd:decimal, or xsd:double where it is tiny; as the engine writes it, so that both agree."""
    text = repr(float(value)).removesuffix(".0")
    return f'"{text}"^^<{XSD}{"double" if "e" in text else "decimal"}>'


def integer(value: int) -> str:
    """A whole number as a literal."""
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    """true or false as a literal."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def date(text: str) -> str:
    """A date as xsd:date; of a year or a month its first day."""
    return f'"{(text + "-01-01")[:10]}"^^<{XSD}date>'


def literal(value: float | str) -> str:
    """The value of an attribute as a literal."""
    return string(value) if isinstance(value, str) else number(value)


class Term(NamedTuple):
    """A term taken apart. `kind` is iri, blank or literal; `datatype` is the IRI of a literal's, "" for a plain text."""

    kind: str
    value: str
    datatype: str = ""


def parsed(text: str) -> Term:
    """Take a term of this module, or of an N-Triples file, apart. A language tag is dropped."""
    if text.startswith("<"):
        return Term("iri", text[1:-1])
    if text.startswith("_:"):
        return Term("blank", text)
    value, _, tail = text[1:].rpartition('"')
    datatype = tail[3:-1] if tail.startswith("^^") else ""
    return Term("literal", _ESCAPED.sub(_plain, value), "" if datatype == XSD + "string" else datatype)


def _plain(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _BACK.get(match[2], match[2])


def value_of(text: Term) -> str | int | float | bool:
    """A term as a plain value: the IRI, the text, the number, true or false."""
    if text.kind == "literal" and text.datatype.startswith(XSD):
        return plain(text.value, text.datatype)
    return text.value


INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
FRACTIONS = frozenset(XSD + name for name in ("decimal", "double", "float"))


def plain(value: str, datatype: str) -> str | int | float | bool:
    """A literal as a plain value. What is no number after all (NaN, INF) stays text, since JSON has none."""
    try:
        if datatype in INTEGERS:
            return int(value)
        if datatype in FRACTIONS:
            number_ = float(value)
            return number_ if number_ - number_ == 0 else value
    except ValueError:
        return value
    if datatype == XSD + "boolean":
        return value in ("true", "1")
    return value
