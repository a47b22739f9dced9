"""The store as RDF: which triples an entity, a document, a claim and an accepted fact amount to.

The default graph holds the direct triple of every accepted fact, both ways where the relation is symmetric, and `:dependsOn`
beside every one with dependency semantics. Each claim is a node of its own with its words, its document and its dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ...ontology.model import Ontology, ontology
from ..exchange import claim_id
from ..model import Edge, PlacedClaim, Profile, Value, View
from ..records import Claim, Document
from ..store import Store
from . import terms

Node = tuple[str, list[tuple[str, str]]]
"""A subject with its predicates and objects, all as terms in the form of N-Triples."""
Triple = tuple[str, str, str]

TYPE, LABEL, ALT_LABEL = terms.curie("rdf:type"), terms.curie("rdfs:label"), terms.curie("skos:altLabel")
SUBJECT, PREDICATE, OBJECT = terms.curie("rdf:subject"), terms.curie("rdf:predicate"), terms.curie("rdf:object")
DERIVED, PROV_ENTITY = terms.curie("prov:wasDerivedFrom"), terms.curie("prov:Entity")
SAME_AS, MENTIONS, IDENTIFIER = terms.curie("owl:sameAs"), terms.curie("schema:mentions"), terms.curie("schema:identifier")
DEPENDS_ON, CLAIM, DOCUMENT = terms.term("depends_on"), terms.term("Claim"), terms.term("Document")


class Describer:
    """Makes triples of what a store holds."""

    def __init__(self, known: Ontology | None = None) -> None:
        self.ontology = known or ontology()
        self._types = {c: [terms.term(a) for a in self.ontology.ancestors(c)] for c in self.ontology.concrete_classes()}
        self._term = {name: terms.term(name) for name in (*self.ontology.relations, *self.ontology.attributes)}
        self._properties = {p.name: terms.term(p.name) for c in self.ontology.classes.values() for p in c.properties}
        self._symmetric = frozenset(r.name for r in self.ontology.relations.values() if r.symmetric)
        self._fields = {
            name: terms.term(name)
            for name in ("quote", "start", "end", "locator", "confidence", "modality", "negated", "date", "valid_from", "valid_to", "item",
                         "item_text", "amount", "unit", "share", "market", "period", "title", "publisher", "url", "licence", "reader")
        }  # fmt: skip

    @property
    def descriptive(self) -> list[str]:
        """The predicates under which an entity's own description stands."""
        return [TYPE, LABEL, ALT_LABEL, IDENTIFIER, *self._properties.values()]

    @property
    def said(self) -> dict[str, str]:
        """The term of every relation and attribute, by its name in the ontology."""
        return self._term

    def entity(self, profile: Profile) -> Node:
        """An entity: its classes with all parents, names, identifiers."""
        about = profile.entity
        id_, own = str(about.id), self._properties
        pairs = [(TYPE, t) for t in self._types[str(about.type)]]
        name = terms.string(about.name)
        pairs += [(LABEL, name), (own["id"], terms.string(id_)), (own["name"], name)]
        for other in profile.names:
            if other != about.name:
                text = terms.string(other)
                pairs += [(ALT_LABEL, text), (own["names"], text)]
        for scheme, value in sorted(profile.identifiers.items()):
            if scheme in own and scheme not in ("id", "name", "names"):
                pairs.append((own[scheme], terms.string(value)))
            else:
                pairs.append((IDENTIFIER, terms.string(f"{scheme}:{value}")))
        return terms.entity(id_), pairs

    def aliases(self, profile: Profile) -> Iterator[Node]:
        """The stated ids that were joined into an entity."""
        target = terms.entity(str(profile.entity.id))
        for id_ in profile.joined:
            yield terms.entity(id_), [(SAME_AS, target)]

    def document(self, document: Document, named: Iterable[str] = ()) -> Node:
        """A document with the entities that it names; its text stays in the store."""
        field = self._fields
        pairs = [(TYPE, DOCUMENT), (TYPE, PROV_ENTITY), (IDENTIFIER, terms.string(document.id))]
        if document.title:
            pairs += [(LABEL, terms.string(document.title)), (field["title"], terms.string(document.title))]
        if document.date:
            pairs.append((field["date"], terms.date(document.date)))
        for key in ("publisher", "url", "licence", "reader"):
            value = getattr(document, key)
            if value:
                pairs.append((field[key], terms.string(value)))
        pairs += [(MENTIONS, terms.entity(i)) for i in named]
        return terms.document(document.id), pairs

    def claim(self, placed: PlacedClaim) -> Node:
        """A claim: what it says, in which words, where, and when it holds."""
        r, field = placed.record, self._fields
        said = r.predicate if isinstance(r, Claim) else r.attribute
        object_ = terms.entity(str(placed.object)) if isinstance(r, Claim) else terms.literal(r.value)
        pairs = [
            (TYPE, CLAIM),
            (SUBJECT, terms.entity(placed.subject)),
            (PREDICATE, self._term[said]),
            (OBJECT, object_),
            (DERIVED, terms.document(r.document)),
            (field["confidence"], terms.fraction(r.confidence)),
            (field["modality"], terms.string(r.modality)),
            (field["negated"], terms.boolean(r.negated)),
        ]
        for key in ("quote", "locator"):
            text = getattr(r, key)
            if text is not None:
                pairs.append((field[key], terms.string(text)))
        for key, position in (("start", r.start), ("end", r.end)):
            if position is not None:
                pairs.append((field[key], terms.integer(position)))
        for key, day in (("date", r.date), ("valid_from", r.valid_from), ("valid_to", r.valid_to)):
            if day is not None:
                pairs.append((field[key], terms.date(day)))
        pairs += self._qualifiers(placed)
        return terms.claim(r.document, claim_id(r)), pairs

    def _qualifiers(self, placed: PlacedClaim) -> Iterator[tuple[str, str]]:
        r, field = placed.record, self._fields
        if not isinstance(r, Claim):
            for key in ("unit", "market", "period"):
                if getattr(r, key) is not None:
                    yield field[key], terms.string(getattr(r, key))
            return
        if placed.item is not None:
            yield field["item"], terms.entity(placed.item)
        elif r.item is not None:
            yield field["item_text"], terms.string(r.item)
        if r.amount is not None:
            yield field["amount"], terms.number(r.amount.value)
            if r.amount.unit is not None:
                yield field["unit"], terms.string(r.amount.unit)
        if r.share is not None:
            yield field["share"], terms.number(r.share)

    def edge(self, edge: Edge) -> list[Triple]:
        """An accepted fact: its direct triple, the other way round where that is the same, and the dependency it means."""
        subject, predicate, object_ = terms.entity(edge.subject), self._term[edge.predicate], terms.entity(edge.object)
        out = [(subject, predicate, object_)]
        if edge.predicate in self._symmetric:
            out.append((object_, predicate, subject))
        if edge.depends in ("subject", "both") and predicate != DEPENDS_ON:
            out.append((subject, DEPENDS_ON, object_))
        if edge.depends in ("object", "both"):
            out.append((object_, DEPENDS_ON, subject))
        return out

    def value(self, value: Value) -> Triple:
        """An accepted fact about an attribute: its direct triple. Unit, market and period stand at the claims."""
        return terms.entity(value.subject), self._term[value.attribute], terms.literal(value.value)


def facts(store: Store, view: View, describe: Describer) -> Iterator[Triple]:
    """The direct triples of all facts accepted under the view; of parallel facts of one subject each triple once."""
    for _, edges in groupby(store.edges(view), key=lambda e: e.subject):
        yield from dict.fromkeys(t for edge in edges for t in describe.edge(edge))
    for _, values in groupby(store.values(view), key=lambda v: v.subject):
        yield from dict.fromkeys(describe.value(v) for v in values)


def nodes(store: Store, view: View | None = None) -> Iterator[Node]:
    """The whole store as RDF: entities, facts, then each document with its claims."""
    describe = Describer()
    for profile in store.profiles():
        yield describe.entity(profile)
        yield from describe.aliases(profile)
    for subject, group in groupby(facts(store, view or View(), describe), key=lambda t: t[0]):
        yield subject, [(p, o) for _, p, o in group]
    for source in store.documents():
        yield from document_nodes(store, source.id, describe)


def document_nodes(store: Store, id_: str, describe: Describer) -> Iterator[Node]:
    """One document with its claims, by id."""
    yield describe.document(store.document(id_), store.named_in(id_))
    yield from sorted({node[0]: node for node in map(describe.claim, store.claims_in(id_))}.values())
