"""The ontology in OWL 2, as an rdflib graph: classes, properties, dependency, the model of claims, links to other vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .. import namespaces
from ..model import AttributeType, EntityClass, Ontology, PropertyDef, Relation
from . import terms

LINKS = {"aligned": SKOS.closeMatch, "see_also": RDFS.seeAlso}
DEPENDS_ON = "depends_on"


def iri(name: str) -> URIRef:
    """The IRI of a term of the ontology, by its name in the schema."""
    return URIRef(namespaces.term_iri(name))


def curie(name: str) -> URIRef:
    """The IRI of `prefix:term`, for the prefixes that `namespaces` knows."""
    prefix, _, term = name.partition(":")
    return URIRef({**namespaces.PREFIXES, **namespaces.VOCABULARIES}[prefix] + term)


def owl_graph(ontology: Ontology) -> Graph:
    """The whole ontology. It imports nothing and links to other vocabularies; one serialisation of it is always the same."""
    return _Owl(ontology).build()


def bind(graph: Graph) -> Graph:
    """Give a graph the project's prefixes, with those of other vocabularies that it uses."""
    used = {str(t).rpartition("#")[0] + "#" if "#" in str(t) else str(t).rpartition("/")[0] + "/" for s, p, o in graph for t in (s, p, o)}
    for prefix, base in {**namespaces.PREFIXES, **namespaces.VOCABULARIES}.items():
        if prefix and prefix != "id" and (prefix in namespaces.PREFIXES or base in used):
            graph.bind(prefix, base, replace=True)
    return graph


