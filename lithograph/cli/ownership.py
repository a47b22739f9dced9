"""Who owns a firm, and whether the 50 per cent rule reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ..graph.model import Entity
from . import render
from .check import ADVICE, day, store_if_there
from .options import common

if TYPE_CHECKING:
    from ..graph.store import Store
    from ..queries.ownership import Ownership


@click.command()
@click.argument("name", metavar="FIRM")
@click.option("--on", metavar="DATE", help="The day asked about. [default: today]")
@click.option("--known-by", metavar="DATE", help="Only what had been published by this day.")
@common("text", "table", "json", "jsonl", "csv", "md")
def ownership(db: str, format_: str, name: str, on: str | None, known_by: str | None) -> None:
    """Owners of FIRM, near and far, its subsidiaries, and what the 50 per cent rule finds. Not legal advice.

    \b
    Example:
      lithograph ownership Nexperia --on 2025-10-15
    """
    from ..queries.ownership import ownership as ask

    with store_if_there(db) as store:
        answer = ask(firm(name, store), day(on), store, day(known_by, "--known-by") if known_by else None)

    def rows() -> render.Rows:
        header = ("owner", "id", "listed_since", "direct_low", "direct_high", "total_low", "total_high")
        cells = ([o.entity.name, o.entity.id, o.listed.since if o.listed else None, *o.direct, *o.total] for o in answer.owners)
        return header, cells

    render.emit(format_, answer, text=lambda: _text(answer), items=answer.owners, rows=rows)


def firm(name: str, store: Store | None) -> Entity:
    """A firm by name or id; candidates where it is unknown or ambiguous, never a guess."""
    from ..ontology.reference.lexicon import lexicon
    from ..queries.controls.ask import firm_in

    found = firm_in(name, store)
    known = lexicon().entity(found)
    if known is not None:
        return Entity(known.id, known.name, known.type)
    return (store.entity(found) if store is not None else None) or Entity(found, name, "Firm")


def _share(interval: tuple[float, float]) -> str:
    low, high = interval
    return f"{low:g} %" if low == high else f"{low:g}–{high:g} %"


def _text(answer: Ownership) -> Iterator[str]:
    rule = answer.rule
    yield f"{render.bold(answer.firm.name)} on {answer.on}: {render.bold(rule.finding.replace('_', ' '))} under {rule.id}"
    yield from render._wrapped(rule.why, "  ")
    if answer.listed:
        yield f"  itself on the Entity List since {answer.listed.since} ({answer.listed.policy})"
    for owner in answer.owners:
        listed = f"  {render.aside([f'listed since {owner.listed.since}'])}" if owner.listed else ""
        yield f"  owner {render.bold(owner.entity.name)}: direct {_share(owner.direct)}, in all {_share(owner.total)}{listed}"
    if not answer.owners:
        yield "  No owner is stated."
    for below in answer.subsidiaries:
        yield f"  owns {below.entity.name}: direct {_share(below.direct)}, in all {_share(below.total)}"
    yield render.dim(f"  {ADVICE}")
