"""Turn the YAML of the reference data into the sections `names` and `reference` of the packaged file."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from ...errors import InputError
from ..names import key
from . import places
from .lexicon import ReferenceEntity
from .read import Reference, read_reference
from .shapes import Chip, Firm, Thing


def compile_reference() -> dict[str, Any]:
    """The sections as plain data: `names` for the lexicon, `reference` with documents, claims and attributes."""
    from .claims import compile_claims

    reference = read_reference()
    entities = compile_names(reference)
    return {"names": entities, "reference": compile_claims(reference, {e.id: e for e in entities})}


def compile_names(reference: Reference) -> list[ReferenceEntity]:
    """All entities by id, each with its keys. Raises InputError where two have one id, a present or a former one."""
    out = [_entity(kind, thing) for kind, thing in reference.things.values()]
    out += places.entities(reference.places)
    ids = Counter(i for e in out for i in (e.id, *e.former_ids))
    twice = [i for i, n in ids.items() if n > 1]
    if twice:
        raise InputError("reference", f"the id {twice[0]} is given twice; ids are unique")
    return sorted((msgspec.structs.replace(e, keys=_keys(e)) for e in out), key=lambda e: e.id)


def _entity(kind: str, thing: Thing) -> ReferenceEntity:
    all_names = (thing.name, *thing.names)
    firm = thing if isinstance(thing, Firm) else None
    chip = thing if isinstance(thing, Chip) else None
    confusable = thing.confusable if isinstance(thing.confusable, tuple) else all_names if thing.confusable else ()
    return ReferenceEntity(
        id=thing.id,
        type=kind,
        name=thing.name,
        names=thing.names,
        confusable=confusable,
        identifiers=thing.identifiers,
        country=thing.country,
        parent=firm.parent if firm else None,
        roles=firm.roles if firm else (),
        family=chip.family if chip else None,
        data_centre=chip.data_centre if chip else None,
        market=chip.market if chip else None,
        former_ids=thing.former_ids,
    )


def _keys(entity: ReferenceEntity) -> tuple[str, ...]:
    names = (entity.name, *entity.names, *entity.demonyms, *entity.government)
    return tuple(dict.fromkeys(key(name, entity.type) for name in names))
