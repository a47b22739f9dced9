"""Amounts in a text: money with its currency (ISO 4217), percentages, counts, and the measures of chips, each with its place.

Multipliers are read ("4.66 billion", "380bn", "25K", "2.5 trillion", 亿). A yen sign is JPY unless the text speaks of yuan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "bln": 1e9, "b": 1e9,
    "trillion": 1e12, "tn": 1e12, "trn": 1e12, "tr": 1e12, "t": 1e12, "crore": 1e7, "lakh": 1e5, "万": 1e4, "億": 1e8, "亿": 1e8, "万亿": 1e12,
}  # fmt: skip
_WORD_SCALE = r"hundred|thousand|million|billion|trillion|crore|lakh|mn|mln|bn|bln|tn|trn|tr"
_SYMBOLS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "C$": "CAD", "A$": "AUD", "S$": "SGD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY",
    "₩": "KRW", "₹": "INR", "RMB": "CNY", "CNY": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "JPY": "JPY", "KRW": "KRW", "TWD": "TWD",
    "HKD": "HKD", "INR": "INR", "CHF": "CHF", "SGD": "SGD", "CAD": "CAD", "AUD": "AUD", "SEK": "SEK", "Rs": "INR", "Rs.": "INR", "NTD": "TWD",
}  # fmt: skip
_NAMES = {
    "new taiwan dollars": "TWD", "taiwan dollars": "TWD", "hong kong dollars": "HKD", "singapore dollars": "SGD", "canadian dollars": "CAD",
    "australian dollars": "AUD", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "dollars": "USD", "dollar": "USD",
    "euros": "EUR", "euro": "EUR", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "yen": "JPY", "won": "KRW", "rupees": "INR", "pounds": "GBP",
    "pounds sterling": "GBP", "swiss francs": "CHF", "francs": "CHF", "kronor": "SEK", "usd": "USD", "eur": "EUR", "cny": "CNY", "jpy": "JPY",
    "krw": "KRW", "twd": "TWD", "hkd": "HKD", "gbp": "GBP", "inr": "INR", "美元": "USD", "人民币": "CNY", "元": "CNY", "日元": "JPY", "港元": "HKD",
}  # fmt: skip
_CODE = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))
_NAME = "|".join(re.escape(n).replace(r"\ ", r"[\s-]") for n in sorted(_NAMES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![A-Za-z])(?P<code>{_CODE})\s?(?P<n1>{_NUMBER})(?:[\s-]?(?P<s1>{_WORD_SCALE})\b|(?P<k1>[kKmMbBtT])(?![A-Za-z])|(?P<c1>万亿|[万亿億]))?"
    rf"|(?<![\w.,$€£¥])(?P<n2>{_NUMBER})(?:[\s-]?(?P<s2>{_WORD_SCALE})\b|(?P<k2>[kKmMbBtT])(?=\s)|(?P<c2>万亿|[万亿億]))?[\s-]?(?P<name>(?:{_NAME})(?![A-Za-z])|(?:RMB|CNY)\b)",
    re.I,
)
_PERCENT = re.compile(rf"(?<![\w.,])(?P<sign>[-−+]?)(?P<n>{_NUMBER})(?:\s?[-–]\s?{_NUMBER}|\s(?:to|and)\s{_NUMBER})?[\s-]?(?:%|percent\b(?!age)|per\s?cent\b|pct\b)\+?")
_FRACTIONS = {"two-thirds": 66.7, "three-quarters": 75.0, "three-fourths": 75.0, "one-third": 33.3, "a third": 33.3, "a quarter": 25.0, "one-quarter": 25.0,
              "half": 50.0, "two thirds": 66.7, "three quarters": 75.0, "one-fifth": 20.0, "a fifth": 20.0}  # fmt: skip
_FRACTION = re.compile(r"\b(" + "|".join(sorted(_FRACTIONS, key=len, reverse=True)) + r")\b(?=\s+of\b)", re.I)
_MEASURES: dict[str, tuple[str, float]] = {
    "gb/s": ("GB/s", 1), "gbps": ("GB/s", 0.125), "gbyte/s": ("GB/s", 1), "tb/s": ("GB/s", 1000), "tbps": ("GB/s", 125), "tbyte/s": ("GB/s", 1000),
    "gb": ("GB", 1), "gigabytes": ("GB", 1), "gigabyte": ("GB", 1), "tb": ("GB", 1000), "terabytes": ("GB", 1000), "terabyte": ("GB", 1000),
    "w": ("W", 1), "watts": ("W", 1), "watt": ("W", 1), "kw": ("W", 1e3), "kilowatts": ("W", 1e3), "mw": ("W", 1e6), "megawatts": ("W", 1e6),
    "megawatt": ("W", 1e6), "gw": ("W", 1e9), "gigawatts": ("W", 1e9), "gigawatt": ("W", 1e9), "tops": ("TOPS", 1), "pops": ("TOPS", 1000),
    "tflops": ("TFLOPS", 1), "teraflops": ("TFLOPS", 1), "pflops": ("TFLOPS", 1000), "petaflops": ("TFLOPS", 1000), "tflop/s": ("TFLOPS", 1),
    "pflop/s": ("TFLOPS", 1000), "petaflop": ("TFLOPS", 1000), "teraflop": ("TFLOPS", 1), "nm": ("nm", 1), "nanometers": ("nm", 1),
    "nanometer": ("nm", 1), "nanometre": ("nm", 1), "nanometres": ("nm", 1), "mm2": ("mm2", 1), "mm²": ("mm2", 1), "square millimeters": ("mm2", 1),
    "square millimetres": ("mm2", 1), "square millimeter": ("mm2", 1),
}  # fmt: skip
_EXACT = {"Gb/s": 0.125, "Tb/s": 125.0, "GBps": 1.0, "TBps": 1000.0}
_UNIT = "|".join(re.escape(u) for u in sorted(_MEASURES, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\w.,])(?P<n>{_NUMBER})[\s-]?(?P<u>{_UNIT})(?![\w/])", re.I)
_COUNT = re.compile(rf"(?<![\w.,$€£¥%-])(?P<n>{_NUMBER})(?:[\s-]?(?P<s>{_WORD_SCALE})\b|(?P<k>[KM])\b)?(?=\+?\s)", re.I)
_YUAN = re.compile(r"\byuan\b|\bRMB\b|\bCNY\b|renminbi|人民币", re.I)
_ENDS_WITH_AMOUNT = re.compile(r"\s*[(,]?\s*(?:or|about|around|approximately|roughly|~|≈|=)?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `text[start:end]`. `kind`: money, percent, measure or count; `twin` is true where it restates the one before."""

    value: float
    unit: str | None
    kind: str
    start: int
    end: int
    twin: bool = False


