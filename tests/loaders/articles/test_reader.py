"""The reader as a whole, on texts of the project's own."""

from __future__ import annotations

import pytest

from lithograph.graph.records import MODALITIES
from lithograph.loaders.articles.reader import READER, read
from lithograph.ontology.model import ontology

NEWS = """Baidu shares climb as homegrown accelerator challenges Nvidia's A100

Baidu's stock climbed 8.1% to HK$96.20 in Hong Kong on Tuesday, lifting its year-to-date gains to 42.7%.
The Chinese search giant said it will invest 60 billion yuan ($8.3 billion) in artificial intelligence over two years.
Its AI chip is reportedly on par with Nvidia's A100, and sources say Baidu has begun using its own chips, cutting reliance on Nvidia.
Nvidia designs the H100, which is manufactured by TSMC on a 4nm process.
The company raised $2.1 billion through exchangeable bonds in March 2025.
Baidu AI Cloud holds a 14% share of China's cloud services market.
"""

LAW = """The Commerce Department's Bureau of Industry and Security added Inspur to the Entity List in March 2023.
The October 2022 rule restricts exports of the A100 and H100 to China. In response Nvidia introduced the A800.
"""


def test_the_version_is_named() -> None:
    """Claims carry what made them."""
    assert READER == "articles/1"


@pytest.mark.parametrize("text", [NEWS, LAW, "", "No mention here.", "\n\n", "英伟达在中国销售H20芯片。", "Nvidia" * 400])
def test_records_are_consistent(text: str) -> None:
    """Quotes are exact, names unique, signatures legal, confidences in range, whatever the text."""
    entities, claims, attributes = read(text, document="doc", min_confidence=0.0)
    types = {e.name: e.type for e in entities}
    assert len(types) == len(entities)
    for e in entities:
        assert e.mentions
        assert all(m in text for m in e.mentions)
    for c in claims:
        assert ontology().allows(types[c.subject], c.predicate, types[c.object])
        assert c.modality in MODALITIES
        assert c.item is None or c.item in types
    for a in attributes:
        assert ontology().allows_attribute(types[a.subject], a.attribute)
    for r in (*claims, *attributes):
        assert r.start is not None
        assert text[r.start : r.end] == r.quote
        assert 0 < r.confidence < 1


def test_reading_is_deterministic() -> None:
    """The same text gives the same records in the same order."""
    assert read(NEWS, document="doc") == read(NEWS, document="doc")


def test_the_threshold_selects() -> None:
    """A higher confidence keeps a part of what a lower one gives."""
    every, some = (set(read(NEWS, document="doc", min_confidence=x)[1]) for x in (0.0, 0.6))
    assert some < every


def _claims(text: str) -> dict[tuple[str, str, str], str]:
    return {(c.subject, c.predicate, c.object): c.modality for c in read(text, document="doc")[1]}


def test_news_of_a_firm() -> None:
    """The designer of a chip, and two amounts of one investment with one quote."""
    assert ("Nvidia", "designs", "H100") in _claims(NEWS)
    amounts = {
        (c.amount.value, c.amount.unit): c.quote
        for c in read(NEWS, document="doc", min_confidence=0.0)[1]
        if c.predicate == "invests_in" and c.amount
    }
    assert {(6e10, "CNY"), (8.3e9, "USD")} <= set(amounts)
    assert amounts[6e10, "CNY"] == amounts[8.3e9, "USD"]


def test_a_reported_comparison() -> None:
    """ "reportedly on par with" makes a reported claim."""
    found = [c for c in read(NEWS, document="doc")[1] if c.predicate == "comparable_to" and "A100" in (c.subject, c.object)]
    assert [c.modality for c in found] == ["reported"]
    assert "reportedly on par" in (found[0].quote or "")


def test_figures_of_a_firm() -> None:
    """Share price, capital, market share."""
    found = {(a.attribute, a.value, a.unit) for a in read(NEWS, document="doc")[2]}
    assert {("stock_change", 8.1, "%"), ("stock_change", 42.7, "%"), ("capital_raised", 2.1e9, "USD"), ("market_share", 14, "%")} <= found


def test_a_relative_date_needs_the_documents_date() -> None:
    """ "on Tuesday" is a date only where the day of publication is known."""
    without = [a.date for a in read(NEWS, document="doc")[2] if a.value == 8.1]
    given = [a.date for a in read(NEWS, document="doc", date="2025-09-18")[2] if a.value == 8.1]
    assert (without, given) == ([None], ["2025-09-16"])
