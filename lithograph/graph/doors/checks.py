"""The rules of the SHACL shapes as SPARQL queries that find what breaks them, for graphs of any size.

A SHACL engine takes gigabytes for a large graph; these queries run in Oxigraph, from the disk. They are made from the same
ontology as the shapes (`ontology/derive/shacl.py`) and a test holds them against a SHACL engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ...errors import InputError, UsageError
from ...ontology import exchange, namespaces
from ...ontology.derive import terms as vocabulary
from ...ontology.model import Ontology, ontology

if TYPE_CHECKING:
    import pyoxigraph

MOST_NODES = 100
"""Nodes that are listed for one rule."""
MOST_FOR_SHACL = 300_000
"""Triples up to which a SHACL engine is asked."""
DEPENDENCY = "depends_on"
"""The relation whose term is also that of every other dependency."""
NUMBERS = ("decimal", "double", "integer")


class Rule(NamedTuple):
    """A rule in words, and the query that selects as ?node what breaks it."""

    words: str
    query: str


class Violation(msgspec.Struct, frozen=True):
    """A node that breaks a rule, with its prefix."""

    node: str
    rule: str


def _term(name: str) -> str:
    return f"<{namespaces.term_iri(name)}>"


def _any(names: Iterable[str]) -> str:
    return " ".join(_term(n) for n in sorted(names))


def _exactly_one(who: str, path: str, words: str) -> Iterator[Rule]:
    yield Rule(words, f"SELECT ?node {{ {who} MINUS {{ ?node {path} ?any }} }}")
    yield from _at_most_one(who, path, words)


def _at_most_one(who: str, path: str, words: str) -> Iterator[Rule]:
    yield Rule(words, f"SELECT DISTINCT ?node {{ ?node {path} ?a, ?b FILTER (str(?a) < str(?b)) {who} }}")


def _kind(path: str, kind: str) -> str:
    """What is wrong about values that are not of a kind."""
    if kind == "iri":
        return f"?node {path} ?v FILTER (!isIRI(?v))"
    wanted = NUMBERS if kind == "number" else (kind,)
    return f"?node {path} ?v FILTER (!isLiteral(?v) || datatype(?v) NOT IN ({', '.join(f'xsd:{w}' for w in wanted)}))"


def rules(known: Ontology | None = None) -> Iterator[Rule]:
    """All rules: entities, claims and documents, the signature of every relation and attribute."""
    known = known or ontology()
    yield from _entities(known)
    claim, document = "?node a :Claim .", "?node a :Document ."
    for path, words in (
        ("rdf:subject", "a claim has exactly one subject, an entity"),
        ("rdf:predicate", "a claim has exactly one predicate, of the ontology"),
        ("rdf:object", "a claim has exactly one object or value"),
        ("prov:wasDerivedFrom", "a claim comes from exactly one document"),
    ):
        yield from _exactly_one(claim, path, words)
    said = _any((*known.relations, *known.attributes))
    yield Rule(
        "a claim has exactly one predicate, of the ontology",
        f"SELECT ?node {{ {claim} ?node rdf:predicate ?p MINUS {{ VALUES ?p {{ {said} }} }} }}",
    )
    yield Rule(
        "a claim comes from exactly one document",
        f"SELECT ?node {{ {claim} ?node prov:wasDerivedFrom ?d MINUS {{ ?d a :Document }} }}",
    )
    for term in vocabulary.CLAIM:
        yield from _of(claim, "claim", term)
    for term in vocabulary.DOCUMENT:
        yield from _of(document, "document", term)
    yield from _claim_values(claim)
    for name in known.relations:
        yield from _relation(known, name)
    for a in known.attributes.values():
        yield from _attribute(known, a.name, a.value)


def _entities(known: Ontology) -> Iterator[Rule]:
    concrete = f"?node a ?class . VALUES ?class {{ {_any(known.concrete_classes())} }}"
    for key in ("id", "name"):
        words = f"an entity has exactly one {key}"
        yield from _exactly_one(concrete, _term(key), words)
        yield Rule(words, f"SELECT ?node {{ {concrete} {_kind(_term(key), 'string')} }}")
    for c in known.classes.values():
        own = _any(n for n in known.concrete_classes() if c.name in known.ancestors(n))
        for p in c.properties:
            if p.pattern:
                form = f"^({p.pattern})$".replace("\\", "\\\\").replace('"', '\\"')
                wrong = f'?node {_term(p.name)} ?v FILTER (datatype(?v) != xsd:string || !regex(str(?v), "{form}"))'
                yield Rule(f"{p.label}: a text of the form {p.pattern}", f"SELECT ?node {{ {wrong} ?node a ?c VALUES ?c {{ {own} }} }}")


def _of(who: str, owner: str, term: vocabulary.Term) -> Iterator[Rule]:
    words = f"a {owner} has {'exactly' if term.required else 'at most'} one {term.key}, of type {term.kind}"
    yield from (_exactly_one if term.required else _at_most_one)(who, _term(term.key), words)
    yield Rule(words, f"SELECT ?node {{ {_kind(_term(term.key), term.kind)} {who} }}")


def _claim_values(claim: str) -> Iterator[Rule]:
    modalities = ", ".join(f'"{m}"' for m in exchange.MODALITIES)
    yield Rule("a claim's modality is one of these", f"SELECT ?node {{ {claim} ?node :modality ?v FILTER (?v NOT IN ({modalities})) }}")
    yield Rule("a claim's confidence lies between 0 and 1", f"SELECT ?node {{ {claim} ?node :confidence ?v FILTER (?v < 0 || ?v > 1) }}")
    yield Rule("a quote starts before it ends", f"SELECT ?node {{ {claim} ?node :start ?a ; :end ?b FILTER (?a >= ?b) }}")
    yield Rule("valid_from lies before valid_to or on it", f"SELECT ?node {{ {claim} ?node :validFrom ?a ; :validTo ?b FILTER (?a > ?b) }}")
    yield Rule(
        "a claim has a quote with start and end, or a locator",
        f"SELECT ?node {{ {claim} MINUS {{ ?node :locator ?l }} MINUS {{ ?node :quote ?q ; :start ?a ; :end ?b }} }}",
    )


def _not_of(pattern: str, end: str, classes: str) -> str:
    return f"SELECT DISTINCT ?node {{ {pattern} MINUS {{ {end} a ?class VALUES ?class {{ {classes} }} }} }}"


def _relation(known: Ontology, name: str) -> Iterator[Rule]:
    domain, range_ = sorted(known.domain(name)), sorted(known.range(name))
    claimed = f"?node rdf:predicate {_term(name)} ;"
    for side, classes, path in (("subject", domain, "rdf:subject"), ("object", range_, "rdf:object")):
        words = f"the {side} of {name} is a {' or '.join(classes)}"
        yield Rule(words, _not_of(f"{claimed} {path} ?end", "?end", _any(classes)))
        if name == DEPENDENCY:
            classes, words = sorted(known.concrete_classes()), "both sides of dependsOn are entities"
        ends = ("?node", "?other") if side == "subject" else ("?other", "?node")
        yield Rule(words, _not_of(f"{ends[0]} {_term(name)} {ends[1]}", "?node", _any(classes)))


def _attribute(known: Ontology, name: str, value: str) -> Iterator[Rule]:
    domain = sorted(known.attribute_domain(name))
    words = f"the subject of {name} is a {' or '.join(domain)}"
    claimed = f"?node rdf:predicate {_term(name)} ;"
    yield Rule(words, _not_of(f"{claimed} rdf:subject ?end", "?end", _any(domain)))
    yield Rule(words, _not_of(f"?node {_term(name)} ?value", "?node", _any(domain)))
    kind = _kind("rdf:object", "number" if value == "number" else "string")
    yield Rule(f"the value of {name} is a {value}", f"SELECT ?node {{ ?node rdf:predicate {_term(name)} . {kind} }}")


def shortened(address: str) -> str:
    """An IRI with its prefix."""
    bases = {"doc": namespaces.DOCUMENT, "claim": namespaces.CLAIM, **namespaces.PREFIXES}
    for prefix, base in bases.items():
        if address.startswith(base):
            return f"{prefix}:{address[len(base) :]}"
    return address


def violations(graph: pyoxigraph.Store) -> Iterator[Violation]:
    """What breaks the rules, at most MOST_NODES nodes for each."""
    import pyoxigraph

    for rule in rules():
        found = graph.query(rule.query, prefixes=namespaces.PREFIXES)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        for row in islice(found, MOST_NODES):
            node = row["node"]
            yield Violation(shortened(node.value) if isinstance(node, pyoxigraph.NamedNode) else str(node), rule.words)


def read(path: str) -> pyoxigraph.Store:
    """An RDF file in memory. Raises InputError."""
    import pyoxigraph

    suffix = Path(path).suffix.lstrip(".").lower()
    form = pyoxigraph.RdfFormat.from_extension(suffix)
    if form is None:
        raise UsageError(f"{path}: a file of RDF ends in .ttl, .trig, .nt, .nq, .jsonld, .rdf or .n3")
    graph = pyoxigraph.Store()
    try:
        graph.bulk_load(path=path, format=form)
    except (SyntaxError, ValueError) as error:
        raise InputError(path, " ".join(str(error).split())[:300]) from error
    return graph


def shacl_violations(graph: pyoxigraph.Store) -> Iterator[Violation]:
    """The same by a SHACL engine. Raises UsageError where none is installed, or the graph is too large for one."""
    if len(graph) > MOST_FOR_SHACL:
        raise UsageError(f"--shacl: {len(graph):,} triples are more than a SHACL engine takes ({MOST_FOR_SHACL:,}); leave it out")
    try:
        import pyshacl
    except ImportError:
        raise UsageError("--shacl needs a SHACL engine: pip install pyshacl") from None
    import pyoxigraph
    import rdflib

    from ...ontology.derive.shacl import shacl_graph

    text = graph.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    data = rdflib.Graph().parse(data=text or b"", format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shacl_graph(ontology()), inference="none")
    sh = "http://www.w3.org/ns/shacl#"
    for result in report.subjects(rdflib.RDF.type, rdflib.URIRef(sh + "ValidationResult")):
        focus = str(report.value(result, rdflib.URIRef(sh + "focusNode")))
        if focus.startswith(namespaces.LG):  # the shape of a predicate looks at the claims that have it
            focus = str(report.value(result, rdflib.URIRef(sh + "value")))
        yield Violation(shortened(focus), str(report.value(result, rdflib.URIRef(sh + "resultMessage"))))
