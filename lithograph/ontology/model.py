"""The ontology as typed objects: classes, relations, attributes, and what may be said with them.

The YAML files in `schema/` are the single source. They are compiled into `compiled.json` (see `compile.py`), so that no
command parses YAML; `ontology()` reads that file once per process.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from .compiled import section

Depends = Literal["subject", "object", "both", "none"]
Links = dict[str, tuple[str, ...]]
"""Terms of other vocabularies, by the prefix that `namespaces.VOCABULARIES` gives the vocabulary.

`specialises`: whatever we say with our term is true with theirs (rdfs:subClassOf, rdfs:subPropertyOf). `aligned`: close in
meaning, without a logical claim (skos:closeMatch). `see_also`: near, but the other way round, or a class that stands for
the relation (rdfs:seeAlso).
"""


class PropertyDef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a node itself carries, beside what documents say of it.

    An `identifier` belongs to one entity only: two entities with the same one are the same. `many` allows several values.
    `pattern` is a regular expression that the whole value matches.
    """

    name: str
    label: str
    description: str
    identifier: bool = False
    many: bool = False
    pattern: str | None = None
    specialises: Links = {}
    aligned: Links = {}
    see_also: Links = {}


class EntityClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of entities. `stepping_stone` is false where a path may end but not pass through (countries, agencies, lists).

    `properties` are those that the class adds to its parents' (`Ontology.properties` has all of them).
    """

    name: str
    label: str
    plural: str
    parent: str | None
    abstract: bool
    stepping_stone: bool
    description: str
    properties: tuple[PropertyDef, ...] = ()
    specialises: Links = {}
    aligned: Links = {}
    see_also: Links = {}


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A relation between entities.

    `depends` names the side that depends on the other when the relation holds; with `depends_above_share` only where the
    share exceeds that percentage. `time` is `state` (holds over an interval) or `event` (happens, and holds from then on).
    """

    name: str
    label: str
    inverse_label: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    depends: Depends
    criticality: Literal["high", "medium", "low", "none"]
    cardinality: Literal["many-to-many", "many-to-one", "one-to-many", "one-to-one"]
    time: Literal["state", "event"]
    list_membership: bool
    qualifiers: tuple[str, ...]
    description: str
    depends_above_share: float | None = None
    specialises: Links = {}
    aligned: Links = {}
    see_also: Links = {}


class AttributeType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measured or stated property. `unit` is fixed, None (a bare number or text), or `currency` (an ISO 4217 code)."""

    name: str
    label: str
    domain: tuple[str, ...]
    unit: str | None
    value: Literal["number", "text"]
    single_valued: bool
    description: str
    specialises: Links = {}
    aligned: Links = {}
    see_also: Links = {}


class _Schema(msgspec.Struct, frozen=True):
    classes: tuple[EntityClass, ...]
    relations: tuple[Relation, ...]
    attributes: tuple[AttributeType, ...]


class Ontology:
    """What can be said: the classes, relations and attributes, and the signatures that bind them."""

    def __init__(self, classes: Iterable[EntityClass], relations: Iterable[Relation], attributes: Iterable[AttributeType]) -> None:
        self.classes: Mapping[str, EntityClass] = {c.name: c for c in classes}
        self.relations: Mapping[str, Relation] = {r.name: r for r in relations}
        self.attributes: Mapping[str, AttributeType] = {a.name: a for a in attributes}
        self._ancestors = {name: self._line(name) for name in self.classes}
        self._domain = {r.name: self._concrete(r.domain) for r in self.relations.values()}
        self._range = {r.name: self._concrete(r.range) for r in self.relations.values()}
        self._attribute_domain = {a.name: self._concrete(a.domain) for a in self.attributes.values()}

    def _line(self, name: str) -> tuple[str, ...]:
        line: list[str] = []
        at: str | None = name
        while at is not None:
            line.append(at)
            at = self.classes[at].parent
        return tuple(line)

    def _concrete(self, names: Iterable[str]) -> frozenset[str]:
        wanted = set(names)
        return frozenset(c for c in self.concrete_classes() if wanted.intersection(self._ancestors[c]))

    def concrete_classes(self) -> tuple[str, ...]:
        """Names of the classes that an entity can have, in schema order."""
        return tuple(c.name for c in self.classes.values() if not c.abstract)

    def ancestors(self, class_name: str) -> tuple[str, ...]:
        """The class itself and its parents, nearest first."""
        return self._ancestors[class_name]

    def properties(self, class_name: str) -> tuple[PropertyDef, ...]:
        """What a node of the class carries: the properties of its parents, then its own."""
        return tuple(p for c in reversed(self._ancestors[class_name]) for p in self.classes[c].properties)

    def domain(self, relation: str) -> frozenset[str]:
        """Concrete classes that may be the subject of the relation."""
        return self._domain[relation]

    def range(self, relation: str) -> frozenset[str]:
        """Concrete classes that may be the object of the relation."""
        return self._range[relation]

    def attribute_domain(self, attribute: str) -> frozenset[str]:
        """Concrete classes whose entities may carry the attribute."""
        return self._attribute_domain[attribute]

    def allows(self, subject_type: str, relation: str, object_type: str) -> bool:
        """Whether the signature of the relation admits a subject and an object of these classes."""
        return relation in self.relations and subject_type in self._domain[relation] and object_type in self._range[relation]

    def relations_between(self, subject_type: str, object_type: str) -> tuple[str, ...]:
        """Relations whose signature admits these classes, in schema order."""
        return tuple(r for r in self.relations if subject_type in self._domain[r] and object_type in self._range[r])

    def allows_attribute(self, subject_type: str, attribute: str) -> bool:
        """Whether an entity of the class may carry the attribute."""
        return attribute in self.attributes and subject_type in self._attribute_domain[attribute]

    def signature_fault(self, subject_type: str, relation: str, object_type: str) -> str | None:
        """Why the statement is not allowed, as a sentence for the user; None where it is."""
        if relation not in self.relations:
            return f"unknown predicate '{relation}'; `lithograph ontology` lists them"
        for side, given, allowed in (("subject", subject_type, self._domain), ("object", object_type, self._range)):
            if given not in allowed[relation]:
                return f"{side} of {relation} is a {given}, allowed: {', '.join(sorted(allowed[relation]))}"
        return None


@functools.cache
def ontology() -> Ontology:
    """The packaged ontology, read once per process."""
    schema = msgspec.json.decode(section("schema"), type=_Schema)
    return Ontology(schema.classes, schema.relations, schema.attributes)
