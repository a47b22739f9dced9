"""Constraints and indexes for Neo4j 5, Community edition included, as statements that may be run again."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Ontology


def cypher_statements(ontology: Ontology) -> tuple[str, ...]:
    """The statements, without semicolons. Existence and type of properties are left out: only the Enterprise edition has those."""
    return tuple(_statements(ontology))


def cypher_script(ontology: Ontology) -> str:
    """The statements as a script for cypher-shell."""
    head = "// Constraints and indexes of Lithograph for Neo4j 5. Every statement may be run again.\n"
    return head + "".join(f"{statement};\n" for statement in cypher_statements(ontology))


def _statements(ontology: Ontology) -> Iterator[str]:
    root = next(c.name for c in ontology.classes.values() if c.parent is None)
    for label in (root, "Document"):
        yield f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for name in ontology.classes:
        yield f"CREATE INDEX {name.lower()}_name IF NOT EXISTS FOR (n:{name}) ON (n.name)"
    for c in ontology.classes.values():
        for p in c.properties:
            if p.identifier and p.name != "id":
                # Not unique: what the sources give as the identifier of two entities is a conflict to show, not a failed load.
                yield f"CREATE INDEX {c.name.lower()}_{p.name} IF NOT EXISTS FOR (n:{c.name}) ON (n.{p.name})"
    yield f"CREATE FULLTEXT INDEX {root.lower()}_names IF NOT EXISTS FOR (n:{root}) ON EACH [n.name, n.names]"
    yield "CREATE FULLTEXT INDEX claim_quote IF NOT EXISTS FOR (n:Claim) ON EACH [n.quote]"
