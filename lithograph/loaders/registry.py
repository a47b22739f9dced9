"""Every loader there is, and which one a source is for."""

from __future__ import annotations

from ..errors import InputError, UsageError
from .base import Input, Loader


def loaders() -> tuple[Loader, ...]:
    """Every loader, in the order in which they are asked."""
    from . import exchange
    from .articles import loader as articles

    return (exchange.LOADER, articles.LOADER)


def loader_for(source: Input, forced: str | None = None) -> Loader:
    """The loader for a source: the forced one, or the first that recognises it. Raises InputError, UsageError."""
    known = loaders()
    if forced is not None:
        for candidate in known:
            if candidate.name == forced:
                return candidate
        raise UsageError(f"--as {forced}: no such loader; there are {', '.join(c.name for c in known)}")
    for candidate in known:
        if candidate.recognises(source):
            return candidate
    raise InputError(source.name, f"not recognised; give --as with one of {', '.join(c.name for c in known)}")
