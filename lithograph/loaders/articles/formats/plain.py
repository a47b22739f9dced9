"""Plain text and Markdown: stored as it stands; title, date, publisher and URL from front matter, header lines and the dateline."""

from __future__ import annotations

import datetime
import re

from .source import SourceText

_NAMED = {
    "title": ("title", "headline"),
    "date": ("date", "published", "publication date", "date published", "published on", "pubdate"),
    "publisher": ("source", "publisher", "publication", "site", "sitename", "outlet"),
    "url": ("url", "link", "source url", "canonical"),
}
_KEYS = {word: key for key, words in _NAMED.items() for word in words}
_PAIR = re.compile(r"\s*[*_]{0,2}([A-Za-z][A-Za-z _-]{1,18}?)[*_]{0,2}\s*:[*_]{0,2}\s*(\S.*?)\s*$")
_MONTHS = {"janfebmaraprmayjunjulaugsepoctnovdec"[3 * i : 3 * i + 3]: i + 1 for i in range(12)}
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"\b(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.replace('(', '(?P<m2>', 1)},?\s+(?P<y2>(?:19|20)\d\d)\b"
    rf"|\b{_MONTH.replace('(', '(?P<m3>', 1)}\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>(?:19|20)\d\d)\b"
    r"|(?P<y4>(?:19|20)\d\d)年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日",
    re.I,
)
_PARTIAL = re.compile(r"\A\s*(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d))?\s*\Z")
_HEADER_LINES, _DATELINE_LINES, _SHORT = 12, 8, 100
_NO_DATELINE = re.compile(
    r"\s*[-*+|•>]\s|\s*\||.*\b(?:effective|created|reviewed|delisted|until|expires?|deadline|due|since|by|through)\b", re.I
)
_AFTER_DATELINE = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?[-–—:|/]")


def read_plain(text: str, kind: str) -> SourceText:
    """The source as it stands, with what its head says of it."""
    found = header(text)
    return SourceText(text, found.get("title"), found.get("publisher"), found.get("date"), found.get("url"), kind)


def header(text: str) -> dict[str, str]:
    """Title, date, publisher and URL as the head of a text gives them; the title is the first line unless a header names it."""
    lines = [line for line in text[:6000].split("\n", 60) if line.strip()][: _HEADER_LINES + 8]
    found: dict[str, str] = {}
    body = 0
    fenced = bool(lines) and lines[0].strip() in ("---", "+++")
    for at, line in enumerate(lines[1:] if fenced else lines[:_HEADER_LINES]):
        if fenced and line.strip() in ("---", "+++"):
            body = at + 2
            break
        pair = _PAIR.match(line)
        key = _KEYS.get(pair.group(1).lower().replace("_", " ").replace("-", " ")) if pair else None
        if pair and key:
            value = _value(key, pair.group(2))
            if value:
                found.setdefault(key, value)
            if not fenced and body == at:
                body = at + 1
    if "title" not in found and body < len(lines):
        title = plain_line(lines[body])
        if title:
            found["title"] = title
    if "date" not in found:
        date = dateline(lines[body : body + _DATELINE_LINES])
        if date:
            found["date"] = date
    return found


def _value(key: str, raw: str) -> str | None:
    raw = raw.strip("\"'“” ")
    if key == "date":
        partial = _PARTIAL.match(raw)
        return first_date(raw) or (_partial(partial) if partial else None)
    if key == "url":
        found = re.search(r"https?://[^\s)>\]\"']+", raw)
        return found.group() if found else None
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", raw)[:300] or None


def _partial(m: re.Match[str]) -> str | None:
    month = m.group("m")
    if month and not 1 <= int(month) <= 12:
        return None
    return f"{m.group('y')}-{month}" if month else m.group("y")


def plain_line(line: str) -> str | None:
    """A line without Markdown signs, at most 300 characters; None where nothing is left."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line.strip())
    line = re.sub(r"\A#{1,6}\s+|\A[*_>\s]+|[*_#\s]+\Z", "", line)
    return " ".join(line.split())[:300] or None


def dateline(lines: list[str]) -> str | None:
    """The date of the first short line that holds a full one, or of a line that begins with place and date."""
    for line in lines:
        m = None if _NO_DATELINE.match(line) else _DATE.search(line)
        if m and (len(line) <= _SHORT or (m.start() <= 40 and _AFTER_DATELINE.match(line, m.end()))):
            date = _iso(m)
            if date:
                return date
    return None


def first_date(text: str) -> str | None:
    """The first full date in a text, as ISO."""
    return next((date for m in _DATE.finditer(text) if (date := _iso(m))), None)


def _iso(m: re.Match[str]) -> str | None:
    for k in "1234":
        year, month, day = m.group(f"y{k}"), m.group(f"m{k}"), m.group(f"d{k}")
        if year:
            number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
            try:
                return datetime.date(int(year), number, int(day)).isoformat()
            except ValueError:
                return None
    return None