def _number(text: str, scale: str | None) -> float:
    value = float(text.replace(",", "")) * (_SCALES[scale.lower()] if scale else 1.0)
    return float(f"{value:.12g}")


def quantities(text: str, start: int, end: int, *, yuan: bool = False) -> list[Quantity]:
    """The amounts in a stretch of text, in order, none within another. With `yuan` a bare yen sign is read as CNY."""
    if not any(c.isdigit() for c in text[start:end]) and not _FRACTION.search(text, start, end):
        return []
    out: list[Quantity] = []
    taken: list[tuple[int, int]] = []

    def add(found: Iterable[Quantity]) -> None:
        for q in found:
            if all(q.end <= a or q.start >= b for a, b in taken):
                out.append(q)
                taken.append((q.start, q.end))

    add(_money(text, start, end, yuan))
    add(_percents(text, start, end))
    add(_measures(text, start, end))
    add(
        Quantity(_number(m["n"], m["s"] or m["k"]), None, "count", m.start(), m.end())
        for m in _COUNT.finditer(text, start, end)
        if not (m["s"] is None and m["k"] is None and "," not in m["n"] and 1900 <= float(m["n"].replace(",", "")) <= 2100)
    )
    out.sort(key=lambda q: q.start)
    return _twins(text, out)


def speaks_of_yuan(text: str) -> bool:
    """Whether a yen sign in this text is likely a yuan sign."""
    return bool(_YUAN.search(text))


def _money(text: str, start: int, end: int, yuan: bool) -> Iterable[Quantity]:
    for m in _MONEY.finditer(text, start, end):
        if m["code"]:
            code = _SYMBOLS.get(m["code"]) or _SYMBOLS.get(m["code"].upper()) or "USD"
            number, scale = m["n1"], m["s1"] or m["k1"] or m["c1"]
        else:
            code = _NAMES[re.sub(r"[\s-]", " ", m["name"].lower())]
            number, scale = m["n2"], m["s2"] or m["k2"] or m["c2"]
        if code == "JPY" and yuan and m["code"] in ("¥", "￥"):
            code = "CNY"
        scale = scale or _scale_of_range(text, m.end(), end)
        yield Quantity(_number(number, scale), code, "money", m.start(), m.end())


_RANGE = re.compile(rf"\s?(?:[-–—]|to|and)\s?(?:{_CODE})?\s?{_NUMBER}(?:[\s-]?({_WORD_SCALE})\b|([kKmMbBtT])(?![A-Za-z]))", re.I)


def _scale_of_range(text: str, at: int, end: int) -> str | None:
    """In "$11 to $12 billion" and "$25-28K" the multiplier stands after the second number only."""
    m = _RANGE.match(text, at, end)
    return (m[1] or m[2]) if m else None


def _percents(text: str, start: int, end: int) -> Iterable[Quantity]:
    for m in _PERCENT.finditer(text, start, end):
        value = _number(m["n"], None)
        yield Quantity(-value if m["sign"] in ("-", "−") and m["sign"] else value, "%", "percent", m.start(), m.end())
    for m in _FRACTION.finditer(text, start, end):
        yield Quantity(_FRACTIONS[m[1].lower()], "%", "percent", m.start(), m.end())


def _measures(text: str, start: int, end: int) -> Iterable[Quantity]:
    for m in _MEASURE.finditer(text, start, end):
        unit, factor = _MEASURES[m["u"].lower()]
        factor = _EXACT.get(m["u"], factor)
        if m["u"] in ("tb", "gb", "b") and unit == "GB":
            continue
        yield Quantity(float(f"{_number(m['n'], None) * factor:.12g}"), unit, "measure", m.start(), m.end())


def _twins(text: str, found: list[Quantity]) -> list[Quantity]:
    """Mark the second of "380 billion yuan ($53 billion)": the same amount in another currency."""
    out = list(found)
    for i in range(1, len(out)):
        a, b = out[i - 1], out[i]
        between = text[a.end : b.start]
        if a.kind == b.kind == "money" and a.unit != b.unit and len(between) < 24 and "(" in between and _ENDS_WITH_AMOUNT.fullmatch(between):
            out[i] = replace(b, twin=True)
    return out
