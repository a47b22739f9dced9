"""What a store answers with: entities, facts, evidence; and the view under which it is asked."""

from __future__ import annotations

import msgspec

from .records import Amount, Attribute, Claim, Modality


class View(msgspec.Struct, frozen=True):
    """Under which eyes facts are read.

    `on` (valid time): only facts that hold on that day. `known_by` (known time): only documents published by that day; ones
    without a date are left out. Both YYYY-MM-DD. `include`: modalities beside asserted and reported that count as edges.
    """

    on: str | None = None
    known_by: str | None = None
    include: tuple[str, ...] = ()

    def holds(self, valid_from: str | None, valid_to: str | None) -> bool:
        """Whether a fact with these bounds (half-open, unknown is open) holds on the day asked for."""
        return self.on is None or ((valid_from is None or valid_from <= self.on) and (valid_to is None or self.on < valid_to))


class Entity(msgspec.Struct, frozen=True):
    """A thing of the graph as it stands in an answer. `id` is None for plain words ("dies") that name no entity."""

    id: str | None
    name: str
    type: str | None


class Source(msgspec.Struct, frozen=True):
    """The document that evidence stands in."""

    id: str
    title: str | None
    publisher: str | None
    date: str | None
    url: str | None


class Evidence(msgspec.Struct, frozen=True):
    """One claim as evidence: the words, where they stand, and how they say it."""

    quote: str | None
    start: int | None
    end: int | None
    document: Source
    modality: Modality
    negated: bool
    confidence: float
    locator: str | None = None


def by_strength(evidence: Evidence) -> tuple[object, ...]:
    """Sort key: affirming before denying, the surest first, then by document and place, so that the order of loading cannot show."""
    e = evidence
    place = (e.document.date or "~", e.document.id, e.start or 0, e.end or 0, e.locator or "", e.quote or "")
    return (e.negated, -e.confidence, *place, e.modality)


class Fact(msgspec.Struct, frozen=True):
    """A consolidated statement. `key` is the store's own handle for it and never leaves the program.

    `depends` says which end depends on the other: `subject`, `object`, `both` or `none`; it takes shares into account.
    """

    key: int | str
    subject: Entity
    predicate: str
    object: Entity
    item: Entity | None
    modality: Modality
    negated: bool
    confidence: float
    support: int
    contradiction: int
    valid_from: str | None
    valid_to: str | None
    share: float | None
    depends: str


class Edge(msgspec.Struct, frozen=True):
    """An accepted fact in brief, as searches walk it: ids and classes of its ends, no names. `key` as in Fact."""

    key: int | str
    subject: str
    predicate: str
    object: str
    subject_type: str
    object_type: str
    confidence: float
    depends: str


class ClaimRow(msgspec.Struct, frozen=True):
    """One claim or attribute about an entity, as `show` lists it."""

    fact: int | str
    subject: Entity
    predicate: str | None
    object: Entity | None
    item: Entity | None
    amount: Amount | None
    share: float | None
    attribute: str | None
    value: float | str | None
    unit: str | None
    market: str | None
    period: str | None
    date: str | None
    valid_from: str | None
    valid_to: str | None
    evidence: Evidence


class Profile(msgspec.Struct, frozen=True):
    """An entity with every name it goes by, most used first, its identifiers, and the stated ids that were joined into it."""

    entity: Entity
    names: tuple[str, ...]
    identifiers: dict[str, str]
    joined: tuple[str, ...]


class Value(msgspec.Struct, frozen=True):
    """An accepted fact about an attribute, in brief. `key` as in Fact."""

    key: int | str
    subject: str
    attribute: str
    value: float | str
    unit: str | None
    market: str | None
    period: str | None
    confidence: float
    valid_from: str | None
    valid_to: str | None


class PlacedClaim(msgspec.Struct, frozen=True):
    """A claim or attribute as its document states it, with the entities of the graph that it is about, by id.

    `object` is None for an attribute, `item` where there is none or it is plain words.
    """

    record: Claim | Attribute
    subject: str
    object: str | None
    item: str | None


class Changes(msgspec.Struct, frozen=True):
    """What was written since a revision: documents added, changed or retracted, and stated ids that another entity has now."""

    documents: frozenset[str]
    entities: frozenset[str]


class Passage(msgspec.Struct, frozen=True):
    """A hit of a search in the evidence."""

    evidence: Evidence
    about: tuple[Entity, ...]


class Written(msgspec.Struct, frozen=True):
    """What writing one document did. `known` is true where the same document with the same claims stood already; `lost` counts
    claims it had whose words another text of it no longer has."""

    known: bool
    claims: int
    entities: int
    facts_new: int
    facts_changed: int
    metadata_changed: tuple[str, ...] = ()
    lost: int = 0


class Counts(msgspec.Struct, frozen=True):
    """How much a store holds."""

    documents: int
    claims: int
    attributes: int
    entities: int
    facts: int
    judgements: int
    by_class: dict[str, int]
    by_predicate: dict[str, int]
