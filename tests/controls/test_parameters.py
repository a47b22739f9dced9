"""The figures that control lists look at: TPP, density, DRAM bandwidth, and what happens where sources disagree."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import sqlite_store
from hypothesis import given
from hypothesis import strategies as st

from lithograph.graph.records import Attribute, Bundle, Document, EntityRecord
from lithograph.ontology.controls.model import Figure, ItemFacts, controls
from lithograph.queries.controls.ask import ask
from lithograph.queries.controls.check import Route, check_item
from lithograph.queries.controls.parameters import BITS, readings
from lithograph.queries.controls.parties import ordinary

ROUTE = Route("CN", "US", "2024-06-01")


def _facts(*figures: tuple[str, float] | tuple[str, float, str] | tuple[str, float, str, float], **more: Any) -> ItemFacts:
    out = []
    for row in figures:
        quantity, value, source, sure = (*row, "sheet", 0.95)[:4] if len(row) == 2 else (*row, 0.95)[:4]
        out.append(Figure(quantity=str(quantity), value=float(value), source=str(source), date="2024-01-01", confidence=float(sure)))
    return ItemFacts(id="x", name="X", figures=tuple(out), **more)


@given(st.dictionaries(st.sampled_from(sorted(BITS)), st.floats(1, 10_000), min_size=1))
def test_tpp_is_the_maximum_over_bit_lengths(rates: dict[str, float]) -> None:
    """Rate times bit length, the largest."""
    reading = readings(_facts(*rates.items()))[0]
    assert reading.tpp == max(rate * BITS[name] for name, rate in rates.items())


@pytest.mark.parametrize("chip", ["nv-h20", "nv-a100-80", "nv-l4", "amd-mi250", "nv-b200", "nv-5090dv2", "g-tpuv5e"])
def test_known_chips(chip: str) -> None:
    """The best reading agrees with the TPP and the density that the reference data computed."""
    facts = controls().items[chip]
    best = readings(facts)[0]
    stated = next(f.value for f in facts.figures if f.quantity == "tpp")
    assert best.tpp == pytest.approx(stated, rel=1e-4)


def test_sparse_rates_are_halved() -> None:
    """A rate that is twice another source's dense one counts sparsity, and the reading says so."""
    found = readings(_facts(("tflops_fp8", 1979, "sheet"), ("tflops_fp8", 3958, "brochure", 0.8)))
    assert [r.tpp for r in found] == [15832.0]
    assert "sparsity" in found[0].notes[0]


def test_sram_is_no_dram() -> None:
    """Memory on the die has no DRAM bandwidth."""
    assert readings(_facts(("memory_bandwidth_gbs", 80000), memory="SRAM"))[0].dram_gbs == 0.0


def test_a_figure_of_one_link_is_not_the_aggregate() -> None:
    """The MI250 is caught in 2022 by its aggregate link speed, although one source gives a single link."""
    assert check_item("amd-mi250", Route("CN", "US", "2022-12-01"), ordinary("CN")).status == "licence_required"


def test_weak_figures_that_disagree_leave_it_open() -> None:
    """Two unsure TPP of the MI308 lie on both sides of the line; the answer names both."""
    answer = check_item("amd-mi308", Route("CN", "US", "2025-01-01"), ordinary("CN"))
    assert answer.status == "undetermined"
    assert answer.readings
    assert "2,368" in answer.why
    assert "10,459.2" in answer.why


def test_a_firm_figure_stands_and_the_other_is_named() -> None:
    """A document in the store gives the L20 less area, which would turn the class; the answer keeps its figure and says so."""
    with sqlite_store() as store:
        document = Document("d", title="Blog on the L20", date="2024-01-01")
        area = Attribute("d", "L20", "die_area_mm2", 590.0, "mm2", subject_id="nv-l20", locator="row 1", confidence=0.6)
        store.write(Bundle(document, (EntityRecord("d", "Chip", "L20", id="nv-l20"),), (), (area,)))
        answer = ask("nv-l20", ROUTE, store=store)
    assert answer.status == "no_licence_required"
    assert "Blog on the L20" in answer.why
    assert [r.status for r in answer.readings] == ["licence_exception"]


def test_what_was_published_later_is_left_out() -> None:
    """With --known-by before the document, its figure does not count."""
    with sqlite_store() as store:
        document = Document("d", title="Blog on the L20", date="2024-05-01")
        area = Attribute("d", "L20", "die_area_mm2", 590.0, "mm2", subject_id="nv-l20", locator="row 1", confidence=0.6)
        store.write(Bundle(document, (EntityRecord("d", "Chip", "L20", id="nv-l20"),), (), (area,)))
        answer = ask("nv-l20", Route("CN", "US", "2024-06-01", known_by="2024-04-01"), store=store)
    assert not [r for r in answer.readings if "Blog on the L20" in r.sources]


def test_a_chip_that_only_the_store_knows() -> None:
    """Its own specifications decide."""
    with sqlite_store() as store:
        document = Document("d", title="Data sheet", date="2024-01-01")
        entity = EntityRecord("d", "Chip", "Zeta 9 accelerator", id="zeta-9")
        rate = Attribute("d", "Zeta 9 accelerator", "tflops_fp16", 400.0, "TFLOPS", subject_id="zeta-9", locator="row 1")
        store.write(Bundle(document, (entity,), (), (rate,)))
        answer = ask("zeta-9", ROUTE, store=store)
    assert answer.eccn == "3A090.a"
    assert answer.item["id"] == "zeta-9"
