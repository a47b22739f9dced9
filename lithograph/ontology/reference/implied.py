"""The statements that a record makes by its keys: seat, parent, family, maker, issuer, place in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from .lexicon import ReferenceEntity
from .shapes import Chip, Firm, Other, Policy, RelationRow, Thing

COMPUTED = "computed"
GENERAL = "general-knowledge"
_LISTED = "csl-2026-07-31"  # the Consolidated Screening List gives the country of a listed party


def statements(
    thing: Thing, entities: Mapping[str, ReferenceEntity], countries: Mapping[str, str], designed: bool
) -> Iterator[RelationRow]:
    """The rows that follow from a record; `countries` maps codes to ids, `designed` says that relations.yaml names the designer."""
    general = RelationRow(id=thing.id, subject=thing.id, predicate="", object="", basis="general knowledge")
    seat = countries.get(thing.country or "", thing.country)
    if isinstance(thing, Firm):
        if seat:
            listed = _LISTED in thing.sources
            yield replace(
                general,
                predicate="located_in",
                object=seat,
                sources=(_LISTED,) if listed else (),
                basis=None if listed else "general knowledge",
                confidence="high",
            )
        if thing.parent:
            yield replace(general, predicate="subsidiary_of", object=thing.parent)
    elif isinstance(thing, Chip):
        if thing.designer and not designed:
            yield replace(general, subject=thing.designer, predicate="designs", object=thing.id)
        if thing.family:
            yield replace(general, predicate="variant_of", object=thing.family)
        yield from (replace(general, predicate="contains", object=part) for part in thing.contains)
    elif isinstance(thing, Policy):
        yield from _policy(thing, replace(general, basis=thing.basis, sources=thing.sources, confidence=thing.confidence))
    elif isinstance(thing, Other):
        if thing.made_by:
            yield replace(general, subject=thing.made_by, predicate="designs", object=thing.id)
        if thing.operator:
            yield replace(general, subject=thing.operator, predicate="operates", object=thing.id)
        if thing.entry_of:
            yield replace(general, predicate="entry_of", object=thing.entry_of)
        if seat and entities[thing.id].type == "Facility":
            yield replace(general, predicate="located_in", object=seat)


def _policy(policy: Policy, row: RelationRow) -> Iterator[RelationRow]:
    """Who issued it and what it amends, on its first date."""
    steps = policy.announced or policy.published or policy.effective
    date = steps[0].date if isinstance(steps, tuple) else steps
    yield from (replace(row, predicate="issued_by", object=issuer, date=date) for issuer in policy.issued_by)
    yield from (replace(row, predicate="amends", object=other, date=date) for other in policy.amends)


def classification(row: RelationRow) -> RelationRow | None:
    """The entry of the control list that a computed restriction rests on, as a statement about the chip."""
    if not (row.computed and row.eccn and row.predicate == "restricts"):
        return None
    entry = f"eccn-{row.eccn.lower().replace('.', '-')}"
    return RelationRow(
        id=row.id,
        subject=row.object,
        predicate="classified_as",
        object=entry,
        valid_from=row.valid_from,
        computed=True,
        confidence=row.confidence,
        sources=row.sources,
    )
