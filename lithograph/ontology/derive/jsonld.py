"""The JSON-LD 1.1 context: with it, JSON that uses the names of the schema is RDF with the names of the ontology."""

from __future__ import annotations

from typing import Any

from .. import namespaces
from ..model import Ontology
from . import terms

_TYPES = {"date": "xsd:date", "iri": "@id"}


def jsonld_context(ontology: Ontology) -> dict[str, Any]:
    """The context as a document of its own: `{"@context": …}`.

    A node's `@id` is an entity's id (`nv-h20` or `id:nv-h20`), `doc:…` or `claim:…`; its `type` a class. Keys are the
    predicates, attributes and properties of the schema, and those of claims and documents; `value` stands for the object of
    a claim about an attribute. Numbers stay JSON numbers, which JSON-LD reads as xsd:integer and xsd:double.
    """
    context: dict[str, Any] = {
        "@version": 1.1,
        "@vocab": namespaces.LG,
        "@base": namespaces.ID,
        **{prefix: _prefix(base) for prefix, base in namespaces.PREFIXES.items() if prefix},
        "doc": _prefix(namespaces.DOCUMENT),
        "claim": _prefix(namespaces.CLAIM),
        "type": "@type",
        "subject": {"@id": terms.STRUCTURE["subject"], "@type": "@id"},
        "predicate": {"@id": terms.STRUCTURE["predicate"], "@type": "@vocab"},
        "object": {"@id": terms.STRUCTURE["object"], "@type": "@id"},
        "value": {"@id": terms.STRUCTURE["object"]},
        "document": {"@id": terms.STRUCTURE["document"], "@type": "@id"},
    }
    for name in (*ontology.classes, *terms.CLASSES):
        context[name] = {"@id": f"lg:{name}"}
    for name in ontology.relations:
        context[name] = {"@id": _lg(name), "@type": "@id"}
    for name in ontology.attributes:
        context[name] = {"@id": _lg(name)}
    for c in ontology.classes.values():
        for p in c.properties:
            if p.name not in namespaces.PREFIXES:  # `id` is the prefix of entities: the node's own @id says the same
                context[p.name] = {"@id": _lg(p.name), **({"@container": "@set"} if p.many else {})}
    for term in (*terms.CLAIM, *terms.DOCUMENT):
        context[term.key] = {"@id": _lg(term.key), **({"@type": _TYPES[term.kind]} if term.kind in _TYPES else {})}
    return {"@context": context}


def _lg(name: str) -> str:
    return f"lg:{namespaces.camel(name)}"


def _prefix(base: str) -> dict[str, Any]:
    return {"@id": base, "@prefix": True}
