"""The claims of a batch of documents, made ready to be written together: rows, and what they add up to for each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ....ontology.model import ontology
from ....ontology.names import normalise
from ...facts import FactState, Statement, alone, merge, of_document
from ...records import Attribute, Claim
from .lookup import NULL
from .namings import Named, Naming

FactKey = tuple[int, str, int, int, str]
"""Root of the subject, predicate or attribute, root of the object (0 for an attribute), root of the item (0: none), qualifier."""

Root = tuple[int, str]
"""Key and id of the entity that a stated id is part of."""


def fact_key(left: Root, predicate: str, right: Root, item: int, words: str | None) -> FactKey:
    """What a claim is about. The ends of a symmetric relation stand in the order of their ids."""
    if right[1] < left[1]:
        relation = ontology().relations.get(predicate)
        if relation is not None and relation.symmetric:
            left, right = right, left
    return left[0], predicate, right[0], item, normalise(words) if words else ""


def value_key(subject: int, attribute: str, value: Any, unit: str | None, market: str | None, period: str | None) -> FactKey:
    """What an attribute says: each value, unit, market and period is a fact of its own."""
    told_apart = [float(value) if isinstance(value, int | float) else value, unit]
    told_apart += [normalise(market) if market else None, normalise(period) if period else None]
    return subject, attribute, 0, 0, msgspec.json.encode(told_apart).decode()


class Batch:
    """Gathers documents one by one. `roots` has the root of every entity that they name."""

    def __init__(self, roots: Mapping[int, Root]) -> None:
        self._roots = roots
        self.passages: list[tuple[Any, ...]] = []
        self.states: dict[FactKey, FactState] = {}
        """What the documents together say of each fact."""
        self.stated: list[tuple[int, list[FactKey]]] = []
        """For each document how many claims it makes, and about which facts."""
        # (record, document, passage, naming of subject, object and item, words of an item that is no entity, fact)
        self._claims: list[tuple[Claim | Attribute, int, int, int, int, int, str | None, FactKey]] = []

    def gather(self, named: Named, passage_keys: Iterator[int]) -> None:
        """Add the claims and attributes of one document."""
        document, bundle, place, roots = named.key, named.bundle, _Names(named.namings), self._roots
        passages: dict[tuple[Any, ...], int] = {}
        own: dict[FactKey, list[Claim | Attribute]] = {}

        def note(record: Claim | Attribute, fact: FactKey, subject: int, object_: int = 0, item: int = 0, words: str | None = None) -> None:
            where = (record.start, record.end, record.locator, record.quote)
            passage = passages.get(where)
            if passage is None:
                passage = passages[where] = next(passage_keys)
                self.passages.append((passage, document, *[NULL if v is None else v for v in where]))
            self._claims.append((record, document, passage, subject, object_, item, words, fact))
            own.setdefault(fact, []).append(record)

        for c in bundle.claims:
            subject, object_ = place.find(c.subject, c.subject_id), place.find(c.object, c.object_id)
            item = place.item(c.item, c.item_id) if c.item is not None else None
            words = c.item if item is None else None
            fact = fact_key(roots[subject.entity], c.predicate, roots[object_.entity], roots[item.entity][0] if item else 0, words)
            note(c, fact, subject.key, object_.key, item.key if item else 0, words)
        for a in bundle.attributes:
            subject = place.find(a.subject, a.subject_id)
            note(a, value_key(roots[subject.entity][0], a.attribute, a.value, a.unit, a.market, a.period), subject.key)

        for fact, records in own.items():
            state, before = _state(records, bundle.document.date), self.states.get(fact)
            self.states[fact] = state if before is None else merge(before, state)
        self.stated.append((len(bundle.claims) + len(bundle.attributes), list(own)))

    def rows(self, claim_keys: Iterator[int], facts: Mapping[FactKey, int]) -> Iterator[tuple[Any, ...]]:
        """The rows of the table of claims, once the keys of the facts are known."""
        for (r, document, passage, subject, object_, item, words, fact), key in zip(self._claims, claim_keys, strict=False):
            head = (key, document, facts[fact], passage, subject)
            middle = (
                1 if r.negated else 0,
                r.modality,
                r.confidence,
                NULL if r.date is None else r.date,
                NULL if r.valid_from is None else r.valid_from,
                NULL if r.valid_to is None else r.valid_to,
            )
            if isinstance(r, Claim):
                amount = (NULL, NULL) if r.amount is None else (r.amount.value, NULL if r.amount.unit is None else r.amount.unit)
                share = NULL if r.share is None else r.share
                named = (r.predicate, object_, item or NULL, NULL if words is None else words)
                yield (*head, *named, *middle, *amount, share, NULL, NULL)
            else:
                market, period = NULL if r.market is None else r.market, NULL if r.period is None else r.period
                yield (*head, r.attribute, NULL, NULL, NULL, *middle, r.value, NULL if r.unit is None else r.unit, NULL, market, period)


def _state(records: Sequence[Claim | Attribute], published: str | None) -> FactState:
    """What the statements of a document published on this day say about one fact."""
    if len(records) == 1:
        r = records[0]
        share = r.share if isinstance(r, Claim) else None
        return alone(r.negated, r.modality, r.confidence, r.valid_from or r.date, r.valid_to, share, None if share is None else published)
    return of_document(
        Statement(
            0,
            r.negated,
            r.modality,
            r.confidence,
            r.valid_from or r.date,
            r.valid_to,
            r.share if isinstance(r, Claim) else None,
            published,
        )
        for r in records
    )


class _Names:
    """Finds a document's entity by the name, or the id, that a claim gives."""

    def __init__(self, namings: Sequence[Naming]) -> None:
        self._namings = namings
        self._by_name = {n.record.name: n for n in reversed(namings)}
        self._by_id: dict[str, Naming] | None = None
        self._by_both: dict[tuple[str, str], Naming] = {}

    def find(self, name: str, id_: str | None) -> Naming:
        """The entity of this name and id, else of the id, else of the name. Raises KeyError."""
        found = self._by_name.get(name)
        if found is not None and (id_ is None or found.id == id_):
            return found
        return self._known_as(name, id_) or self._by_name[name]

    def item(self, name: str, id_: str | None) -> Naming | None:
        """The same for an item, which need not be an entity."""
        return self._known_as(name, id_) or self._by_name.get(name)

    def _known_as(self, name: str, id_: str | None) -> Naming | None:
        if id_ is None:
            return None
        if self._by_id is None:  # few documents give one name to two entities, or an id to two names
            self._by_id = {n.id: n for n in reversed(self._namings)}
            self._by_both = {(n.record.name, n.id): n for n in self._namings}
        return self._by_both.get((name, id_)) or self._by_id.get(id_)
