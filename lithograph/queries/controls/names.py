"""Names of items, firms and countries without spelling help: what is unknown or ambiguous lists candidates."""

from __future__ import annotations

from ...errors import AmbiguousEntityError, UnknownEntityError
from ...ontology.names import normalise, normalise_firm
from ...ontology.reference.lexicon import ReferenceEntity, lexicon

GOODS = ("Chip", "Product", "Material", "Technology")
PARTIES = ("Firm",)


def reference_entity(name: str, classes: tuple[str, ...], what: str) -> ReferenceEntity:
    """The entity of the reference data that an id or a name means.

    Raises UnknownEntityError or AmbiguousEntityError, which list candidates with their ids.
    """
    by_id = lexicon().entity(name.removeprefix("id:"))
    if by_id is not None and by_id.type in classes:
        return by_id
    found = {i for c in classes for i in lexicon().by_key(name, c)}
    if len(found) > 1:
        literal = [i for i in found if (e := lexicon().entity(i)) and normalise(e.name) == normalise(name)]
        found = set(literal) if len(literal) == 1 else found
    if len(found) == 1:
        entity = lexicon().entity(found.pop())
        assert entity is not None
        return entity
    if found:
        raise AmbiguousEntityError(f"'{name}' could be {_listed(sorted(found))}; give the id", sorted(found))
    near = _near(name, classes)
    hint = f"did you mean {_listed(near)}?" if near else "`lithograph search` looks for words in names"
    raise UnknownEntityError(f"no {what} goes by '{name}'; {hint}")


def country(name: str, option: str) -> str:
    """The ISO 3166 code of a country. Raises UnknownEntityError."""
    code = lexicon().country(name)
    if code is None:
        raise UnknownEntityError(f"{option}: no country goes by '{name}'; give an ISO 3166 code such as CN, or its name")
    return code


def _near(name: str, classes: tuple[str, ...], most: int = 8) -> list[str]:
    """Entities whose names hold the words that were typed, or are spelt much like them."""
    import difflib

    key = normalise_firm(name)
    if not key:
        return []
    pool = {k: e.id for e in lexicon().entities if e.type in classes for k in e.keys}
    held = [pool[k] for k in sorted(pool, key=len) if key in k]
    like = [pool[k] for k in difflib.get_close_matches(key, pool, n=most, cutoff=0.8)]
    return list(dict.fromkeys((*held, *like)))[:most]


def _listed(ids: list[str]) -> str:
    return ", ".join(f"{e.name} (id:{e.id})" for i in ids if (e := lexicon().entity(i)))
