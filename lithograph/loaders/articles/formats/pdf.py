"""PDF: the text layer of each page, by pypdf."""

from __future__ import annotations

import io
from typing import Any

from ....errors import InputError
from .plain import header
from .quiet import quiet
from .source import SourceText, clean


def read_pdf(data: bytes, name: str) -> SourceText:
    """The text of all pages, a blank line between them. Raises InputError for encrypted, scanned and broken files."""
    with quiet("pypdf", "pypdf._reader", "pypdf.generic"):
        from pypdf import PdfReader

        try:
            reader = PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not _opens(reader):
                raise InputError(name, "an encrypted PDF; remove the password first, e.g. qpdf --decrypt --password=… IN.pdf OUT.pdf")
            pages = [page.extract_text() for page in reader.pages]
            title = (reader.metadata.title if reader.metadata else None) or None
        except InputError:
            raise
        except Exception as error:  # pypdf raises many kinds of errors on damaged files
            raise InputError(name, f"a damaged PDF ({_short(error)}); download it again, or repair it, e.g. qpdf IN.pdf OUT.pdf") from None
    text = clean("\n\n".join(page.strip() for page in pages if page.strip())) + "\n"
    if sum(c.isalnum() for c in text) < 5:
        raise InputError(name, f"a PDF without text ({len(pages)} pages, scanned?); run OCR first, e.g. ocrmypdf IN.pdf OUT.pdf")
    found = header(text)
    if title and len(title) > 8 and " " in title.strip():
        found["title"] = " ".join(clean(title).split())
    return SourceText(text, found.get("title"), found.get("publisher"), found.get("date"), found.get("url"), "application/pdf")


def _opens(reader: Any) -> bool:
    """Whether the empty password opens the file, as where only printing is restricted."""
    return bool(reader.decrypt(""))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
