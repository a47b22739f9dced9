"""Articles as a loader: a file of text, Markdown, HTML, PDF or DOCX becomes one document with what the reader finds in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from ...graph.records import Bundle, Document
from ..base import Input, Loader, Metadata, Yield

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx")


def _recognises(source: Input) -> bool:
    return source.path is None or Path(source.name).suffix.lower() in SUFFIXES


def document_from(source: Input, metadata: Metadata) -> Document:
    """The document in a file: its text and what it says of itself; what the user says wins. Raises InputError."""
    from .formats import read_source
    from .reader import READER

    data = source.read()
    found = read_source(data, source.name)
    document = Document(
        hashlib.sha256(data).hexdigest(), found.title, found.publisher, found.date, found.url, text=found.text, reader=READER
    )
    return replace(document, **metadata.given())


def read_document(document: Document) -> Bundle:
    """What the present reader finds in a document's text."""
    from .reader import READER, read

    entities, claims, attributes = read(document.text or "", document=document.id, date=document.date)
    return Bundle(replace(document, reader=READER), entities, claims, attributes)


def _read(source: Input, metadata: Metadata) -> Iterator[Yield]:
    yield read_document(document_from(source, metadata))


LOADER = Loader("article", "articles as text, Markdown, HTML, PDF or DOCX", _recognises, _read)
