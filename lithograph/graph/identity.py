"""Which thing of the graph a document's entity is: a pure function of the record, the reference data and the judgements.

Every entity record has a *stated id*: the id it declares, else the reference id that its name resolves to without doubt, else
one derived from type and name (`firm:acme`). Ids never depend on the order of loading. Stated ids that share an identifier,
that a judgement calls the same, or of which one is derived from a name that exactly one declared thing of the same type
carries, are one thing of the graph; its id is the foremost of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..ontology.names import key as name_key
from ..ontology.reference.lexicon import lexicon
from .records import EntityRecord


def derived_id(type_: str, key: str) -> str:
    """The id of a thing that is known by its type and the key of its name only: `firm:acme`."""
    return f"{type_.lower()}:{key.replace(' ', '-')}"


def is_derived(id_: str) -> bool:
    """Whether the id has the form of one made from a class and a name, rather than one that a source declares."""
    return ":" in id_


def derive(record: EntityRecord) -> str:
    """The stated id of a record that declares none: the reference id of its name where there is just one, else a derived id.

    A name that the reference knows in another class only is not linked.
    """
    known = lexicon().resolve(record.name, record.type)
    return known if known is not None else derived_id(record.type, name_key(record.name, record.type))


def stated_id(record: EntityRecord) -> str:
    """The id that a record declares, else the one derived for it. An exported record carries its stated id, so that an export
    loads to the same store."""
    return record.id if record.id is not None else derive(record)


def foremost(ids: Iterable[str]) -> str:
    """The id that stands for a set of stated ids: a reference id before another declared one, that before a derived one,
    and among equals the first in text order."""
    known = lexicon().entity
    return min(ids, key=lambda i: (known(i) is None, is_derived(i), i))


def components(ids: Iterable[str], same: Iterable[tuple[int, str, str]], different: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For every stated id the foremost id of its component.

    `same` holds (strength, left, right), the smaller strength joined first; a join that would put two ids together that
    `different` keeps apart is left out. The result does not depend on the order of the arguments.
    """
    members: dict[str, set[str]] = {i: {i} for i in ids}
    apart = {frozenset(pair) for pair in different}
    for _, left, right in sorted({(s, *sorted((a, b))) for s, a, b in same}):
        if left not in members or right not in members or members[left] is members[right]:
            continue
        if any(frozenset((a, b)) in apart for a in members[left] for b in members[right]):
            continue
        joined = members[left] | members[right]
        for i in joined:
            members[i] = joined
    head = {id(group): foremost(group) for group in members.values()}
    return {i: head[id(group)] for i, group in members.items()}
