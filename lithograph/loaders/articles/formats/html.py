"""HTML: the main text by trafilatura, with lists and tables, and the metadata that the page states."""

from __future__ import annotations

from ....errors import InputError
from .plain import first_date
from .quiet import quiet
from .source import SourceText, clean

_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer", "urllib3")


def read_html(markup: str, name: str) -> SourceText:
    """The main text of a page, its title in the first line. Raises InputError where a page holds no text."""
    with quiet(*_LOGGERS):
        from trafilatura import extract, html2txt
        from trafilatura.metadata import extract_metadata

        body = extract(markup, output_format="txt", include_comments=False, include_tables=True) or ""
        if len(body) < 200:
            whole = html2txt(markup) or ""
            body = whole if len(whole) > 2 * len(body) else body
        meta = extract_metadata(markup, date_config={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"})
    if not body.strip():
        raise InputError(name, "no article text in the page (built by script?); save the page from the browser as text or PDF")
    title, publisher, date, url = (getattr(meta, key, None) or None for key in ("title", "sitename", "date", "url"))
    text = clean(body).strip() + "\n"
    if title and title not in text[: len(title) + 300]:
        text = f"{title}\n\n{text}"
    return SourceText(text, title, publisher, first_date(date) if date else None, url, "text/html")
