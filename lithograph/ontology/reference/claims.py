"""The reference data as claims: one document for each source, and what it says as records of the graph.

A statement with several sources is a claim in the document of each; one that rests on general knowledge alone, or that
Lithograph computed, stands in a document of its own. The quote is the record put into one sentence, the locator its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import InputError
from ..model import Ontology
from . import sentences
from .implied import COMPUTED, GENERAL, classification, statements
from .lexicon import ReferenceEntity
from .read import Reference
from .shapes import PROBABILITY, Chip, Figures, RelationRow, Thing

_FIGURES = tuple(f for f in Figures.__struct_fields__ if f not in ("sources", "confidence", "modality", "note", "process"))
Row = dict[str, Any]


def compile_claims(reference: Reference, entities: Mapping[str, ReferenceEntity]) -> dict[str, list[Row]]:
    """Documents, claims and attributes as plain data in the shape of `graph.records`, each list in a fixed order.

    Raises InputError where a record names an unknown id or says what the ontology doesn't allow.
    """
    from ..schema_files import compile_schema  # the schema as it is written, not as it was compiled last

    maker = _Maker(reference, entities, Ontology(**compile_schema()))
    for row in reference.relations:
        maker.relation(row)
    for thing_id, (_, thing) in sorted(reference.things.items()):
        maker.thing(thing_id, thing)
    return {"documents": maker.documents(), "claims": maker.claims, "attributes": maker.attributes}


class _Maker:
    def __init__(self, reference: Reference, entities: Mapping[str, ReferenceEntity], ontology: Ontology) -> None:
        self.reference, self.entities, self.ontology = reference, entities, ontology
        self.claims: list[Row] = []
        self.attributes: list[Row] = []
        self._said: set[tuple[str, ...]] = set()
        self._designed = {r.object for r in reference.relations if r.predicate == "designs"}
        self._countries = {e.identifiers["iso3166"]: e.id for e in entities.values() if "iso3166" in e.identifiers}

    def documents(self) -> list[Row]:
        """One for each source that a record uses, and the one of general knowledge, which also holds the names."""
        used = {GENERAL} | {row["document"].removeprefix("ref:") for row in (*self.claims, *self.attributes)}
        return [
            _plain(
                {
                    "id": f"ref:{s.id}",
                    "title": s.title,
                    "publisher": s.publisher,
                    "date": s.date,
                    "url": s.url,
                    "licence": s.licence,
                }
            )
            for s in sorted(self.reference.sources.values(), key=lambda s: s.id)
            if s.id in used
        ]

    def relation(self, row: RelationRow) -> None:
        where = f"reference/relations.yaml:{row.id}"
        before = len(self.claims)
        self._claim(where, row)
        if len(self.claims) == before:
            raise InputError(where, "says the same as a row above; join the two")
        classified = classification(row)
        if classified and classified.object in self.entities:
            self._claim(where, classified)

    def thing(self, thing_id: str, thing: Thing) -> None:
        """What a record says besides its names."""
        where = f"{self.reference.where[thing_id]}:{thing_id}"
        for claim in statements(thing, self.entities, self._countries, thing_id in self._designed):
            self._claim(where, claim)
        if isinstance(thing, Chip):
            for figures in thing.figures:
                self._figures(where, thing, figures)

    def _claim(self, where: str, row: RelationRow) -> None:
        subject, object_ = self._entity(where, row.subject), self._entity(where, row.object)
        fault = self.ontology.signature_fault(subject.type, row.predicate, object_.type)
        if fault:
            raise InputError(where, f"{row.subject} {row.predicate} {row.object}: {fault}")
        item = self.entities.get(row.item or "")
        label = self.ontology.relations[row.predicate].label
        instrument = self._entity(where, row.instrument).name if row.instrument else None
        quote = sentences.statement(row, label, subject.name, object_.name, _word(item) if item else row.item, instrument)
        for source in self._sources(where, row):
            key = (source, row.subject, row.predicate, row.object, row.item or "", row.date or row.valid_from or "")
            if key in self._said:
                continue
            self._said.add(key)
            self.claims.append(
                _plain(
                    {
                        "document": f"ref:{source}",
                        "subject": subject.name,
                        "predicate": row.predicate,
                        "object": object_.name,
                        "negated": row.negated,
                        "modality": row.modality,
                        "date": row.date,
                        "amount": _plain({"value": row.amount, "unit": row.unit}) if row.amount is not None else None,
                        "share": row.share,
                        "item": item.name if item else row.item,
                        "quote": quote,
                        "locator": where,
                        "confidence": _confidence(source, row.confidence),
                        "valid_from": row.valid_from,
                        "valid_to": row.valid_to,
                        "subject_id": subject.id,
                        "object_id": object_.id,
                        "item_id": item.id if item else None,
                    }
                )
            )

    def _figures(self, where: str, chip: Chip, figures: Figures) -> None:
        types = self.ontology.attributes
        for name in _FIGURES:
            value = getattr(figures, name)
            if value is None:
                continue
            unit = types[name].unit
            quote = sentences.figure(chip.name, name, value, unit, figures.note, chip.tpp_of)
            for source in figures.sources:
                self._source(where, source)
                self.attributes.append(
                    _plain(
                        {
                            "document": f"ref:{source}",
                            "subject": chip.name,
                            "attribute": name,
                            "value": value,
                            "unit": unit,
                            "modality": figures.modality,
                            "quote": quote,
                            "locator": where,
                            "confidence": _confidence(source, figures.confidence or chip.confidence),
                            "subject_id": chip.id,
                        }
                    )
                )
        parts = [*figures.process, *self._memory(figures.memory_type)]
        for part in parts:
            self._claim(
                where,
                RelationRow(
                    id=chip.id,
                    subject=chip.id,
                    predicate="contains",
                    object=part,
                    modality=figures.modality,
                    confidence=figures.confidence or chip.confidence,
                    sources=figures.sources,
                ),
            )

    def _memory(self, name: str | None) -> Iterator[str]:
        for entity in self.entities.values():
            if name and entity.type == "Technology" and name in (entity.name, *entity.names):
                yield entity.id

    def _entity(self, where: str, entity_id: str) -> ReferenceEntity:
        if entity_id not in self.entities:
            raise InputError(where, f"{entity_id} is the id of no record")
        return self.entities[entity_id]

    def _source(self, where: str, source: str) -> str:
        if source not in self.reference.sources:
            raise InputError(where, f"{source} is no source in reference/sources.yaml")
        return source

    def _sources(self, where: str, row: RelationRow) -> tuple[str, ...]:
        for source in row.sources:
            self._source(where, source)
        if row.computed:
            return (COMPUTED,)
        if row.basis is None and not row.sources:
            raise InputError(where, "a record needs sources, or the basis general knowledge")
        return (GENERAL,) if row.basis else row.sources


def _word(item: ReferenceEntity) -> str:
    """The name of an item inside a sentence: goods without a maker's name are written small."""
    common = item.type in ("Material", "Product") and item.name[1:].islower() and (item.type == "Material" or " " in item.name)
    return item.name[0].lower() + item.name[1:] if common else item.name


def _confidence(source: str, word: str) -> float:
    return PROBABILITY["low"] if source == GENERAL else PROBABILITY[word]


def _plain(row: Row) -> Row:
    """Without the keys that a reader fills in by default."""
    return {k: v for k, v in row.items() if v is not None and v is not False and (k, v) != ("modality", "asserted")}
