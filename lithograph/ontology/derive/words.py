"""How the ontology reads in plain text: signatures, dependency, the tree of classes. Shared by the text, Markdown and schema forms."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import AttributeType, EntityClass, Ontology, Relation


def signature(ontology: Ontology, relation: str) -> str:
    """Which classes a relation joins: `Firm -> Chip | Product`, or `Firm -- Firm` where it reads both ways."""
    r = ontology.relations[relation]
    return f"{' | '.join(r.domain)} {'--' if r.symmetric else '->'} {' | '.join(r.range)}"


def dependency(r: Relation) -> str:
    """Who depends on whom when the relation holds, in words."""
    above = f" where the share is above {r.depends_above_share:g} %" if r.depends_above_share is not None else ""
    return {
        "subject": "the subject depends on the object",
        "object": "the object depends on the subject",
        "both": "each depends on the other",
        "none": "no dependency",
    }[r.depends] + above


def unit(a: AttributeType) -> str:
    """The unit of an attribute in words."""
    return {"currency": "ISO 4217 code", None: "text" if a.value == "text" else "number"}.get(a.unit, a.unit or "")


def tree(ontology: Ontology) -> Iterator[tuple[int, EntityClass]]:
    """The classes with their depth, each below its parent."""
    for name, c in ontology.classes.items():
        yield len(ontology.ancestors(name)) - 1, c


def links(thing: object) -> Iterator[tuple[str, str]]:
    """The terms of other vocabularies that something is linked to: (kind of link, `prefix:term`)."""
    for kind in ("specialises", "aligned", "see_also"):
        for prefix, terms in getattr(thing, kind).items():
            for term in terms:
                yield kind, f"{prefix}:{term}"
