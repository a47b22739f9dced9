"""When the system is at fault: damaged and locked stores, forbidden places, full disks, pipes that close, interrupts."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lithograph.graph.store import open_store
from lithograph.graph.store.sqlite.schema import MIGRATIONS, VERSION

from .conftest import SMALL, Run, whole

GOLDEN = Path(__file__).parents[1] / "golden"
READING = (["show", "TSMC"], ["path", "TSMC", "Z9"], ["trace", "Z9", "--up"], ["stats"], ["export"], ["search", "wafers"])


@pytest.mark.parametrize("arguments", READING)
def test_a_damaged_store_is_said_to_be_damaged(run: Run, small: str, tmp_path: Path, arguments: list[str]) -> None:
    data = bytearray((tmp_path / small).read_bytes())
    data[4096:] = b"\xee" * (len(data) - 4096)
    (tmp_path / small).write_bytes(data)
    run("--db", small, *arguments).fails(1, small, "damaged", "restore a copy")


def test_a_store_cut_short_is_said_to_be_damaged(run: Run, small: str, tmp_path: Path) -> None:
    data = (tmp_path / small).read_bytes()
    (tmp_path / small).write_bytes(data[: len(data) // 3])
    run("--db", small, "export").fails(1, small, "damaged")


def test_a_store_that_another_program_writes_to_is_read_and_not_written(run: Run, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **more: real(*a, **{**more, "timeout": 0.1}))
    with contextlib.closing(real(small, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run("--db", small, "path", "TSMC", "Z9").code == 0
        run("--db", small, "retract", "note-1").fails(1, "another program is writing", "try again")
        other.execute("ROLLBACK")
    assert run("--db", small, "retract", "note-1").code == 0


def test_two_loads_at_once_both_arrive_whole(program: list[str], run: Run, tmp_path: Path) -> None:
    """Also into a store that neither found there."""
    for n in range(3):
        (tmp_path / f"{n}.jsonl").write_text(SMALL.replace("note-", f"n{n}-"), "utf8")
    running = [
        subprocess.Popen(
            [*program, "--db", "both.db", "load", "--bare", f"{n}.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for n in range(3)
    ]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
    assert run("--db", "one.db", "load", "--bare", "0.jsonl", "1.jsonl", "2.jsonl").code == 0
    assert run("--db", "both.db", "export").out == run("--db", "one.db", "export").out


@pytest.mark.parametrize("version", sorted(MIGRATIONS))
def test_an_older_store_is_brought_up_to_date_by_a_command_that_writes(run: Run, small: str, tmp_path: Path, version: int) -> None:
    """From every version that was ever kept; one that only reads says what to do."""
    kept = GOLDEN / f"store-{version}.db.gz"
    if not kept.exists():
        pytest.skip(f"no store of version {version} is kept")
    (tmp_path / "old.db").write_bytes(gzip.decompress(kept.read_bytes()))
    run("--db", "old.db", "stats").fails(1, f"store version {version}", str(VERSION), "`lithograph load --bare`")
    assert run("--db", "old.db", "load", "--bare").code == 0
    assert run("--db", "old.db", "export").out == run("--db", small, "export").out
    assert run("--db", "old.db", "path", "TSMC", "Z9").out == run("--db", small, "path", "TSMC", "Z9").out
    assert run("--db", "old.db", "retract", "note-1").code == 0


@pytest.fixture
def nobody() -> list[str]:
    """What runs a command as a user without rights; root may do anything anywhere."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("needs setpriv to give up the rights of root")
    as_nobody = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*as_nobody, sys.executable, "-c", "import lithograph.cli.app"], capture_output=True, check=False).returncode:
        pytest.skip("another user may not read the program here")
    return as_nobody


