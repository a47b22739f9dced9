"""SQLite's errors as ours, in every method of a store."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ..protocol import Store
from .connection import said_plainly

C = TypeVar("C", bound=type)


def plain(class_: C) -> C:
    """Have every method of the Store protocol raise StoreError, in one line that says what to do, where SQLite fails."""
    for name, value in vars(Store).items():
        if callable(value) and not name.startswith("_"):
            setattr(class_, name, _plainly(getattr(class_, name)))
    return class_


def _plainly(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def run(self: Store, *args: Any, **more: Any) -> Any:
        with said_plainly(self.address):
            answer = method(self, *args, **more)
        return _each(answer, self.address) if isinstance(answer, Iterator) else answer

    return run


def _each(found: Iterator[Any], address: str) -> Iterator[Any]:
    with said_plainly(address):
        yield from found
