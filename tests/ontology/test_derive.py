"""What is derived from the schema: each form does what its users need it for, and says what the schema says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import msgspec
import owlrl  # type: ignore[import-untyped]
import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lithograph.graph import records
from lithograph.ontology import derive, exchange, namespaces
from lithograph.ontology.derive import terms
from lithograph.ontology.derive.cypher import cypher_statements
from lithograph.ontology.derive.jsonld import jsonld_context
from lithograph.ontology.derive.jsonschema import exchange_schema, extraction_schema
from lithograph.ontology.derive.owl import iri, owl_graph
from lithograph.ontology.derive.shacl import shacl_graph
from lithograph.ontology.model import Ontology, ontology

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of its own ways
ROOT = Path(__file__).parents[2]
PREFIXES = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in namespaces.PREFIXES.items()) + (
    f"@prefix doc: <{namespaces.DOCUMENT}> .\n@prefix claim: <{namespaces.CLAIM}> .\n@prefix org: <{namespaces.VOCABULARIES['org']}> .\n"
)


@pytest.fixture(scope="module")
def known() -> Ontology:
    return ontology()


@pytest.fixture(scope="module")
def owl(known: Ontology) -> Graph:
    return owl_graph(known)


@pytest.fixture(scope="module")
def shapes(known: Ontology) -> Graph:
    return shacl_graph(known)


# OWL


def test_turtle_reads_back_as_the_same_graph(known: Ontology, owl: Graph) -> None:
    assert isomorphic(Graph().parse(data=derive.render(known, "ttl"), format="turtle"), owl)


@pytest.mark.parametrize("form", derive.FORMATS)
def test_a_form_is_the_same_each_time(known: Ontology, form: derive.Format) -> None:
    assert derive.render(known, form) == derive.render(known, form)


GOLDEN = {
    "Firm": """
        lg:Firm a owl:Class ; rdfs:subClassOf lg:Organization .""",
    "Organization": """
        lg:Organization a owl:Class ; rdfs:subClassOf lg:Party, org:Organization .""",
    "designs": """
        lg:designs a owl:ObjectProperty ; rdfs:domain lg:Firm ; rdfs:range [ a owl:Class ; owl:unionOf ( lg:Chip lg:Product ) ] .
        [] owl:inverseOf lg:designs ; rdfs:subPropertyOf lg:dependsOn .""",
    "uses": """
        lg:uses a owl:ObjectProperty ; rdfs:domain [ a owl:Class ; owl:unionOf ( lg:Firm lg:Facility ) ] ;
            rdfs:range [ a owl:Class ; owl:unionOf ( lg:Chip lg:Product lg:Technology lg:Material ) ] ;
            rdfs:subPropertyOf lg:dependsOn .""",
    "operates": """
        lg:operates a owl:ObjectProperty ; rdfs:domain lg:Firm ; rdfs:range lg:Facility ; rdfs:subPropertyOf lg:dependsOn .
        [] owl:inverseOf lg:operates ; rdfs:subPropertyOf lg:dependsOn .""",
    "owns": """
        lg:owns a owl:ObjectProperty ; rdfs:range lg:Firm ;
            rdfs:domain [ a owl:Class ; owl:unionOf ( lg:Firm lg:Agency lg:Country lg:Person ) ] .""",
    "competes_with": """
        lg:competesWith a owl:ObjectProperty, owl:SymmetricProperty ; rdfs:domain lg:Firm ; rdfs:range lg:Firm ;
            rdfs:subPropertyOf org:linkedTo .""",
    "memory_gb": """
        lg:memoryGb a owl:DatatypeProperty ; rdfs:domain lg:Item ; rdfs:range lg:number .""",
}  # fmt: skip
LOGIC = {RDF.type, RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.unionOf, OWL.inverseOf, RDF.first, RDF.rest}


@pytest.mark.parametrize("name", GOLDEN)
def test_axioms_of_a_term(owl: Graph, name: str) -> None:
    found = Graph()
    starts = [iri(name), *owl.subjects(OWL.inverseOf, iri(name))]
    while starts:
        s = starts.pop()
        for p, o in owl.predicate_objects(s):
            if p in LOGIC:
                found.add((s, p, o))
                if not isinstance(o, URIRef | Literal):
                    starts.append(o)
    assert isomorphic(found, Graph().parse(data=PREFIXES + GOLDEN[name], format="turtle"))


def test_a_reasoner_finds_exactly_the_dependencies_of_the_schema(known: Ontology, owl: Graph) -> None:
    """`owns` gives none: whether it does depends on the share, which OWL does not see."""
    graph, expected = Graph(), set()
    for s, p, o in owl:
        if p in (RDFS.subPropertyOf, OWL.inverseOf) and namespaces.ONTOLOGY in str(o):
            graph.add((s, p, o))
    for name, relation in known.relations.items():
        a, b = URIRef(f"x:{name}-subject"), URIRef(f"x:{name}-object")
        graph.add((a, iri(name), b))
        if relation.depends_above_share is None:
            expected |= {(a, b)} if relation.depends in ("subject", "both") else set()
            expected |= {(b, a)} if relation.depends in ("object", "both") else set()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert set(graph.subject_objects(iri("depends_on"))) == expected


def test_every_term_is_defined_once_and_described(known: Ontology, owl: Graph) -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype}
    ours = {s for s in owl.subjects() if str(s).startswith(namespaces.LG)}
    for s in ours:
        assert len(kinds & set(owl.objects(s, RDF.type))) == 1, s
        assert len(set(owl.objects(s, RDFS.label))) == 1, s
        assert len(set(owl.objects(s, RDFS.comment))) == 1, s
    used = {t for triple in owl for t in triple if str(t).startswith(namespaces.LG)}
    assert used == ours
    properties = [p.name for c in known.classes.values() for p in c.properties]
    assert {iri(n) for n in (*known.classes, *known.relations, *known.attributes, *properties, *terms.CLASSES)} <= ours


def test_nothing_is_imported(owl: Graph) -> None:
    assert not set(owl.objects(None, OWL.imports))


# SHACL

VALID = PREFIXES + """
id:tsmc a lg:Firm ; lg:id "tsmc" ; lg:name "TSMC" ; lg:lei "549300KB6NK5SBD14S87" ; lg:manufactures id:nv-h20 .
id:nv-h20 a lg:Chip ; lg:id "nv-h20" ; lg:name "H20" ; lg:dependsOn id:tsmc ; lg:memoryGb 96 .
id:us a lg:Country ; lg:id "us" ; lg:name "United States" ; lg:iso3166 "US" .
doc:d1 a lg:Document ; lg:title "A report" ; lg:date "2025-09-12"^^xsd:date ; lg:url "https://example.com/1" .
claim:c1 a lg:Claim ; rdf:subject id:tsmc ; rdf:predicate lg:manufactures ; rdf:object id:nv-h20 ; prov:wasDerivedFrom doc:d1 ;
    lg:quote "TSMC makes the H20." ; lg:start 0 ; lg:end 19 ; lg:confidence 0.95 ; lg:modality "asserted" ; lg:negated false ;
    lg:validFrom "2024-01-01"^^xsd:date ; lg:validTo "2025-04-01"^^xsd:date .
