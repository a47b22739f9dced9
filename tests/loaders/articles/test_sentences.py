"""Tokens and sentences: where they begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lithograph.loaders.articles.sentences import split_sentences
from lithograph.loaders.articles.tokens import tokenise


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The NXT:2000i costs $3.2 billion.", ["The", "NXT:2000i", "costs", "$", "3.2", "billion", "."]),
        ("Firm A's U.S. unit", ["Firm", "A", "'s", "U.S.", "unit"]),
        ("a high-bandwidth T-Unit N+2", ["a", "high-bandwidth", "T", "-", "Unit", "N+2"]),
        ("Qwen3.8 runs at 1,200 GB/s", ["Qwen3.8", "runs", "at", "1,200", "GB", "/", "s"]),
        ("中国芯片 H20", ["中", "国", "芯", "片", "H20"]),
        ("see [Firm](https://firm.example/a_b) now", ["see", "[", "Firm", "now"]),
        ("Example Inc. (EX)", ["Example", "Inc.", "(", "EX", ")"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    """Codes and compounds stay whole, Chinese falls into characters, addresses are left out."""
    assert [t.text for t in tokenise(text)] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Example Inc. sells chips. It grew 3.5% in the U.S. market.", ["Example Inc. sells chips.", "It grew 3.5% in the U.S. market."]),
        ("Mr. Smith met Dr. Li. They spoke.", ["Mr. Smith met Dr. Li.", "They spoke."]),
        ("It sells to Example Corp. The deal is new.", ["It sells to Example Corp.", "The deal is new."]),
        ("What next? - First, a fab. - Second, a chip.", ["What next?", "First, a fab.", "Second, a chip."]),
        ("- one chip\n- two chips\n\n# Heading\n\nText.", ["one chip", "two chips", "Heading", "Text."]),
        ("| Chip | Node |\n| X100 | 7 nm |", ["Chip | Node |", "X100 | 7 nm |"]),
        ("芯片出口受限。企业受影响！真的吗？", ["芯片出口受限。", "企业受影响！", "真的吗？"]),
        ("“We ship.” He left.", ["“We ship.”", "He left."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations and decimals do not end a sentence; items, rows, headings and Chinese full stops do."""
    assert sentences(text) == expected


def test_wrapped_lines_join() -> None:
    """In text that is broken at a fixed width a line feed is only a space."""
    line = "The agency said on Monday that it would review every licence for such"
    text = "\n".join([line] * 7 + ["tools. The rule stays."])
    found = split_sentences(text)
    assert len(found) == 2
    assert len({s.paragraph for s in found}) == 1


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_offsets_hold_for_any_text(text: str) -> None:
    """Sentences are trimmed, in order and apart; each token is the text at its offsets."""
    end = 0
    for k, s in enumerate(split_sentences(text)):
        assert s.index == k
        assert end <= s.start < s.end
        end = s.end
        for t in s.tokens:
            assert s.start <= t.start < t.end <= s.end
            assert text[t.start : t.end] == t.text
