"""Every error that Lithograph raises on purpose, as one tree.

LithographError                 exit code 1: the job, or part of its input, failed
├── InputError                  a source, a line or a record that cannot be read
├── StoreError                  a store that cannot be opened, read or written
└── UsageError                  exit code 2: what was asked for makes no sense
    ├── DateError               a date that does not exist
    ├── UnknownEntityError      no entity goes by that name
    └── AmbiguousEntityError    several entities go by that name

A message is one line: what is wrong, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence


class LithographError(Exception):
    """Base of every error raised on purpose; its text is one line for the user."""

    exit_code = 1


class InputError(LithographError):
    """A source, or one place in it, cannot be read.

    `source` is the file or stream, `locator` the line, row or page in it (or None), `reason` the rest of the line.
    """

    def __init__(self, source: str, reason: str, locator: str | None = None) -> None:
        self.source, self.reason, self.locator = source, reason, locator
        super().__init__(f"{source}{f', {locator}' if locator else ''}: {reason}")


class StoreError(LithographError):
    """A store cannot be opened, read or written."""


class UsageError(LithographError):
    """A question or an option that cannot be answered as it stands."""

    exit_code = 2


class DateError(UsageError):
    """A date that is not ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD) or does not exist."""


class UnknownEntityError(UsageError):
    """No entity goes by that name; the message lists the nearest ones."""


class AmbiguousEntityError(UsageError):
    """Several entities go by that name; the message lists them with their ids."""

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)
