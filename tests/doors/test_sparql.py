"""`lithograph sparql`: what it answers, in which formats, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from doors_common import lithograph, rows

from lithograph.errors import LithographError, UsageError
from lithograph.graph.doors import sparql as door
from lithograph.graph.doors.query_text import prepared, rdf_term, unknown_terms
from lithograph.graph.store import Store
from lithograph.ontology.namespaces import ID, PREFIXES

NAMES = "SELECT ?n WHERE { ?x :supplies ?b . ?b :name ?n } ORDER BY ?n"


def names(store: Store, query: str, **options: object) -> set[str]:
    return {row[0].removeprefix(ID) for row in door.ask(store, query, **options).rows}  # type: ignore[arg-type]


def test_property_paths_need_no_prologue(graph: Store) -> None:
    assert names(graph, "SELECT ?b { id:asml :supplies+ ?b }") == {"tsmc", "huawei"}
    assert names(graph, "SELECT ?b { id:alibaba :dependsOn+ ?b }") == {"nv-h20", "tsmc", "asml", "nvidia"}


def test_a_day_asks_the_graph_of_that_day_with_the_same_text(graph: Store) -> None:
    """Bounds are half-open; evidence stays within reach."""
    query = "SELECT ?b { id:asml :supplies+ ?b }"
    assert names(graph, query, on="2020-09-14") == {"tsmc", "huawei"}
    assert names(graph, query, on="2020-09-15") == {"tsmc"}
    assert names(graph, query, on="2019-12-31") == set()
    assert names(graph, "SELECT ?c { ?c a :Claim }", on="2019-12-31") == names(graph, "SELECT ?c { ?c a :Claim }")


def test_a_fact_leads_to_its_words_and_its_document(graph: Store) -> None:
    query = """SELECT ?q ?date { ?c rdf:subject id:tsmc ; rdf:predicate :manufactures ; rdf:object id:nv-h20 ; :quote ?q ;
                                    prov:wasDerivedFrom ?d . ?d :date ?date }"""
    assert door.ask(graph, query).records() == [{"q": "TSMC makes the H20.", "date": "2025-09-01"}]


def test_json_is_objects_in_the_order_of_select_with_plain_values(graph: Store) -> None:
    found = rows(graph, "SELECT ?n ?id ?gb ?none { VALUES ?id {id:nv-h20} ?id :name ?n ; :memoryGb ?gb OPTIONAL { ?id :lei ?none } }")
    assert found == [{"n": "H20", "id": ID + "nv-h20", "gb": 96, "none": None}]
    assert list(found[0]) == ["n", "id", "gb", "none"]


@pytest.mark.parametrize("format_", ["srj", "srx", "tsv", "csv"])
def test_results_in_the_formats_of_the_w3c_parse_back(graph: Store, format_: str) -> None:
    import pyoxigraph

    done = lithograph("sparql", NAMES, "--format", format_, db=graph.address)
    form = pyoxigraph.QueryResultsFormat.from_media_type(door.SOLUTION_FORMATS[format_])
    if format_ == "csv":
        assert [r["n"] for r in csv.DictReader(io.StringIO(done.stdout))] == ["Huawei", "TSMC"]
        return
    found = pyoxigraph.parse_query_results(done.stdout.encode(), form)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [row["n"].value for row in found] == ["Huawei", "TSMC"]


@pytest.mark.parametrize("format_", ["ttl", "nt"])
def test_graphs_parse_back(graph: Store, format_: str) -> None:
    from rdflib import Graph

    done = lithograph("sparql", "CONSTRUCT { ?b :suppliedBy ?a } WHERE { ?a :supplies ?b }", "--format", format_, db=graph.address)
    assert len(Graph().parse(data=done.stdout, format="turtle" if format_ == "ttl" else "nt")) == 2
    described = lithograph("sparql", "DESCRIBE id:asml", db=graph.address)
    assert len(Graph().parse(data=described.stdout, format="turtle")) > 5  # no format given: a graph comes as Turtle


def test_ask_answers_true_or_false(graph: Store) -> None:
    assert lithograph("sparql", "ASK { id:asml :supplies id:tsmc }", db=graph.address).stdout == "true\n"
    assert json.loads(lithograph("sparql", "ASK { id:asml :supplies id:x }", "--format", "json", db=graph.address).stdout) == {
        "boolean": False
    }


def test_a_query_may_come_from_the_standard_input(graph: Store) -> None:
    done = lithograph("sparql", "-", "--format", "csv", db=graph.address, stdin=NAMES)
    assert done.stdout.split() == ["n", "Huawei", "TSMC"]


def test_the_table_shows_prefixes(graph: Store) -> None:
    assert "id:tsmc" in lithograph("sparql", "SELECT ?b { id:asml :supplies ?b }", db=graph.address).stdout


def test_values_for_variables(graph: Store) -> None:
    found = rows(graph, "SELECT ?a ?n { ?a :supplies ?b . ?b :name ?n FILTER (?n != ?not) }", "--param", "a=id:asml", "--param", "not=X")
    assert found == [{"a": ID + "asml", "n": "TSMC"}]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("id:asml", f"<{ID}asml>"),
        ("id:a b/c", f"<{ID}a%20b%2Fc>"),
        (":supplies", f"<{PREFIXES['lg']}supplies>"),
        ("https://example.com/x", "<https://example.com/x>"),
        ("5", f'"5"^^<{PREFIXES["xsd"]}integer>'),
        ("0.5", f'"0.5"^^<{PREFIXES["xsd"]}decimal>'),
        ("2025-09-12", f'"2025-09-12"^^<{PREFIXES["xsd"]}date>'),
        ('x" } DROP ALL #', '"x\\" } DROP ALL #"'),
        ('"5"', '"5"'),
        ("a\nb\\", '"a\\nb\\\\"'),
    ],
)
def test_a_value_is_one_term_and_never_more(text: str, term: str) -> None:
    assert rdf_term("x", text) == term


def test_a_value_in_a_group_or_a_subquery_stays_legal(graph: Store) -> None:
    query = "SELECT ?p (COUNT(?b) AS ?n) { { SELECT ?p ?b { ?a ?p ?b } } } GROUP BY ?p ORDER BY ?p"
    assert door.ask(graph, query, {"p": ":supplies"}).rows == ((PREFIXES["lg"] + "supplies", 2),)


@pytest.mark.parametrize(
    ("query", "arguments", "words"),
    [
        ("INSERT DATA { id:a :supplies id:b }", (), "INSERT changes data"),
        ("PREFIX x: <http://x/> # select\nDELETE WHERE { ?s ?p ?o }", (), "DELETE changes data"),
        ("LOAD <http://127.0.0.1/x>", (), "LOAD changes data"),
        ("DROP ALL", (), "DROP changes data"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", (), "SERVICE asks another server"),
        ("SELECT * { sErViCe SILENT ?x { ?s ?p ?o } }", (), "SERVICE asks another server"),
        ("SELECT * { S\\u0045RVICE <http://127.0.0.1/> { ?s ?p ?o } }", (), "SERVICE asks another server"),
        ('SELECT * { FILTER("\\\\"="#")SERVICE<http://127.0.0.1/>{?s ?p ?o} }', (), "SERVICE asks another server"),
        ("SELECT * { ?s ?p ", (), "cannot be read: it ends too early at line 1"),
        ("SELECT * {\n ?s FOO ?p }", (), "line 2"),
        ("SELECT * { ?s foo:x ?p }", (), "prefix"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", (), "cannot be read"),
        ("", (), "give SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("hello", (), "begins with HELLO"),
        ("ASK {}", ("--param", "x=1"), "no variable ?x"),
        ("ASK {}", ("--param", "x"), "is no k=v"),
        ("SELECT (1 AS ?x) {}", ("--param", "x=1"), "gives ?x a value itself"),
        ("SELECT ?x {}", ("--format", "ttl"), "is a table"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("--format", "srj"), "is a graph"),
        ("ASK {}", ("--on", "2025-02-30"), "no date"),
        ("ASK {}", ("--timeout", "0"), "--timeout"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_in_one_line(graph: Store, query: str, arguments: tuple[str, ...], words: str) -> None:
    done = lithograph("sparql", query, *arguments, db=graph.address)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "query", ['SELECT ("SERVICE" AS ?x) { ?service :service "LOAD" } # SERVICE', "SELECT * { ?s <http://x/SERVICE> ?o }"]
)
def test_words_in_texts_names_and_comments_are_no_commands(graph: Store, query: str) -> None:
    door.ask(graph, query)


def test_nothing_goes_out_over_the_network(graph: Store) -> None:
    """Not even a FROM, which names a graph of the store."""
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)

        def wait() -> None:
            try:
                server.accept()
                called.set()
            except OSError:
                pass

        thread = threading.Thread(target=wait)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert door.ask(graph, f"SELECT * FROM <{address}> {{ ?s ?p ?o }}").rows == ()
        with pytest.raises(UsageError):
            door.ask(graph, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        thread.join()
    assert not called.is_set()


def test_an_endless_query_is_ended_in_time(graph: Store) -> None:
    start = time.monotonic()
    with pytest.raises(LithographError, match="took longer than 1 s") as caught:
        door.ask(graph, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=1)
    assert caught.value.exit_code == 1
    assert time.monotonic() - start < 20


def test_a_result_without_end_is_given_up(graph: Store) -> None:
    with pytest.raises(LithographError, match="larger than 64 MB"):
        door.serialised(graph, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", format_="srx", timeout=120)


def test_a_name_that_the_ontology_lacks_is_pointed_out(graph: Store) -> None:
    done = lithograph("sparql", "SELECT ?b { id:asml :suplies ?b }", db=graph.address)
    assert done.returncode == 0
    assert ":supplies" in done.stderr
    assert unknown_terms("SELECT ?b { ?b :dependsOn/lg:name ?x ; :validFrom ?y ; a :Claim ; rdfs:label 'x:y' }") == []


def test_the_next_question_sees_what_was_loaded(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    lines = [
        {"kind": "document", "id": "d"},
        {"kind": "entity", "document": "d", "type": "Firm", "name": "A", "id": "a"},
        {"kind": "entity", "document": "d", "type": "Firm", "name": "B", "id": "b"},
        {"kind": "claim", "document": "d", "subject": "A", "predicate": "supplies", "object": "B", "locator": "x:1"},
    ]
    assert lithograph("load", "--bare", "-", db=db, stdin="").returncode in (0, 1, 2)
    source = tmp_path / "x.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines[:3]))
    assert lithograph("load", "--bare", str(source), db=db).returncode == 0
    assert lithograph("sparql", "ASK { id:a :supplies id:b }", db=db).stdout == "false\n"
    source.write_text("\n".join(json.dumps(line) for line in lines))
    assert lithograph("load", str(source), db=db).returncode == 0
    assert lithograph("sparql", "ASK { id:a :supplies id:b }", db=db).stdout == "true\n"
    assert lithograph("retract", "d", db=db).returncode in (0, 2)


def test_a_process_of_a_query_imports_the_engine_and_little_else() -> None:
    """A cold question takes less than half a second only as long as this holds."""
    code = "import sys, lithograph.graph.doors.sparql, lithograph.cli.sparql; print([m for m in ('rdflib', 'networkx', 'pyoxigraph', 'oxrdflib', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ}, check=True)
    assert done.stdout.strip() == "[]"


def test_prepared_says_which_form_a_query_has() -> None:
    assert prepared("PREFIX ask: <http://x/>\nBASE <http://y/> select * {}").form == "SELECT"
