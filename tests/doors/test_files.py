"""`lithograph export` and `lithograph validate`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx
import pytest
from doors_common import lithograph
from rdflib import Graph

from lithograph.graph.doors import graph_files
from lithograph.graph.model import View
from lithograph.graph.store import Store


@pytest.mark.parametrize(("format_", "reader"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_networkx_reads_the_file_as_the_graph(graph: Store, tmp_path: Path, format_: str, reader) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / f"x.{format_}"
    file.write_text("".join(graph_files.WRITERS[format_](graph, View())), encoding="utf8")
    found = reader(file)
    assert found.number_of_edges() == 6
    assert found.nodes["asml"]["names"] == "阿斯麦"
    edge = found.edges["tsmc", "nv-h20"]  # a plain DiGraph: no two of its edges are parallel
    assert (edge["predicate"], edge["confidence"], edge["negated"], edge["title"]) == ("manufactures", 0.95, False, 'A "report"\n艾司摩爾')


def test_csv_has_one_row_for_a_fact_with_its_words(graph: Store) -> None:
    found = list(csv.DictReader(io.StringIO("".join(graph_files.table(graph, View())))))
    assert len(found) == 6
    row = next(r for r in found if r["predicate"] == "manufactures")
    assert (row["subject"], row["object_id"], row["quote"], row["start"], row["date"]) == (
        "TSMC",
        "nv-h20",
        "TSMC makes the H20.",
        "35",
        "2025-09",
    )
    assert tuple(found[0]) == graph_files.COLUMNS


def test_text_that_xml_cannot_hold_is_replaced() -> None:
    assert graph_files._text("a\x00\ud800<&\n") == "a\ufffd\ufffd&lt;&amp;&#10;"


def test_export_writes_a_file_whole_or_not_at_all(graph: Store, tmp_path: Path) -> None:
    target = tmp_path / "g.ttl"
    done = lithograph("export", "--format", "ttl", "-o", str(target), db=graph.address)
    assert done.returncode == 0, done.stderr
    assert len(Graph().parse(target)) > 100
    assert [p.name for p in tmp_path.iterdir()] == ["g.ttl"]
    dated = lithograph("export", "--format", "csv", "--on", "2019", db=graph.address)
    assert [r["object_id"] for r in csv.DictReader(io.StringIO(dated.stdout)) if r["predicate"] == "supplies"] == ["huawei"]
    assert lithograph("export", "--on", "2019", db=graph.address).returncode == 2


def test_the_small_graph_is_valid(graph: Store) -> None:
    done = lithograph("validate", db=graph.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert "valid" in done.stdout


BROKEN = """
id:a a lg:Firm ; lg:id "a" ; lg:name "A", "B" ; lg:lei "short" .
id:us a lg:Country ; lg:id "us" ; lg:name "US" .
id:us lg:manufactures id:a .
id:a lg:memoryGb 5 .
claim:1 a lg:Claim ; rdf:subject id:us ; rdf:predicate lg:supplies ; rdf:object id:a ; prov:wasDerivedFrom doc:1 ;
    lg:confidence 1.5 ; lg:modality "surely" ; lg:negated false ; lg:validFrom "2025-01-01"^^xsd:date ; lg:validTo "2024-01-01"^^xsd:date .
claim:2 a lg:Claim ; rdf:subject id:a ; rdf:predicate lg:memoryGb ; rdf:object "much" ; lg:locator "x:1" ;
    lg:confidence 0.5 ; lg:modality "asserted" ; lg:negated false .
doc:1 a lg:Document ; lg:date "soon" .
"""


@pytest.mark.parametrize("engine", [(), ("--shacl",)])
def test_a_broken_file_is_told_what_is_wrong_with_it(tmp_path: Path, engine: tuple[str, ...]) -> None:
    from lithograph.ontology import namespaces

    file = tmp_path / "broken.ttl"
    bases = {**namespaces.PREFIXES, "doc": namespaces.DOCUMENT, "claim": namespaces.CLAIM}
    file.write_text("".join(f"@prefix {p}: <{b}> .\n" for p, b in bases.items()) + BROKEN)
    done = lithograph("validate", str(file), *engine, "--format", "csv", db=tmp_path / "none.db")
    assert done.returncode == 1, done.stderr
    found = {(r["node"], r["rule"]) for r in csv.DictReader(io.StringIO(done.stdout))}
    nodes = {node for node, _ in found}
    assert {"id:a", "id:us", "claim:1", "claim:2", "doc:1"} <= nodes or {"id:a", "id:us", "doc:1"} <= nodes
    text = done.stdout
    words = ("exactly one name", "confidence", "modality", "one document", "valid_from", "manufactures", "a locator", "date", "memory_gb")
    assert [w for w in words if w not in text] == []
