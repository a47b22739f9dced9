"""`import lithograph`: the public names, and what they answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lithograph
from lithograph import Graph
from lithograph.graph.store import Store, open_store

PUBLIC = ["AmbiguousEntityError", "Answer", "Graph", "InputError", "LithographError", "StoreError", "UnknownEntityError", "UsageError",
          "__version__", "open"]  # fmt: skip
METHODS = [
    "close",
    "cypher",
    "entity",
    "load",
    "path",
    "show",
    "sparql",
    "stats",
    "store",
    "substitutes",
    "to_networkx",
    "to_rdflib",
    "trace",
]


@pytest.fixture
def asked(graph: Store) -> Iterator[Graph]:
    with Graph(open_store(graph.address)) as made:
        yield made


def test_public_names_are_these() -> None:
    assert lithograph.__all__ == PUBLIC
    for name in PUBLIC:
        assert getattr(lithograph, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = lithograph.nothing


def test_public_methods_are_these(asked: Graph) -> None:
    assert set(METHODS) <= {n for n in dir(asked) if not n.startswith("_")}


def test_importing_it_imports_nothing() -> None:
    code = "import sys, lithograph; print([m for m in sys.modules if m.startswith('lithograph.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_questions_are_answered_with_typed_objects_that_print(asked: Graph) -> None:
    answer = asked.path("Alibaba", "ASML", depends=True)
    assert [h.predicate for h in answer.paths[0].hops] == ["uses", "manufactures", "supplies"]
    assert "TSMC makes the H20." in repr(answer)
    assert answer.records()[0]["subject"] == "Alibaba"
    assert [e for _, e, *_ in asked.trace("H20", "up", depth=1)] == ["Nvidia", "TSMC"]
    assert not asked.path("Tencent", "ASML", depends=True)
    assert "no accepted facts lead" in repr(asked.path("Tencent", "ASML", depends=True))
    assert not asked.substitutes("H20")
    assert asked.show("H20").facts


def test_a_notebook_shows_tables_in_which_nothing_runs(asked: Graph) -> None:
    html = asked.sparql('SELECT ("<script>x</script>" AS ?a) ?none {}')._repr_html_()
    assert html == (
        "<table><thead><tr><th>a</th><th>none</th></tr></thead><tbody><tr><td>&lt;script&gt;x&lt;/script&gt;</td><td></td></tr></tbody></table>"
    )


def test_sparql_takes_values_and_a_day(asked: Graph) -> None:
    assert asked.sparql("SELECT ?n { ?a :supplies+ ?b . ?b :name ?n } ORDER BY ?n", a="id:asml").rows == [("Huawei",), ("TSMC",)]
    assert asked.sparql("SELECT ?n { ?a :supplies+ ?b . ?b :name ?n }", a="id:asml", on="2021").rows == [("TSMC",)]
    assert asked.sparql("ASK { id:asml a :Firm }").boolean is True


def test_networkx_holds_every_accepted_fact_with_its_evidence(asked: Graph) -> None:
    import networkx

    whole = asked.to_networkx()
    assert isinstance(whole, networkx.MultiDiGraph)
    assert {(a, k, b) for a, b, k in whole.edges(keys=True)} == {
        ("asml", "supplies euv tools/100%", "tsmc"), ("tsmc", "manufactures", "nv-h20"), ("nvidia", "designs", "nv-h20"),
        ("alibaba", "uses", "nv-h20"), ("alibaba", "competes_with", "tencent"), ("tsmc", "supplies", "huawei"),
    }  # fmt: skip
    edge = whole.edges["tsmc", "nv-h20", "manufactures"]
    assert (edge["type"], edge["valid_to"], edge["quote"], edge["date"]) == ("MANUFACTURES", "2025-04-15", "TSMC makes the H20.", "2025-09")
    assert whole.nodes["tsmc"]["labels"] == "Thing | Party | Organization | Firm"


def test_networkx_of_a_question_is_the_part_around_it(asked: Graph) -> None:
    assert set(asked.to_networkx("H20", hops=1)) == {"nv-h20", "tsmc", "nvidia", "alibaba"}
    assert set(asked.to_networkx("H20", direction="up", hops=5)) == {"nv-h20", "tsmc", "nvidia", "asml"}
    assert set(asked.to_networkx("H20", direction="down", hops=5)) == {"nv-h20", "alibaba"}
    assert set(asked.to_networkx(["Alibaba"], predicates=["competes_with"])) == {"alibaba", "tencent"}
    assert ("tsmc", "huawei") not in asked.to_networkx(on="2024").edges()


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
def test_rdflib_reads_the_same_triples(asked: Graph) -> None:
    data = asked.to_rdflib()
    assert len(data) == asked.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    found = data.query("SELECT ?b { id:asml lg:supplies+ ?b }")
    assert {str(row[0]).rpartition("/")[2] for row in found} == {"tsmc", "huawei"}


def test_a_new_graph_begins_with_the_reference_data_and_can_be_filled(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Nvidia designed the H20. TSMC makes the H20.")
    with lithograph.open(tmp_path / "new.db", bare=True) as made:
        assert made.stats().documents == 0
        report = made.load(article, title="Note", date="2025-09-12")
        assert report.documents == 1
        assert made.stats().documents == 1
    with pytest.raises(lithograph.StoreError):
        lithograph.open(tmp_path / "none.db", create=False)
    with lithograph.open(tmp_path / "new.db") as again, pytest.raises(lithograph.UnknownEntityError):
        again.entity("Nobody Knows This")
