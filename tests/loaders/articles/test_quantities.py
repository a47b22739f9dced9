"""Amounts and dates as news writes them."""

from __future__ import annotations

import pytest

from lithograph.loaders.articles.dates import dates
from lithograph.loaders.articles.quantities import Quantity, quantities


def found(text: str, *, yuan: bool = False) -> list[Quantity]:
    """The amounts of a whole text."""
    return quantities(text, 0, len(text), yuan=yuan)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It cost $4.66 billion.", 4.66e9, "USD"),
        ("a $1.2bn deal", 1.2e9, "USD"),
        ("US$750 million", 7.5e8, "USD"),
        ("shares at HK$152.40 each", 152.4, "HKD"),
        ("NT$1,234.5 million", 1.2345e9, "TWD"),
        ("€27.6 billion", 2.76e10, "EUR"),
        ("£90m of grants", 9e7, "GBP"),
        ("380 billion yuan", 3.8e11, "CNY"),
        ("RMB 12 billion", 1.2e10, "CNY"),
        ("12.5 trillion won", 1.25e13, "KRW"),
        ("3,000 yen", 3000, "JPY"),
        ("4 billion euros", 4e9, "EUR"),
        ("₹76,000 crore", 7.6e11, "INR"),
        ("a price of $25K", 25000, "USD"),
        ("between $11 and $12 billion", 1.1e10, "USD"),
        ("15.5 billion Swiss francs", 1.55e10, "CHF"),
        ("a 20 billion Hong Kong dollars loan", 2e10, "HKD"),
    ],
)
def test_money(text: str, value: float, unit: str) -> None:
    """Currency and multiplier give a number and an ISO 4217 code."""
    first = found(text)[0]
    assert (first.kind, first.value, first.unit) == ("money", pytest.approx(value), unit)


def test_the_yen_sign_is_yuan_where_the_text_speaks_of_yuan() -> None:
    """¥ alone does not say which."""
    assert found("¥300 million", yuan=True)[0].unit == "CNY"
    assert found("¥300 million")[0].unit == "JPY"


@pytest.mark.parametrize(
    "text",
    [
        "90 billion kronor ($9 billion)",
        "380 billion yuan ($53 billion)",
        "€4 billion (about $4.4 billion)",
        "$2 billion (or 2.9 trillion won)",
    ],
)
def test_a_restated_amount_is_a_twin(text: str) -> None:
    """The bracket holds the same amount in another currency."""
    assert [q.twin for q in found(text)] == [False, True]


def test_two_amounts_are_no_twins() -> None:
    """A second amount that is another one."""
    assert [q.twin for q in found("from $3 billion to €5 billion")] == [False, False]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("up 6.35%", 6.35),
        ("26 percent", 26),
        ("a 3 per cent cut", 3),
        ("about 85-90% of it", 85),
        ("-2.5%", -2.5),
        ("three-quarters of output", 75),
    ],
)
def test_percentages(text: str, value: float) -> None:
    """Signs, words and ranges; a range counts with its lower end."""
    assert (found(text)[0].unit, found(text)[0].value) == ("%", value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("144GB of memory", 144, "GB"),
        ("1.5 TB of memory", 1500, "GB"),
        ("4.8TB/s", 4800, "GB/s"),
        ("800 Gb/s links", 100, "GB/s"),
        ("a 700W part", 700, "W"),
        ("a 1.2 GW site", 1.2e9, "W"),
        ("148 TFLOPS", 148, "TFLOPS"),
        ("2 PFLOPS", 2000, "TFLOPS"),
        ("296 TOPS", 296, "TOPS"),
        ("a 7nm process", 7, "nm"),
        ("5-nanometer", 5, "nm"),
        ("814 mm²", 814, "mm2"),
    ],
)
def test_measures(text: str, value: float, unit: str) -> None:
    """Units of chips, in the unit that the ontology fixes."""
    assert (found(text)[0].value, found(text)[0].unit) == (pytest.approx(value), unit)


def test_years_are_no_counts() -> None:
    """2025 is a year, 9,000 and 30,000 are counts."""
    assert [q.value for q in found("In 2025 it ordered 9,000 boards and 30,000 cards")] == [9000, 30000]


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("on August 27, 2025", None, ["2025-08-27"]),
        ("on 3 March 2026", None, ["2026-03-03"]),
        ("in May 2026", None, ["2026-05"]),
        ("the October 2023 rule", None, ["2023-10"]),
        ("in 2024", None, ["2024"]),
        ("Q3 2025", None, ["2025-07"]),
        ("since 2025-02-30", None, []),
        ("last year", None, []),
        ("last year", "2026-03-02", ["2025"]),
        ("yesterday", "2026-03-01", ["2026-02-28"]),
        ("last month", "2026-01-15", ["2025-12"]),
        ("on Monday", "2026-03-04", ["2026-03-02"]),
        ("in September", "2026-03-04", ["2025-09"]),
        ("on March 2", "2026-03-04", ["2026-03-02"]),
        ("it may in time", "2026-03-04", []),
        ("a machine called NXT:2000i, sold for $2025 in the 2000s", None, []),
    ],
)
def test_dates(text: str, today: str | None, expected: list[str]) -> None:
    """Stated dates as precise as stated, relative ones only against a date of publication."""
    assert [d.value for d in dates(text, 0, len(text), today)] == expected
