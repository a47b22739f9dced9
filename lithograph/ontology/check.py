"""What must hold across the schema files, beyond the shape of each: every name that one of them uses is defined once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..errors import InputError
from .derive import terms
from .model import AttributeType, EntityClass, Links, PropertyDef, Relation
from .namespaces import VOCABULARIES, camel

Fault = Callable[[str, str, str], InputError]


def check_schema(folder: Path, classes: Sequence[EntityClass], relations: Sequence[Relation], attributes: Sequence[AttributeType]) -> None:
    """Raises InputError, with the file and what to do, for the first thing in the schema that contradicts another."""

    def fault(group: str, name: str, reason: str) -> InputError:
        return InputError(str(folder / group / f"{name}.yaml"), reason)

    _check_names(fault, classes, relations, attributes)
    known = {c.name for c in classes}
    for group, items in (("relations", relations), ("attributes", attributes)):
        for item in items:
            _check_classes(fault, group, item, known)
    for relation in relations:
        _check_relation(fault, relation)
    for group, things in (("classes", classes), ("relations", relations), ("attributes", attributes)):
        for thing in things:
            _check_links(fault, group, thing.name, thing)
    for c in classes:
        for p in c.properties:
            _check_links(fault, "classes", c.name, p)


def _check_names(fault: Fault, classes: Iterable[EntityClass], relations: Iterable[Relation], attributes: Iterable[AttributeType]) -> None:
    """Relations, attributes and properties share one space of names in RDF and in JSON-LD, with the terms of claims and documents."""
    model = (*(t.key for t in (*terms.CLAIM, *terms.DOCUMENT)), *terms.STRUCTURE, *terms.ANNOTATIONS, "number", "value", "type", "via")
    seen = dict.fromkeys(map(camel, model), "the model of claims")
    for group, owner, name, kind in (
        *(("relations", r.name, r.name, "a relation") for r in relations),
        *(("attributes", a.name, a.name, "an attribute") for a in attributes),
        *(("classes", c.name, p.name, f"a property of {c.name}") for c in classes for p in c.properties),
    ):
        if (used_by := seen.get(camel(name))) is not None:
            raise fault(group, owner, f"the name {name} is taken by {used_by}; choose another")
        seen[camel(name)] = kind


def _check_classes(fault: Fault, group: str, item: Relation | AttributeType, known: set[str]) -> None:
    sides = {"domain": item.domain} | ({"range": item.range} if isinstance(item, Relation) else {})
    for side, names in sides.items():
        if not names:
            raise fault(group, item.name, f"{side} is empty; name at least one class")
        for name in names:
            if name not in known:
                raise fault(group, item.name, f"{side} names {name}, which is no class; add classes/{name}.yaml or correct it")


def _check_relation(fault: Fault, r: Relation) -> None:
    if r.symmetric and set(r.domain) != set(r.range):
        raise fault("relations", r.name, "a symmetric relation has the same domain and range")
    if r.symmetric and r.inverse_label != r.label:
        raise fault("relations", r.name, "a symmetric relation reads the same both ways; make inverse_label equal label")
    if r.symmetric and r.depends in ("subject", "object"):
        raise fault("relations", r.name, f"a symmetric relation cannot make only the {r.depends} depend; use both or none")
    if r.depends_above_share is not None and (r.depends == "none" or "share" not in r.qualifiers):
        raise fault("relations", r.name, "depends_above_share needs a depends other than none and the qualifier share")
    if r.depends_above_share is not None and not 0 <= r.depends_above_share < 100:
        raise fault("relations", r.name, f"depends_above_share is a percentage from 0 to below 100, not {r.depends_above_share:g}")
    if unknown := sorted(set(r.qualifiers) - {"item", "amount", "share"}):
        raise fault("relations", r.name, f"unknown qualifier {unknown[0]}; allowed: item, amount, share")


def _check_links(fault: Fault, group: str, name: str, thing: EntityClass | Relation | AttributeType | PropertyDef) -> None:
    links: tuple[Links, ...] = (thing.specialises, thing.aligned, thing.see_also)
    for prefix in (p for link in links for p in link):
        if prefix not in VOCABULARIES:
            raise fault(group, name, f"unknown vocabulary {prefix}; known: {', '.join(VOCABULARIES)} (ontology/namespaces.py)")
