"""Sources that cannot be read, end to end: one line that names the file and what to do, exit code 1, and nothing lost."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import SMALL, Run

RECORD = '{"kind": "document", "id": "é1"}\n'


def encrypted_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


SOURCES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file of lines": ("a.jsonl", lambda: b"", "the file is empty"),
    "nothing but empty lines": ("a.jsonl", lambda: b"\n \n\r\n", "the file is empty"),
    "a binary file with the name of lines": ("a.jsonl", lambda: bytes(range(256)) * 9, "binary file"),
    "lines in UTF-16": ("a.jsonl", lambda: RECORD.encode("utf-16"), "UTF-16; save it as UTF-8"),
    "lines in Latin-1": ("a.jsonl", lambda: RECORD.encode("latin-1"), "line 1: broken JSON"),
    "an array instead of lines": ("a.jsonl", lambda: b'[{"kind": "document", "id": "d"}]', "line 1: no JSON object"),
    "brackets without end": ("a.jsonl", lambda: b'{"kind": "document", "id": ' + b"[" * 100_000, "line 1: "),
    "a lone surrogate": ("a.jsonl", lambda: b'{"kind": "document", "id": "\\ud800"}', "line 1: broken JSON"),
    "an encrypted PDF": ("a.pdf", encrypted_pdf, "password"),
    "a PDF of no pages": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF", "PDF"),
    "an archive that is no DOCX": ("a.docx", lambda: archive(readme="hello"), ".docx"),
    "a DOCX of broken XML": ("a.docx", lambda: archive(**{"word/document.xml": "<w:document", "[Content_Types].xml": "<Types"}), "DOCX"),
    "50 MB of text": ("a.txt", lambda: b"Acme supplies Beta. " * 2_500_000, "characters"),
    "a file of spaces": ("a.txt", lambda: b" \n" * 50, ""),
}  # fmt: skip


@pytest.mark.parametrize("what", SOURCES)
def test_what_cannot_be_read_is_said_in_one_line(run: Run, small: str, tmp_path: Path, what: str) -> None:
    name, make, words = SOURCES[what]
    (tmp_path / name).write_bytes(make())
    before = run("--db", small, "export").out
    done = run("--db", small, "--format", "json", "load", name)
    done.fails(1, f"skipped {name}", words)
    assert len(json.loads(done.out)["skipped"]) == 1
    assert run("--db", small, "export").out == before


@pytest.mark.parametrize("what", [w for w in SOURCES if not SOURCES[w][0].endswith("jsonl") and "50 MB" not in w])
def test_extract_says_the_same(run: Run, tmp_path: Path, what: str) -> None:
    name, make, words = SOURCES[what]
    (tmp_path / name).write_bytes(make())
    run("extract", name).fails(1, name, words)


def test_lines_with_a_byte_order_mark_and_windows_ends_are_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert run("load", "--bare", "a.jsonl", "--db", "a.db").code == 0


def test_an_empty_folder_and_a_missing_file_are_said_and_the_rest_is_loaded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.jsonl").write_text(SMALL, "utf8")
    done = run("load", "--bare", "--db", "a.db", "empty", "nowhere.txt", "a.jsonl", "--format", "json")
    assert done.code == 1
    assert done.err.splitlines() == ["skipped empty: the folder holds no file", "skipped nowhere.txt: no such file; check the path"]
    assert json.loads(done.out)["documents"] == 2


def test_only_the_first_of_many_faults_are_listed_and_the_rest_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("nonsense\n" * 50, "utf8")
    done = run("load", "--bare", "--db", "a.db", "a.jsonl", "--format", "json")
    assert len(done.err.splitlines()) == 21
    assert "30 more" in done.err
    assert len(json.loads(done.out)["skipped"]) == 50


def test_an_unknown_loader_is_a_usage_error_that_lists_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(SMALL, "utf8")
    run("load", "--bare", "--db", "a.db", "a.jsonl", "--as", "excel").fails(2, "--as excel", "jsonl", "article")


def test_load_without_a_file_says_what_it_wants(run: Run) -> None:
    run("load").fails(2, "at least one file")


def test_a_name_that_is_no_utf8_is_shown_and_loaded(run: Run, tmp_path: Path) -> None:
    name = b"caf\xe9.jsonl".decode("utf8", "surrogateescape")
    try:
        (tmp_path / name).write_text("nonsense\n" + SMALL, "utf8")
    except OSError:
        pytest.skip("the file system has UTF-8 names only")
    done = run("load", "--bare", "--db", "a.db", name, "--format", "json")
    done.fails(1, "skipped caf�.jsonl, line 1")
    assert json.loads(done.out)["documents"] == 2


@pytest.mark.parametrize(
    "arguments", [["show", "\udcff"], ["path", "TSMC", "\udcff"], ["load", "--bare", "small.jsonl", "--title", "\udcff"]]
)
def test_an_argument_that_is_no_utf8_is_a_usage_error(run: Run, small: str, arguments: list[str]) -> None:
    run("--db", small, *arguments).fails(2, "UTF-8")


def test_metadata_win_over_what_the_file_says(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(SMALL, "utf8")
    assert run("load", "--bare", "--db", "a.db", "a.jsonl", "--publisher", "Someone Else").code == 0
    listed = json.loads(run("--db", "a.db", "stats", "--documents", "--format", "json").out)
    assert {d["publisher"] for d in listed} == {"Someone Else"}