class _Owl:
    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.graph = Graph(bind_namespaces="none")
        self._nodes = 0

    def build(self) -> Graph:
        head = URIRef(namespaces.ONTOLOGY)
        self.add(head, RDF.type, OWL.Ontology)
        self.text(head, RDFS.label, "Lithograph ontology of the chip supply chain")
        self.text(head, RDFS.comment, "Firms, chips, materials, controls, and who depends on whom; with claims that say so.")
        for name, words in terms.ANNOTATIONS.items():
            self.describe(iri(name), OWL.AnnotationProperty, name, words)
        for c in self.ontology.classes.values():
            self.entity_class(c)
        self.disjoint(iri(name) for name in self.ontology.concrete_classes())
        self.dependency_property()
        for r in self.ontology.relations.values():
            self.relation(r)
        for a in self.ontology.attributes.values():
            self.attribute(a)
        self.claim_model()
        return bind(self.graph)

    # Blank nodes are numbered, so that the text of a serialisation does not change from run to run.
    def node(self) -> BNode:
        self._nodes += 1
        return BNode(f"n{self._nodes:04}")

    def add(self, s: Node, p: Node, o: Node) -> None:
        self.graph.add((s, p, o))

    def text(self, s: Node, p: Node, words: str) -> None:
        self.add(s, p, Literal(words, lang="en"))

    def describe(self, s: URIRef, kind: Node, label: str, description: str) -> None:
        self.add(s, RDF.type, kind)
        self.text(s, RDFS.label, label)
        self.text(s, RDFS.comment, description)
        self.add(s, RDFS.isDefinedBy, URIRef(namespaces.ONTOLOGY))

    def link(self, s: URIRef, thing: EntityClass | Relation | AttributeType | PropertyDef) -> None:
        specialises = RDFS.subClassOf if isinstance(thing, EntityClass) else RDFS.subPropertyOf
        for prefix, names in thing.specialises.items():
            for term in names:
                self.add(s, specialises, curie(f"{prefix}:{term}"))
        for kind, predicate in LINKS.items():
            for prefix, names in getattr(thing, kind).items():
                for term in names:
                    self.add(s, predicate, curie(f"{prefix}:{term}"))

    def list_of(self, members: Iterable[Node]) -> BNode:
        items = list(members)
        cells = [self.node() for _ in items]
        for cell, item, rest in zip(cells, items, [*cells[1:], RDF.nil], strict=True):
            self.add(cell, RDF.first, item)
            self.add(cell, RDF.rest, rest)
        return cells[0]

    def union(self, names: tuple[str, ...]) -> Node:
        if len(names) == 1:
            return iri(names[0])
        either = self.node()
        self.add(either, RDF.type, OWL.Class)
        self.add(either, OWL.unionOf, self.list_of(iri(n) for n in names))
        return either

    def disjoint(self, classes: Iterable[Node]) -> None:
        # An entity has one class; without this axiom no union in a domain could ever contradict anything.
        node = self.node()
        self.add(node, RDF.type, OWL.AllDisjointClasses)
        self.add(node, OWL.members, self.list_of(classes))

    def entity_class(self, c: EntityClass) -> None:
        s = iri(c.name)
        self.describe(s, OWL.Class, c.label, c.description)
        self.text(s, iri("pluralLabel"), c.plural)
        self.add(s, iri("abstract"), Literal(c.abstract))
        if c.parent:
            self.add(s, RDFS.subClassOf, iri(c.parent))
        self.link(s, c)
        for p in c.properties:
            self.describe(iri(p.name), OWL.DatatypeProperty, p.label, p.description)
            self.add(iri(p.name), RDFS.domain, s)
            self.add(iri(p.name), RDFS.range, XSD.string)
            self.link(iri(p.name), p)

    def dependency_property(self) -> None:
        # The relation depends_on and the super-property of every dependency are one property. Its own signature is narrower
        # than that of its sub-properties, so it holds for claims (see the shapes), not as a domain and a range here.
        s = iri(DEPENDS_ON)
        root = next(name for name, c in self.ontology.classes.items() if c.parent is None)
        self.add(s, RDFS.domain, iri(root))
        self.add(s, RDFS.range, iri(root))

    def relation(self, r: Relation) -> None:
        s = iri(r.name)
        self.describe(s, OWL.ObjectProperty, r.label, r.description)
        self.text(s, iri("inverseLabel"), r.inverse_label)
        for name, value in (("depends", r.depends), ("criticality", r.criticality), ("cardinality", r.cardinality), ("time", r.time)):
            self.add(s, iri(name), Literal(value))
        if r.depends_above_share is not None:
            self.add(s, iri("dependsAboveShare"), Literal(Decimal(str(r.depends_above_share))))
        if r.symmetric:
            self.add(s, RDF.type, OWL.SymmetricProperty)
        self.link(s, r)
        if r.name == DEPENDS_ON:
            return
        self.add(s, RDFS.domain, self.union(r.domain))
        self.add(s, RDFS.range, self.union(r.range))
        if r.depends_above_share is None:
            self.dependency(s, r)

    def dependency(self, s: URIRef, r: Relation) -> None:
        if r.depends in ("subject", "both"):
            self.add(s, RDFS.subPropertyOf, iri(DEPENDS_ON))
        if r.depends in ("object", "both"):
            inverse = self.node()
            self.add(inverse, OWL.inverseOf, s)
            self.add(inverse, RDFS.subPropertyOf, iri(DEPENDS_ON))

    def attribute(self, a: AttributeType) -> None:
        s = iri(a.name)
        self.describe(s, OWL.DatatypeProperty, a.label, a.description)
        self.add(s, RDFS.domain, self.union(a.domain))
        self.add(s, RDFS.range, iri("number") if a.value == "number" else XSD.string)
        if a.unit:
            self.add(s, iri("measuredIn"), Literal(a.unit))
        self.link(s, a)

    def claim_model(self) -> None:
        number = iri("number")
        self.describe(number, RDFS.Datatype, "number", "A number of XML Schema, exact or floating.")
        self.add(number, OWL.equivalentClass, either := self.node())
        self.add(either, RDF.type, RDFS.Datatype)
        self.add(either, OWL.unionOf, self.list_of((XSD.decimal, XSD.double)))
        for name, (label, description, specialises, aligned) in terms.CLASSES.items():
            self.describe(iri(name), OWL.Class, label, description)
            for parent in specialises:
                self.add(iri(name), RDFS.subClassOf, curie(parent))
            for other in aligned:
                self.add(iri(name), SKOS.closeMatch, curie(other))
        domains: dict[str, tuple[str, ...]] = {}
        for owner, listed in (("Claim", terms.CLAIM), ("Document", terms.DOCUMENT)):
            for term in listed:
                domains[term.key] = (*domains.get(term.key, ()), owner)
        for term in dict.fromkeys((*terms.CLAIM, *terms.DOCUMENT)):
            self.claim_term(term, domains[term.key])

    def claim_term(self, term: terms.Term, domain: tuple[str, ...]) -> None:
        s = iri(term.key)
        self.describe(s, OWL.ObjectProperty if term.kind == "iri" else OWL.DatatypeProperty, term.label, term.description)
        self.add(s, RDFS.domain, self.union(domain))
        self.add(s, RDFS.range, iri("Thing") if term.kind == "iri" else iri("number") if term.kind == "number" else XSD[term.kind])
        for other in term.aligned:
            self.add(s, SKOS.closeMatch, curie(other))
        for other in term.see_also:
            self.add(s, RDFS.seeAlso, curie(other))
