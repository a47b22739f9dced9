"""From the bytes of a file to its text and to what it says of itself.

Plain text and Markdown are stored as they stand (byte order mark off, line feeds unified), so that every quote is an exact part of
the file. Of HTML, PDF and DOCX the main text is stored: paragraphs, list items and table rows, each on its own line.
"""

from __future__ import annotations

from ....errors import InputError
from .decoding import decode, looks_binary
from .detection import media_type
from .source import SourceText

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SourceText", "read_source"]

MAX_BYTES = 200_000_000
MAX_CHARACTERS = 10_000_000


def read_source(data: bytes, name: str) -> SourceText:
    """The text of a file and its title, publisher, date (ISO) and URL, as far as it states them.

    What kind of file it is, its content says; `name` helps between plain text, Markdown and HTML, and stands in messages.
    Raises InputError for what cannot be read, and for text above `MAX_CHARACTERS` (ten million, some 3,000 pages).
    """
    if not data.strip():
        raise InputError(name, "the file is empty; nothing to read")
    if len(data) > MAX_BYTES:
        raise _too_large(name, len(data), MAX_BYTES, "bytes")
    found = _read(data, name, media_type(data, name))
    if not any(c.isalnum() for c in found.text):
        raise InputError(name, "no text in it; nothing to read")
    if len(found.text) > MAX_CHARACTERS:
        raise _too_large(name, len(found.text), MAX_CHARACTERS, "characters of text")
    return found


def _too_large(name: str, size: int, limit: int, what: str) -> InputError:
    said = f"{size / 1e6:.1f} million {what}, more than the {limit / 1e6:.0f} million read at once"
    return InputError(name, f"{said}; split it and load the parts")


def _read(data: bytes, name: str, kind: str) -> SourceText:
    if kind == "application/pdf":
        from .pdf import read_pdf

        return read_pdf(data, name)
    if kind == "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
        from .docx import read_docx

        return read_docx(data, name)
    if looks_binary(data):
        raise InputError(name, "a binary file, not an article; give text, Markdown, HTML, PDF or DOCX")
    if kind == "text/html":
        from .html import read_html

        return read_html(decode(data, name), name)
    from .plain import read_plain

    return read_plain(decode(data, name), kind)
