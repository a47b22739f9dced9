"""Facts: what all claims about one thing add up to. The arithmetic of consolidation, the same for every store and door.

A document counts once for each fact and realm (held: asserted or reported; planned; possible; against: negated), with its best
claim. Confidence in a realm is 1 - prod(1 - c) over its documents, reduced by the factor prod(1 - c) of the contradicting
ones. Evidence is kept as whole-number weights, -ln(1 - c) in units of 2**-20, so that adding them is exact and the order of
loading cannot show.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import Literal

import msgspec

from .records import Modality

SCALE = 1 << 20
CEILING = 0.9999
ACCEPTED_FROM = 0.5
Include = Literal["planned", "possible"]


@functools.lru_cache(maxsize=4096)
def weight(confidence: float) -> int:
    """The weight of one document that supports with this confidence (0 to 1, capped at 0.9999)."""
    return round(-math.log1p(-min(max(confidence, 0.0), CEILING)) * SCALE)


def certainty(weight_: int) -> float:
    """1 - prod(1 - c) of the documents whose weights add up to this."""
    return -math.expm1(-weight_ / SCALE)


class Statement(msgspec.Struct, frozen=True, gc=False):
    """The part of a claim that consolidation reads."""

    document: int | str
    negated: bool
    modality: Modality
    confidence: float
    valid_from: str | None
    valid_to: str | None
    share: float | None = None
    document_date: str | None = None


class FactState(msgspec.Struct, frozen=True, gc=False):
    """The sum of statements about one fact. States form a commutative monoid under `merge`, with FactState() as zero."""

    held: int = 0
    planned: int = 0
    possible: int = 0
    against: int = 0
    asserted_by: int = 0
    held_by: int = 0
    planned_by: int = 0
    possible_by: int = 0
    against_by: int = 0
    held_from: str | None = None
    held_to: str | None = None
    other_from: str | None = None
    other_to: str | None = None
    share: float | None = None
    share_date: str | None = None


def _least(left: str | None, right: str | None) -> str | None:
    return right if left is None else left if right is None else min(left, right)


def _most(left: str | None, right: str | None) -> str | None:
    return right if left is None else left if right is None else max(left, right)


def merge(left: FactState, right: FactState) -> FactState:
    """The state of two sets of documents together; they must have no document in common."""
    share = max(
        ((s.share_date or "", s.share) for s in (left, right) if s.share is not None),
        default=None,
    )
    return FactState(
        left.held + right.held,
        left.planned + right.planned,
        left.possible + right.possible,
        left.against + right.against,
        left.asserted_by + right.asserted_by,
        left.held_by + right.held_by,
        left.planned_by + right.planned_by,
        left.possible_by + right.possible_by,
        left.against_by + right.against_by,
        _least(left.held_from, right.held_from),
        _most(left.held_to, right.held_to),
        _least(left.other_from, right.other_from),
        _most(left.other_to, right.other_to),
        None if share is None else share[1],
        None if share is None else share[0] or None,
    )


def of_document(statements: Iterable[Statement]) -> FactState:
    """The state that one document's statements about one fact amount to."""
    held = planned = possible = against = -1.0
    asserted = False
    held_from: str | None = None
    held_to: str | None = None
    other_from: str | None = None
    other_to: str | None = None
    share: tuple[str, float] | None = None
    for s in statements:
        if s.negated:
            against = max(against, s.confidence)
            continue
        if s.modality in ("asserted", "reported"):
            held = max(held, s.confidence)
            asserted = asserted or s.modality == "asserted"
            held_from, held_to = _least(held_from, s.valid_from), _most(held_to, s.valid_to)
            if s.share is not None:
                stated = (s.document_date or "", s.share)
                share = stated if share is None else max(share, stated)
        else:
            if s.modality == "planned":
                planned = max(planned, s.confidence)
            else:
                possible = max(possible, s.confidence)
            other_from, other_to = _least(other_from, s.valid_from), _most(other_to, s.valid_to)
    return FactState(
        weight(held) if held >= 0 else 0,
        weight(planned) if planned >= 0 else 0,
        weight(possible) if possible >= 0 else 0,
        weight(against) if against >= 0 else 0,
        int(asserted),
        int(held >= 0),
        int(planned >= 0),
        int(possible >= 0),
        int(against >= 0),
        held_from,
        held_to,
        other_from,
        other_to,
        share[1] if share else None,
        (share[0] or None) if share else None,
    )


@functools.lru_cache(maxsize=4096)
def alone(
    negated: bool,
    modality: Modality,
    confidence: float,
    valid_from: str | None,
    valid_to: str | None,
    share: float | None = None,
    document_date: str | None = None,
) -> FactState:
    """The state that a single statement of a document amounts to. A data set repeats few of them endlessly, so they are kept."""
    return of_document((Statement(0, negated, modality, confidence, valid_from, valid_to, share, document_date),))


def consolidate(statements: Iterable[Statement]) -> FactState:
    """The state of any number of statements about one fact; their order does not matter."""
    by_document: dict[int | str, list[Statement]] = {}
    for s in statements:
        by_document.setdefault(s.document, []).append(s)
    total = FactState()
    for group in by_document.values():
        total = merge(total, of_document(group))
    return total


class Verdict(msgspec.Struct, frozen=True):
    """What a state says: the strongest modality that is believed, how surely, by how many documents, and when it holds."""

    modality: Modality
    negated: bool
    confidence: float
    support: int
    contradiction: int
    valid_from: str | None
    valid_to: str | None
    share: float | None

    def accepted(self, include: Iterable[str] = ()) -> bool:
        """Whether the fact is an edge of the graph: believed, not negated, asserted or reported (or of an included modality)."""
        return (
            not self.negated
            and self.confidence >= ACCEPTED_FROM
            and (self.modality in ("asserted", "reported") or self.modality in include)
        )


def judge(state: FactState) -> Verdict:
    """The verdict on a state. Confidence is rounded to four digits."""
    doubt = math.exp(-state.against / SCALE)
    realms: list[tuple[Modality, int, int]] = [
        ("asserted" if state.asserted_by else "reported", state.held, state.held_by),
        ("planned", state.planned, state.planned_by),
        ("possible", state.possible, state.possible_by),
    ]
    present = [(modality, round(certainty(w) * doubt, 4), count) for modality, w, count in realms if count]
    if not present:
        return Verdict("asserted", True, round(1 - doubt, 4), 0, state.against_by, None, None, None)
    modality, confidence, count = next((r for r in present if r[1] >= ACCEPTED_FROM), present[0])
    held = modality in ("asserted", "reported")
    return Verdict(
        modality,
        False,
        confidence,
        count,
        state.against_by,
        state.held_from if held else state.other_from,
        state.held_to if held else state.other_to,
        state.share,
    )


@functools.lru_cache(maxsize=4096)
def edge(state: FactState) -> float | None:
    """The confidence of a fact that is an edge of the graph where no view says otherwise; None where it is not accepted."""
    verdict = judge(state)
    return verdict.confidence if verdict.accepted() else None