claim:c2 a lg:Claim ; rdf:subject id:nv-h20 ; rdf:predicate lg:memoryGb ; rdf:object 96 ; lg:unit "GB" ; prov:wasDerivedFrom doc:d1 ;
    lg:locator "chips.csv:17" ; lg:confidence 1 ; lg:modality "reported" ; lg:negated false .
"""  # fmt: skip
BROKEN = {
    "two subjects": ("rdf:subject id:tsmc", "rdf:subject id:tsmc, id:us", "exactly one subject"),
    "no subject": ("rdf:subject id:tsmc ;", "", "exactly one subject"),
    "no predicate": ("rdf:predicate lg:manufactures ;", "", "exactly one predicate"),
    "unknown predicate": ("rdf:predicate lg:manufactures", "rdf:predicate lg:admires", "exactly one predicate, of the ontology"),
    "no object": ("rdf:object id:nv-h20 ;", "", "exactly one object or value"),
    "no document": ("prov:wasDerivedFrom doc:d1 ;\n    lg:quote", "lg:quote", "comes from exactly one document"),
    "no evidence": ('lg:locator "chips.csv:17" ;', "", "a quote with start and end, or a locator"),
    "quote without end": ("lg:end 19 ;", "", "a quote with start and end, or a locator"),
    "end before start": ("lg:start 0", "lg:start 20", "at most one start"),
    "confidence above one": ("lg:confidence 0.95", "lg:confidence 1.5", "exactly one confidence"),
    "confidence below zero": ("lg:confidence 0.95", "lg:confidence -0.1", "exactly one confidence"),
    "no confidence": ("lg:confidence 0.95 ;", "", "exactly one confidence"),
    "unknown modality": ('"asserted"', '"certain"', "exactly one modality"),
    "negated in words": ("lg:negated false ;", 'lg:negated "no" ;', "exactly one negated"),
    "date with time": ('"2024-01-01"^^xsd:date', '"2024-01-01T00:00:00"^^xsd:dateTime', "at most one valid_from, of type date"),
    "date that does not exist": ('"2024-01-01"^^xsd:date', '"2024-02-30"^^xsd:date', "at most one valid_from, of type date"),
    "ends before it begins": ('"2025-04-01"^^xsd:date', '"2023-04-01"^^xsd:date', "valid_from lies before valid_to"),
    "subject outside the signature": ("rdf:subject id:tsmc", "rdf:subject id:us", "the subject of manufactures is a Firm"),
    "object outside the signature": ("rdf:object id:nv-h20", "rdf:object id:us", "the object of manufactures is a Chip"),
    "attribute of the wrong class": ("rdf:subject id:nv-h20 ;", "rdf:subject id:us ;", "the subject of memory_gb is a Chip"),
    "number in words": ("rdf:object 96", 'rdf:object "many"', "the value of memory_gb is a number"),
    "direct triple with a wrong subject": ("lg:manufactures id:nv-h20 .", ". id:us lg:manufactures id:nv-h20 .", "subject of manufactures"),
    "direct triple with a wrong object": ("lg:manufactures id:nv-h20 .", "lg:manufactures id:us .", "the object of manufactures"),
    "dependency of a document": ("lg:dependsOn id:tsmc", "lg:dependsOn doc:d1", "both sides of dependsOn are entities"),
    "direct value of the wrong class": ("lg:memoryGb 96 .", ". id:us lg:memoryGb 96 .", "the subject of memory_gb is a Chip"),
    "entity without a name": ('lg:name "TSMC" ;', "", "exactly one name"),
    "entity without an id": ('lg:id "tsmc" ;', "", "exactly one id"),
    "malformed identifier": ('lg:lei "549300KB6NK5SBD14S87"', 'lg:lei "5493"', "Legal Entity Identifier"),
    "document dated by year": ('"2025-09-12"^^xsd:date', '"2025"', "at most one date, of type date"),
}  # fmt: skip


def check(data: Graph, shapes: Graph) -> tuple[bool, str]:
    conforms, _, text = validate(data, shacl_graph=shapes, inference="none")
    return bool(conforms), str(text)


def test_valid_graph_conforms(shapes: Graph) -> None:
    conforms, text = check(Graph().parse(data=VALID, format="turtle"), shapes)
    assert conforms, text


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found_and_named(shapes: Graph, rule: str) -> None:
    old, new, says = BROKEN[rule]
    assert VALID.count(old) == 1
    conforms, text = check(Graph().parse(data=VALID.replace(old, new), format="turtle"), shapes)
    assert not conforms
    assert says in text


def test_shapes_are_well_formed_shacl(known: Ontology) -> None:
    """Over a part of the schema that has every kind of shape: the check is slow, and the shapes are all built alike."""
    relations = [known.relations[n] for n in ("depends_on", "owns", "uses")]
    attributes = [known.attributes[n] for n in ("memory_gb", "launch")]
    validate(Graph(), shacl_graph=shacl_graph(Ontology(known.classes.values(), relations, attributes)), meta_shacl=True)


# JSON Schema

TYPES: dict[str, type[msgspec.Struct]] = {
    "document": records.Document,
    "entity": records.EntityRecord,
    "claim": records.Claim,
    "attribute": records.Attribute,
    "judgement": records.Judgement,
}
GOOD = [
    records.Document("d1", title="A report", date="2025-09", text="TSMC makes the H20."),
    records.EntityRecord("d1", "Chip", "H20", id="nv-h20", mentions=("H20",), identifiers={"wikidata": "Q1"}),
    records.Claim("d1", "TSMC", "manufactures", "H20", quote="TSMC makes the H20.", start=0, end=19, amount=records.Amount(5e9, "USD")),
    records.Claim("d1", "TSMC", "manufactures", "H20", locator="rows.csv:2", share=12.5, valid_from="2024"),
    records.Attribute("d1", "H20", "memory_gb", 96, "GB", quote="96 GB", start=0, end=5),
    records.Attribute("d1", "H20", "launch", "2024-01", locator="rows.csv:2"),
    records.Judgement("a", "same", "b", reason="one LEI"),
]
CLAIM = {"kind": "claim", "document": "d1", "subject": "a", "predicate": "uses", "object": "b", "locator": "rows.csv:2"}
REFUSED = [
    {**CLAIM, "predicate": "admires"},
    {**CLAIM, "locator": None},
    {**CLAIM, "locator": None, "quote": "a uses b"},
    {**CLAIM, "confidence": 1.2},
    {**CLAIM, "modality": "certain"},
    {**CLAIM, "valid_from": "2024-13"},
    {**CLAIM, "start": -1},
    {**CLAIM, "share": "33 %"},
    {**CLAIM, "amount": {"unit": "USD"}},
    {**CLAIM, "colour": "red"},
    {k: v for k, v in CLAIM.items() if k != "subject"},
    {"kind": "attribute", "document": "d1", "subject": "a", "attribute": "beauty", "value": 1, "locator": "x:1"},
    {"kind": "entity", "document": "d1", "type": "Organization", "name": "TSMC", "id": "tsmc"},
    {"kind": "entity", "document": "d1", "type": "Firm", "name": "TSMC"},
    {"kind": "document", "title": "no id"},
    {"kind": "judgement", "left": "a", "verdict": "similar", "right": "b"},
    {"kind": "fact"},
]


@pytest.fixture(scope="module")
def lines(known: Ontology) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(exchange_schema(known))


def test_described_records_are_those_of_the_graph() -> None:
    for kind, type_ in TYPES.items():
        fields = exchange.RECORDS[kind][1]
        assert sorted(f.name for f in fields) == sorted(type_.__struct_fields__), kind
        needed = {f.name for f in msgspec.structs.fields(type_) if f.required}
        assert {f.name for f in fields if f.required} == needed | ({"id"} if kind == "entity" else set()), kind
    assert exchange.MODALITIES == records.MODALITIES
    assert exchange.DEFAULT_CONFIDENCE == records.DEFAULT_CONFIDENCE


@pytest.mark.parametrize("record", GOOD, ids=lambda r: type(r).__name__)
def test_records_of_the_graph_are_valid(lines: jsonschema.Draft202012Validator, record: records.Record) -> None:
    lines.validate(json.loads(msgspec.json.encode(record)))


def test_a_null_key_is_a_missing_key(lines: jsonschema.Draft202012Validator) -> None:
    lines.validate({**CLAIM, "negated": None, "modality": None, "confidence": None, "amount": None, "date": None})


@pytest.mark.parametrize("record", REFUSED, ids=lambda r: json.dumps(r)[:60])
def test_other_records_are_not(lines: jsonschema.Draft202012Validator, record: dict[str, object]) -> None:
    assert not lines.is_valid(record)


def test_schemas_are_draft_2020_12(known: Ontology) -> None:
    for schema in (exchange_schema(known), extraction_schema(known)):
        jsonschema.Draft202012Validator.check_schema(schema)


def test_a_predicate_comes_with_its_signature(known: Ontology) -> None:
    listed = {p["const"]: p for p in exchange_schema(known)["$defs"]["predicate"]["oneOf"]}
    assert listed["designs"]["x-subject"] == ["Firm"] and listed["designs"]["x-object"] == ["Chip", "Product"]
    predicate = extraction_schema(known)["properties"]["claims"]["items"]["properties"]["predicate"]
    assert predicate["enum"] == list(known.relations)
    assert "\ndesigns: Firm -> Chip | Product. The subject develops" in predicate["description"]


def test_extraction_schema_keeps_to_strict_structured_output(known: Ontology) -> None:
    """Every object closed, every key required, and none of the keywords that strict modes refuse."""

    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            assert not {"oneOf", "allOf", "not", "if", "default", "$ref", "minimum", "pattern"} & set(schema)
            if schema.get("type") == "object":
                assert schema["additionalProperties"] is False and schema["required"] == list(schema["properties"])
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(extraction_schema(known))


def test_an_answer_fits_the_extraction_schema(known: Ontology) -> None:
    statement = {"negated": False, "modality": "asserted", "date": None, "quote": "TSMC makes the 96 GB H20."}
    answer: dict[str, list[dict[str, object]]] = {
        "entities": [{"type": "Firm", "name": "TSMC", "mentions": ["TSMC"]}, {"type": "Chip", "name": "H20", "mentions": ["H20"]}],
        "claims": [
            {"subject": "TSMC", "predicate": "manufactures", "object": "H20", "amount": None, "share": None, "item": None, **statement}
        ],
        "attributes": [
            {"subject": "H20", "attribute": "memory_gb", "value": 96, "unit": "GB", "market": None, "period": None, **statement}
        ],
    }  # fmt: skip
    validator = jsonschema.Draft202012Validator(extraction_schema(known))
    validator.validate(answer)
    answer["claims"][0]["predicate"] = "makes"
    assert not validator.is_valid(answer)


# JSON-LD


def test_context_gives_the_names_of_the_ontology(known: Ontology, owl: Graph) -> None:
    defined = {str(s) for s in owl.subjects()}
    for key, entry in jsonld_context(known)["@context"].items():
        if isinstance(entry, dict) and entry["@id"].startswith("lg:"):
            assert namespaces.LG + entry["@id"][3:] in defined, key


def test_json_with_the_context_is_the_valid_graph(known: Ontology, shapes: Graph) -> None:
    nodes = [
        {"@id": "tsmc", "type": "Firm", "lg:id": "tsmc", "name": "TSMC", "lei": "549300KB6NK5SBD14S87", "manufactures": "id:nv-h20"},
        {"@id": "nv-h20", "type": "Chip", "lg:id": "nv-h20", "name": "H20", "depends_on": "tsmc", "memory_gb": 96},
        {"@id": "us", "type": "Country", "lg:id": "us", "name": "United States", "iso3166": "US"},
        {"@id": "doc:d1", "type": "Document", "title": "A report", "date": "2025-09-12", "url": "https://example.com/1"},
        {"@id": "claim:c1", "type": "Claim", "subject": "tsmc", "predicate": "manufactures", "object": "nv-h20", "document": "doc:d1",
         "quote": "TSMC makes the H20.", "start": 0, "end": 19, "confidence": 0.95, "modality": "asserted", "negated": False,
         "valid_from": "2024-01-01", "valid_to": "2025-04-01"},
        {"@id": "claim:c2", "type": "Claim", "subject": "nv-h20", "predicate": "memory_gb", "value": 96, "unit": "GB",
         "document": "doc:d1", "locator": "chips.csv:17", "confidence": 1, "modality": "reported", "negated": False},
    ]  # fmt: skip
    graph = Graph().parse(data=json.dumps({**jsonld_context(known), "@graph": nodes}), format="json-ld")
    conforms, text = check(graph, shapes)
    assert conforms, text
    confidence = (URIRef(namespaces.claim_iri("c1")), iri("confidence"))
    assert graph.value(*confidence) == Literal(0.95)
    graph.set((*confidence, Literal(Decimal("0.95"))))  # JSON has doubles where Turtle has decimals
    assert isomorphic(graph, Graph().parse(data=VALID, format="turtle"))


# Names, Cypher, documentation


@pytest.mark.parametrize("id_", ["nv-h20", "lei:5493", "华为", "a b/c", "x#y?z", 'q"<>\\^`{|}', "100%"])
def test_an_id_makes_a_legal_iri(id_: str) -> None:
    made = namespaces.entity_iri(id_)
    text = Graph().add((URIRef(made), RDF.type, OWL.Thing)).serialize(format="nt")
    assert next(Graph().parse(data=text, format="nt").subjects()) == URIRef(made)
    assert not set(' "<>\\^`{|}#?') & set(made.removeprefix(namespaces.ID))


def test_different_ids_make_different_iris() -> None:
    ids = ["a b", "a%20b", "a+b", "a/b", "a%2Fb"]
    assert len({namespaces.entity_iri(i) for i in ids}) == len(ids)


def test_cypher_statements_can_be_run_again_and_name_each_thing_once(known: Ontology) -> None:
    statements = cypher_statements(known)
    names = [s.split(" IF NOT EXISTS ")[0].split()[-1] for s in statements]
    assert len(set(names)) == len(statements)
    assert "CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (n:Thing) REQUIRE n.id IS UNIQUE" in statements
    assert "CREATE INDEX organization_lei IF NOT EXISTS FOR (n:Organization) ON (n.lei)" in statements


def test_reference_page_is_in_step(known: Ontology) -> None:
    """Otherwise: `lithograph ontology --format md > docs/ontology.md`."""
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf8") == derive.render(known, "md")


@pytest.mark.parametrize("form", derive.FORMATS)
def test_every_form_names_every_relation(known: Ontology, form: derive.Format) -> None:
    text = derive.render(known, form)
    assert text.endswith("\n") and not text.endswith("\n\n")
    names = {"ttl": namespaces.camel, "shacl": namespaces.camel}.get(form, str)
    if form != "cypher":
        assert all(names(r) in text for r in known.relations)
