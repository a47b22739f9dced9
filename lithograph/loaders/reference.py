"""The packaged reference data as documents with claims: what a new store begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from ..graph.records import Attribute, Bundle, Claim, Document, EntityRecord
from ..ontology.compiled import section
from ..ontology.reference.lexicon import lexicon

READER = "reference"
GENERAL_KNOWLEDGE = "ref:general-knowledge"
"""The document of what has no source of its own; it also carries the names and identifiers of every entity."""


class _Section(msgspec.Struct):
    documents: list[Document]
    claims: list[Claim]
    attributes: list[Attribute]


def reference_bundles() -> Iterator[Bundle]:
    """One bundle for each source document, in the order of their ids; `Document.reader` is "reference".

    Every claim and attribute has a locator (file and record of the YAML), ids, and the record as one sentence for a quote.
    """
    data = msgspec.json.decode(section("reference"), type=_Section)
    claims: dict[str, list[Claim]] = defaultdict(list)
    attributes: dict[str, list[Attribute]] = defaultdict(list)
    for claim in data.claims:
        claims[claim.document].append(claim)
    for attribute in data.attributes:
        attributes[attribute.document].append(attribute)
    for document in data.documents:
        own, values = tuple(claims[document.id]), tuple(attributes[document.id])
        yield Bundle(
            document=msgspec.structs.replace(document, reader=READER),
            entities=tuple(_entities(document.id, own, values)),
            claims=own,
            attributes=values,
        )


def _entities(document: str, claims: tuple[Claim, ...], attributes: tuple[Attribute, ...]) -> Iterator[EntityRecord]:
    known = lexicon()
    if document == GENERAL_KNOWLEDGE:
        for e in known.entities:
            yield EntityRecord(document, e.type, e.name, id=e.id, names=e.names, identifiers=e.identifiers)
        return
    ids = {i for c in claims for i in (c.subject_id, c.object_id, c.item_id) if i} | {a.subject_id for a in attributes if a.subject_id}
    for entity_id in sorted(ids):
        entity = known.entity(entity_id)
        if entity:
            yield EntityRecord(document, entity.type, entity.name, id=entity.id)
