"""Ownership as a person asks: owners, subsidiaries, chains, and the 50 per cent rule on the days that matter."""

from __future__ import annotations

import pytest
from conftest import sqlite_store

from lithograph.graph.model import Entity
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store
from lithograph.queries.ownership import ownership


def _stake(owner: str, firm: str, share: float | None, document: str = "d", **more: str) -> tuple[EntityRecord, EntityRecord, Claim]:
    return (
        EntityRecord(document, "Firm", owner, id=owner),
        EntityRecord(document, "Firm", firm, id=firm),
        Claim(document, owner, "owns", firm, share=share, subject_id=owner, object_id=firm, locator=f"row {owner} {firm}", **more),  # type: ignore[arg-type]
    )


def _load(store: Store, *rows: tuple[EntityRecord, EntityRecord, Claim]) -> None:
    entities = {e.id: e for a, b, _ in rows for e in (a, b)}
    store.write(Bundle(Document("d", title="register", date="2025-01-01"), tuple(entities.values()), tuple(c for _, _, c in rows)))


FIRM = Entity("plant", "plant", "Firm")
DAYS = {"2025-09-28": "not_in_force", "2025-10-15": "captured", "2026-03-01": "not_in_force", "2026-11-22": "undetermined"}


@pytest.mark.parametrize(("day", "finding"), DAYS.items())
def test_thirty_and_twenty_five(day: str, finding: str) -> None:
    """30 per cent and 25 per cent in the hands of two listed parties: captured, then stayed, then open."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "plant", 30), _stake("wingtech", "plant", 25))
        answer = ownership(FIRM, day, store)
    assert answer.rule.finding == finding
    assert answer.rule.listed_total == (55.0, 55.0)
    assert [o.entity.id for o in answer.owners] == ["naura", "wingtech"]
    assert [o.listed.since for o in answer.owners if o.listed] == ["2024-12-02"] * 2
    assert all(o.chain[0].evidence for o in answer.owners)


def test_a_captured_owner_counts_in_full() -> None:
    """A holding that a listed firm holds at 60 per cent passes its whole 55 on; the economic share is 33."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "holding", 60), _stake("holding", "plant", 55))
        answer = ownership(FIRM, "2025-10-15", store)
    assert answer.rule.finding == "captured"
    assert answer.rule.listed_total == (55.0, 55.0)
    far = next(o for o in answer.owners if o.entity.id == "naura")
    assert far.total == (33.0, 33.0)
    assert far.direct == (0.0, 0.0)
    assert len(far.chain) == 2


def test_an_unknown_share_is_indeterminate() -> None:
    """Nobody states the share of the listed owner."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "plant", None), _stake("founder", "plant", 40))
        answer = ownership(FIRM, "2025-10-15", store)
    assert answer.rule.finding == "indeterminate"
    assert answer.rule.listed_total == (0.0, 60.0)


def test_an_unknown_share_beside_a_majority_is_clear() -> None:
    """What is left for the listed owner stays below the half."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "plant", None), _stake("founder", "plant", 51))
        assert ownership(FIRM, "2025-10-15", store).rule.finding == "clear"


def test_stakes_hold_on_their_days() -> None:
    """A stake that was sold does not count afterwards."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "plant", 60, valid_from="2020", valid_to="2025-10-10"))
        assert ownership(FIRM, "2025-10-09", store).rule.finding == "captured"
        assert ownership(FIRM, "2025-10-15", store).rule.finding == "clear"


def test_subsidiaries_stand_below() -> None:
    """What the firm owns, near and far."""
    with sqlite_store() as store:
        _load(store, _stake("naura", "holding", 60), _stake("holding", "plant", 50))
        below = ownership(Entity("naura", "Naura", "Firm"), "2025-10-15", store).subsidiaries
    assert [(b.entity.id, b.total) for b in below] == [("holding", (60.0, 60.0)), ("plant", (30.0, 30.0))]


def test_reference_data_without_a_store() -> None:
    """Nexperia belongs to Wingtech, which is listed; the answer needs no store."""
    answer = ownership(Entity("nexperia", "Nexperia", "Firm"), "2025-10-15")
    assert answer.rule.finding == "captured"
    assert answer.owners[0].entity.id == "wingtech"


def test_what_was_not_known_does_not_count() -> None:
    """Asked with the knowledge of August 2025, the rule does not exist."""
    assert ownership(Entity("nexperia", "Nexperia", "Firm"), "2025-10-15", known_by="2025-08-01").rule.finding == "not_in_force"


def test_share_classes_span_a_range() -> None:
    """60 per cent of one class and 20 of another: the stake in the firm lies between, so that the rule can't tell."""
    with sqlite_store() as store:
        a, b, votes = _stake("naura", "plant", 60, item="class A shares")
        _, _, capital = _stake("naura", "plant", 20, item="class B shares")
        entities = (a, b)
        store.write(Bundle(Document("d", date="2025-01-01"), entities, (votes, capital)))
        answer = ownership(FIRM, "2025-10-15", store)
    assert answer.owners[0].direct == (20.0, 60.0)
    assert answer.rule.finding == "indeterminate"
