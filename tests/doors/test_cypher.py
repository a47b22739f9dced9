"""The Cypher door: kept up to date, on a day, within limits, and with nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cypher_world import bundles, needs_engine

import lithograph as lithograph_api
from lithograph.errors import LithographError, UsageError
from lithograph.graph.doors.cypher import archive, installed
from lithograph.graph.doors.cypher import ask as door
from lithograph.graph.doors.cypher.process import Process
from lithograph.graph.doors.cypher.projection import Projection
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import open_store

pytestmark = [needs_engine, pytest.mark.xdist_group("cypher")]
SUPPLIED = "MATCH (:Firm {id: 'asml'})-[r:SUPPLIES]->(b) RETURN b.id AS id ORDER BY id"


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    with Process() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store that holds the small world."""
    file = tmp_path / "home" / "world.db"
    file.parent.mkdir()
    store = open_store(str(file), create=True)
    for bundle in bundles():
        store.write(bundle)
    store.close()
    return file


def ids(path: Path, process: Process, query: str = SUPPLIED, **options: Any) -> list[str]:
    store = open_store(str(path))
    try:
        return [str(row[0]) for row in door.ask(store, query, process=process, **options).rows]
    finally:
        store.close()


def generations(path: Path) -> set[str]:
    return {p.name for p in Path(f"{path}.cypher").iterdir() if p.is_dir()}


def lithograph(*arguments: str, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lithograph", *arguments], cwd=folder, capture_output=True, text=True, timeout=120, **options
    )


def one_more(store: Any) -> None:
    cast = (EntityRecord("new", "Firm", "ASML", id="asml"), EntityRecord("new", "Firm", "Zork"))
    store.write(
        Bundle(Document("new", date="2025"), cast, (Claim("new", "ASML", "supplies", "Zork", quote="ASML supplies Zork.", locator="1"),))
    )


def test_a_new_document_and_its_retraction_show_in_the_next_answer(path: Path, process: Process) -> None:
    """The projection follows the store both ways, and is not built again where nothing changed."""
    assert ids(path, process) == ["skh", "smic", "tsmc"]
    before = generations(path)
    assert ids(path, process) == ["skh", "smic", "tsmc"]
    assert generations(path) == before
    store = open_store(str(path), write=True)
    one_more(store)
    assert ids(path, process) == ["firm:zork", "skh", "smic", "tsmc"]
    store.retract("new")
    store.close()
    assert ids(path, process) == ["skh", "smic", "tsmc"]
    assert ids(path, process, "MATCH (n {id: 'firm:zork'}) RETURN n.id") == []


def test_on_a_day_only_what_held_then(path: Path, process: Process) -> None:
    """The same text, another day: ASML's deliveries to SMIC began in 2015 and ended in 2023; few dates are kept."""
    assert ids(path, process, on="2013-01-01") == ["tsmc"]
    assert ids(path, process, on="2023-12-30") == ["skh", "smic", "tsmc"]
    assert ids(path, process, on="2023-12-31") == ["skh", "tsmc"]
    for year in (2017, 2018):
        ids(path, process, on=f"{year}-01-01")
    kept = json.loads((Path(f"{path}.cypher") / "current.json").read_text())
    assert len(kept) == 1 + Projection.dates_kept
    assert "2018-01-01" in kept


def test_a_query_without_end_is_ended(path: Path) -> None:
    """A cartesian product of paths stops at the limit with one line that helps."""
    endless = "MATCH p = (a)-[*]-(b), q = (c)-[*]-(d) WHERE a.id < d.id RETURN sum(length(p) * length(q))"
    start = time.monotonic()
    with Process() as own, pytest.raises(LithographError, match="took longer than 1 s and was ended; bound the length") as caught:
        ids(path, own, endless, timeout=1)
    assert caught.value.exit_code == 1
    assert time.monotonic() - start < 60


def test_a_result_beyond_all_bounds_is_given_up(path: Path, process: Process) -> None:
    """Hundreds of megabytes are not collected."""
    with pytest.raises(LithographError, match="larger than 64 MB and was given up; add LIMIT"):
        ids(path, process, "UNWIND range(1, 1000000) AS n RETURN $t AS t", parameters={"t": "x" * 100_000}, timeout=120)


@pytest.mark.parametrize(
    "query, words",
    [
        ("MATCH (f:Firm) RETURN f.name ORDER", "the query cannot be read"),
        ("MATCH (f:Firm RETURN f", "'(' is not closed"),
        ("MATCH (f:Firm) WHERE f.name = 'x RETURN f", "a text that begins at line 1, column 31 does not end"),
        ("MATCH (f:Firm) RETURN g.name", "the query cannot be read"),
        ("MATCH (in) WITH in SET in.x = 1", "would change the graph"),
        ("RETURN $x AS x", "the query asks for $x, which has no value; give it with --param x=VALUE"),
        ("  // nothing", "the query is empty"),
    ],
)
def test_a_bad_query_gets_one_line(path: Path, process: Process, query: str, words: str) -> None:
    """What is wrong with a query, in one line, as a mistake of usage."""
    with pytest.raises(UsageError) as caught:
        ids(path, process, query)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_label_is_remarked_on(path: Path, process: Process) -> None:
    """A misspelt class finds nothing, and the user hears why."""
    said: list[str] = []
    assert ids(path, process, "MATCH (f:Frim)-[:SUPPLY]->() RETURN f.id", note=said.append) == []
    assert said[0] == "nothing in the graph is a 'Frim'; did you mean Firm?"
    assert "SUPPLIES" in said[1]


