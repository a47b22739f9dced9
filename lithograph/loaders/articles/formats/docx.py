"""DOCX: paragraphs and table rows in their order, by python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ....errors import InputError
from .detection import DOCX
from .plain import header
from .quiet import quiet
from .source import SourceText, clean


def read_docx(data: bytes, name: str) -> SourceText:
    """The text of a Word document, a blank line between paragraphs, a table row on one line. Raises InputError for broken files."""
    with quiet("docx"):
        from docx import Document

        try:
            document = Document(io.BytesIO(data))
            blocks = [block for block in _blocks(document) if block.strip()]
            title = document.core_properties.title or None
        except Exception as error:  # python-docx, zipfile and lxml each have their own errors
            reason = " ".join(str(error).split())[:80] or type(error).__name__
            raise InputError(name, f"a damaged DOCX ({reason}); open it in a word processor and save it again") from None
    text = clean("\n\n".join(blocks)) + "\n"
    found = header(text)
    if title and len(title) > 8 and " " in title.strip():
        found["title"] = " ".join(title.split())
    return SourceText(text, found.get("title"), found.get("publisher"), found.get("date"), found.get("url"), DOCX)


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield "\n".join(_row(row) for row in block.rows)
        else:
            yield block.text


def _row(row: Any) -> str:
    cells: list[str] = []
    for cell in row.cells:
        text = " ".join(cell.text.split())
        if not cells or cells[-1] != text:
            cells.append(text)
    return "| " + " | ".join(cells) + " |"
