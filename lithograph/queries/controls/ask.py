"""`check` as a person asks it: names instead of ids, and a store that may add figures and owners."""

from __future__ import annotations

from msgspec.structs import replace

from ...errors import UnknownEntityError
from ...graph.model import Entity
from ...graph.store import Store
from ...ontology.controls.model import controls
from . import graph, names
from .answer import Determination
from .case import Case, Party
from .check import Route, check_goods, check_item, combined
from .describe import chip, reference_item
from .determine import determine
from .parameters import readings
from .parties import of_firm, ordinary


def ask(
    item: str,
    route: Route,
    *,
    end_user: str | None = None,
    seat: str | None = None,
    parent_seat: str | None = None,
    store: Store | None = None,
) -> Determination:
    """The determination for an item that goes to an end user, by their names or ids.

    Without an end user it is an ordinary civil buyer, seated in the destination unless `seat` says otherwise. With a store,
    figures and owners that its documents state count too. Raises UnknownEntityError or AmbiguousEntityError with candidates.
    """
    party = party_of(end_user, route, seat, parent_seat, store)
    own = None
    try:
        known = names.reference_entity(item, names.GOODS, "item")
    except UnknownEntityError:
        own = own_item(item, store)
        if own is None:
            raise
    if own is not None and store is not None:
        facts = graph.item_facts(store, own, route.known_by)
        found = [
            (determine(Case(chip(facts, r), route.to, route.from_, route.on, party, route.law, route.known_by)), r) for r in readings(facts)
        ]
        return replace(combined(found), item={"id": facts.id, "name": facts.name, "type": str(own.type)})
    if known.id not in controls().items:
        answer = check_goods(reference_item(known.id, known.name, known.type), route, party)
        return replace(answer, item={"id": known.id, "name": known.name, "type": known.type})
    extra = graph.figures(store, known.id, route.known_by) if store is not None else ()
    return check_item(known.id, route, party, figures=extra)


def own_item(name: str, store: Store | None) -> Entity | None:
    """An item that only the store knows."""
    from ..naming import resolve

    if store is None:
        return None
    try:
        found = resolve(store, name, correct=False).entity
    except UnknownEntityError:
        return None
    return found if found.type in names.GOODS else None


def party_of(end_user: str | None, route: Route, seat: str | None, parent_seat: str | None, store: Store | None) -> Party:
    """The end user."""
    if end_user is None:
        at = seat or route.to
        return Party(seat=at, parent_seat=parent_seat or at) if seat or parent_seat else ordinary(route.to)
    firm = names.reference_entity(end_user, names.PARTIES, "firm") if store is None else None
    firm_id = firm.id if firm else firm_in(end_user, store)
    held = graph.stakes(store, firm_id, route.on, route.known_by) if store is not None else None
    return of_firm(firm_id, route.on, seat=seat, parent_seat=parent_seat, stakes=held or None)


def firm_in(name: str, store: Store | None) -> str:
    """The id of a firm, from the reference data or else from the store."""
    from ..naming import resolve

    try:
        return names.reference_entity(name, names.PARTIES, "firm").id
    except UnknownEntityError:
        if store is None:
            raise
        found = resolve(store, name, correct=False).entity
        if found.type not in (*names.PARTIES, "Person", "Agency"):
            raise
        return str(found.id)
