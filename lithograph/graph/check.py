"""The gate: what a loader yields is checked here before any store sees it. Nothing passes without words that carry it,
a legal signature, and dates that exist; what does not pass is reported with its place, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import isfinite

from msgspec.structs import replace

from ..ontology.model import ontology
from ..ontology.reference.lexicon import lexicon
from .dates import is_date
from .records import Attribute, Bundle, Claim, EntityRecord, Skipped

Places = Mapping[int, str]
"""Where records stand in their source, by id() of the record: "line 12"."""


MOST_CHARACTERS = 1 << 53
"""Offsets beyond this are no offsets of any text."""


class _RefusedError(Exception):
    """Why a record does not pass."""


def checked(bundle: Bundle, source: str, places: Places | None = None) -> tuple[Bundle, list[Skipped]]:
    """The part of a bundle that may enter a store, and what was left out with the reason."""
    return _Gate(bundle, source, places or {}).run()


class _Gate:
    def __init__(self, bundle: Bundle, source: str, places: Places) -> None:
        self.bundle, self.source, self.places = bundle, source, places
        self.text = bundle.document.text
        self.skipped: list[Skipped] = []
        self.entities: list[EntityRecord] = []
        self.by_name: dict[str, list[EntityRecord]] = {}
        self.by_id: dict[str, EntityRecord] = {}
        self.ontology = ontology()

    def run(self) -> tuple[Bundle, list[Skipped]]:
        document = self.bundle.document
        if document.date is not None and not is_date(document.date):
            self.skipped.append(Skipped(self.source, None, f"document {document.id}: '{document.date}' is no date; loaded without one"))
            document = replace(document, date=None)
        ids = self._given_ids() if any(record.id is None for record in self.bundle.entities) else {}
        for record in self.bundle.entities:
            self._entity(record, ids.get(record.name, set()))
        claims = [c for c in map(self._claim, self.bundle.claims) if c is not None]
        attributes = [a for a in map(self._attribute, self.bundle.attributes) if a is not None]
        return Bundle(document, tuple(self.entities), tuple(claims), tuple(attributes)), self.skipped

    def _report(self, record: EntityRecord | Claim | Attribute, reason: str) -> None:
        self.skipped.append(Skipped(self.source, self.places.get(id(record)) or getattr(record, "locator", None), reason))

    def _given_ids(self) -> dict[str, set[str]]:
        """The ids that claims give beside names."""
        given: dict[str, set[str]] = {}
        claims, attributes = self.bundle.claims, self.bundle.attributes
        ends = ((c.subject, c.subject_id, c.object, c.object_id, c.item or "", c.item_id) for c in claims)
        pairs = ((e[i], e[i + 1]) for e in ends for i in (0, 2, 4))
        for name, id_ in (*pairs, *((a.subject, a.subject_id) for a in attributes)):
            if name and id_:
                given.setdefault(name, set()).add(id_)
        without = Counter(r.name for r in self.bundle.entities if r.id is None)
        declared = {(r.name, r.id) for r in self.bundle.entities}
        return {name: {i for i in ids if (name, i) not in declared} for name, ids in given.items() if without[name] == 1}

    def _entity(self, record: EntityRecord, given: set[str]) -> None:
        class_ = self.ontology.classes.get(record.type)
        if class_ is None or class_.abstract:
            self._report(record, f"entity '{record.name}': no class '{record.type}'; `lithograph ontology` lists them")
        elif not record.name.strip():
            self._report(record, "entity without a name")
        elif record.id is not None and not record.id.strip():
            self._report(record, f"entity '{record.name}': its id is empty; leave it out or give one")
        else:
            if record.identifiers and not all(v.strip() for v in record.identifiers.values()):
                record = replace(record, identifiers={k: v for k, v in record.identifiers.items() if v.strip()})
            if record.id is None and len(given) == 1:
                record = replace(record, id=next(iter(given)))  # the claims about it know which thing it is
            self._admit(record)

    def _admit(self, record: EntityRecord) -> EntityRecord:
        self.entities.append(record)
        self.by_name.setdefault(record.name, []).append(record)
        if record.id is not None:
            self.by_id.setdefault(record.id, record)
        return record

    def _end(self, side: str, name: str, id_: str | None) -> EntityRecord:
        """The entity that a claim names. An id that the reference data know may stand without an entity record."""
        found = self.by_name.get(name, ())
        if len(found) == 1 and (id_ is None or found[0].id == id_):
            return found[0]
        if id_ is None and len({e.id or (None, e.type) for e in found}) > 1:
            raise _RefusedError(f"{side} '{name}' names {len(found)} entities of document {self.bundle.document.id}; give {side}_id")
        for record in found:
            if id_ is None or record.id == id_:
                return record
        if id_ is not None:
            if id_ in self.by_id:
                return self.by_id[id_]
            known = lexicon().entity(id_)
            if known is not None:
                return self._admit(EntityRecord(self.bundle.document.id, known.type, name, id_))
            raise _RefusedError(f"{side}_id '{id_}' is no entity of document {self.bundle.document.id}")
        raise _RefusedError(f"{side} '{name}' is no entity of document {self.bundle.document.id}")

    def _item(self, claim: Claim) -> str | None:
        """The item: plain words, or the name of an entity of the document, which an id may say alone."""
        if claim.item_id is not None:
            known = self.by_id.get(claim.item_id) or lexicon().entity(claim.item_id)
            return self._end("item", claim.item or (known.name if known else ""), claim.item_id).name
        if claim.item in self.by_name:
            self._end("item", str(claim.item), None)
        return claim.item

    def _claim(self, claim: Claim) -> Claim | None:
        try:
            subject = self._end("subject", claim.subject, claim.subject_id)
            object_ = self._end("object", claim.object, claim.object_id)
            fault = self.ontology.signature_fault(subject.type, claim.predicate, object_.type)
            if fault:
                raise _RefusedError(fault)
            if claim.share is not None and not 0 <= claim.share <= 100:
                raise _RefusedError(f"share {claim.share:g} is no percentage")
            if claim.amount is not None and not isfinite(claim.amount.value):
                raise _RefusedError(f"amount {claim.amount.value} is no number")
            item = self._item(claim)
            start, end = self._words(claim)
            before = (claim.subject, claim.object, claim.item, claim.start, claim.end)
            if before == (subject.name, object_.name, item, start, end):
                return claim
            return replace(claim, subject=subject.name, object=object_.name, item=item, start=start, end=end)
        except _RefusedError as refusal:
            self._report(claim, f"{claim.subject} {claim.predicate} {claim.object}: {refusal}")
            return None

    def _attribute(self, record: Attribute) -> Attribute | None:
        try:
            subject = self._end("subject", record.subject, record.subject_id)
            known = self.ontology.attributes.get(record.attribute)
            if known is None:
                raise _RefusedError(f"unknown attribute '{record.attribute}'; `lithograph ontology` lists them")
            if not self.ontology.allows_attribute(subject.type, record.attribute):
                raise _RefusedError(f"a {subject.type} has no {record.attribute}")
            number = isinstance(record.value, int | float)
            if number != (known.value == "number") or (number and not isfinite(float(record.value))):
                raise _RefusedError(f"value {record.value!r} is no {known.value}")
            start, end = self._words(record)
            value = float(record.value) if isinstance(record.value, int) else record.value
            if (subject.name, start, end) == (record.subject, record.start, record.end) and value is record.value:
                return record
            return replace(record, subject=subject.name, value=value, start=start, end=end)
        except _RefusedError as refusal:
            self._report(record, f"{record.subject} {record.attribute}: {refusal}")
            return None

    def _words(self, record: Claim | Attribute) -> tuple[int | None, int | None]:
        """The offsets of the quote, found where only the words are given. Checks confidence and dates on the way."""
        if not 0 <= record.confidence <= 1:
            raise _RefusedError(f"confidence {record.confidence:g} does not lie between 0 and 1")
        for name, value in (("date", record.date), ("valid_from", record.valid_from), ("valid_to", record.valid_to)):
            if value is not None and not is_date(value):
                raise _RefusedError(f"{name} '{value}' is no date")
        if record.valid_from is not None and record.valid_to is not None and record.valid_from > record.valid_to:
            raise _RefusedError(f"it ends ({record.valid_to}) before it begins ({record.valid_from})")
        quote, start, end = record.quote, record.start, record.end
        if start is None or end is None:
            start = end = None
        elif not 0 <= start <= end <= MOST_CHARACTERS:
            raise _RefusedError(f"no words stand from {start} to {end}")
        if self.text is None or not quote:
            if (not quote or start is None) and record.locator is None:
                raise _RefusedError("neither a quote with offsets nor a locator")
            return start, end
        if start is not None and self.text[start:end] == quote:
            return start, end
        at = self.text.find(quote)
        if at >= 0:
            return at, at + len(quote)
        if record.locator is not None:
            return None, None
        raise _RefusedError("its quote does not stand in the document's text")
