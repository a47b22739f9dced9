"""What commands share: options that mean the same everywhere, the store they open, and the names they resolve."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from ..graph.dates import check_date, last_day
from ..graph.model import Entity, View
from ..graph.store import Store, open_store
from ..settings import store_address

F = TypeVar("F", bound=Callable[..., Any])
ALL_FORMATS = ("text", "table", "json", "jsonl", "csv", "md")


class Formats(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.5 only
    """One of the formats that a command has."""

    name = "format"

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        self.allowed = allowed

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help shows the choice."""
        return "|".join(self.allowed) if self.allowed else "FORMAT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format. Fails where the command has no such one."""
        if self.allowed and value not in self.allowed:
            self.fail(f"'{value}' is no format of this command; it has {', '.join(self.allowed)}", param, ctx)
        return str(value)


@dataclass(slots=True)
class Session:
    """Options given before the command."""

    db: str | None = None
    format_: str | None = None


def common(*formats: str) -> Callable[[F], F]:
    """`--db`, `--format` and `--debug` after the command as well as before it; the command gets `db` and `format_`.

    The first format is the default.
    """

    def decorate(function: F) -> F:
        @click.option("--db", metavar="FILE", help="The store. [default: $LITHOGRAPH_DB, else lithograph.db]")
        @click.option("--format", "format_", type=Formats(formats), help=f"How to print. [default: {formats[0]}]")
        @click.option("--debug", is_flag=True, hidden=True)
        @functools.wraps(function)
        def wrapped(db: str | None, format_: str | None, debug: bool, **values: Any) -> Any:
            ctx = click.get_current_context()
            session = ctx.obj or Session()
            chosen = format_ or session.format_ or formats[0]
            if chosen not in formats:
                raise click.UsageError(f"--format {chosen}: {ctx.info_name} has {', '.join(formats)}", ctx)
            return function(db=store_address(db or session.db), format_=chosen, **values)

        return wrapped  # type: ignore[return-value]

    return decorate


def times(function: F) -> F:
    """`--on`, `--known-by` and `--include`; the command gets `view`."""

    @click.option("--on", metavar="DATE", help="Only what held on this day (valid time).")
    @click.option("--known-by", metavar="DATE", help="Only documents published by this day (known time).")
    @click.option("--include", metavar="MODALITIES", help="Facts to walk beside asserted and reported ones: planned, possible.")
    @functools.wraps(function)
    def wrapped(on: str | None, known_by: str | None, include: str | None, **values: Any) -> Any:
        return function(view=view_of(on, known_by, include), **values)

    return wrapped  # type: ignore[return-value]


def view_of(on: str | None, known_by: str | None = None, include: str | None = None) -> View:
    """The view that the options mean. Raises DateError; click.BadParameter for another modality."""
    modalities = tuple(sorted({m.strip() for m in (include or "").split(",") if m.strip()}))
    for modality in modalities:
        if modality not in ("planned", "possible"):
            raise click.BadParameter(f"'{modality}' cannot be included; there are planned, possible", param_hint="--include")
    return View(
        last_day(check_date(on, "--on")) if on else None,
        last_day(check_date(known_by, "--known-by")) if known_by else None,
        modalities,
    )


@contextlib.contextmanager
def opened(db: str, *, write: bool = False, create: bool = False) -> Iterator[Store]:
    """The store, closed at the end."""
    store = open_store(db, write=write, create=create)
    try:
        yield store
    finally:
        store.close()


def entity(store: Store, name: str) -> Entity:
    """The entity that a name means; a note on stderr where it was completed or mended."""
    from ..queries.naming import resolve

    found = resolve(store, name)
    if found.note:
        note(found.note)
    return found.entity


def note(line: str) -> None:
    """A line on stderr for the person at the terminal."""
    click.echo(line, err=True)


def undated_note(store: Store, view: View) -> None:
    """Say how many documents `--known-by` leaves out for want of a date."""
    if view.known_by:
        undated = sum(d.date is None for d in store.documents())
        if undated:
            note(f"--known-by leaves out {undated} document{'s' * (undated != 1)} without a date")


def complete_entity(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Names for shell completion."""
    from ..ontology.names import normalise_firm

    db = store_address((ctx.find_root().params or {}).get("db") or ctx.params.get("db"))
    if not Path(db).exists() or not incomplete:
        return []
    with opened(db) as store:
        return [e.name for e in store.near(normalise_firm(incomplete), 20)]
