"""Bundles in canonical form: no record twice, names sorted, two bundles of one document joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from .identity import stated_id
from .records import Bundle, Claim, EntityRecord


def canonical(bundle: Bundle) -> Bundle:
    """The bundle with equal records once, entity records of the same thing and name joined, and ids beside all names."""
    entities = _joined(bundle.entities)
    ids = {e.name: e.id for e in reversed(entities)}
    claims = dict.fromkeys(_with_ids(c, ids) for c in bundle.claims)
    attributes = dict.fromkeys(a if a.subject_id else replace(a, subject_id=ids[a.subject]) for a in bundle.attributes)
    return Bundle(bundle.document, entities, tuple(claims), tuple(attributes))


def _with_ids(claim: Claim, ids: Mapping[str, str | None]) -> Claim:
    if claim.subject_id and claim.object_id and (claim.item is None or claim.item_id):
        return claim
    return replace(
        claim,
        subject_id=claim.subject_id or ids[claim.subject],
        object_id=claim.object_id or ids[claim.object],
        item_id=(claim.item_id or ids.get(claim.item)) if claim.item is not None else None,
    )


def join(left: Bundle, right: Bundle) -> Bundle:
    """Everything that two bundles of one document hold; metadata of the right one win where it has them."""
    given = {name: value for name, value in msgspec.structs.asdict(right.document).items() if value is not None}
    return canonical(
        Bundle(
            replace(left.document, **given),
            (*left.entities, *right.entities),
            (*left.claims, *right.claims),
            (*left.attributes, *right.attributes),
        )
    )


def same(left: Bundle, right: Bundle) -> bool:
    """Whether two canonical bundles say the same, whatever the order of their records."""
    return (
        len(left.entities) == len(right.entities)
        and set(left.claims) == set(right.claims)
        and set(left.attributes) == set(right.attributes)
        and sorted(left.entities, key=_place) == sorted(right.entities, key=_place)
    )


def _place(record: EntityRecord) -> tuple[str, str, str]:
    return (record.id or "", record.type, record.name)


def _joined(records: Iterable[EntityRecord]) -> tuple[EntityRecord, ...]:
    out: dict[tuple[str, str, str], EntityRecord] = {}
    for record in records:
        place = (stated_id(record), record.type, record.name)
        before = out.get(place)
        if before is None and record.id is not None and len(record.mentions) < 2 and not record.names and len(record.identifiers) < 2:
            out[place] = record  # in canonical form as it stands; the common case of a large data set
            continue
        mentions, names = record.mentions, record.names
        identifiers = record.identifiers
        if before is not None:
            mentions, names = (*before.mentions, *mentions), (*before.names, *names)
            # of two values of one scheme the first in text order, so that the order of records cannot show
            both = (*before.identifiers.items(), *identifiers.items())
            identifiers = dict(sorted(both, reverse=True))
        out[place] = EntityRecord(
            record.document,
            record.type,
            record.name,
            place[0],
            tuple(sorted(set(mentions) - {""})),
            tuple(sorted(set(names) - {record.name, ""})),
            dict(sorted(identifiers.items())),
        )
    return tuple(out.values())
