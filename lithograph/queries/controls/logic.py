"""Three-valued logic (Kleene): True, False, and None for what the facts leave open."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def all_of(parts: Iterable[Truth]) -> Truth:
    """False where one part is false, else None where one is open, else True."""
    out: Truth = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            out = None
    return out


def any_of(parts: Iterable[Truth]) -> Truth:
    """True where one part is true, else None where one is open, else False."""
    out: Truth = False
    for part in parts:
        if part is True:
            return True
        if part is None:
            out = None
    return out


def negated(part: Truth) -> Truth:
    """The opposite; what is open stays open."""
    return None if part is None else not part
