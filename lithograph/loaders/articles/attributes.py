"""Measured and stated properties: from the amounts of a sentence to values of an entity, with the market and the period they are of.

The rules of `attribute_rules` say which attribute an amount is. Its subject is the nearest mention before it of a type that may
carry the attribute, or the next one after it, or the first of the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...ontology.model import ontology
from .attribute_rules import DOWN, NOTHING, UP, Setting, Verdict, classify
from .pairs import Span, View
from .quantities import Quantity

_HEDGES = "by|over|about|around|nearly|more than|as much as|some|almost|another|roughly"
_MOVED = re.compile(rf"(?:had |have |has |also |which |, )?(?:(?P<up>{UP})|(?P<down>{DOWN}))(?: (?:{_HEDGES}))?(?: [+])?")
_PERIOD = re.compile(
    r"\b(?:(?:in|for|during|over) )?(?P<p>(?:the )?(?:latest|first|second|third|fourth|last|previous|current|most recent|three-month|same|"
    r"fiscal(?: year)?|full|december|june|march|september)(?: (?:fiscal )?(?:first|second|third|fourth))?[ -]?(?:quarter|half|year)"
    r"(?: of (?:fiscal )?20\d\d)?|year[- ]to[- ]date|Q[1-4](?: 20\d\d)?|(?:first|second) half of 20\d\d|(?:after-hours|"
    r"pre-?market) trading|"
    r"so far this year|this year|last year|fiscal 20\d\d)\b",
    re.I,
)
_MARKET = re.compile(
    r"(?:\s*\+?\s*(?:or more|of|in|share (?:of|in)|market share (?:of|in|for)|of (?:all|total)|dominance (?:of|in)|"
    r",? share of)\s+)(?:the\s+)?"
    r"(?P<m>[^,;:.()\n|]{3,70}?)(?=\s+(?:market share\b|last\b|this\b|in 20|by\b|and (?:is|has|will|its)\b|according|while|but|with|"
    r"as\b|,|which|"
    r"that|after|from|at the|data)|[,;:.()\n|]|$)",
    re.I,
)
_SHARE_OF = re.compile(r"share (?:of|in) (?:the )?(?P<m>[^,;:.()]{3,60}?)\s(?:to|at|of|reached|rose|fell|was|is|stood)\b")
_EXCHANGE = re.compile(
    r"\b(?:[Oo]n|[Ii]n) (?:the )?(?P<m>(?:[A-Z][\w&.-]+ )*(?:Exchange|Nasdaq|NASDAQ|NYSE|Bourse|KOSPI)|Hong Kong|New York|Tokyo|Seoul|"
    r"Taipei|"
    r"Shanghai|Shenzhen|Frankfurt|Amsterdam|London)(?: trading)?\b"
)
_OF_ONE = frozenset(
    [
        "node_nm",
        "memory_gb",
        "memory_bandwidth_gbs",
        "interconnect_gbs",
        "power_w",
        "tops_int8",
        "price",
        "die_area_mm2",
        "headcount",
        "units",
        "market_cap",
    ]
)
_OBJECTS = frozenset(["by", "with", "to", "from", "against", "than", "behind", "for", "over", "into"])


@dataclass(frozen=True, slots=True)
class Found:
    """A value of an entity: index of the entity, attribute, value with unit, and what qualifies it."""

    entity: int
    attribute: str
    value: float
    unit: str | None
    market: str | None
    period: str | None
    start: int
    end: int
    confidence: float


def attributes(view: View, before: View | None, found: list[Quantity], text: str) -> Iterator[Found]:
    """The attributes that the amounts of a sentence give. `before` is the sentence before it, for a sentence without a subject."""
    sentence = text[view.sentence.start : view.sentence.end]
    attribute, value = "", 0.0
    for n, q in enumerate(found):
        last = found[n - 1] if n else None
        left = text[last.end if last else view.sentence.start : q.start]
        right = text[q.end : found[n + 1].start if n + 1 < len(found) else view.sentence.end]
        attribute, value, confidence = classify(Setting(q, left, right, sentence, last, attribute, value))
        if not attribute and q.kind == "percent":
            attribute, value, confidence = _moved(view, q)
        if not attribute:
            continue
        alone = sum(o.kind == q.kind for o in found) == 1
        market, period = _qualifiers(attribute, sentence, right, left, alone)
        for entity, sure in _subjects(view, before, attribute, found, n, text):
            yield Found(entity, attribute, value, _unit(attribute, q), market, period, q.start, q.end, round(confidence * sure, 3))


def _unit(attribute: str, q: Quantity) -> str | None:
    return ontology().attributes[attribute].unit if q.unit is None or q.kind != "money" else q.unit


def _moved(view: View, q: Quantity) -> Verdict:
    """ "Veltrix jumped 5.9%": a firm, a verb of movement, a percentage, and nothing else between."""
    at = _token_of(view, q.start)
    for s in view.spans:
        if s.type == "Firm" and s.last < at <= s.last + 5:
            move = _MOVED.fullmatch(" ".join(view.words[s.last : at]))
            if move:
                return "stock_change", -q.value if move["down"] else q.value, 0.6
    return NOTHING


def _token_of(view: View, offset: int) -> int:
    return sum(1 for t in view.sentence.tokens if t.start < offset)


def _subjects(view: View, before: View | None, attribute: str, found: list[Quantity], n: int, text: str) -> list[tuple[int, float]]:
    """Entities that carry the n-th amount, each with a factor for how sure that is."""
    fits = [s for s in view.spans if ontology().allows_attribute(s.type, attribute) and _suits(s, attribute)]
    if any(s.type in ("Chip", "Product") for s in fits) and attribute.startswith("memory"):
        fits = [s for s in fits if s.type != "Technology"]
    at = _token_of(view, found[n].start)
    paired = _respectively(view, fits, found, n, text)
    if paired is not None:
        return [(paired, 1.0)]
    if attribute == "units":
        after = [s for s in fits if at < s.first <= at + 6 and s.type in ("Chip", "Product", "Technology")]
        if after:
            return [(after[0].entity, 1.1)]
    preceding = [s for s in fits if s.last <= at and (s.top or s.mention.kind == "name") and not _possesses(view, s)]
    if preceding:
        chosen = _nearest(preceding, view, at)
        alone = attribute in _OF_ONE or attribute.startswith("tflops")
        return [(s.entity, 1.0) for s in ([chosen] if alone else _companions(view, chosen, fits))]
    following = [s for s in fits if s.first >= at]
    if following and following[0].first - at < 14:
        return [(following[0].entity, 0.9)]
    if before is not None:
        earlier = [s for s in before.spans if s.top and ontology().allows_attribute(s.type, attribute) and _suits(s, attribute)]
        if earlier:
            return [(earlier[0].entity, 0.6)]
    return []


_OWN_FIGURES = frozenset(
    [
        "stock",
        "stocks",
        "share",
        "shares",
        "revenue",
        "revenues",
        "sales",
        "market",
        "earnings",
        "quarterly",
        "annual",
        "data",
        "cloud",
        "net",
        "total",
        "latest",
        "fiscal",
        "first",
        "second",
        "third",
        "fourth",
        "overall",
        "share-price",
        "equity",
        "funding",
        "valuation",
        "workforce",
        "price",
        "foundry",
        "memory",
        "chip",
        "semiconductor",
        "ai",
        "dominance",
        "dominant",
        "global",
        "ipo",
    ]
)


def _possesses(view: View, span: Span) -> bool:
    """Whether the mention only says whose thing the next one is ("Veltrix's VX900")."""
    if span.last + 1 >= len(view.words) or view.words[span.last] != "'s":
        return False
    following = view.words[span.last + 1]
    return following not in _OWN_FIGURES and any(s.first == span.last + 1 for s in view.spans)


def _suits(span: Span, attribute: str) -> bool:
    if attribute in ("revenue", "revenue_growth", "stock_change", "capital_raised", "market_cap"):
        return span.type == "Firm"
    if attribute == "market_share":
        return span.type in ("Firm", "Country", "Chip", "Product")
    if attribute == "headcount":
        return span.type in ("Firm", "Facility")
    if attribute == "units":
        return span.type != "Country"
    return span.type in (("Chip", "Product", "Technology") if attribute.startswith("memory") else ("Chip", "Product"))


def _nearest(preceding: list[Span], view: View, at: int) -> Span:
    """The nearest mention before the amount; the one before it where that one is a partner or an object ("by", "with", "to")."""
    best = preceding[-1]
    for s in reversed(preceding):
        word = view.words[s.first - 1] if s.first else ""
        inner = view.words[s.first - 2] if s.first > 1 else ""
        if word in _OBJECTS or (inner in ("by", "from", "than") and word in ("the", "its")):
            continue
        if s.first + 60 < at:
            break
        return s
    return best


def _companions(view: View, chosen: Span, fits: list[Span]) -> list[Span]:
    """The chosen mention with the members of its list."""
    if chosen.chain < 0:
        return [chosen]
    return [s for s in fits if s.chain == chosen.chain and s.type == chosen.type]


def _respectively(view: View, fits: list[Span], found: list[Quantity], n: int, text: str) -> int | None:
    """The member that belongs to the n-th amount of "A and B fell 1.5% and 1%, respectively"."""
    if "respectively" not in view.words:
        return None
    kind = found[n].kind
    series = [k for k, q in enumerate(found) if q.kind == kind]
    series = [k for k in series if "respectively" in text[found[k].end : view.sentence.end]]
    for s in fits:
        if s.chain >= 0:
            members = list(dict.fromkeys(x.entity for x in fits if x.chain == s.chain))
            last = series[-len(members) :]
            if len(members) == len(last) and n in last:
                return members[last.index(n)]
    return None


def _qualifiers(attribute: str, sentence: str, right: str, left: str, alone: bool) -> tuple[str | None, str | None]:
    market = None
    if attribute == "market_share":
        m = _MARKET.match(right) or _SHARE_OF.search(left[-90:])
        market = _tidy(m["m"]) if m else None
    elif attribute == "stock_change":
        m = _EXCHANGE.search(right) or _EXCHANGE.search(left) or _EXCHANGE.search(sentence)
        market = m["m"] if m else None
    found = _PERIOD.search(left[-45:] + " " + right[:60]) or (_PERIOD.search(sentence) if alone else None)
    return market, found["p"].removeprefix("the ") if found else None


def _tidy(market: str) -> str:
    """ "China's cloud infrastructure market" → "China cloud infrastructure"."""
    name = re.sub(r"['’]s\b", "", market).strip()
    return re.sub(r"\s+market$", "", name)
