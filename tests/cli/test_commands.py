"""Commands: their examples run, their formats are what they say, and options mean the same before and after the command."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from lithograph.cli import main
from lithograph.cli.app import COMMANDS, lithograph

from .conftest import SMALL, Ran, Run, whole

NOTES = Path(__file__).parents[2] / "lithograph" / "cli" / "notes"
MORE = """\
{"kind": "document", "id": "note-3", "title": "A third", "date": "2025-06"}
{"kind": "entity", "document": "note-3", "type": "Firm", "name": "Acme Silicon Taiwan", "id": "acme-tw"}
{"kind": "entity", "document": "note-3", "type": "Firm", "name": "Acme Silicon", "id": "acme"}
{"kind": "claim", "document": "note-3", "subject": "Acme Silicon Taiwan", "predicate": "subsidiary_of", "object": "Acme Silicon", "locator": "c.csv:1"}
"""
NOT_RUN = {
    "serve": "runs until it is stopped; tests/doors covers it",
    "cypher": "starts a Java engine; tests/doors covers it",
    "demo": "has a test of its own",
}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reference data, the briefing notes and what the examples mention, in the default store."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "small.jsonl").write_text(SMALL + MORE, "utf8")
    (folder / "extra.jsonl").write_text(SMALL.replace("note-", "extra-"), "utf8")
    (folder / "article.html").write_text(
        "<html><body><p>Acme Silicon designs the Z9 chip, which TSMC manufactures.</p></body></html>", "utf8"
    )
    (folder / "test.txt").write_bytes(b"test")  # its SHA-256 begins with 9f86d081
    shutil.copytree(NOTES, folder / "notes")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["load", "small.jsonl", "notes", "test.txt"]) == 0
        assert main(["export", "--format", "ttl", "-o", "store.ttl"]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(world: Path, run: Run, tmp_path: Path) -> Run:
    """Run a command in a copy of the world."""
    shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    return run


def examples() -> list[str]:
    """The command lines that the helps show, without what the shell does with their output."""
    context = click.Context(lithograph)
    found: list[str] = []
    for name in COMMANDS:
        if name not in NOT_RUN:
            command = lithograph.get_command(context, name)
            assert command is not None
            text = (command.help or "").partition("Example:")[2]
            found += [line.split(">")[0].strip() for line in re.findall(r"^ *(lithograph .*)$", text, flags=re.MULTILINE)]
    return found


@pytest.mark.parametrize("line", examples())
def test_the_example_of_a_help_runs(here: Run, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, *_: bool(opened.append(url)) or True)
    done = here(*shlex.split(line)[1:])
    assert done.code == 0, done.err
    assert done.out or "-o" in line or "view" in line
    assert bool(opened) == ("--open" in line)


@pytest.mark.slow
def test_the_demo_runs_and_answers(run: Run) -> None:
    done = run("demo", "--keep", "demo.db")
    assert done.code == 0
    assert "Alibaba" in done.out
    assert "“" in done.out
    assert run("--db", "demo.db", "path", "Alibaba", "ASML", "--depends").code == 0


def test_help_lists_every_command_with_what_it_does(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\w", done.out, flags=re.MULTILINE), name


QUESTIONS = {
    "path": ["path", "Alibaba", "ASML"],
    "trace": ["trace", "H20", "--up", "--depth", "2"],
    "substitutes": ["substitutes", "H20", "--for", "Alibaba"],
    "show": ["show", "H20"],
    "stats": ["stats"],
    "documents": ["stats", "--documents"],
}


def is_json(text: str) -> None:
    json.loads(text)


def is_jsonl(text: str) -> None:
    assert [json.loads(line) for line in text.splitlines()]


def is_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def is_markdown(text: str) -> None:
    assert all(line.startswith("|") and line.endswith("|") for line in text.splitlines())


FORMATS: dict[str, Callable[[str], object]] = {
    "json": is_json, "jsonl": is_jsonl, "csv": is_csv, "md": is_markdown, "table": str.strip, "text": str.strip,
}  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_comes_in_every_format(here: Run, question: str, format_: str) -> None:
    done = here(*QUESTIONS[question], "--format", format_)
    assert done.code == 0
    assert FORMATS[format_](done.out) != ""


@pytest.mark.parametrize("command", ["extract", "export", "search", "load", "retract", "judge", "completion"])
def test_a_format_that_a_command_does_not_have_is_a_usage_error(run: Run, small: str, command: str) -> None:
    arguments = {
        "extract": ["small.jsonl"],
        "search": ["x"],
        "load": ["small.jsonl"],
        "retract": ["note-1"],
        "judge": ["TSMC", "Z9", "--same"],
        "completion": ["bash"],
    }
    done = run("--db", small, command, *arguments.get(command, []), "--format", "pdf")
    done.fails(2, "pdf" if command != "completion" else "--format")


def required(data: dict[str, object], *keys: str) -> dict[str, object]:
    assert set(keys) <= data.keys(), set(keys) - data.keys()
    return data


def is_entity(data: dict[str, object] | None, *, words: bool = False) -> None:
    assert data is not None
    assert data.keys() == {"id", "name", "type"}
    assert words or all(isinstance(v, str) for v in data.values())


def is_evidence(data: dict[str, object]) -> None:
    required(data, "quote", "start", "end", "document", "modality", "negated", "confidence")
    assert isinstance(data["document"], dict)
    assert data["document"].keys() == {"id", "title", "publisher", "date", "url"}
    assert data["negated"] in (True, False)


def is_hop(data: dict[str, object]) -> None:
    required(data, "subject", "predicate", "object", "forward", "item", "modality", "confidence", "valid_from", "valid_to", "evidence")
    is_entity(data["subject"])  # type: ignore[arg-type]
    is_entity(data["object"])  # type: ignore[arg-type]
    if data["item"] is not None:
        is_entity(data["item"], words=True)  # type: ignore[arg-type]
    assert data["evidence"]
    for one in data["evidence"]:  # type: ignore[attr-defined]
        is_evidence(one)


def answer(here: Run, *arguments: str) -> dict[str, object]:
    done = here(*arguments, "--format", "json")
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert isinstance(data, dict)
    return data


def test_path_has_the_shape_that_scripts_rely_on(here: Run) -> None:
    data = required(answer(here, "path", "Alibaba", "ASML", "--on", "2025-09"), "question", "paths", "why_none")
    assert data["why_none"] is None
    for found in data["paths"]:  # type: ignore[attr-defined]
        assert found.keys() == {"score", "hops"}
        for hop in found["hops"]:
            is_hop(hop)
            assert hop.get("undated", False) == (hop["valid_from"] is None or hop["valid_to"] is None)
    nothing = answer(here, "path", "Alibaba", "ASML", "--max-hops", "1")
    assert nothing["paths"] == []
    assert isinstance(nothing["why_none"], str)


def test_trace_has_the_shape_that_scripts_rely_on(here: Run) -> None:
    data = required(answer(here, "trace", "H20", "--up"), "root", "levels", "groups")
    is_entity(data["root"])  # type: ignore[arg-type]
    for reached in (r for level in data["levels"] for r in level):  # type: ignore[attr-defined]
        is_entity(required(reached, "entity", "because")["entity"])  # type: ignore[arg-type]
        for hop in reached["because"]:
            is_hop(hop)
    for group in data["groups"]:  # type: ignore[attr-defined]
        required(group, "consumer", "item", "coverage")
        assert ("all_of" in group) != ("any_of" in group)


def test_substitutes_has_the_shape_that_scripts_rely_on(here: Run) -> None:
    data = required(answer(here, "substitutes", "H20", "--for", "Alibaba"), "item", "candidates")
    for found in data["candidates"]:  # type: ignore[attr-defined]
        required(found, "entity", "score", "reasons", "status", "depends_on", "unknown")
        for reason in found["reasons"]:
            assert reason["kind"] in ("claim", "specification", "control", "availability", "dependency")
            required(reason, "text", "value", "evidence")
        for hop in found["depends_on"]:
            is_hop(hop)


def test_show_has_the_shape_that_scripts_rely_on(here: Run) -> None:
    data = required(answer(here, "show", "H20"), "entity", "facts", "conflicts")
    assert data["entity"].keys() == {"id", "name", "type", "names", "identifiers"}  # type: ignore[attr-defined]
    keys = "subject predicate object item amount share attribute value unit market period modality negated confidence valid_from valid_to evidence"
    for fact in data["facts"]:  # type: ignore[attr-defined]
        required(fact, *keys.split())
        assert (fact["predicate"] is None) == (fact["attribute"] is not None)
        assert fact["amount"] is None or fact["amount"].keys() == {"value", "unit"}
        for one in fact["evidence"]:
            is_evidence(one)


def test_load_has_the_shape_that_scripts_rely_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(SMALL + "nonsense\n", "utf8")
    done = run("load", "--bare", "a.jsonl", "--format", "json")
    data = required(json.loads(done.out), "documents", "claims", "entities", "skipped", "seconds")
    assert (data["documents"], data["claims"], data["entities"]) == (2, 4, 4)
    assert data["skipped"] == [{"source": "a.jsonl", "locator": "line 12", "reason": "no JSON object; each line holds one record"}]


def test_extract_has_the_shape_that_scripts_rely_on(here: Run) -> None:
    done = here("extract", "article.html", "--min-confidence", "0")
    claim = "document subject predicate object negated modality date amount share item quote start end confidence"
    attribute = "document subject attribute value unit market date quote start end confidence"
    keys = {"entity": "document type name mentions", "claim": claim, "attribute": attribute}
    for line in map(json.loads, done.out.splitlines()):
        required(line, "kind", *keys[line["kind"]].split())
        assert line["document"] == "article"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--db", "small.db", "--format", "json", "stats"],
        ["stats", "--db", "small.db", "--format", "json"],
        ["--format", "json", "stats", "--db", "small.db"],
    ],
)
def test_options_work_before_and_after_the_command(run: Run, small: str, arguments: list[str]) -> None:
    assert json.loads(run(*arguments).out)["documents"] == 2


def test_the_later_option_wins(run: Run, small: str) -> None:
    assert run("--db", "nowhere.db", "--format", "csv", "stats", "--db", small, "--format", "json").out.startswith("{")


def test_the_environment_names_the_store_and_an_option_wins_over_it(run: Run, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITHOGRAPH_DB", small)
    assert run("stats").code == 0
    run("stats", "--db", "nowhere.db").fails(1, "nowhere.db")


def test_the_default_store_lies_in_the_working_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(SMALL, "utf8")
    assert run("load", "--bare", "a.jsonl").code == 0
    assert (tmp_path / "lithograph.db").exists()


def on_terminal(program: list[str], arguments: list[str], cwd: Path, **environment: str) -> bytes:
    """What a person at a terminal sees."""
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [*program, *arguments], cwd=cwd, stdout=inner, stderr=subprocess.DEVNULL, env={**os.environ, "TERM": "xterm", **environment}
    )
    os.close(inner)
    shown = b""
    while True:
        try:
            part = os.read(outer, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait(60)
    os.close(outer)
    return shown


def test_colours_are_for_terminals_only_and_not_against_ones_will(program: list[str], run: Run, small: str, tmp_path: Path) -> None:
    arguments = ["--db", small, "show", "TSMC"]
    assert b"\x1b[" in on_terminal(program, arguments, tmp_path, NO_COLOR="")
    assert b"\x1b[" not in on_terminal(program, arguments, tmp_path, NO_COLOR="1")
    assert "\x1b[" not in run(*arguments).out


def test_results_go_to_stdout_and_notes_to_stderr(here: Run) -> None:
    done: Ran = here("show", "Alibaba Clou", "--known-by", "2025-12", "--format", "json")
    json.loads(done.out)
    assert "taken for" in done.err
    assert "without a date" in done.err


def test_a_partial_date_means_its_last_day(run: Run, small: str) -> None:
    asked = json.loads(run("--db", small, "path", "TSMC", "Z9", "--on", "2025", "--known-by", "2025-02", "--format", "json").out)[
        "question"
    ]
    assert (asked["on"], asked["known_by"]) == ("2025-12-31", "2025-02-28")


def test_a_reader_never_makes_a_store(run: Run, tmp_path: Path) -> None:
    """Nor does a load that is wrong from the outset."""
    context = click.Context(lithograph)
    arguments = {
        "search": ["x"],
        "path": ["a", "b"],
        "judge": ["a", "b", "--same"],
        "trace": ["a", "--up"],
        "cypher": ["RETURN 1"],
        "sparql": ["ASK {}"],
    }
    for name in set(COMMANDS) - {"load", "demo", "extract", "completion", "ontology", "serve", "check", "matrix", "timeline", "validate"}:
        command = lithograph.get_command(context, name)
        assert command is not None
        wants = [p.name or "" for p in command.params if isinstance(p, click.Argument) and p.required]
        done = run(name, *arguments.get(name, wants))
        assert done.code in (1, 2), (name, done)
        assert len(done.err.splitlines()) == 1, (name, done.err)
        assert list(tmp_path.iterdir()) == [], name


COLD = (
    "networkx",
    "rdflib",
    "yaml",
    "jpype",
    "babel",
    "pyvis",
    "trafilatura",
    "pyoxigraph",
    "neo4j",
    "arcadedb_embedded",
    "rapidfuzz",
    "tabulate",
)


@pytest.mark.parametrize("arguments", [["path", "TSMC", "Z9"], ["trace", "Z9", "--up"], ["show", "TSMC"], ["load", "more.jsonl"]])
def test_a_cold_command_imports_nothing_heavy(program: list[str], small: str, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "more.jsonl").write_text('{"kind": "document", "id": "more"}\n', "utf8")
    done = whole([program[0], "-X", "importtime", *program[1:]], "--db", small, *arguments, cwd=tmp_path)
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()}
    assert "lithograph" in imported
    assert imported.isdisjoint(COLD)


def test_the_program_runs_as_a_module_and_tells_its_version(program: list[str], tmp_path: Path) -> None:
    done = whole(program, "--version", cwd=tmp_path)
    assert re.fullmatch(rb"lithograph, version \d+\.\d+\.\d+\S*\n", done.stdout)
    assert sys.executable == program[0]
