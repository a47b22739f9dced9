"""The reference page `docs/ontology.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import namespaces
from ..model import Ontology
from . import words

INTRODUCTION = f"""# Ontology

What a document can say about the chip supply chain: classes of entities, relations between them, attributes that they carry.
The files in `ontology/schema/` are the source; this page is generated from them
(`lithograph ontology --format md > docs/ontology.md`), as are the other forms:

| form | command |
|---|---|
| OWL ontology in Turtle | `lithograph ontology --format ttl` |
| SHACL shapes of an RDF export | `lithograph ontology --format shacl` |
| JSON-LD context | `lithograph ontology --format jsonld` |
| JSON Schema of the exchange format | `lithograph ontology --format jsonschema` |
| JSON Schema of a language model's answer about a text | `lithograph ontology --format extraction` |
| constraints and indexes for Neo4j | `lithograph ontology --format cypher` |

Names: a relation `subsidiary_of` is `SUBSIDIARY_OF` in Cypher and `:subsidiaryOf` in SPARQL, where `:` is
`{namespaces.LG}` and `id:` is `{namespaces.ID}`. Those IRIs are names; nothing has to answer at them.
"""

LINKS = """## Links to other vocabularies

The ontology imports nothing. `specialises`: what is said with our term is true with theirs (`rdfs:subClassOf`,
`rdfs:subPropertyOf`). `aligned`: close in meaning, without a logical claim (`skos:closeMatch`). `see also`: near, but the
other way round, or a class that stands for the relation (`rdfs:seeAlso`).
"""


def markdown(ontology: Ontology) -> str:
    """The whole page."""
    parts = (INTRODUCTION, _classes(ontology), _relations(ontology), _attributes(ontology), LINKS + "\n" + _links(ontology))
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _classes(ontology: Ontology) -> str:
    tree = "".join(
        f"{'  ' * depth}- **{c.name}**{' (abstract)' if c.abstract else ''}: {c.description}\n" for depth, c in words.tree(ontology)
    )
    properties = _table(
        ("class", "property", "what it is"),
        (
            (c.name, f"`{p.name}`", p.description + (" Identifies one entity." if p.identifier else ""))
            for c in ontology.classes.values()
            for p in c.properties
        ),
    )
    ends = ", ".join(c.plural for c in ontology.classes.values() if not c.abstract and not c.stepping_stone)
    return (
        f"## Classes\n\nAn entity has exactly one class that is not abstract. A path may end at {ends}, "
        f"but passes through them only when asked to.\n\n{tree}\n### Properties of nodes\n\nA class has those of its parents too. "
        f"Everything else about an entity is a claim of some document.\n\n{properties}"
    )


def _relations(ontology: Ontology) -> str:
    rows = (
        (
            f"`{r.name}`",
            words.signature(ontology, r.name),
            words.dependency(r),
            ", ".join(r.qualifiers) or "-",
            r.time,
            f"{r.description} The other way round: *{r.inverse_label}*." if not r.symmetric else r.description,
        )
        for r in ontology.relations.values()
    )
    return (
        "## Relations\n\n`->` reads from subject to object, `--` both ways. A fact whose relation carries dependency is also an edge "
        "`DEPENDS_ON` from the one that depends.\n\n" + _table(("relation", "joins", "dependency", "says also", "time", "meaning"), rows)
    )


def _attributes(ontology: Ontology) -> str:
    rows = ((f"`{a.name}`", words.unit(a), ", ".join(a.domain), a.description) for a in ontology.attributes.values())
    return "## Attributes\n\n" + _table(("attribute", "unit", "carried by", "meaning"), rows)


def _links(ontology: Ontology) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        properties = {p.name: p for c in ontology.classes.values() for p in c.properties}
        named = {**ontology.classes, **ontology.relations, **ontology.attributes, **properties}
        for name, thing in named.items():
            found: dict[str, list[str]] = {"specialises": [], "aligned": [], "see_also": []}
            for kind, term in words.links(thing):
                found[kind].append(f"`{term}`")
            if any(found.values()):
                yield (f"`{name}`", *(", ".join(terms) or "-" for terms in found.values()))

    used = {prefix for row in rows() for cell in row for prefix in namespaces.VOCABULARIES if f"`{prefix}:" in cell}
    bases = _table(("prefix", "vocabulary"), ((f"`{p}`", f"`{iri}`") for p, iri in namespaces.VOCABULARIES.items() if p in used))
    return _table(("ours", "specialises", "aligned", "see also"), rows()) + "\n" + bases
