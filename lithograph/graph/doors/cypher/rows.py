"""What a store holds as rows of the projection: nodes and relationships with their properties, dates as days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ....ontology.model import Ontology, ontology
from ...exchange import claim_id
from ...model import Edge, Fact, PlacedClaim, Profile, Source, Value
from ...records import Amount, Attribute, Claim
from .schema import DEPENDS_ON, entity_properties, shown_attributes

Row = dict[str, Any]


def first_day(date: str | None) -> str | None:
    """The first day of a date: 2025-09 gives 2025-09-01."""
    return None if date is None else (date + "-01-01")[:10]


def known(row: Row) -> Row:
    """The row without what is not known."""
    return {key: value for key, value in row.items() if value is not None}


class Rows:
    """Makes rows under one ontology."""

    def __init__(self, model: Ontology | None = None) -> None:
        self.ontology = model or ontology()
        self._shown = frozenset(shown_attributes(self.ontology))
        self._properties = {c: frozenset(entity_properties(c, self.ontology)) for c in self.ontology.concrete_classes()}

    def entity(self, profile: Profile, values: Mapping[str, float | str]) -> tuple[str, Row]:
        """The label of an entity and its properties; `values` are those of its attributes."""
        about = profile.entity
        label = str(about.type)
        own = self._properties[label]
        row: Row = {"id": str(about.id), "name": about.name}
        further = [n for n in profile.names if n != about.name]
        if further:
            row["names"] = further
        row.update((k, v) for k, v in profile.identifiers.items() if k in own and k not in row)
        row.update((k, v) for k, v in values.items() if k in own)
        return label, row

    def attributes(self, values: Iterator[Value]) -> dict[str, dict[str, float | str]]:
        """The attributes that entities show, by entity: of several accepted values the surest, then the latest, then the least."""
        best: dict[tuple[str, str], tuple[Any, ...]] = {}
        for v in values:
            if v.attribute in self._shown:
                rank = (-v.confidence, _backwards(v.valid_from), str(v.value))
                found = best.get((v.subject, v.attribute))
                if found is None or rank < found[0]:
                    best[v.subject, v.attribute] = (rank, v.value)
        out: dict[str, dict[str, float | str]] = {}
        for (subject, attribute), (_, value) in sorted(best.items()):
            out.setdefault(subject, {})[attribute] = value
        return out

    def relationships(self, edge: Edge, fact: Fact, amount: Amount | None) -> Iterator[tuple[str, str, str, Row]]:
        """Type, start, end and properties of what an accepted fact amounts to: itself, and the dependency that it means."""
        span = {"valid_from": first_day(fact.valid_from), "valid_to": first_day(fact.valid_to)}
        item = {"item": fact.item.name if fact.item else None, "item_id": fact.item.id if fact.item else None}
        row = {
            **item,
            "modality": fact.modality,
            "negated": fact.negated,
            "confidence": fact.confidence,
            **span,
            "share": fact.share,
            "amount": amount.value if amount else None,
            "unit": amount.unit if amount else None,
        }
        type_ = edge.predicate.upper()
        if type_ == DEPENDS_ON:
            row["via"] = edge.predicate
        yield type_, edge.subject, edge.object, known(row)
        depends = known({"via": edge.predicate, **item, "confidence": fact.confidence, **span})
        if edge.depends in ("subject", "both") and type_ != DEPENDS_ON:
            yield DEPENDS_ON, edge.subject, edge.object, depends
        if edge.depends in ("object", "both"):
            yield DEPENDS_ON, edge.object, edge.subject, depends


def _backwards(date: str | None) -> tuple[int, ...]:
    """A sort key that puts later dates first, and none last."""
    return tuple(-ord(c) for c in date) if date else (0,)


def document(source: Source) -> Row:
    """A document. `date_text` is its date as stated, where that is no day."""
    date = source.date
    return known(
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": first_day(date),
            "date_text": date if date and len(date) < 10 else None,
            "url": source.url,
        }
    )


def claim(placed: PlacedClaim) -> Row:
    """A claim or an attribute that a document states; `predicate` is the relation or the attribute."""
    r = placed.record
    row: Row = {
        "id": claim_id(r),
        "predicate": r.predicate if isinstance(r, Claim) else r.attribute,
        "quote": r.quote,
        "start": r.start,
        "end": r.end,
        "locator": r.locator,
        "modality": r.modality,
        "negated": r.negated,
        "confidence": r.confidence,
        "date": first_day(r.date),
        "valid_from": first_day(r.valid_from),
        "valid_to": first_day(r.valid_to),
    }
    if isinstance(r, Attribute):
        row.update(value=r.value, unit=r.unit, market=r.market, period=r.period)
    else:
        row.update(item=r.item, share=r.share, amount=r.amount.value if r.amount else None, unit=r.amount.unit if r.amount else None)
    return known(row)
