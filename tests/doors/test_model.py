"""What of a store becomes which triples."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lithograph.graph.doors import rdf_files
from lithograph.graph.doors.triples import nodes
from lithograph.graph.store import Store
from lithograph.ontology import namespaces
from lithograph.ontology.derive.shacl import shacl_graph
from lithograph.ontology.model import ontology

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")  # its JSON-LD reader warns of its own Dataset
FORMATS = {"ttl": "turtle", "trig": "application/trig", "nt": "nt", "nq": "application/n-quads", "jsonld": "json-ld"}


def read(store: Store, format_: str = "ttl") -> Graph:
    text = "".join(rdf_files.WRITERS[format_](nodes(store)))
    if format_ in ("nq", "trig"):
        import pyoxigraph  # rdflib's own reader of data sets warns of itself

        quads = list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.from_media_type(FORMATS[format_])))
        assert {str(q.graph_name) for q in quads} == {"DEFAULT"}
        text = "".join(f"{q.triple} .\n" for q in quads)
        format_ = "nt"
    return Graph().parse(data=text, format=FORMATS[format_])


def lg(name: str) -> URIRef:
    return URIRef(namespaces.term_iri(name))


def id_(name: str) -> URIRef:
    return URIRef(namespaces.entity_iri(name))


def test_the_small_graph_is_the_golden_one(graph: Store) -> None:
    """Otherwise: look at what changed, and write the new text to tests/golden/small.ttl."""
    golden = Path(__file__).parents[1] / "golden" / "small.ttl"
    assert isomorphic(read(graph), Graph().parse(golden, format="turtle"))


@pytest.mark.parametrize("format_", [f for f in FORMATS if f != "ttl"])
def test_every_format_is_the_same_graph(graph: Store, format_: str) -> None:
    assert set(read(graph, format_)) == set(read(graph))


@pytest.mark.parametrize("format_", ["ttl", "jsonld"])
def test_exports_conform_to_the_shapes(graph: Store, format_: str) -> None:
    import pyshacl

    conforms, _, text = pyshacl.validate(read(graph, format_), shacl_graph=shacl_graph(ontology()), inference="none")
    assert conforms, text


def test_only_accepted_facts_are_direct_triples(graph: Store) -> None:
    found = read(graph)
    assert (id_("alibaba"), lg("uses"), id_("nv-h20")) in found
    assert (id_("tencent"), lg("uses"), id_("nv-h20")) not in found  # denied
    assert (id_("huawei"), lg("uses"), id_("nv-h20")) not in found  # planned
    assert (id_("nv-h20"), lg("memory_gb"), Literal(96)) in found
    assert not list(found.triples((None, lg("memory_type"), None)))  # possible


def test_dependency_runs_from_what_depends(graph: Store) -> None:
    pairs = {(str(s).rpartition("/")[2], str(o).rpartition("/")[2]) for s, o in read(graph).subject_objects(lg("depends_on"))}
    assert pairs == {("tsmc", "asml"), ("nv-h20", "tsmc"), ("nv-h20", "nvidia"), ("alibaba", "nv-h20"), ("huawei", "tsmc")}


def test_a_symmetric_relation_reads_both_ways(graph: Store) -> None:
    assert len(list(read(graph).triples((None, lg("competes_with"), None)))) == 2


def test_entities_have_all_their_classes_names_and_identifiers(graph: Store) -> None:
    found, own = read(graph), id_("asml")
    types = {str(t).removeprefix(namespaces.LG) for t in found.objects(own, URIRef(namespaces.PREFIXES["rdf"] + "type"))}
    assert types == {"Firm", "Organization", "Party", "Thing"}
    assert found.value(own, URIRef(namespaces.PREFIXES["skos"] + "altLabel")) == Literal("阿斯麦")
    assert found.value(own, lg("lei")) == Literal("724500Y6DUVHQD6OXN27")
    assert found.value(id_("tsmc-2"), URIRef(namespaces.PREFIXES["owl"] + "sameAs")) == id_("tsmc")


def test_an_odd_id_comes_back_from_its_iri(graph: Store) -> None:
    found = read(graph)
    assert found.value(id_("euv tools/100%"), lg("id")) == Literal("euv tools/100%")


def test_a_claim_carries_its_words_its_document_and_its_dates(graph: Store) -> None:
    found = read(graph)
    claim = found.value(None, lg("quote"), Literal("TSMC makes the H20."))
    said = {str(p).rpartition("#")[2]: str(o) for p, o in found.predicate_objects(claim)}
    assert said["subject"].endswith("/tsmc")
    assert said["predicate"].endswith("#manufactures")
    assert (said["validFrom"], said["validTo"]) == ("2024-02-01", "2025-04-15")
    assert (said["confidence"], said["modality"], said["negated"], said["start"]) == ("0.95", "asserted", "false", "35")
    document = URIRef(said["wasDerivedFrom"])
    assert found.value(document, lg("date")).toPython().isoformat() == "2025-09-01"
    assert found.value(document, lg("title")) == Literal('A "report"\n艾司摩爾')
