"""What every store can do. The same scenario tests run over each backend."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ..model import (
    Changes,
    ClaimRow,
    Counts,
    Edge,
    Entity,
    Evidence,
    Fact,
    Passage,
    PlacedClaim,
    Profile,
    Source,
    Value,
    View,
    Written,
)
from ..records import Amount, Bundle, Document, Judgement, Record


class Store(Protocol):
    """Documents, claims and judgements go in; entities, facts and evidence come out."""

    address: str

    def close(self) -> None:
        """Release what the store holds open."""

    def write(self, bundle: Bundle, *, replace: bool = False) -> Written:
        """Write one document whole, in one transaction.

        Claims join those that the document has already; with `replace` they take their place. Metadata that are given and
        differ are updated. The bundle must have passed `check.checked`.
        """

    def write_all(self, bundles: Iterable[Bundle]) -> Iterator[Written]:
        """Write many documents: each is safe, whole, as soon as the next is asked for, and all can be read at the end."""

    def retract(self, document: str) -> int:
        """Remove a document and everything that rests on it alone; the number of claims removed.

        Raises UsageError where there is no such document.
        """

    def judge(self, judgement: Judgement) -> bool:
        """Keep a judgement and apply it; False where it stood already. An opposite one on the same pair is replaced."""

    def unjudge(self, left: str, right: str) -> bool:
        """Take a judgement back; False where there was none."""

    def judgements(self) -> list[Judgement]:
        """All judgements, sorted."""

    def entity(self, id_: str) -> Entity | None:
        """The entity that the id belongs to, also where it was joined into another."""

    def named(self, keys: Iterable[str]) -> list[Entity]:
        """Entities that go by one of these keys (`ontology.names.key`)."""

    def near(self, key: str, limit: int = 10) -> list[Entity]:
        """Entities with a name that contains the key or its words, the best known first."""

    def name_keys(self) -> Iterator[str]:
        """Every key in use, for spelling help."""

    def profile(self, id_: str) -> Profile:
        """Names and identifiers of an entity. Raises UnknownEntityError."""

    def edges_at(self, ids: Sequence[str], view: View, *, predicates: Collection[str] | None = None) -> list[Edge]:
        """Accepted facts, seen under the view, that have one of the entities at either end; none from an entity to itself."""

    def facts_of(self, keys: Iterable[int | str], view: View) -> Mapping[int | str, Fact]:
        """Facts in full, by `Edge.key`."""

    def claims_at(self, id_: str, view: View) -> list[ClaimRow]:
        """Every claim and attribute with the entity as subject, object or item, whatever its modality, known by the view's day."""

    def evidence(self, keys: Iterable[int | str], view: View) -> Mapping[int | str, tuple[Evidence, ...]]:
        """The claims behind facts, by `Fact.key`, the surest first."""

    def search(self, words: str, limit: int = 20) -> list[Passage]:
        """Passages of evidence that hold all the words."""

    def documents(self) -> list[Source]:
        """All documents, by id."""

    def document(self, id_: str) -> Document:
        """A document with its text. Raises UsageError where there is no such document."""

    def revision(self) -> str:
        """What the content is at: another text after every write, the same text for the same content only."""

    def changes(self, since: str) -> Changes | None:
        """What was written since a revision; None where the store knows no such one."""

    def snapshot(self) -> AbstractContextManager[None]:
        """A context in which all reading sees one state, whatever is written meanwhile."""

    def profiles(self, ids: Collection[str] | None = None) -> Iterator[Profile]:
        """Every entity, or those of the ids that are entities of the graph, by id."""

    def edges(self, view: View, pairs: Iterable[tuple[str, str]] | None = None) -> Iterator[Edge]:
        """Every accepted fact between entities seen under the view, by subject, or those from the one to the other of a pair."""

    def values(self, view: View, ids: Collection[str] | None = None) -> Iterator[Value]:
        """Every accepted fact about an attribute seen under the view, by subject, or those of some entities."""

    def amounts(self, keys: Iterable[int | str]) -> Mapping[int | str, Amount]:
        """The amounts of facts that state one, by `Edge.key`: of several asserted or reported ones the one that was published last."""

    def claims_in(self, document: str) -> Iterator[PlacedClaim]:
        """The claims and attributes of a document."""

    def named_in(self, document: str) -> list[str]:
        """The entities that a document names, by id."""

    def documents_naming(self, ids: Collection[str]) -> set[str]:
        """The documents that name one of these stated ids."""

    def counts(self) -> Counts:
        """How much the store holds."""

    def records(self) -> Iterator[Record]:
        """Everything as exchange records in canonical order; ids of claims are left to the exchange format."""
