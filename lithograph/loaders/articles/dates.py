"""Dates in a text, as ISO 8601: stated ones as precise as stated, relative ones ("last year", "yesterday") only against a given date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH_NAMES = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec"
)
_MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = {d: i for i, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-[01]\d(?:-[0-3]\d)?)\b"
    rf"|\b(?P<m1>{_MONTH})\.?\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y1>{_YEAR}))?\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_MONTH})\.?(?:,?\s(?P<y2>{_YEAR}))?\b"
    rf"|\b(?P<m3>{_MONTH})\.?,?\s(?:of\s)?(?P<y3>{_YEAR})\b"
    rf"|\b(?:Q(?P<q>[1-4])|(?P<h>[12])H|H(?P<h2>[12]))\s?(?:of\s)?(?:FY)?(?P<y4>{_YEAR})\b"
    rf"|\b(?P<rel>yesterday|today|(?:last|this|next)\s(?:year|month)|(?:last|this|on)\s(?:{'|'.join(_WEEKDAYS)}))\b"
    rf"|\bin\s(?P<m5>{_MONTH})\b(?!\s\d)"
    rf"|(?<![\w$€£.,:-])(?P<y5>{_YEAR})(?!\w)(?![\d%.,-]*\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """An ISO date (YYYY, YYYY-MM or YYYY-MM-DD) at `text[start:end]`."""

    value: str
    start: int
    end: int


def dates(text: str, start: int, end: int, today: str | None = None) -> list[Dated]:
    """The dates in a stretch of text, in order. `today` is the document's date; without it relative ones are left out."""
    out = []
    for m in _DATE.finditer(text, start, end):
        value = _value(m, _day(today), today)
        if value:
            out.append(Dated(value, m.start(), m.end()))
    return out


def _day(today: str | None) -> date | None:
    try:
        return date.fromisoformat(today) if today and len(today) == 10 else None
    except ValueError:
        return None


def _value(m: re.Match[str], day: date | None, today: str | None) -> str | None:
    if m["iso"]:
        return m["iso"] if _exists(m["iso"]) else None
    if m["m1"] or m["m2"]:
        if (m["m1"] and not m["m1"][0].isupper()) or (m["m2"] and not m["m2"][0].isupper()):
            return None
        return _month_day(m["m1"] or m["m2"], int(m["d1"] or m["d2"]), m["y1"] or m["y2"], day)
    if m["m3"]:
        return f"{m['y3']}-{_MONTHS[m['m3'].lower()]:02}"
    if m["q"]:
        return f"{m['y4']}-{3 * int(m['q']) - 2:02}"
    if m["h"] or m["h2"]:
        return f"{m['y4']}-{'01' if (m['h'] or m['h2']) == '1' else '07'}"
    if m["rel"]:
        return _relative(m["rel"].lower().split(), day, today)
    if m["m5"]:
        return _recent_month(m["m5"], day) if m["m5"][0].isupper() else None
    return m["y5"]


def _exists(value: str) -> bool:
    try:
        date.fromisoformat(value if len(value) == 10 else value + "-01")
    except ValueError:
        return False
    return True


def _month_day(month: str, number: int, year: str | None, day: date | None) -> str | None:
    """A day; without a year the last one before the document's date that bears that name, or the next where that is near."""
    at = _MONTHS[month.lower()]
    if year is None:
        if day is None:
            return None
        y = day.year if (at, number) <= (day.month, day.day) or at - day.month <= 2 else day.year - 1
    else:
        y = int(year)
    value = f"{y}-{at:02}-{number:02}"
    return value if _exists(value) else None


def _recent_month(month: str, day: date | None) -> str | None:
    if day is None:
        return None
    at = _MONTHS[month.lower()]
    return f"{day.year if at <= day.month + 1 else day.year - 1}-{at:02}"


def _relative(words: list[str], day: date | None, today: str | None) -> str | None:
    if words[-1] == "year" and today:
        return str(int(today[:4]) + {"last": -1, "this": 0, "next": 1}[words[0]])
    if day is None:
        return None
    if words[0] == "yesterday":
        return (day - timedelta(1)).isoformat()
    if words[0] == "today":
        return day.isoformat()
    if words[-1] == "month":
        months = day.year * 12 + day.month - 1 + {"last": -1, "this": 0, "next": 1}[words[0]]
        return f"{months // 12}-{months % 12 + 1:02}"
    back = (day.weekday() - _WEEKDAYS[words[-1]]) % 7
    return (day - timedelta(back)).isoformat()


def nearest(found: list[Dated], start: int, end: int) -> str | None:
    """The date that stands closest to a stretch of text."""
    return min(found, key=lambda d: (max(d.start - end, start - d.end, 0), d.start)).value if found else None
