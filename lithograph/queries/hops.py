"""Hops: facts as an answer walks them, each with the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ..graph.model import Entity, Evidence, Fact, View
from ..graph.records import Modality
from ..graph.store import Store


class Hop(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact as stated, `subject predicate object`; `forward` is false where the answer walks it from object to subject.

    `undated` is true where a day was asked for and the fact has an open bound.
    """

    subject: Entity
    predicate: str
    object: Entity
    forward: bool
    item: Entity | None
    modality: Modality
    confidence: float
    valid_from: str | None
    valid_to: str | None
    share: float | None
    evidence: tuple[Evidence, ...]
    undated: bool = False

    @property
    def start(self) -> Entity:
        """Where the walk comes from."""
        return self.subject if self.forward else self.object

    @property
    def end(self) -> Entity:
        """Where the walk goes to."""
        return self.object if self.forward else self.subject


def hops(store: Store, steps: Iterable[tuple[int | str, bool]], view: View) -> list[Hop]:
    """The hops for (fact key, forward) steps, in their order."""
    wanted = list(steps)
    keys = [key for key, _ in wanted]
    facts, evidence = store.facts_of(keys, view), store.evidence(keys, view)
    return [hop(facts[key], forward, evidence, view) for key, forward in wanted]


def hop(fact: Fact, forward: bool, evidence: Mapping[int | str, tuple[Evidence, ...]], view: View) -> Hop:
    """One fact as a hop."""
    return Hop(
        fact.subject,
        fact.predicate,
        fact.object,
        forward,
        fact.item,
        fact.modality,
        fact.confidence,
        fact.valid_from,
        fact.valid_to,
        fact.share,
        evidence.get(fact.key, ()),
        view.on is not None and (fact.valid_from is None or fact.valid_to is None),
    )