def test_values_are_plain(path: Path, process: Process) -> None:
    """Nodes, relationships and paths come as maps and lists, dates as ISO text, also inside a relationship."""
    store = open_store(str(path))
    query = (
        "MATCH p = (a:Firm {id: 'asml'})-[r:SUPPLIES]->(b {id: 'smic'}) RETURN a, r, p, date('2024-02-29') AS d, {x: [1, 2.5, null]} AS m"
    )
    (row,) = door.ask(store, query, process=process).records()
    asml = {"id": "asml", "name": "ASML", "type": "Firm", "names": ["ASML Holding"]}
    supplies = {
        "type": "SUPPLIES", "from": "asml", "to": "smic", "confidence": 0.9, "modality": "asserted", "negated": False,
        "valid_from": "2015-01-01", "valid_to": "2023-12-31",
    }  # fmt: skip
    assert list(row) == ["a", "r", "p", "d", "m"]
    assert row == {"a": asml, "r": supplies, "p": [asml, supplies, {"id": "smic", "name": "SMIC", "type": "Firm"}], "d": "2024-02-29",
                   "m": {"x": [1, 2.5, None]}}  # fmt: skip
    store.close()


def test_a_folder_that_cannot_be_written(path: Path, process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """The projection is built elsewhere, with a note, and goes again."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    said: list[str] = []
    assert ids(path, process, note=said.append) == ["skh", "smic", "tsmc"]
    assert said == [
        f"{path} lies in a folder that cannot be written: its Cypher projection is built in a temporary folder, for this command only"
    ]
    assert not Path(f"{path}.cypher").exists()


def test_several_programs_at_once(path: Path) -> None:
    """Two that find the projection missing build it once, and both answer."""
    out: list[list[str]] = []

    def run() -> None:
        with Process() as own:
            out.append(ids(path, own))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert out == [["skh", "smic", "tsmc"]] * 2
    assert len(generations(path)) == 1


def test_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no wheel exists, one line says what is missing and what works instead."""
    monkeypatch.setattr(installed.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"arcadedb-embedded.*is not installed.*`lithograph sparql` asks the same graph"):
        Process()


def test_the_command(path: Path) -> None:
    """Table, JSON and CSV, values by --param, the query from stdin, a refusal with exit code 2, and nothing left in the folder."""
    folder = path.parent
    query = "MATCH (c:Chip) WHERE c.memory_gb > $least RETURN c.name AS name, c.memory_gb AS gb ORDER BY name"
    table = lithograph("--db", path.name, "cypher", query, "--param", "least=10", folder=folder)
    assert (table.returncode, table.stderr) == (0, "")
    assert [line.split() for line in table.stdout.splitlines()[::2]] == [["name", "gb"], ["H100", "80.0"]]
    found = lithograph("--db", path.name, "cypher", "-", "--param", "least=10", "--format", "json", folder=folder, input=query)
    assert json.loads(found.stdout) == [{"name": "H100", "gb": 80.0}, {"name": "H20", "gb": 96.0}]
    as_csv = lithograph(
        "--db", path.name, "cypher", "MATCH (f:Firm {id: $id}) RETURN f", "--param", "id=smic", "--format", "csv", folder=folder
    )
    assert as_csv.stdout == 'f\n"{""id"": ""smic"", ""name"": ""SMIC"", ""type"": ""Firm""}"\n'
    refused = lithograph("--db", path.name, "cypher", "MATCH (n) DETACH DELETE n", folder=folder)
    assert refused.returncode == 2
    assert refused.stderr.startswith("lithograph: DETACH at line 1, column 11 would change the graph")
    assert sorted(p.name for p in folder.iterdir() if not p.name.startswith("world.db-")) == ["world.db", "world.db.cypher"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c(path: Path, process: Process) -> None:
    """An interrupted query ends at once with exit code 130."""
    ids(path, process)
    endless = "MATCH p = (a)-[*]-(b), q = (c)-[*]-(d) WHERE a.id < d.id RETURN sum(length(p) * length(q))"
    command = [sys.executable, "-m", "lithograph", "--db", str(path), "cypher", endless, "--timeout", "600"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(4)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "interrupted" in said


@pytest.mark.slow
def test_the_class_cache(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is made once, in the user's cache folder, keyed by the engine, and a query works with it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LITHOGRAPH_NO_CACHE", raising=False)
    assert archive.options() == []
    made = archive.make()
    assert made is not None
    assert installed.engine_key() in made.name
    assert archive.options() == [f"-XX:AOTCache={made}"]
    assert [p.name for p in made.parent.iterdir()] == [made.name]
    with Process() as own:
        assert ids(path, own) == ["skh", "smic", "tsmc"]


def test_the_python_api(path: Path) -> None:
    """`Graph.cypher` answers with rows, takes parameters and a day, and ends its engine with the graph."""
    with lithograph_api.open(path) as graph:
        answer = graph.cypher("MATCH (a:Firm {id: $id})-[r:SUPPLIES]->(b) RETURN b.name AS name ORDER BY name", {"id": "asml"}, on="2013")
        assert answer.records() == [{"name": "TSMC"}]
        assert "<td>TSMC</td>" in answer._repr_html_()
        running = graph._engine
    assert running is not None
    assert not running.alive
