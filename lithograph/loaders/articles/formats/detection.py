"""What kind of file some bytes are, by content first."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from ....errors import InputError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.I | re.S)
_HTML_PARTS = re.compile(rb"<(?:html|head|body|article|div|p|table|h1)\b", re.I)
_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm", ".xhtml")
_MAX_UNPACKED = 400_000_000


def media_type(data: bytes, name: str) -> str:
    """The media type: PDF, DOCX and HTML by content, Markdown by name, else plain text. Raises InputError for other archives."""
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _archive(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise InputError(name, "an old or password-protected Office file; open it and save it as .docx without a password")
    if suffix == ".pdf":
        raise InputError(name, "named .pdf but not a PDF; check that the download is complete")
    if suffix == ".docx":
        raise InputError(name, "named .docx but not a Word file; check that the download is complete")
    head = data[:4096].replace(b"\x00", b"")
    if _HTML_START.match(head) or (suffix in _HTML and _HTML_PARTS.search(head)):
        return "text/html"
    return "text/markdown" if suffix in _MARKDOWN else "text/plain"


def _archive(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise InputError(name, "a damaged DOCX or ZIP file; open it in a word processor and save it again, or download it again") from None
    if not any(f.filename == "word/document.xml" for f in files):
        raise InputError(name, "a ZIP or Office archive that is no Word document; unpack it or save it as .docx, PDF or text")
    if sum(f.file_size for f in files) > _MAX_UNPACKED:
        raise InputError(name, f"unpacks to more than {_MAX_UNPACKED / 1e6:.0f} MB; save its text as .txt and load that")
    return DOCX
