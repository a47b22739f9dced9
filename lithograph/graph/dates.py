"""Dates as sources give them: ISO 8601, to the day, the month or the year.

They are kept as text. A partial date as the start or end of a fact means its first day, and then text order is date order:
"2025-09" <= "2025-09-01" and "2025-08-31" < "2025-09". As a point in time that a user asks about it means its last day.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re

from ..errors import DateError

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@functools.lru_cache(maxsize=4096)
def is_date(text: str) -> bool:
    """Whether the text is YYYY, YYYY-MM or YYYY-MM-DD and such a day, month or year exists."""
    match = _ISO.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def check_date(text: str, option: str = "date") -> str:
    """The text itself where it is a date. Raises DateError that names the option."""
    if not is_date(text):
        raise DateError(f"{option}: '{text}' is no date; give YYYY, YYYY-MM or YYYY-MM-DD, such as 2025-09-12")
    return text


@functools.lru_cache(maxsize=4096)
def last_day(text: str) -> str:
    """The last day of a date as YYYY-MM-DD: 2025 gives 2025-12-31. The text must be a date."""
    year, _, rest = text.partition("-")
    month, _, day = (rest or "12").partition("-")
    return f"{year}-{month}-{day or calendar.monthrange(int(year), int(month))[1]:0>2}"


def today() -> str:
    """Today's date in local time, YYYY-MM-DD."""
    return datetime.date.today().isoformat()
