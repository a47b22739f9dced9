"""Bad input gives one line that says what, where and what to do, an exit code, and loses nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import SMALL, Run, whole


def _same(run: Run, db: str, before: str) -> None:
    assert run("--db", db, "export").out == before


def test_a_missing_file_is_named(run: Run, small: str) -> None:
    before = run("--db", small, "export").out
    done = run("--db", small, "load", "nowhere.txt")
    assert done.code == 1
    assert "nowhere.txt: no such file" in done.err
    _same(run, small, before)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "binary"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
        ("broken.docx", b"PK\x03\x04 this is no archive", "DOCX"),
        ("lines.jsonl", b'{"kind": "document"', "JSON"),
        ("image.xyz", b"\x00\x01\x02", "not recognised"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_the_rest_is_loaded(
    run: Run, small: str, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    more = SMALL.replace("note-1", "note-3").replace("note-2", "note-4")
    (tmp_path / "good.jsonl").write_text(more, encoding="utf8")
    done = run("--db", small, "--format", "json", "load", name, "good.jsonl")
    assert done.code == 1
    assert words in done.err
    assert name in done.err
    assert json.loads(done.out)["documents"] == 2
    assert len(json.loads(done.out)["skipped"]) == 1


RECORDS = {
    "no JSON object": "hello",
    "broken JSON": '{"kind": "document", "id": ',
    "Invalid value": '{"kind": "nonsense"}',
    "missing required field `document`": '{"kind": "entity", "type": "Firm", "name": "X"}',
    "no class 'Wizard'": '{"kind": "entity", "document": "note-1", "type": "Wizard", "name": "X"}',
    "no class 'Organization'": '{"kind": "entity", "document": "note-1", "type": "Organization", "name": "X"}',
    "unknown predicate 'eats'": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "eats", "object": "Z9", "locator": "x:1"}',
    "object of supplies is a Chip": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "supplies", "object": "Z9", "locator": "x:1"}',
    "'Nobody' is no entity": '{"kind": "claim", "document": "note-1", "subject": "Nobody", "predicate": "designs", "object": "Z9", "locator": "x:1"}',
    "neither a quote with offsets nor a locator": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "manufactures", "object": "Z9"}',
    "'2025-02-30' is no date": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "manufactures", "object": "Z9", "locator": "x:1", "valid_from": "2025-02-30"}',
    "before it begins": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "manufactures", "object": "Z9", "locator": "x:1", "valid_from": "2025", "valid_to": "2024"}',
    "does not lie between 0 and 1": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "manufactures", "object": "Z9", "locator": "x:1", "confidence": 7}',
    "no percentage": '{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "manufactures", "object": "Z9", "locator": "x:1", "share": 140}',
    "a Firm has no memory_gb": '{"kind": "attribute", "document": "note-1", "subject": "TSMC", "attribute": "memory_gb", "value": 3, "locator": "x:1"}',
    "is no number": '{"kind": "attribute", "document": "note-1", "subject": "Z9", "attribute": "memory_gb", "value": "many", "locator": "x:1"}',
    "which is not in the file": '{"kind": "entity", "document": "other", "type": "Firm", "name": "X"}',
}  # fmt: skip


@pytest.mark.parametrize("words", RECORDS)
def test_a_bad_record_is_named_with_its_line_and_the_others_are_loaded(run: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "in.jsonl").write_text(SMALL + RECORDS[words] + "\n", encoding="utf8")
    done = run("--db", "new.db", "--format", "json", "load", "--bare", "in.jsonl")
    assert done.code == 1
    skipped = json.loads(done.out)["skipped"]
    assert [(s["source"], s["locator"]) for s in skipped] == [("in.jsonl", "line 12")]
    assert words in skipped[0]["reason"]
    (tmp_path / "whole.jsonl").write_text(SMALL, encoding="utf8")
    run("--db", "whole.db", "load", "--bare", "whole.jsonl")
    _same(run, "new.db", run("--db", "whole.db", "export").out)


def test_a_quote_that_does_not_stand_in_the_text_is_refused(run: Run, tmp_path: Path) -> None:
    lines = [
        {"kind": "document", "id": "d", "text": "TSMC makes the Z9."},
        {"kind": "entity", "document": "d", "id": "tsmc", "type": "Firm", "name": "TSMC"},
        {"kind": "entity", "document": "d", "id": "z9", "type": "Chip", "name": "Z9"},
        {"kind": "claim", "document": "d", "subject": "TSMC", "predicate": "manufactures", "object": "Z9", "quote": "TSMC made the Z9."},
        {
            "kind": "claim",
            "document": "d",
            "subject": "TSMC",
            "predicate": "manufactures",
            "object": "Z9",
            "quote": "makes the Z9",
            "start": 0,
            "end": 3,
        },
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf8")
    done = run("--db", "q.db", "--format", "json", "load", "--bare", "in.jsonl")
    assert [s["locator"] for s in json.loads(done.out)["skipped"]] == ["line 4"]
    claims = [json.loads(line) for line in run("--db", "q.db", "export").out.splitlines() if '"claim"' in line]
    assert [(c["quote"], c["start"], c["end"]) for c in claims] == [("makes the Z9", 5, 17)]


def _not_a_store(path: Path, kind: str) -> None:
    if kind == "text":
        path.write_text("this is a letter, no store; " * 50, encoding="utf8")
    elif kind == "empty":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    else:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (x)")
        if kind == "newer":
            connection.execute(f"PRAGMA application_id={0x4C495448}")
            connection.execute("PRAGMA user_version=99")
        connection.commit()
        connection.close()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text", "is no Lithograph store"),
        ("empty", "empty file"),
        ("folder", "is a folder"),
        ("foreign", "another program"),
        ("newer", "newer Lithograph"),
    ],
)
def test_what_is_no_store_is_refused_and_left_alone(run: Run, tmp_path: Path, kind: str, words: str) -> None:
    path = tmp_path / "thing.db"
    _not_a_store(path, kind)
    before = path.read_bytes() if path.is_file() else None
    run("--db", "thing.db", "stats").fails(2 if words == "--db" else 1, words)
    if kind in ("text", "foreign", "newer"):
        (tmp_path / "small.jsonl").write_text(SMALL, encoding="utf8")
        run("--db", "thing.db", "load", "--bare", "small.jsonl").fails(1, words)
        assert path.read_bytes() == before


def test_a_command_that_only_reads_never_creates_a_store(run: Run, tmp_path: Path) -> None:
    for command in (
        ["path", "A", "B"],
        ["show", "A"],
        ["trace", "A", "--up"],
        ["substitutes", "A"],
        ["stats"],
        ["export"],
        ["search", "a"],
    ):
        run("--db", "none.db", *command).fails(1, "there is no store here", "load")
        assert not (tmp_path / "none.db").exists()


def test_names_and_dates_that_make_no_sense_are_usage_errors(run: Run, small: str) -> None:
    run("--db", small, "show", "Zorbulon").fails(2, "no entity goes by 'Zorbulon'")
    run("--db", small, "path", "TSMC", "Z8").fails(2, "no entity goes by 'Z8'")
    run("--db", small, "show", "Z9", "--on", "2025-02-30").fails(2, "--on", "2025-02-30", "no date")
    run("--db", small, "show", "Z9", "--known-by", "soon").fails(2, "--known-by", "no date")
    run("--db", small, "path", "TSMC", "Z9", "--via", "eats").fails(2, "eats", "no relation")
    run("--db", small, "path", "TSMC", "Z9", "--include", "rumours").fails(2, "rumours")
    run("--db", small, "path", "TSMC", "Z9", "--wrong").fails(2, "--wrong")
    run("--db", small, "path", "TSMC", "Z9", "--format", "pdf").fails(2, "pdf", "json")
    run("--db", small, "pathh", "TSMC").fails(2, "no command 'pathh'", "path")
    run("--db", small, "retract", "nothing").fails(2, "no document 'nothing'")
    run("--db", small, "trace", "Z9").fails(2, "--up", "--down")


def test_an_ambiguous_name_lists_the_candidates(run: Run, tmp_path: Path) -> None:
    lines = SMALL + "".join(
        json.dumps({"kind": "entity", "document": "note-1", "id": i, "type": "Firm", "name": "Orion"}) + "\n"
        for i in ("orion-1", "orion-2")
    )
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf8")
    assert run("--db", "a.db", "load", "--bare", "in.jsonl").code == 0
    run("--db", "a.db", "show", "Orion").fails(2, "id:orion-1", "id:orion-2", "give the id")
    assert run("--db", "a.db", "show", "id:orion-1").code == 0


def test_a_wrong_date_option_stops_a_load_before_it_begins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.jsonl").write_text(SMALL, encoding="utf8")
    run("--db", "new.db", "load", "small.jsonl", "--date", "2025-13").fails(2, "--date", "2025-13")
    assert not (tmp_path / "new.db").exists()


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_full_disk_ends_in_one_line_and_keeps_what_was_loaded(program: list[str], run: Run, small: str, tmp_path: Path) -> None:
    before = run("--db", small, "export").out
    big = [{"kind": "document", "id": "big", "title": "x"}]
    big += [
        {"kind": "entity", "document": "big", "id": f"f{n}", "type": "Firm", "name": f"Firm number {n} {'x' * 200}"} for n in range(8000)
    ]
    (tmp_path / "big.jsonl").write_text("\n".join(map(json.dumps, big)), encoding="utf8")
    done = whole(program, "--db", small, "load", "big.jsonl", cwd=tmp_path, preexec_fn=_limited)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert b"Traceback" not in done.stderr
    assert any(word in done.stderr for word in (b"disk is full", b"File too large")), done.stderr
    assert run("--db", small, "stats").code == 0
    kept = run("--db", small, "export").out
    assert [line for line in kept.splitlines() if '"note-' in line] == before.splitlines()


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="needs /dev/full")
def test_output_to_a_full_disk_is_said(program: list[str], small: str, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*program, "--db", small, "export"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_no_failure(program: list[str], small: str, tmp_path: Path) -> None:
    done = subprocess.run(
        f"{' '.join(program)} --db {small} export | head -n 1", shell=True, cwd=tmp_path, capture_output=True, timeout=60, check=False
    )
    assert done.stderr == b""
    assert done.stdout.startswith(b'{"kind":"document"')


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of its own, to be made read-only by `_lock`; root may write anywhere else."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", folder], capture_output=True, check=False).returncode
    ):
        pytest.skip("a read-only file system needs root and the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_read_only_folder_can_be_read_and_not_written(run: Run, small: str, tmp_path: Path, read_only: Path) -> None:
    before = run("--db", small, "export").out
    shutil.copy(tmp_path / small, read_only / "kept.db")
    subprocess.run(["mount", "-o", "remount,ro", read_only], check=True)
    db = str(read_only / "kept.db")
    assert run("--db", db, "export").out == before
    assert run("--db", db, "path", "TSMC", "Z9").code == 0
    run("--db", db, "load", "small.jsonl").fails(1, "read-only", "--db")
    run("--db", str(read_only / "new.db"), "load", "--bare", "small.jsonl").fails(1, "new.db")
    run("--db", db, "export", "-o", str(read_only / "out.jsonl")).fails(1, "out.jsonl")
    assert sorted(p.name for p in read_only.iterdir()) == ["kept.db"]
