"""The gate: what a loader yields is checked here before any store sees it. Nothing passes without words that carry it,
a legal signature, and dates that exist; what does not pass is reported with its place, never dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..ontology.model import ontology
from ..ontology.reference.lexicon import lexicon
from .dates import is_date
from .records import Attribute, Bundle, Claim, EntityRecord, Skipped

Places = Mapping[int, str]
"""Where records stand in their source, by id() of the record: "line 12"."""


class _Refused(Exception):
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

    def run(self) -> tuple[Bundle, list[Skipped]]:
        document = self.bundle.document
        if document.date is not None and not is_date(document.date):
            self.skipped.append(Skipped(self.source, None, f"document {document.id}: '{document.date}' is no date; loaded without one"))
            document = replace(document, date=None)
        for record in self.bundle.entities:
            self._entity(record)
        claims = [c for c in map(self._claim, self.bundle.claims) if c is not None]
        attributes = [a for a in map(self._attribute, self.bundle.attributes) if a is not None]
        return Bundle(document, tuple(self.entities), tuple(claims), tuple(attributes)), self.skipped

    def _report(self, record: EntityRecord | Claim | Attribute, reason: str) -> None:
        self.skipped.append(Skipped(self.source, self.places.get(id(record)) or getattr(record, "locator", None), reason))

    def _entity(self, record: EntityRecord) -> None:
        classes = ontology().classes
        if record.type not in classes or classes[record.type].abstract:
            self._report(record, f"entity '{record.name}': no class '{record.type}'; `lithograph ontology` lists them")
        elif not record.name.strip():
            self._report(record, "entity without a name")
        else:
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
        if id_ is None and len(found) > 1 and len({e.id for e in found}) > 1:
            raise _Refused(f"{side} '{name}' names {len(found)} entities of document {self.bundle.document.id}; give {side}_id")
        for record in found:
            if id_ is None or record.id in (None, id_):
                return record
        if id_ is not None:
            if id_ in self.by_id:
                return self.by_id[id_]
            known = lexicon().entity(id_)
            if known is not None:
                return self._admit(EntityRecord(self.bundle.document.id, known.type, name, id_))
        raise _Refused(f"{side} '{name}' is no entity of document {self.bundle.document.id}")

    def _claim(self, claim: Claim) -> Claim | None:
        try:
            subject = self._end("subject", claim.subject, claim.subject_id)
            object_ = self._end("object", claim.object, claim.object_id)
            fault = ontology().signature_fault(subject.type, claim.predicate, object_.type)
            if fault:
                raise _Refused(fault)
            if claim.share is not None and not 0 <= claim.share <= 100:
                raise _Refused(f"share {claim.share:g} is no percentage")
            start, end = self._words(claim)
            if subject.name == claim.subject and object_.name == claim.object and start == claim.start and end == claim.end:
                return claim
            return replace(claim, subject=subject.name, object=object_.name, start=start, end=end)
        except _Refused as refusal:
            self._report(claim, f"{claim.subject} {claim.predicate} {claim.object}: {refusal}")
            return None

    def _attribute(self, record: Attribute) -> Attribute | None:
        try:
            subject = self._end("subject", record.subject, record.subject_id)
            known = ontology().attributes.get(record.attribute)
            if known is None:
                raise _Refused(f"unknown attribute '{record.attribute}'; `lithograph ontology` lists them")
            if not ontology().allows_attribute(subject.type, record.attribute):
                raise _Refused(f"a {subject.type} has no {record.attribute}")
            if (known.value == "number") != isinstance(record.value, int | float):
                raise _Refused(f"value {record.value!r} is no {known.value}")
            start, end = self._words(record)
            return replace(record, subject=subject.name, start=start, end=end)
        except _Refused as refusal:
            self._report(record, f"{record.subject} {record.attribute}: {refusal}")
            return None

    def _words(self, record: Claim | Attribute) -> tuple[int | None, int | None]:
        """The offsets of the quote, found where only the words are given. Checks confidence and dates on the way."""
        if not 0 <= record.confidence <= 1:
            raise _Refused(f"confidence {record.confidence:g} does not lie between 0 and 1")
        for name in ("date", "valid_from", "valid_to"):
            value = getattr(record, name)
            if value is not None and not is_date(value):
                raise _Refused(f"{name} '{value}' is no date")
        if record.valid_from is not None and record.valid_to is not None and record.valid_from > record.valid_to:
            raise _Refused(f"it ends ({record.valid_to}) before it begins ({record.valid_from})")
        quote, start, end = record.quote, record.start, record.end
        if self.text is None or quote is None:
            if (quote is None or start is None or end is None) and record.locator is None:
                raise _Refused("neither a quote with offsets nor a locator")
            return start, end
        if start is not None and end is not None and self.text[start:end] == quote:
            return start, end
        at = self.text.find(quote) if quote else -1
        if at >= 0:
            return at, at + len(quote)
        if record.locator is not None:
            return None, None
        raise _Refused("its quote does not stand in the document's text")
