"""`show`: all that is known about an entity, one row for each value, with its evidence, and where sources disagree."""

from __future__ import annotations

from build import document, entity, has, says, write

from lithograph.graph.model import View
from lithograph.graph.records import Amount
from lithograph.graph.store import Store
from lithograph.queries.naming import resolve
from lithograph.queries.profile import ShowAnswer, show


def shown(store: Store, name: str, **view: object) -> ShowAnswer:
    return show(store, resolve(store, name).entity, View(**view))  # type: ignore[arg-type]


def test_an_entity_is_described_by_names_and_identifiers(store: Store) -> None:
    write(store, document("a", entities=(entity("Acme", "acme", names=("AFC", "艾克米"), identifiers={"lei": "L1", "ticker": "ACM"}),)))
    assert shown(store, "AFC").entity == {
        "id": "acme", "name": "Acme", "type": "Firm", "names": ["Acme", "AFC", "艾克米"], "identifiers": {"lei": "L1", "ticker": "ACM"},
    }  # fmt: skip


def test_two_amounts_in_one_sentence_are_two_rows_with_one_quote(store: Store) -> None:
    """ "380 billion yuan ($53 billion)" """
    words = {"quote": "Acme will invest 380 billion yuan ($53 billion) in Beta.", "locator": "r:1"}
    both = [says("Acme", "invests_in", "Beta", amount=Amount(v, u), **words) for v, u in ((380e9, "CNY"), (53e9, "USD"))]
    write(store, document("a", *both))
    rows = shown(store, "Acme").facts
    assert sorted((r.amount.value, r.amount.unit) for r in rows if r.amount) == [(53e9, "USD"), (380e9, "CNY")]
    assert {e.quote for r in rows for e in r.evidence} == {words["quote"]}


def test_attributes_come_first_then_what_it_does_then_what_is_done_to_it(store: Store) -> None:
    write(store, document("a", says("Beta", "supplies", "Acme"), says("Acme", "uses", "H20"), has("Acme", "headcount", 5)))
    assert [(r.predicate or r.attribute, r.subject.name) for r in shown(store, "Acme").facts] == [
        ("headcount", "Acme"), ("uses", "Acme"), ("supplies", "Beta"),
    ]  # fmt: skip


def test_it_is_shown_where_it_is_the_item(store: Store) -> None:
    write(store, document("a", says("Acme", "supplies", "Beta", item="HBM"), entities=(entity("HBM"),)))
    (row,) = shown(store, "HBM").facts
    assert (row.subject.name, row.predicate, row.item.name if row.item else None) == ("Acme", "supplies", "HBM")


def test_plans_and_denials_are_shown_for_what_they_are(store: Store) -> None:
    write(store, document("a", says("Acme", "supplies", "Beta", modality="planned"), says("Acme", "uses", "H20", negated=True)))
    assert [(r.predicate, r.modality, r.negated) for r in shown(store, "Acme").facts] == [
        ("supplies", "planned", False),
        ("uses", "asserted", True),
    ]


def test_the_day_and_what_was_known_by_it_limit_what_is_shown(store: Store) -> None:
    write(
        store,
        document("a", says("Acme", "supplies", "Beta", valid_to="2024"), date="2023-05-01"),
        document("b", says("Acme", "supplies", "Gamma", valid_from="2024"), date="2024-05-01"),
    )
    assert [r.object.name for r in shown(store, "Acme", on="2023-12-31").facts if r.object] == ["Beta"]
    assert [r.object.name for r in shown(store, "Acme", on="2024-01-01").facts if r.object] == ["Gamma"]
    assert [r.object.name for r in shown(store, "Acme", known_by="2024-01-01").facts if r.object] == ["Beta"]


def test_two_values_where_there_can_be_one_are_a_conflict(store: Store) -> None:
    write(store, document("a", has("H20", "memory_gb", 96, unit="GB")), document("b", has("H20", "memory_gb", 141, unit="GB")))
    (conflict,) = shown(store, "H20").conflicts
    assert conflict.kind == "values"
    assert {(r["reading"], r["documents"]) for r in conflict.readings} == {(96.0, 1), (141.0, 1)}


def test_values_of_another_year_or_market_are_no_conflict(store: Store) -> None:
    said = [has("Acme", "revenue", v, unit="USD", period=p) for v, p in ((1e9, "2023"), (2e9, "2024"))]
    write(store, document("a", *said))
    assert shown(store, "Acme").conflicts == ()


def test_a_denial_of_what_another_says_is_a_conflict_with_both_readings(store: Store) -> None:
    write(store, document("a", says("Acme", "supplies", "Beta")), document("b", says("Acme", "supplies", "Beta", negated=True)))
    (conflict,) = shown(store, "Acme").conflicts
    assert conflict.kind == "denied"
    assert conflict.about == "Acme supplies Beta"
    assert [(r["reading"], r["documents"]) for r in conflict.readings] == [("Beta", 1), ("denied", 1)]


def test_evidence_comes_surest_first_and_denials_last(store: Store) -> None:
    write(
        store,
        document("a", says("Acme", "supplies", "Beta", confidence=0.6)),
        document("b", says("Acme", "supplies", "Beta", confidence=0.8)),
        document("c", says("Acme", "supplies", "Beta", confidence=0.9, negated=True)),
    )
    (row,) = shown(store, "Acme").facts
    assert [e.document.id for e in row.evidence] == ["b", "a", "c"]
