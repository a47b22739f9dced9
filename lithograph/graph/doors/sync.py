"""Bringing a projection up to date with the documents that changed, without building it anew.

Triples are owned by a document, by a claim, by an entity, or by a pair of entities (the direct triples between them). The
document's change touches its claims, the entities that it names or named, and the pairs that its claims are or were about;
those triples are taken out and put in again from the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import Changes, View
from ..store import Store
from . import terms
from .triples import DEPENDS_ON, DERIVED, MENTIONS, OBJECT, SAME_AS, SUBJECT, Describer, Node, document_nodes

if TYPE_CHECKING:
    import pyoxigraph

MOST_DOCUMENTS = 500
"""More changed documents than this, or than a fifth of all, and building anew is the cheaper way."""
ID = terms.entity("")[1:-1]


class Delta:
    """What a generation of the projection lacks, and what it has too much."""

    def __init__(self, store: Store, folder: Path, changes: Changes) -> None:
        self.store, self.folder, self.changes = store, folder, changes
        self.describe = Describer()
        self.out: set[str] = set()
        self.into: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        self.subjects: set[str] = set()
        self.touched: set[str] = set()
        self._ids: dict[str, str] = {}

    def apply(self) -> bool:
        """Write the difference, whole or not at all; False where building anew is better."""
        documents = set(self.changes.documents)
        if len(self.changes.entities) <= MOST_DOCUMENTS:
            documents |= self.store.documents_naming(self.changes.entities)
        present = {d.id for d in self.store.documents()}
        if len(documents) > min(MOST_DOCUMENTS, max(20, len(present) // 5)) or len(self.changes.entities) > MOST_DOCUMENTS:
            return False
        import pyoxigraph

        graph = pyoxigraph.Store(str(self.folder))
        for id_ in documents:
            self._take_document(graph, id_)
            if id_ in present:
                for node in document_nodes(self.store, id_, self.describe):
                    self._put(node)
                self._touch_claims(id_)
        for id_ in self.changes.entities:
            self._touch_moved(graph, id_)
        self._renew_entities(graph)
        self._renew_facts(graph)
        self._write(graph)
        return True

    # The old triples, out of the projection.

    def _take(self, graph: pyoxigraph.Store, subject: str, predicate: str | None, object_: str | None) -> Iterator[tuple[str, str, str]]:
        import pyoxigraph

        def node(text: str | None) -> pyoxigraph.NamedNode | None:
            return None if text is None else pyoxigraph.NamedNode(text[1:-1])

        for quad in graph.quads_for_pattern(node(subject), node(predicate), node(object_), pyoxigraph.DefaultGraph()):
            triple = (str(quad.subject), str(quad.predicate), str(quad.object))
            self.out.add("{} {} {} .".format(*triple))
            yield triple

    def _take_document(self, graph: pyoxigraph.Store, id_: str) -> None:
        import pyoxigraph

        own = terms.document(id_)
        for _, predicate, object_ in self._take(graph, own, None, None):
            if predicate == MENTIONS:
                self._touch(object_)
        claims = graph.quads_for_pattern(
            None, pyoxigraph.NamedNode(DERIVED[1:-1]), pyoxigraph.NamedNode(own[1:-1]), pyoxigraph.DefaultGraph()
        )
        for quad in claims:
            said = {p: o for _, p, o in self._take(graph, str(quad.subject), None, None)}
            self._touch_ends(said[SUBJECT], said[OBJECT])

    def _touch(self, entity: str) -> None:
        self.touched.add(entity)

    def _touch_ends(self, subject: str, object_: str) -> None:
        self._touch(subject)
        if object_.startswith("<"):
            self._touch(object_)
            self.pairs |= {(subject, object_), (object_, subject)}
        else:
            self.subjects.add(subject)

    # What changed, out of the store.

    def _term(self, id_: str) -> str:
        out = terms.entity(id_)
        self._ids[out] = id_
        return out

    def _put(self, node: Node) -> None:
        self.into |= {f"{node[0]} {p} {o} ." for p, o in node[1]}

    def _touch_claims(self, document: str) -> None:
        for id_ in self.store.named_in(document):
            self._touch(self._term(id_))
        for placed in self.store.claims_in(document):
            subject = self._term(placed.subject)
            if placed.object is None:
                self.subjects.add(subject)
            else:
                object_ = self._term(placed.object)
                self.pairs |= {(subject, object_), (object_, subject)}

    def _touch_moved(self, graph: pyoxigraph.Store, id_: str) -> None:
        own = self._term(id_)
        self._touch(own)
        for _, _, root in self._take(graph, own, SAME_AS, None):
            self._touch(root)
        found = self.store.entity(id_)
        if found is not None:
            self._touch(self._term(str(found.id)))

    def _id(self, entity: str) -> str:
        known = self._ids.get(entity)
        if known is None:
            from urllib.parse import unquote

            known = self._ids[entity] = unquote(entity[1 + len(ID) : -1])
        return known

    def _renew_entities(self, graph: pyoxigraph.Store) -> None:
        import pyoxigraph

        for entity in self.touched:
            for predicate in self.describe.descriptive:
                for _ in self._take(graph, entity, predicate, None):
                    pass
            alias = graph.quads_for_pattern(
                None, pyoxigraph.NamedNode(SAME_AS[1:-1]), pyoxigraph.NamedNode(entity[1:-1]), pyoxigraph.DefaultGraph()
            )
            self.out |= {f"{q.subject} {SAME_AS} {entity} ." for q in alias}
        for profile in self.store.profiles([self._id(e) for e in self.touched]):
            for node in (self.describe.entity(profile), *self.describe.aliases(profile)):
                self._put(node)

    def _renew_facts(self, graph: pyoxigraph.Store) -> None:
        facts = {t for name, t in self.describe.said.items() if name in self.describe.ontology.relations} | {DEPENDS_ON}
        for subject, object_ in self.pairs:
            for triple in list(self._between(graph, subject, object_)):
                if triple[1] in facts:
                    self.out.add("{} {} {} .".format(*triple))
        ids = [(self._id(s), self._id(o)) for s, o in self.pairs]
        for edge in self.store.edges(View(), ids):
            self.into |= {"{} {} {} .".format(*t) for t in self.describe.edge(edge)}
        for subject in self.subjects:
            for name in self.describe.ontology.attributes:
                for _ in self._take(graph, subject, self.describe.said[name], None):
                    pass
        for value in self.store.values(View(), [self._id(s) for s in self.subjects]):
            self.into.add("{} {} {} .".format(*self.describe.value(value)))

    def _between(self, graph: pyoxigraph.Store, subject: str, object_: str) -> Iterable[tuple[str, str, str]]:
        import pyoxigraph

        left, right = pyoxigraph.NamedNode(subject[1:-1]), pyoxigraph.NamedNode(object_[1:-1])
        for quad in graph.quads_for_pattern(left, None, right, pyoxigraph.DefaultGraph()):
            yield subject, str(quad.predicate), object_

    def _write(self, graph: pyoxigraph.Store) -> None:
        # A blank line in either part is no matter: what stands on both sides stays.
        gone, new = self.out - self.into, self.into - self.out
        graph.update("DELETE DATA {\n" + "\n".join(gone) + "\n};\nINSERT DATA {\n" + "\n".join(new) + "\n}")
        graph.flush()
