"""The projection's types: labels with their parents, relationship types, and which properties have which type.

A node has the label of its class and, by inheritance, those of the classes above it. A relationship type is the predicate in
upper snake case. Properties of an entity: `id`, `name`, `names`, the identifiers of its class, and the attributes that can
have one value only (a chip's `memory_gb`, `node_nm` …), of several accepted values the surest. Attributes that come with a
unit of account, a market or a period (revenue, market share …) stand at their claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....ontology.model import Ontology, ontology

FORM = 1
"""Number of this model; a projection of another one is rebuilt."""
CLAIM, DOCUMENT = "Claim", "Document"
DEPENDS_ON = "DEPENDS_ON"
LINKS = ("FROM", "SUBJECT", "OBJECT", "ITEM", "MENTIONS")
"""Relationships without properties: of a claim to its document and to what it is about, of a document to what it names."""
FACT_PROPERTIES = (
    "item", "item_id", "modality", "negated", "confidence", "valid_from", "valid_to", "share", "amount", "unit", "via",
)  # fmt: skip
CLAIM_PROPERTIES = (
    "id", "predicate", "quote", "start", "end", "locator", "modality", "negated", "confidence", "date", "valid_from", "valid_to", "item",
    "amount", "unit", "share", "value", "market", "period",
)  # fmt: skip
DOCUMENT_PROPERTIES = ("id", "title", "publisher", "date", "date_text", "url")
DATES = ("date", "valid_from", "valid_to")


def root_label(known: Ontology) -> str:
    """The class above all others."""
    return next(c.name for c in known.classes.values() if c.parent is None)


def labels(known: Ontology | None = None) -> tuple[str, ...]:
    """Every label that a node can have."""
    return (*(known or ontology()).classes, CLAIM, DOCUMENT)


def fact_types(known: Ontology | None = None) -> tuple[str, ...]:
    """Every relationship type that an accepted fact can have."""
    return tuple(dict.fromkeys([*(name.upper() for name in (known or ontology()).relations), DEPENDS_ON]))


def relationship_types(known: Ontology | None = None) -> tuple[str, ...]:
    """Every relationship type."""
    return (*fact_types(known), *LINKS)


def shown_attributes(known: Ontology | None = None) -> tuple[str, ...]:
    """Attributes that are properties of the entity itself."""
    return tuple(a.name for a in (known or ontology()).attributes.values() if a.single_valued)


def entity_properties(class_name: str, known: Ontology | None = None) -> tuple[str, ...]:
    """What a node of the class can carry."""
    model = known or ontology()
    own = [p.name for p in model.properties(class_name)]
    return (*own, *(a for a in shown_attributes(model) if model.allows_attribute(class_name, a)))


def property_names(known: Ontology | None = None) -> frozenset[str]:
    """Every property that a node or a relationship can carry."""
    model = known or ontology()
    of_entities = {p for c in model.concrete_classes() for p in entity_properties(c, model)}
    return frozenset({*of_entities, *FACT_PROPERTIES, *CLAIM_PROPERTIES, *DOCUMENT_PROPERTIES})


def definitions(known: Ontology | None = None) -> Iterator[str]:
    """The statements that make the types, in the engine's own language; parents come before children."""
    model = known or ontology()
    for c in model.classes.values():
        yield f"CREATE VERTEX TYPE `{c.name}`" + (f" EXTENDS `{c.parent}`" if c.parent else "") + " BUCKETS 1"
    for name in (CLAIM, DOCUMENT):
        yield f"CREATE VERTEX TYPE `{name}` BUCKETS 1"
    for name in fact_types(model):
        yield f"CREATE EDGE TYPE `{name}` BUCKETS 1"
        for date in ("valid_from", "valid_to"):
            yield f"CREATE PROPERTY `{name}`.{date} DATE"
    for name in LINKS:
        yield f"CREATE EDGE TYPE `{name}` LIGHTWEIGHT BUCKETS 1"
    for name, dates in ((CLAIM, DATES), (DOCUMENT, ("date",))):
        for date in dates:
            yield f"CREATE PROPERTY `{name}`.{date} DATE"
    root = root_label(model)
    for name in (root, DOCUMENT, CLAIM):
        yield f"CREATE PROPERTY `{name}`.id STRING"
    yield f"CREATE PROPERTY `{root}`.name STRING"


def indexes(known: Ontology | None = None) -> Iterator[str]:
    """The statements that make the indexes, once everything is there."""
    root = root_label(known or ontology())
    for name in (root, DOCUMENT):
        yield f"CREATE INDEX ON `{name}` (id) UNIQUE"
    yield f"CREATE INDEX ON `{root}` (name) NOTUNIQUE"
