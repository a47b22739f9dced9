"""`substitutes`: what documents present in place of a part, how it compares, and what it would depend on in turn."""

from __future__ import annotations

import pytest
from build import document, entity, has, says, write

from lithograph.graph.model import View
from lithograph.graph.records import Claim
from lithograph.graph.store import Store
from lithograph.queries.naming import resolve
from lithograph.queries.substitution import CLAIM_WEIGHT, UNMEASURED_FACTOR, Candidate, substitutes


def candidates(store: Store, item: str = "H20", *, user: str | None = None, **view: object) -> list[Candidate]:
    asked = resolve(store, item).entity
    answer = substitutes(store, asked, View(**view), user=resolve(store, user).entity if user else None)  # type: ignore[arg-type]
    assert (answer.why_none is None) == bool(answer.candidates)
    return list(answer.candidates)


def names(store: Store, item: str = "H20", **more: object) -> list[str]:
    return [c.entity.name for c in candidates(store, item, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "claim, offered",
    [
        (says("Ascend 910B", "substitutes", "H20"), True),
        (says("H20", "substitutes", "Ascend 910B"), False),
        (says("Ascend 910B", "comparable_to", "H20"), True),
        (says("H20", "comparable_to", "Ascend 910B"), True),
        (says("Ascend 910B", "successor_of", "H20"), True),
        (says("H20", "successor_of", "Ascend 910B"), False),
        (says("Ascend 910B", "substitutes", "H20", negated=True), False),
        (says("Ascend 910B", "substitutes", "H20", modality="planned"), False),
        (says("Ascend 910B", "substitutes", "H20", confidence=0.4), False),
    ],
)
def test_a_substitute_stands_in_for_its_object_and_a_comparison_works_both_ways(store: Store, claim: Claim, offered: bool) -> None:
    write(store, document("a", claim))
    assert (names(store) == ["Ascend 910B"]) == offered


def test_the_score_is_the_best_claim_times_the_fit_of_what_is_measured(store: Store) -> None:
    """Better than the original counts as equal; without a common specification a quarter is taken off."""
    write(
        store,
        document("a", says("Ascend 910B", "substitutes", "H20", confidence=0.8), says("B30A", "comparable_to", "H20", confidence=0.8)),
        document("b", *(has(chip, "memory_gb", gb, unit="GB") for chip, gb in (("Ascend 910B", 48), ("H20", 96)))),
        document("c", *(has(chip, "power_w", w, unit="W") for chip, w in (("Ascend 910B", 310), ("H20", 400)))),
        document("d", *(has(chip, "interconnect_gbs", g, unit="GB/s") for chip, g in (("Ascend 910B", 1800), ("H20", 900)))),
    )
    first, second = candidates(store)
    assert (first.entity.name, first.score) == ("Ascend 910B", round(0.8 * CLAIM_WEIGHT["substitutes"] * (0.5 + 1.0) / 2, 4))
    assert (second.entity.name, second.score) == ("B30A", round(0.8 * CLAIM_WEIGHT["comparable_to"] * UNMEASURED_FACTOR, 4))
    ratios = [r.value for r in first.reasons if r.kind == "specification"]
    assert sorted(r for r in ratios if r is not None) == [0.5, 2.0]
    assert all(len(r.evidence) == 2 for r in first.reasons if r.kind == "specification")
    assert "memory_gb" not in first.unknown
    assert "memory_gb" in second.unknown


def test_values_in_different_units_are_not_compared(store: Store) -> None:
    write(
        store,
        document("a", says("Ascend 910B", "substitutes", "H20")),
        document("b", has("Ascend 910B", "memory_bandwidth_gbs", 1.6, unit="TB/s"), has("H20", "memory_bandwidth_gbs", 4000, unit="GB/s")),
    )
    assert [r.kind for r in candidates(store)[0].reasons] == ["claim"]


def test_what_the_user_has_at_hand_ranks_higher(store: Store) -> None:
    write(store, document("a", says("Ascend 910B", "substitutes", "H20"), says("Acme", "uses", "Ascend 910B")))
    without, with_user = candidates(store)[0], candidates(store, user="Acme")[0]
    assert with_user.score == pytest.approx(without.score * 1.1, abs=1e-4)
    assert [r.text for r in with_user.reasons if r.kind == "availability"] == ["Acme uses Ascend 910B (asserted)"]


def test_a_claim_about_the_family_offers_for_its_variants(store: Store) -> None:
    cast = (entity("H200", "h200", type_="Chip"), entity("H200 NVL", "h200-nvl", type_="Chip"))
    write(store, document("a", says("H200 NVL", "variant_of", "H200"), says("Ascend 910B", "substitutes", "H200"), entities=cast))
    assert names(store, "id:h200-nvl") == ["Ascend 910B"]
    assert names(store, "id:h200") == ["Ascend 910B"]


def test_a_candidate_shows_what_it_depends_on_in_turn(store: Store) -> None:
    write(
        store,
        document(
            "a", says("Ascend 910B", "substitutes", "H20"), says("TSMC", "manufactures", "Ascend 910B"), says("Beta", "supplies", "TSMC")
        ),
    )
    hops = candidates(store)[0].depends_on
    assert [(h.subject.name, h.predicate, h.object.name) for h in hops] == [
        ("TSMC", "manufactures", "Ascend 910B"),
        ("Beta", "supplies", "TSMC"),
    ]


def test_the_day_and_plans_limit_the_candidates(store: Store) -> None:
    write(
        store,
        document("a", says("Ascend 910B", "substitutes", "H20", valid_from="2025"), date="2025-01-01"),
        document("b", says("B30A", "substitutes", "H20", modality="planned"), date="2024-01-01"),
    )
    assert names(store, on="2024-06-01") == []
    assert names(store, on="2025-06-01") == ["Ascend 910B"]
    assert names(store, known_by="2024-06-01", include=("planned",)) == ["B30A"]
    assert sorted(names(store, include=("planned",))) == ["Ascend 910B", "B30A"]


def test_without_a_claim_there_is_no_candidate_and_a_reason(store: Store) -> None:
    write(store, document("a", says("Acme", "uses", "H20")))
    asked = resolve(store, "H20").entity
    answer = substitutes(store, asked, View())
    assert answer.candidates == ()
    assert answer.why_none is not None
    assert "H20" in answer.why_none