def test_what_is_forbidden_is_said(program: list[str], nobody: list[str], run: Run, small: str, tmp_path: Path) -> None:
    """A source that may not be read, a store that may not be written, a folder that may not be written into."""
    for folder in (tmp_path, *(p for p in tmp_path.parents if p.name.startswith(("pytest-", "popen-")))):  # xdist has one more
        folder.chmod(0o755)
    (tmp_path / "secret.jsonl").write_text(SMALL, "utf8")
    (tmp_path / "secret.jsonl").chmod(0o000)
    (tmp_path / "more.jsonl").write_text('{"kind": "document", "id": "more"}\n', "utf8")
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "shut").mkdir(mode=0o555)
    before = run("--db", small, "export").out
    for arguments, words in (
        (["--db", "open/new.db", "load", "--bare", "secret.jsonl"], "secret.jsonl: not allowed to read it"),
        (["--db", small, "load", "more.jsonl"], "read-only"),
        (["--db", "shut/new.db", "load", "--bare", "more.jsonl"], "give another place with --db"),
        (["--db", small, "export", "-o", "shut/out.jsonl"], "shut/out.jsonl"),
    ):
        done = whole([*nobody, *program], *arguments, cwd=tmp_path)
        assert done.returncode == 1, (arguments, done.stderr)
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert words.encode() in done.stderr, done.stderr
    assert whole([*nobody, *program], "--db", small, "show", "TSMC", cwd=tmp_path).returncode == 0
    assert run("--db", small, "export").out == before


@pytest.mark.parametrize("arguments", [["export"], ["stats"], ["show", "TSMC", "--format", "json"], ["--help"]])
@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="needs /dev/full")
def test_a_full_output_is_said_in_one_line(program: list[str], small: str, tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*program, "--db", small, *arguments], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.stderr.decode() == "lithograph: output: No space left on device; free some room or give another place\n"
    assert done.returncode == 1


@pytest.mark.parametrize("arguments", [["export"], ["show", "TSMC"], ["stats", "--format", "csv"]])
def test_a_reader_that_goes_away_is_no_failure(program: list[str], small: str, tmp_path: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    process = subprocess.Popen([*program, "--db", small, *arguments], cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    os.close(reader)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_an_interrupt_gives_one_line_and_130(program: list[str], run: Run, tmp_path: Path) -> None:
    """While it waits for more of the standard input; what it had read of a document that may go on is not kept."""
    process = subprocess.Popen(
        [*program, "--db", "a.db", "load", "--bare", "--as", "jsonl", "-"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(SMALL.encode())
    process.stdin.flush()
    for _ in range(600):
        if (tmp_path / "a.db").exists():
            break
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, "lithograph: interrupted; what was loaded before stands\n")
    assert run("--db", "a.db", "stats").code == 0


def test_a_full_temporary_folder_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of a file too large for memory are laid aside there."""
    import lithograph.loaders.exchange as exchange

    class Full:
        def writelines(self, lines: object) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None: ...

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(exchange, "HELD_BYTES", 10)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: Full())
    (tmp_path / "a.jsonl").write_text(SMALL, "utf8")
    run("--db", "a.db", "load", "--bare", "a.jsonl").fails(1, "No space left on device", "TMPDIR")


def test_a_terminal_that_cannot_show_a_letter_is_no_failure(program: list[str], tmp_path: Path) -> None:
    """Results are UTF-8 whatever the locale says."""
    (tmp_path / "a.jsonl").write_text(SMALL.replace("Acme Silicon", "艾克米"), "utf8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "LITHOGRAPH_DB": "a.db"}
    for arguments in (["load", "--bare", "a.jsonl"], ["show", "Z9"]):
        done = subprocess.run([*program, *arguments], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert "艾克米" in done.stdout.decode()


def test_what_no_one_foresaw_is_one_line_that_asks_for_a_report(run: Run, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("lithograph.queries.profile.show", fails)
    run("--db", small, "show", "TSMC").fails(1, "a fault of this program: ZeroDivisionError", "--debug")
    with pytest.raises(ZeroDivisionError):
        run("--db", small, "show", "TSMC", "--debug")


def test_a_store_is_closed_after_a_fault(small: str) -> None:
    """Nothing stays locked by what went wrong."""
    with contextlib.closing(open_store(small, write=True)) as store, pytest.raises(Exception, match="no document"):
        store.retract("nothing")
    with contextlib.closing(open_store(small, write=True)) as store:
        assert store.retract("note-2") == 1
