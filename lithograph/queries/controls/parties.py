"""End users: a firm of the reference data, a firm as a case describes it, or an ordinary civil buyer of the destination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...ontology.controls.model import PartyFacts, controls
from ..holdings import Stake
from .case import Party

PARTY_KEYS = ("firm", "name", "hq", "parent_hq", "government", "approvals", "owners")
OWNER_KEYS = ("firm", "name", "hq", "share_percent", "listed", "owned_by")
COUNTED_LISTS = ("entity_list", "meu_list", "meu", "sdn")
"""Lists whose parties count as owners: Entity List, MEU List, SDNs of 744.8. The Unverified List and denied persons don't."""


def ordinary(country: str) -> Party:
    """A civil buyer with its seat in the destination, on no list."""
    return Party(seat=country, parent_seat=country)


def reference_stakes(firm: str, on: str, seen: set[str] | None = None) -> tuple[Stake, ...]:
    """The stakes in a firm and in its owners that the reference data state for a day; a parent without a share is 0 to 100."""
    seen = set() if seen is None else seen
    if firm in seen or firm not in controls().parties:
        return ()
    seen.add(firm)
    facts = controls().parties[firm]
    out = [
        Stake(h.owner, firm, *((h.share, h.share) if h.share is not None else (0.0, 100.0)), h.source)
        for h in facts.holdings
        if (h.effective is None or h.effective <= on) and (h.until is None or on < h.until)
    ]
    if facts.parent and not any(s.owner == facts.parent for s in out):
        out.append(Stake(facts.parent, firm, 0.0, 100.0, "general-knowledge"))
    for stake in list(out):
        out += reference_stakes(stake.owner, on, seen)
    return tuple(out)


def top_seat(firm: str, seen: Iterable[str] = ()) -> str | None:
    """The seat of a firm's ultimate parent as the reference data have it."""
    facts: PartyFacts | None = controls().parties.get(firm)
    if facts is None:
        return None
    if facts.parent and facts.parent not in seen:
        return top_seat(facts.parent, (*seen, firm)) or facts.country
    return facts.country


def of_firm(
    firm: str, on: str, *, seat: str | None = None, parent_seat: str | None = None, stakes: tuple[Stake, ...] | None = None
) -> Party:
    """A firm of the reference data; `stakes` from a store take the place of those of the reference data."""
    facts = controls().parties.get(firm)
    known = stakes if stakes is not None else reference_stakes(firm, on)
    home = seat or (facts.country if facts else None)
    seats = {s.owner: c for s in known if (f := controls().parties.get(s.owner)) and (c := f.country)}
    name = facts.name if facts else firm
    return Party(firm, name, firm, home, parent_seat or top_seat(firm) or home, False, (), known, seats)


def described(data: Mapping[str, Any], to: str, on: str) -> tuple[Party, list[str]]:
    """The end user of a case, and the keys in it that mean nothing here."""
    strange = [f"end_user.{k}" for k in data if k not in PARTY_KEYS]
    firm = data.get("firm")
    facts = controls().parties.get(firm) if firm else None
    key = firm or "end user"
    stakes: list[Stake] = []
    seats: dict[str, str] = {}
    listed: dict[str, str | None] = {}
    if data.get("owners"):
        _owners(key, data["owners"], on, stakes, seats, listed, strange)
    elif firm:
        stakes += reference_stakes(firm, on)
        seats.update({s.owner: c for s in stakes if (f := controls().parties.get(s.owner)) and (c := f.country)})
    seat = data.get("hq") or (facts.country if facts else None) or to
    parent = data.get("parent_hq") or (top_seat(firm) if firm else None) or _majority_seat(key, stakes, seats) or seat
    party = Party(
        key=key,
        name=str(data.get("name") or (facts.name if facts else key)),
        firm=firm,
        seat=seat,
        parent_seat=parent,
        government=bool(data.get("government")),
        approvals=tuple(data.get("approvals") or ()),
        stakes=tuple(stakes),
        seats=seats,
        listed=listed,
    )
    return party, strange


def _owners(
    owned: str,
    rows: Iterable[Mapping[str, Any]],
    on: str,
    stakes: list[Stake],
    seats: dict[str, str],
    listed: dict[str, str | None],
    strange: list[str],
) -> None:
    for number, row in enumerate(rows, 1):
        strange += [f"owners.{k}" for k in row if k not in OWNER_KEYS]
        firm = row.get("firm")
        key = str(firm or f"{owned}/{number}")
        share = row.get("share_percent")
        low, high = (0.0, 100.0) if share is None else (float(share), float(share))
        stakes.append(Stake(key, owned, low, high, "as the case states"))
        facts = controls().parties.get(firm) if firm else None
        seat = row.get("hq") or (facts.country if facts else None)
        if seat:
            seats[key] = str(seat)
        listing = row.get("listed")
        since = (listing or {}).get("since")
        if listing and listing.get("list", "entity_list") in COUNTED_LISTS and (since is None or str(since) <= on):
            listed[key] = listing.get("policy")
        if row.get("owned_by"):
            _owners(key, row["owned_by"], on, stakes, seats, listed, strange)
        elif firm:
            stakes += reference_stakes(firm, on)


def _majority_seat(key: str, stakes: list[Stake], seats: Mapping[str, str]) -> str | None:
    """The seat of the party at the top of the majority stakes."""
    at, seen = key, {key}
    while True:
        above = next((s.owner for s in stakes if s.owned == at and s.low >= 50 and s.owner not in seen), None)
        if above is None:
            return seats.get(at) if at != key else None
        seen.add(above)
        at = above
