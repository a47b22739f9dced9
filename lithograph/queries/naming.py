"""From what a user types to the entity that is meant."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import AmbiguousEntityError, UnknownEntityError
from ..graph.model import Entity
from ..graph.store import Store
from ..ontology.names import normalise, normalise_firm

SPELLING_CUTOFF = 84.0
"""Least similarity, 0 to 100, at which a misspelt word is taken for a name (rapidfuzz ratio)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The entity that a name means; `note` says so where the name was completed or its spelling mended."""

    entity: Entity
    note: str | None = None


def resolve(store: Store, name: str, *, correct: bool = True) -> Resolved:
    """The one entity that a name means.

    An exact id (bare or as `id:nv-h20`), name or alias wins over a part of one; case, script and legal form don't matter. A
    word without digits is mended where just one entity fits and `correct` is set. Raises UnknownEntityError or
    AmbiguousEntityError, which list candidates.
    """
    exact = _exact(store, name)
    if len(exact) == 1:
        return Resolved(exact[0])
    if exact:
        raise _ambiguous(name, exact)
    if name.startswith("id:"):
        raise UnknownEntityError(f"no entity has the id '{name[3:]}'; `lithograph search` looks for words in names and evidence")
    key = normalise_firm(name)
    partial = store.near(key, limit=11) if key else []
    if len(partial) == 1 and correct and _whole_codes(store, key, partial[0]):
        return Resolved(partial[0], f"'{name}' taken for {label(partial[0])}")
    if len(partial) > 1 or (partial and not correct):
        raise _ambiguous(name, partial)
    close = partial or _similar(store, key)
    if len(close) == 1 and correct and not any(c.isdigit() for c in key):
        return Resolved(close[0], f"'{name}' taken for {label(close[0])}")
    hint = f"did you mean {_listed(close)}?" if close else "`lithograph search` looks for words in names and evidence"
    raise UnknownEntityError(f"no entity goes by '{name}'; {hint}")


def label(entity: Entity) -> str:
    """An entity as messages and candidate lists show it: name, class, id."""
    return f"{entity.name} ({entity.type}, id:{entity.id})"


def _exact(store: Store, name: str) -> list[Entity]:
    by_id = store.entity(name.removeprefix("id:"))
    if by_id is not None:
        return [by_id]
    found = store.named([normalise(name)]) or store.named([normalise_firm(name)])
    if len(found) > 1:
        literal = [e for e in found if normalise(e.name) == normalise(name)]
        found = literal if len(literal) == 1 else found
    return found


def _whole_codes(store: Store, key: str, entity: Entity) -> bool:
    """Whether every word of the key that has a digit is a whole word of one of the entity's names: H20 is no part of H200."""
    codes = {word for word in key.split() if any(c.isdigit() for c in word)}
    return not codes or any(codes <= set(normalise(n).split()) for n in store.profile(str(entity.id)).names)


def _similar(store: Store, key: str) -> list[Entity]:
    """Entities with a name spelt much like the key, the likest first; ones whose digits differ are never like."""
    from rapidfuzz import fuzz, process

    digits = [c for c in key if c.isdigit()]
    names = [n for n in store.name_keys() if [c for c in n if c.isdigit()] == digits]
    hits = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=SPELLING_CUTOFF, limit=5)
    best = [name for name, score, _ in hits if score >= hits[0][1] - 5]
    return store.named(best)


def _ambiguous(name: str, candidates: list[Entity]) -> AmbiguousEntityError:
    more = "; there are more" if len(candidates) > 10 else ""
    return AmbiguousEntityError(f"'{name}' could be {_listed(candidates[:10])}{more}; give the id", [str(e.id) for e in candidates])


def _listed(entities: list[Entity]) -> str:
    return ", ".join(label(e) for e in entities)
