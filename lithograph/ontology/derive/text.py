"""The ontology as plain text for a terminal: an overview, or one class, relation or attribute in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import AttributeType, EntityClass, Ontology, Relation
from . import words

_SIDES = {"subject": "subject on object", "object": "object on subject", "both": "each on the other", "none": "-"}


def overview(ontology: Ontology) -> str:
    """Classes as a tree, relations with signature and dependency, attributes with unit and domain."""
    tree = [(f"{'  ' * depth}{c.name}{'*' if c.abstract else ''}", c.description) for depth, c in words.tree(ontology)]
    relations = [
        (r.name, _SIDES[r.depends] + (" (share)" if r.depends_above_share is not None else ""), words.signature(ontology, r.name))
        for r in ontology.relations.values()
    ]
    attributes = [(a.name, words.unit(a), " | ".join(a.domain)) for a in ontology.attributes.values()]
    return "\n".join(
        (
            "Classes (* no entity has it as its own class)",
            *_columns(tree),
            "",
            "Relations: who depends on whom when it holds, subject -> object (-- reads both ways)",
            *_columns(relations),
            "",
            "Attributes: unit, who carries them",
            *_columns(attributes),
            "",
            "`lithograph ontology NAME` shows one of them in full.",
        )
    )


def detail(ontology: Ontology, name: str) -> str:
    """One class, relation or attribute in full. Raises KeyError where the ontology has no such name."""
    if name in ontology.classes:
        rows = _class_rows(ontology, ontology.classes[name])
    elif name in ontology.relations:
        rows = _relation_rows(ontology, ontology.relations[name])
    else:
        rows = _attribute_rows(ontology.attributes[name])
    return "\n".join(_columns(rows, indent=""))


def _class_rows(ontology: Ontology, c: EntityClass) -> Iterator[tuple[str, str]]:
    yield "class", f"{c.name} ({c.label}, {c.plural})"
    yield "meaning", c.description
    yield "parents", " < ".join(ontology.ancestors(c.name)[1:]) or "-"
    yield "below it", ", ".join(n for n in ontology.classes if c.name in ontology.ancestors(n)[1:]) or "-"
    yield "paths", "pass through it" if c.stepping_stone else "end at it, and pass through only when asked to"
    for p in ontology.properties(c.name):
        yield "property", f"{p.name}: {p.description}"
    for kind, side in (("as subject", ontology.domain), ("as object", ontology.range)):
        yield kind, ", ".join(r for r in ontology.relations if _concerns(ontology, c.name, side(r))) or "-"
    yield "attributes", ", ".join(a for a in ontology.attributes if _concerns(ontology, c.name, ontology.attribute_domain(a))) or "-"
    yield from _link_rows(c)


def _concerns(ontology: Ontology, class_name: str, allowed: frozenset[str]) -> bool:
    """Whether entities of the class, or of one below it, are among the allowed ones."""
    return any(class_name in ontology.ancestors(c) for c in allowed)


def _relation_rows(ontology: Ontology, r: Relation) -> Iterator[tuple[str, str]]:
    yield "relation", f"{r.name} ({r.label}; the other way round: {r.inverse_label})"
    yield "meaning", r.description
    yield "joins", words.signature(ontology, r.name)
    yield "depends", words.dependency(r)
    yield "matters", r.criticality
    yield "cardinality", r.cardinality
    yield "time", {"state": "holds over an interval", "event": "happens on a day, and holds from then on"}[r.time]
    yield "says also", ", ".join(r.qualifiers) or "-"
    yield from _link_rows(r)


def _attribute_rows(a: AttributeType) -> Iterator[tuple[str, str]]:
    yield "attribute", f"{a.name} ({a.label})"
    yield "meaning", a.description
    yield "unit", words.unit(a)
    yield "carried by", " | ".join(a.domain)
    yield "values", "one at a time" if a.single_valued else "several"
    yield from _link_rows(a)


def _link_rows(thing: EntityClass | Relation | AttributeType) -> Iterator[tuple[str, str]]:
    for kind, term in words.links(thing):
        yield kind.replace("_", " "), term


def _columns(rows: Iterable[tuple[str, ...]], indent: str = "  ") -> Iterator[str]:
    """The rows with their columns aligned; the last one runs free."""
    table = list(rows)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]) - 1)]
    for row in table:
        yield indent + "".join(f"{cell:<{width}}  " for cell, width in zip(row, widths, strict=False)) + row[-1]
