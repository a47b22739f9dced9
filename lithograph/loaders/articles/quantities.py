"""Amounts in a text: money with its currency (ISO 4217), percentages, counts, and the measures of chips, each with its place.

Multipliers are read ("4.66 billion", "380bn", "25K", "2.5 trillion", 亿). A yen sign is JPY unless the text speaks of yuan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_WORD_SCALE = r"hundred|thousand|million|billion|trillion|crore|lakh|mn|mln|bn|bln|tn|trn|tr"
_SCALES = {
    name: factor
    for factor, names in (
        (1e2, "hundred"),
        (1e3, "thousand k"),
        (1e4, "万"),
        (1e5, "lakh"),
        (1e6, "million mn mln m"),
        (1e7, "crore"),
        (1e8, "億 亿"),
        (1e9, "billion bn bln b"),
        (1e12, "trillion tn trn tr t 万亿"),
    )
    for name in names.split()
}
_SYMBOLS = {
    symbol: code
    for code, symbols in (
        ("USD", "US$ $ USD"),
        ("HKD", "HK$ HKD"),
        ("TWD", "NT$ TWD NTD"),
        ("CAD", "C$ CAD"),
        ("AUD", "A$ AUD"),
        ("SGD", "S$ SGD"),
        ("EUR", "€ EUR"),
        ("GBP", "£ GBP"),
        ("JPY", "¥ ￥ JPY"),
        ("KRW", "₩ KRW"),
        ("INR", "₹ INR Rs Rs."),
        ("CNY", "RMB CNY"),
        ("CHF", "CHF"),
        ("SEK", "SEK"),
    )
    for symbol in symbols.split()
}
_NAMES = {
    name: code
    for code, names in (
        ("USD", "us dollars|u.s. dollars|american dollars|dollars|dollar|usd|美元"),
        ("TWD", "new taiwan dollars|taiwan dollars|twd"),
        ("HKD", "hong kong dollars|hkd|港元"),
        ("SGD", "singapore dollars"),
        ("CAD", "canadian dollars"),
        ("AUD", "australian dollars"),
        ("EUR", "euros|euro|eur"),
        ("CNY", "yuan|renminbi|rmb|cny|人民币|元"),
        ("JPY", "yen|jpy|日元"),
        ("KRW", "won|krw"),
        ("INR", "rupees|inr"),
        ("GBP", "pounds sterling|pounds|gbp"),
        ("CHF", "swiss francs|francs"),
        ("SEK", "kronor"),
    )
    for name in names.split("|")
}
_CODE = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))
_NAME = "|".join(re.escape(n).replace(r"\ ", r"[\s-]") for n in sorted(_NAMES, key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![A-Za-z])(?P<code>{_CODE})\s?(?P<n1>{_NUMBER})"
    rf"(?:[\s-]?(?P<s1>{_WORD_SCALE})\b|(?P<k1>[kKmMbBtT])(?![A-Za-z])|(?P<c1>万亿|[万亿億]))?"
    rf"|(?<![\w.,$€£¥])(?P<n2>{_NUMBER})(?:[\s-]?(?P<s2>{_WORD_SCALE})\b|(?P<k2>[kKmMbBtT])(?=\s)|(?P<c2>万亿|[万亿億]))?"
    rf"[\s-]?(?P<name>(?:{_NAME})(?![A-Za-z])|(?:RMB|CNY)\b)",
    re.I,
)
_PERCENT = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−+]?)(?P<n>{_NUMBER})(?:\s?[-–]\s?{_NUMBER}|\s(?:to|and)\s{_NUMBER})?"
    r"[\s-]?(?:%|percent\b(?!age)|per\s?cent\b|pct\b)\+?"
)
_FRACTIONS = {
    name: share
    for share, names in (
        (75.0, "three-quarters|three quarters|three-fourths"),
        (66.7, "two-thirds|two thirds"),
        (50.0, "half"),
        (33.3, "one-third|a third"),
        (25.0, "a quarter|one-quarter"),
        (20.0, "one-fifth|a fifth"),
    )
    for name in names.split("|")
}
_FRACTION = re.compile(r"\b(" + "|".join(sorted(_FRACTIONS, key=len, reverse=True)) + r")\b(?=\s+of\b)", re.I)
_MEASURES = {
    name: (unit, factor)
    for unit, factor, names in (
        ("GB/s", 1.0, "gb/s|gbyte/s"),
        ("GB/s", 0.125, "gbps"),
        ("GB/s", 1000.0, "tb/s|tbyte/s"),
        ("GB/s", 125.0, "tbps"),
        ("GB", 1.0, "gb|gigabytes|gigabyte"),
        ("GB", 1000.0, "tb|terabytes|terabyte"),
        ("W", 1.0, "w|watts|watt"),
        ("W", 1e3, "kw|kilowatts"),
        ("W", 1e6, "mw|megawatts|megawatt"),
        ("W", 1e9, "gw|gigawatts|gigawatt"),
        ("TOPS", 1.0, "tops"),
        ("TOPS", 1000.0, "pops"),
        ("TFLOPS", 1.0, "tflops|teraflops|teraflop|tflop/s"),
        ("TFLOPS", 1000.0, "pflops|petaflops|petaflop|pflop/s"),
        ("nm", 1.0, "nm|nanometers|nanometer|nanometres|nanometre"),
        ("mm2", 1.0, "mm2|mm²|square millimeters|square millimeter|square millimetres"),
    )
    for name in names.split("|")
}
_EXACT = {"Gb/s": 0.125, "Tb/s": 125.0, "GBps": 1.0, "TBps": 1000.0}
_UNIT = "|".join(re.escape(u) for u in sorted(_MEASURES, key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\w.,])(?P<n>{_NUMBER})[\s-]?(?P<u>{_UNIT})(?![\w/])", re.I)
_COUNT = re.compile(rf"(?<![\w.,$€£¥%-])(?P<n>{_NUMBER})(?:[\s-]?(?P<s>{_WORD_SCALE})\b|(?P<k>[KM])\b)?(?=\+?\s)", re.I)
_DIGIT = re.compile(r"\d")
_YUAN = re.compile(r"\byuan\b|\bRMB\b|\bCNY\b|renminbi|人民币", re.I)
_ENDS_WITH_AMOUNT = re.compile(r"\s*[(,]?\s*(?:or|about|around|approximately|roughly|~|≈|=)?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `text[start:end]`. `kind`: money, percent, measure or count; `twin`: it restates the one before."""

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
    if not _DIGIT.search(text, start, end) and not _FRACTION.search(text, start, end):
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
        if (
            a.kind == b.kind == "money"
            and a.unit != b.unit
            and len(between) < 24
            and "(" in between
            and _ENDS_WITH_AMOUNT.fullmatch(between)
        ):
            out[i] = replace(b, twin=True)
    return out
