"""A store as plain values, without its inner keys: two stores that say the same are equal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lithograph.graph.check import checked
from lithograph.graph.exchange import lines
from lithograph.graph.model import ClaimRow, Entity, Fact, View
from lithograph.graph.records import Bundle, EntityRecord, Judgement
from lithograph.graph.store import Store
from lithograph.queries.profile import show


@dataclass(frozen=True)
class Snapshot:
    """Everything that a store answers with."""

    export: bytes
    entities: dict[str, Any]
    names: dict[str, Any]
    facts: list[Any]
    values: list[Any]
    edges: list[Any]
    shown: list[Any]
    counts: Any


def fill(store: Store, bundles: tuple[Bundle, ...] | list[Bundle], judgements: tuple[Judgement, ...] = ()) -> Store:
    """Put documents, which must pass the gate whole, and judgements into a store."""
    for bundle in bundles:
        store.write(gated(bundle))
    for judgement in judgements:
        store.judge(judgement)
    return store


def gated(bundle: Bundle) -> Bundle:
    """The bundle as it leaves the gate; nothing of it may be refused."""
    clean, skipped = checked(bundle, "test")
    assert not skipped, skipped
    return clean


def exported(store: Store) -> bytes:
    """The store as JSON Lines."""
    return b"".join(line + b"\n" for line in lines(store.records()))


def snapshot(store: Store) -> Snapshot:
    """Read a store from end to end through its protocol."""
    ids = sorted({r.id for r in store.records() if isinstance(r, EntityRecord) and r.id})
    roots = sorted({str(e.id) for i in ids if (e := store.entity(i))})
    rows = {(id_, n): row for id_ in roots for n, row in enumerate(store.claims_at(id_, View()))}
    keys = {row.fact for row in rows.values() if row.object is not None}
    facts, evidence = store.facts_of(keys, View()), store.evidence(keys, View())
    return Snapshot(
        exported(store),
        {id_: (store.entity(id_), store.profile(id_)) for id_ in ids},
        {key: store.named([key]) for key in sorted(store.name_keys())},
        sorted(((plain(fact), evidence[key]) for key, fact in facts.items()), key=repr),
        _values(rows.values()),
        sorted((e.subject, e.predicate, e.object, e.confidence, e.depends, *_item(facts[e.key])) for e in store.edges_at(roots, View())),
        [show(store, e, View()) for id_ in roots if (e := store.entity(id_))],
        store.counts(),
    )


def plain(fact: Fact) -> tuple[Any, ...]:
    """A fact without the store's key."""
    return (
        fact.subject, fact.predicate, fact.object, fact.item, fact.modality, fact.negated, fact.confidence, fact.support,
        fact.contradiction, fact.valid_from, fact.valid_to, fact.share, fact.depends,
    )  # fmt: skip


def _item(fact: Fact) -> tuple[str, ...]:
    return (fact.item.id or fact.item.name,) if isinstance(fact.item, Entity) else ()


def _values(rows: Any) -> list[Any]:
    """Attributes, in the groups that are one fact each."""
    groups: dict[Any, set[str]] = defaultdict(set)
    row: ClaimRow
    for row in rows:
        if row.object is None:
            groups[row.fact].add(repr((row.subject, row.attribute, row.value, row.unit, row.market, row.period, row.date, row.evidence)))
    return sorted(sorted(group) for group in groups.values())
