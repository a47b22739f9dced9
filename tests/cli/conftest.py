"""Commands run in this process, or as a whole program where the system is part of the test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lithograph.cli import main

SMALL = """\
{"kind": "document", "id": "note-1", "title": "Supplier letter", "publisher": "Example", "date": "2025-05-02"}
{"kind": "document", "id": "note-2", "title": "Undated memo"}
{"kind": "entity", "document": "note-1", "id": "tsmc", "type": "Firm", "name": "TSMC"}
{"kind": "entity", "document": "note-1", "id": "acme", "type": "Firm", "name": "Acme Silicon"}
{"kind": "entity", "document": "note-1", "id": "z9", "type": "Chip", "name": "Z9"}
{"kind": "entity", "document": "note-2", "id": "z9", "type": "Chip", "name": "Z9"}
{"kind": "entity", "document": "note-2", "id": "y8", "type": "Chip", "name": "Y8"}
{"kind": "claim", "document": "note-1", "subject": "TSMC", "predicate": "supplies", "object": "Acme Silicon", "item": "wafers", "locator": "a.csv:1", "quote": "TSMC;wafers;Acme"}
{"kind": "claim", "document": "note-1", "subject": "Acme Silicon", "predicate": "designs", "object": "Z9", "locator": "a.csv:2", "valid_from": "2024"}
{"kind": "claim", "document": "note-2", "subject": "Y8", "predicate": "comparable_to", "object": "Z9", "locator": "b.csv:1", "modality": "reported"}
{"kind": "attribute", "document": "note-1", "subject": "Z9", "attribute": "memory_gb", "value": 96, "unit": "GB", "locator": "a.csv:3"}
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    def fails(self, code: int, *words: str) -> None:
        """It ended with this code and one line on stderr that has these words, without a traceback."""
        lines = self.err.splitlines()
        assert self.code == code, (self.code, self.err)
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        for word in words:
            assert word in lines[0], (word, lines[0])


Run = Callable[..., Ran]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LITHOGRAPH_DB", raising=False)

    def _run(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        code = main(list(arguments))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return _run


@pytest.fixture
def small(run: Run, tmp_path: Path) -> str:
    """The path of a store with two documents and nothing else."""
    lines = tmp_path / "small.jsonl"
    lines.write_text(SMALL, encoding="utf8")
    assert run("--db", "small.db", "load", "--bare", str(lines)).code == 0
    return "small.db"


@pytest.fixture(scope="session")
def program() -> list[str]:
    """The program as a command line of its own."""
    return [sys.executable, "-m", "lithograph"]


def whole(program: list[str], *arguments: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process."""
    environment = {k: v for k, v in os.environ.items() if k != "LITHOGRAPH_DB"}
    return subprocess.run([*program, *arguments], cwd=cwd, env=environment, capture_output=True, timeout=120, check=False, **more)  # type: ignore[call-overload, no-any-return]
