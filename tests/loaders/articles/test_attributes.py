"""Attributes: the value, its unit, whose it is, and of which market."""

from __future__ import annotations

import pytest
from marked import marked

from lithograph.loaders.articles.reader import records


def values(sentence: str) -> list[tuple[str, str, float | str, str | None, str | None]]:
    """(entity, attribute, value, unit, market) of a marked text."""
    _, _, found = records(marked(sentence), document="d", min_confidence=0.0)
    return [(a.subject, a.attribute, a.value, a.unit, a.market) for a in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Shares of [Firm Ombra] slid 4.2% to NT$88 on the Taiwan Stock Exchange, trimming its year-to-date gains to 31.5%.",
            [("Ombra", "stock_change", -4.2, "%", "Taiwan Stock Exchange"), ("Ombra", "stock_change", 31.5, "%", "Taiwan Stock Exchange")],
        ),
        ("[Firm Veltrix]'s stock jumped 11 percent in Tokyo.", [("Veltrix", "stock_change", 11, "%", "Tokyo")]),
        (
            "Chip designer [Firm Tarn] added 3.1%, while [Firm Norfab] fell 2%.",
            [("Tarn", "stock_change", 3.1, "%", None), ("Norfab", "stock_change", -2, "%", None)],
        ),
        (
            "[Firm Tarn] and [Firm Norfab] shares fell 1.5% and 2.5%, respectively.",
            [("Tarn", "stock_change", -1.5, "%", None), ("Norfab", "stock_change", -2.5, "%", None)],
        ),
        (
            "[Firm Tarn Compute] posted an 18% revenue growth to €2.4 billion in the second quarter.",
            [("Tarn Compute", "revenue_growth", 18, "%", None), ("Tarn Compute", "revenue", 2.4e9, "EUR", None)],
        ),
        ("[Firm Norfab] reported revenue of 12.5 trillion won for 2025.", [("Norfab", "revenue", 1.25e13, "KRW", None)]),
        (
            "[Firm Kestrel] recently raised $850 million through a sale of convertible notes.",
            [("Kestrel", "capital_raised", 8.5e8, "USD", None)],
        ),
        ("[Firm Kestrel] closed a $120 million Series C round.", [("Kestrel", "capital_raised", 1.2e8, "USD", None)]),
        (
            "[Firm Norfab] holds a 41% market share in Freedonia's contract packaging market.",
            [("Norfab", "market_share", 41, "%", "Freedonia contract packaging")],
        ),
        ("[Firm Kestrel] controls about 60% of the global memory market.", [("Kestrel", "market_share", 60, "%", "global memory")]),
        ("[Firm Kestrel] is now valued at $9 billion.", [("Kestrel", "market_cap", 9e9, "USD", None)]),
        ("The [Chip VX900] carries 144GB of memory.", [("VX900", "memory_gb", 144, "GB", None)]),
        ("The [Chip Q7] packs 96GB of [Technology HBM3E].", [("Q7", "memory_gb", 96, "GB", None)]),
        ("The [Chip VX900] offers 4.8TB/s of memory bandwidth.", [("VX900", "memory_bandwidth_gbs", 4800, "GB/s", None)]),
        ("The [Chip VX900] has an inter-chip bandwidth of 900 GB/s.", [("VX900", "interconnect_gbs", 900, "GB/s", None)]),
        (
            "The [Chip Q7] is built on a 7nm process and draws 350W of power.",
            [("Q7", "node_nm", 7, "nm", None), ("Q7", "power_w", 350, "W", None)],
        ),
        (
            "The [Chip Q7] reaches 296 TOPS and 148 TFLOPS at FP16.",
            [("Q7", "tops_int8", 296, "TOPS", None), ("Q7", "tflops_fp16", 148, "TFLOPS", None)],
        ),
        ("[Firm Tarn] ordered 9,000 [Chip Q7] chips.", [("Q7", "units", 9000, None, None)]),
        ("[Firm Norfab] employs 4,500 people in Malmo.", [("Norfab", "headcount", 4500, None, None)]),
        ("Each [Chip VX900] costs about $30,000.", [("VX900", "price", 30000, "USD", None)]),
    ],
)
def test_values(sentence: str, expected: list[tuple[str, str, float, str | None, str | None]]) -> None:
    """One sentence, its values in order."""
    assert values(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "[Firm Veltrix] opened 40 offices.",
        "[Firm Veltrix] earned $2.75 per share.",
        "In 2025 [Firm Veltrix] moved to Oslo.",
        "[Firm Tarn] gets 49% of [Firm Norfab]'s sales.",
    ],
)
def test_amounts_that_are_no_attribute(sentence: str) -> None:
    """Other numbers say nothing."""
    assert values(sentence) == []


def test_an_anaphor_carries_the_value_to_its_entity() -> None:
    """ "The company" stands for the firm named before."""
    assert values("[Firm Kestrel] grew. [Firm=Kestrel: The company] raised $90 million in an IPO.") == [
        ("Kestrel", "capital_raised", 9e7, "USD", None)
    ]


def test_a_restated_amount_is_a_second_value() -> None:
    """ "400 billion yen ($2.7 billion)" is two values with one quote."""
    found = records(
        marked("[Firm Norfab] reported sales of 400 billion yen ($2.7 billion) last quarter."), document="d", min_confidence=0.0
    )[2]
    assert [(a.value, a.unit) for a in found] == [(4e11, "JPY"), (2.7e9, "USD")]
    assert len({a.quote for a in found}) == 1


def test_the_period_is_in_the_documents_words() -> None:
    """Which quarter the revenue is of."""
    found = records(marked("[Firm Norfab] had revenue of $3 billion in the latest quarter."), document="d", min_confidence=0.0)[2]
    assert found[0].period == "latest quarter"
