"""Bringing the projection up to date with the documents that changed, in a copy of it.

A changed document touches its claims, the entities that it names or named, and the pairs of entities that its claims are or
were about; those are taken out of the copy and put in again from the store.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...model import Changes, Profile, View
from ...store import Store
from . import engine
from .rows import Row, Rows
from .schema import fact_types
from .writer import Writer, writing

MOST_DOCUMENTS = 500
"""More changed documents than this, or than a fifth of all, and building anew is the cheaper way."""
_OLD = (
    "UNWIND $ids AS id MATCH (d:Document {id: id})<-[:FROM]-(c:Claim)-[:SUBJECT]->(s) OPTIONAL MATCH (c)-[:OBJECT]->(o) "
    "RETURN DISTINCT s.id AS s, o.id AS o"
)
_ABOUT_ITEM = (
    "UNWIND $ids AS id MATCH (t:Thing {id: id})<-[:ITEM]-(c:Claim)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o) RETURN DISTINCT s.id AS s, o.id AS o"
)


def renew(store: Store, source: Path, target: Path, changes: Changes) -> bool:
    """Make the target out of the source and what changed in the store; False where building anew is the better way."""
    documents = set(changes.documents)
    if len(changes.entities) > MOST_DOCUMENTS:
        return False
    documents |= store.documents_naming(changes.entities)
    sources = {d.id: d for d in store.documents()}
    if len(documents) > min(MOST_DOCUMENTS, len(sources) // 5 + 1):
        return False
    shutil.copytree(source, target)
    with engine.writable(target) as database:
        return Delta(store, database, documents, set(changes.entities)).apply(sources)


class Delta:
    """What a copy of the projection lacks, and what it has too much."""

    def __init__(self, store: Store, database: Any, documents: set[str], moved: set[str]) -> None:
        self.store, self.database, self.documents = store, database, sorted(documents)
        self.rows = Rows()
        self.touched: set[str] = set(moved)
        self.pairs: set[tuple[str, str]] = set()

    def apply(self, sources: dict[str, Any]) -> bool:
        """Write the difference; False where a change is of a kind that wants a new database."""
        present = [d for d in self.documents if d in sources]
        self._touch_old()
        self._touch_new(present)
        profiles = {str(p.entity.id): p for p in self.store.profiles(self.touched)}
        old = self._old_entities()
        if any(old[id_][0] != str(profiles[id_].entity.type) for id_ in old.keys() & profiles.keys()):
            return False  # a node cannot change its class
        self._touch_renamed(old, profiles)
        gone = [id_ for id_ in old if id_ not in profiles]
        self._command("UNWIND $ids AS id MATCH (d:Document {id: id})<-[:FROM]-(c:Claim) DETACH DELETE c", self.documents)
        self._command("UNWIND $ids AS id MATCH (d:Document {id: id}) DETACH DELETE d", self.documents)
        self._drop_facts()
        self._command("UNWIND $ids AS id MATCH (n:Thing {id: id}) DETACH DELETE n", gone)
        values = self.rows.attributes(self.store.values(View(), sorted(profiles)))
        self._update([(old[i][1], self.rows.entity(p, values.get(i, {}))[1]) for i, p in profiles.items() if i in old])
        with writing(self.database, self.store, View()) as writer:
            writer.entities([p for i, p in profiles.items() if i not in old], values)
            self._place(writer, present)
            writer.documents([sources[d] for d in present])
            writer.facts(self.store.edges(View(), sorted(self.pairs)))
        return True

    def _command(self, query: str, ids: Iterable[str]) -> None:
        wanted = list(ids)
        if wanted:
            engine.command(self.database, query, {"ids": wanted})

    def _read(self, query: str, ids: Iterable[str]) -> list[list[str | None]]:
        found = engine.rows(self.database, query, {"ids": sorted(ids)})
        return [[None if cell is None else str(cell) for cell in row] for _, row in found]

    def _touch_pair(self, subject: str, object_: str | None) -> None:
        self.touched.add(subject)
        if object_ is not None and subject != object_:
            self.touched.add(object_)
            self.pairs |= {(subject, object_), (object_, subject)}

    def _touch_old(self) -> None:
        for subject, object_ in self._read(_OLD, self.documents):
            self._touch_pair(str(subject), object_)
        named = "UNWIND $ids AS id MATCH (d:Document {id: id})-[:MENTIONS]->(e) RETURN DISTINCT e.id AS e"
        self.touched.update(str(e) for (e,) in self._read(named, self.documents))

    def _touch_new(self, present: Iterable[str]) -> None:
        for document in present:
            self.touched.update(self.store.named_in(document))
            for placed in self.store.claims_in(document):
                self._touch_pair(placed.subject, placed.object)
        for id_ in list(self.touched):
            found = self.store.entity(id_)
            if found is not None:
                self.touched.add(str(found.id))

    def _old_entities(self) -> dict[str, tuple[str, str, str]]:
        """Class, place and name of the touched entities that the copy has."""
        query = "UNWIND $ids AS id MATCH (n:Thing {id: id}) RETURN n"
        out = {}
        for _, (node,) in engine.rows(self.database, query, {"ids": sorted(self.touched)}):
            out[str(node.get("id"))] = (str(node.getTypeName()), str(node.getIdentity()), str(node.get("name")))
        return out

    def _touch_renamed(self, old: dict[str, tuple[str, str, str]], profiles: dict[str, Profile]) -> None:
        """Facts name their item: a new name of an item touches them too."""
        renamed = [i for i, (_, _, name) in old.items() if i not in profiles or profiles[i].entity.name != name]
        for subject, object_ in self._read(_ABOUT_ITEM, renamed):
            if object_ is not None and subject != object_:
                self.pairs |= {(str(subject), object_), (object_, str(subject))}

    def _drop_facts(self) -> None:
        pairs = [{"s": s, "o": o} for s, o in sorted(self.pairs)]
        types = "|".join(fact_types())
        query = f"UNWIND $pairs AS p MATCH (s:Thing {{id: p.s}})-[r:{types}]->(o:Thing {{id: p.o}}) DELETE r"
        if pairs:
            engine.command(self.database, query, {"pairs": pairs})

    def _update(self, rows: list[tuple[str, Row]]) -> None:
        """Give entities that stay their present properties."""
        self.database.begin()
        for place, row in rows:
            record = self.database.lookupByRID(engine.java("com.arcadedb.database.RID")(place), True).asVertex().modify()
            for name in [str(n) for n in record.getPropertyNames()]:
                if name not in row:
                    record.remove(name)
            for name, value in row.items():
                record.set(name, engine.java_value(value))
            record.save()
        self.database.commit()

    def _place(self, writer: Writer, present: Iterable[str]) -> None:
        """Tell the writer where the entities are that it will join; ends and items of facts may be others than the touched ones."""
        wanted = {e for pair in self.pairs for e in pair} | self.touched
        for document in present:
            wanted.update(c.item for c in self.store.claims_in(document) if c.item)
        known = self._read_places(sorted(wanted - set(writer.places)))
        writer.places.update(known)

    def _read_places(self, ids: list[str]) -> dict[str, str]:
        query = "UNWIND $ids AS id MATCH (n:Thing {id: id}) RETURN n"
        return {str(n.get("id")): str(n.getIdentity()) for _, (n,) in engine.rows(self.database, query, {"ids": ids})}
