"""SHACL shapes of an RDF export: what a claim, a document and an entity carry, and the signature of every predicate.

Three kinds of rule: each claim has exactly one subject, predicate and object, evidence, and values of the right type; the
subject and the object of a claim fit its predicate; the direct triples of accepted facts fit it too. Classes are written out
down to those that an entity can have, so that validation needs no inference and no copy of the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .. import exchange, namespaces
from ..model import AttributeType, Ontology
from . import terms
from .owl import bind, curie, iri

NUMBERS = (XSD.decimal, XSD.double, XSD.integer)
DEPENDS_ON = "depends_on"


def shacl_graph(ontology: Ontology) -> Graph:
    """All shapes as one graph."""
    return _Shapes(ontology).build()


def shape_iri(name: str) -> URIRef:
    """The IRI of a shape, by what it constrains."""
    return URIRef(namespaces.SHAPES + namespaces.camel(name))


class _Shapes:
    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.graph = Graph(bind_namespaces="none")
        self._nodes = 0

    def build(self) -> Graph:
        self.entities()
        self.claims()
        self.documents()
        for name in self.ontology.relations:
            self.relation(name)
        for a in self.ontology.attributes.values():
            self.attribute(a)
        graph = bind(self.graph)
        graph.bind("sh", str(SH))
        graph.bind("shapes", namespaces.SHAPES)
        return graph

    def node(self) -> BNode:
        self._nodes += 1
        return BNode(f"s{self._nodes:04}")

    def add(self, s: Node, p: Node, o: Node) -> None:
        self.graph.add((s, p, o))

    def shape(self, name: str) -> URIRef:
        self.add(shape_iri(name), RDF.type, SH.NodeShape)
        return shape_iri(name)

    def list_of(self, members: Iterable[Node]) -> Node:
        items = list(members)
        cells: list[Node] = [self.node() for _ in items]
        for cell, item, rest in zip(cells, items, [*cells[1:], RDF.nil], strict=True):
            self.add(cell, RDF.first, item)
            self.add(cell, RDF.rest, rest)
        return cells[0]

    def with_(self, *pairs: tuple[Node, Node]) -> BNode:
        node = self.node()
        for p, o in pairs:
            self.add(node, p, o)
        return node

    def property(
        self, shape: Node, path: Node, message: str, *pairs: tuple[Node, Node], exactly: int | None = None, most: int | None = None
    ) -> BNode:
        node = self.with_((SH.path, path), (SH.message, Literal(message)), *pairs)
        if exactly is not None:
            self.add(node, SH.minCount, Literal(exactly))
        if exactly is not None or most is not None:
            self.add(node, SH.maxCount, Literal(exactly if exactly is not None else most))
        self.add(shape, SH.property, node)
        return node

    def classes(self, names: Iterable[str]) -> tuple[Node, Node]:
        """Of one of these classes, as a constraint."""
        members = [iri(n) for n in sorted(names)]
        if len(members) == 1:
            return SH["class"], members[0]
        return SH["or"], self.list_of(self.with_((SH["class"], m)) for m in members)

    def number(self) -> tuple[Node, Node]:
        return SH["or"], self.list_of(self.with_((SH.datatype, d)) for d in NUMBERS)

    def entities(self) -> None:
        shape = self.shape("Entity")
        for name in self.ontology.concrete_classes():
            self.add(shape, SH.targetClass, iri(name))
        self.add(shape, SH.nodeKind, SH.IRI)
        root = next(c for c in self.ontology.classes.values() if c.parent is None)
        for key in ("id", "name"):
            self.property(shape, iri(key), f"an entity has exactly one {key}", (SH.datatype, XSD.string), exactly=1)
        for c in self.ontology.classes.values():
            for p in c.properties:
                if (c is root and p.name in ("id", "name")) or not p.pattern:
                    continue
                own = self.shape(c.name)
                for name in self.ontology.concrete_classes():
                    if c.name in self.ontology.ancestors(name):
                        self.add(own, SH.targetClass, iri(name))
                words = f"{p.label}: a text of the form {p.pattern}"
                self.property(own, iri(p.name), words, (SH.datatype, XSD.string), (SH.pattern, Literal(f"^({p.pattern})$")))

    def claims(self) -> None:
        shape = self.shape("Claim")
        self.add(shape, SH.targetClass, iri("Claim"))
        said = [iri(n) for n in (*self.ontology.relations, *self.ontology.attributes)]
        self.property(shape, RDF.subject, "a claim has exactly one subject, an entity", (SH.nodeKind, SH.IRI), exactly=1)
        self.property(shape, RDF.predicate, "a claim has exactly one predicate, of the ontology", (SH["in"], self.list_of(said)), exactly=1)
        self.property(shape, RDF.object, "a claim has exactly one object or value", exactly=1)
        source = curie(terms.STRUCTURE["document"])
        self.property(shape, source, "a claim comes from exactly one document", (SH["class"], iri("Document")), exactly=1)
        for term in terms.CLAIM:
            self.term(shape, "claim", term)
        self.evidence(shape)
        self.property(shape, iri("valid_from"), "valid_from lies before valid_to or on it", (SH.lessThanOrEquals, iri("valid_to")))

    def evidence(self, shape: Node) -> None:
        def has(*keys: str) -> BNode:
            return self.with_(*((SH.property, self.with_((SH.path, iri(k)), (SH.minCount, Literal(1)))) for k in keys))

        self.add(shape, SH["or"], self.list_of((has("locator"), has("quote", "start", "end"))))
        self.add(shape, SH.message, Literal("a claim has a quote with start and end, or a locator"))

    def documents(self) -> None:
        shape = self.shape("Document")
        self.add(shape, SH.targetClass, iri("Document"))
        for term in terms.DOCUMENT:
            self.term(shape, "document", term)

    def term(self, shape: Node, owner: str, term: terms.Term) -> None:
        how = "exactly" if term.required else "at most"
        if term.kind == "iri":
            kind: tuple[tuple[Node, Node], ...] = ((SH.nodeKind, SH.IRI),)
        elif term.kind == "number":
            kind = (self.number(),)
        else:
            kind = ((SH.datatype, XSD[term.kind]),)
        words = f"a {owner} has {how} one {term.key}, of type {term.kind}"
        node = self.property(shape, iri(term.key), words, *kind, exactly=1 if term.required else None, most=1)
        if term.key == "modality":
            self.add(node, SH["in"], self.list_of(Literal(m) for m in exchange.MODALITIES))
        if term.key == "confidence":
            self.add(node, SH.minInclusive, Literal(0))
            self.add(node, SH.maxInclusive, Literal(1))
        if term.key == "start":
            self.add(node, SH.lessThan, iri("end"))

    def said_with(self, name: str, *constraints: tuple[Node, tuple[Node, Node], str]) -> None:
        """Constrain the claims that have this predicate. The shape looks at the predicate, so a claim is checked once only."""
        shape = self.shape(f"{name}_claim")
        self.add(shape, SH.targetNode, iri(name))
        claim = self.with_((RDF.type, SH.NodeShape))
        for path, constraint, message in constraints:
            self.property(claim, path, message, constraint)
        inverse = self.with_((SH.inversePath, RDF.predicate))
        self.property(shape, inverse, f"{name}: {'; '.join(m for *_, m in constraints)}", (SH.node, claim))

    def direct(self, name: str, target: Node, constraint: tuple[Node, Node], message: str) -> None:
        side = "subject" if target == SH.targetSubjectsOf else "object"
        shape = self.shape(f"{name}_{side}")
        self.add(shape, target, iri(name))
        self.add(shape, *constraint)
        self.add(shape, SH.message, Literal(message))

    def relation(self, name: str) -> None:
        domain, range_ = sorted(self.ontology.domain(name)), sorted(self.ontology.range(name))
        subject = f"the subject of {name} is a {' or '.join(domain)}"
        object_ = f"the object of {name} is a {' or '.join(range_)}"
        self.said_with(name, (RDF.subject, self.classes(domain), subject), (RDF.object, self.classes(range_), object_))
        if name == DEPENDS_ON:  # its direct triples are also those of every other dependency
            anything = self.ontology.concrete_classes()
            subject = object_ = "both sides of dependsOn are entities"
            domain = range_ = sorted(anything)
        self.direct(name, SH.targetSubjectsOf, self.classes(domain), subject)
        self.direct(name, SH.targetObjectsOf, self.classes(range_), object_)

    def attribute(self, a: AttributeType) -> None:
        domain = sorted(self.ontology.attribute_domain(a.name))
        words = f"the subject of {a.name} is a {' or '.join(domain)}"
        value = self.number() if a.value == "number" else (SH.datatype, XSD.string)
        self.said_with(a.name, (RDF.subject, self.classes(domain), words), (RDF.object, value, f"the value of {a.name} is a {a.value}"))
        self.direct(a.name, SH.targetSubjectsOf, self.classes(domain), words)
