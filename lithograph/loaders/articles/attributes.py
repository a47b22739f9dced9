"""Measured and stated properties: from the amounts of a sentence and the words around them to values of an entity.

Each rule looks at one amount, the words of its sentence, and the mentions; the subject is the nearest mention before it of a type
that may carry the attribute, or its possessor, or the next one after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...ontology.model import ontology
from .pairs import Span, View
from .quantities import Quantity

_UP = r"rose|risen|rises|rise|rising|jump\w*|surg\w*|gain\w*|climb\w*|soar\w*|up|grew|grow\w*|increas\w*|advanc\w*|rall\w+|add\w*|spik\w*|pop\w*|leap\w*|leapt|higher|edged up|ticked up|expand\w*|swell\w*|shot up"
_DOWN = r"fell|fall\w*|drop\w*|slid\w*|slip\w*|declin\w*|down|los[et]\w*|sank|sink\w*|tumbl\w*|plung\w*|plummet\w*|slump\w*|decreas\w*|lower|shed|dip\w*|shrank|shrink\w*|contract\w*|retreat\w*|eased|crash\w*|cut"
_MOVE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.I)
_STOCK = re.compile(r"\b(?:stocks?|shares?|share price|adrs?|market debut|pre-?market|premarket|after-hours|trading|year-to-date|closed|finished|intraday|nasdaq|rally)\b", re.I)
_NOT_STOCK = re.compile(r"\b(?:market share|revenues?|sales|stake|earnings|profit|net income|margin|shareholders?|output|shipments|orders|prices?\b(?! target))\b", re.I)
_SHARE = re.compile(
    r"\b(?:market share|share of|of (?:the )?(?:[\w\s'’-]{0,60}?)\b(?:market|capacity|production|supply|output|sales|shipments|imports|exports|demand|chips|consumption|segment|industry|total|world)|"
    r"account\w* for|controls?|dominat\w*|share|monopoly)\b",
    re.I,
)
_REVENUE = re.compile(r"\b(?:revenues?|net sales|sales|turnover)\b", re.I)
_RAISED = re.compile(
    r"\b(?:rais(?:e|ed|es|ing)|fund-?rais\w+|(?:convertible )?(?:bonds?|notes?)|bond (?:sale|raise|issu\w+)|share sale|offering|ipo|initial public offering|listing|funding round|"
    r"series [a-h]\b|seed round|secured|round|financing|loan|placement)\b",
    re.I,
)
_CAP = re.compile(r"\b(?:market (?:cap\w*|value)|valuation|valu(?:ed|es|ing)\b[\w\s]{0,30}\bat|worth (?=[$€£¥]|us\$))", re.I)
_PRICE = re.compile(r"\b(?:pric(?:e|ed|es|ing)|costs?|sells? for|sold for|selling for|retail\w*|per (?:unit|chip|gpu|card|wafer|hour|month|piece)|each|apiece|cheaper|msrp)\b", re.I)
_SPENT = re.compile(r"\b(?:invest\w*|spen[dt]\w*|capex|capital expenditure|commit\w*|pledg\w*|fine|fined|penalty|grant\w*|subsid\w*|award\w*|acqui\w*|deal|contract|backlog|orders?|profit|income|loss|cost)\b", re.I)
_UNIT_NOUN = re.compile(
    r"\s*\+?\s*(?:more |new |of |its |the |[A-Z][\w.-]* |[A-Z]*\d\w* |ai |advanced |high-end |smuggled |nvidia |server |mobile |dram |nand |individual ){0,6}"
    r"(?:chips|gpus|units|wafers|wafer starts|processors|accelerators|cards|boards|servers|dies|systems|cpus|tpus|npus|smartphones|machines|scanners|stacks|modules|devices|vehicles|semiconductors)\b",
    re.I,
)
_PEOPLE = re.compile(r"\s*\+?\s*(?:[\w-]+ ){0,4}(?:employees|workers|jobs|staff|engineers|people|positions|personnel|job opportunities)\b", re.I)
_PEOPLE_CUE = re.compile(r"\b(?:employ\w*|workforce|staff\w*|headcount|jobs|hire\w*|hiring|team|creat\w+|grown to|lay\w* off|engineers|workers)\b", re.I)
_LINK = re.compile(r"interconnect|nvlink|inter-?chip|chip-to-chip|scale-up|die-to-die|\bici\b|link bandwidth|ualink|fabric", re.I)
_MEMORY = re.compile(r"memory|hbm\w*|vram|\bram\b|gddr\w*|lpddr\w*|ddr\d\w*|dram|onboard|capacity", re.I)
_POWER = re.compile(r"\btdp\b|power|consum\w*|draw\w*|thermal|watts|compute|gigawatts?|capacity|envelope|data cent", re.I)
_PROCESS = re.compile(r"process|node|built on|made on|made using|manufactur\w*|fabricat\w*|class|based|technology|lithograph|transistor|\bN\+\d|dual-die|chips?", re.I)
_FP = re.compile(r"\b(?:fp|bf|tf)(?P<bits>4|8|16|32)\b", re.I)
_PERIOD = re.compile(
    r"\b(?:(?:in|for|during|over) )?(?P<p>(?:the )?(?:latest|first|second|third|fourth|last|previous|current|most recent|three-month|same|fiscal(?: year)?|full|december|june|march|september)"
    r"(?: (?:fiscal )?(?:first|second|third|fourth))?[ -]?(?:quarter|half|year)(?: of (?:fiscal )?20\d\d)?|year[- ]to[- ]date|Q[1-4](?: 20\d\d)?|(?:first|second) half of 20\d\d|after-hours trading|"
    r"premarket trading|pre-market trading|so far this year|this year|last year|fiscal 20\d\d)\b",
    re.I,
)
_MARKET = re.compile(
    r"(?:\s*\+?\s*(?:or more|of|in|share (?:of|in)|market share (?:of|in|for)|of (?:all|total)|dominance (?:of|in)|,? share of)\s+)(?:the\s+)?(?P<m>[^,;:.()\n|]{3,70}?)(?=\s+(?:market share\b|last\b|this\b|in 20|by\b|and (?:is|has|will|its)\b|"
    r"according|while|but|with|as\b|,|which|that|after|from|at the|data)|[,;:.()\n|]|$)",
    re.I,
)
_EXCHANGE = re.compile(
    r"\b(?:[Oo]n|[Ii]n) (?:the )?(?P<m>(?:[A-Z][\w&.-]+ )*(?:Exchange|Nasdaq|NASDAQ|NYSE|Bourse|KOSPI)|Hong Kong|New York|Tokyo|Seoul|Taipei|Shanghai|Shenzhen|Frankfurt|Amsterdam|London)(?: trading)?\b"
)


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
    named: list[str] = []
    for n, q in enumerate(found):
        left = text[(found[n - 1].end if n else view.sentence.start) : q.start]
        right = text[q.end : (found[n + 1].start if n + 1 < len(found) else view.sentence.end)]
        attribute, value, confidence = _classify(q, left, right, sentence, named[-1] if named else "", n and found[n - 1])
        if not attribute and q.kind == "percent":
            attribute, value, confidence = _moved(view, q)
        named.append(attribute)
        if not attribute:
            continue
        for entity, sure in _subjects(view, before, attribute, q, found, n, text):
            market, period = _qualifiers(attribute, sentence, right, left, sum(o.kind == q.kind for o in found) == 1)
            yield Found(entity, attribute, value, _unit(attribute, q), market, period, q.start, q.end, round(confidence * sure, 3))


def _unit(attribute: str, q: Quantity) -> str | None:
    return ontology().attributes[attribute].unit if q.unit is None or q.kind != "money" else q.unit


def _classify(q: Quantity, left: str, right: str, sentence: str, previous: str, last: Quantity | int) -> tuple[str, float, float]:
    """Attribute, signed value and prior confidence of an amount; the attribute is empty where no rule holds."""
    if q.twin:
        return previous, q.value, 0.75
    if q.kind == "percent":
        return _percent(q, left, right, sentence, previous)
    if q.kind == "money":
        return _money(q, left, right, sentence, last)
    if q.kind == "count":
        return _count(q, right, sentence)
    return _measure(q, left, right, sentence)


def _percent(q: Quantity, left: str, right: str, sentence: str, previous: str) -> tuple[str, float, float]:
    near = left[-70:]
    moves = list(_MOVE.finditer(near))
    move = moves[-1] if moves else _MOVE.match(right.strip()) or _MOVE.search(right[:22])
    down = bool(move and move.group("down"))
    value = -abs(q.value) if down else q.value
    growth = re.match(r"\s*(?:year-(?:on|over)-year )?(?:revenue|sales) (?:growth|increase|jump|rise|gain)", right, re.I)
    if growth:
        return "revenue_growth", value, 0.85
    if _SHARE.search(right[:90]) and (_SHARE.match(right.strip()) or re.match(r"\s*\+?\s*(?:of|market share|share)\b", right)) and not re.match(r"\s*of (?:its|their) |\s*of [\w\s]{0,30}['’]s? [\w\s]{0,25}(?:sales|revenue)", right):
        return ("market_share", q.value, 0.8) if _is_share(sentence, right) else ("", 0, 0)
    if re.search(r"\bshare\b[\w\s'’]{0,30}\b(?:to|at|of)\s*(?:about|around|over|nearly|some)?\s*$", near, re.I) and not re.search(r"\b(?:per|a|each) share\b", near, re.I):
        return "market_share", q.value, 0.7
    if re.search(r"market share (?:of|at|to|was|is|reached)[\w\s]{0,20}$|share of .{3,60}(?:at|to|reached|of) ?$", near, re.I):
        return "market_share", q.value, 0.75
    stock, other = _last(_STOCK, left), _last(_NOT_STOCK, left)
    if move and _last(_REVENUE, left) > max(stock, -1) and not re.search(r"\bfrom$", near.strip()):
        return "revenue_growth", value, 0.65
    if move and (stock > other or (previous == "stock_change" and other < 0) or (_STOCK.search(sentence) and other < 0 and not _NOT_STOCK.search(sentence))):
        return "stock_change", value, 0.75
    if previous in ("stock_change", "revenue_growth") and len(left) < 40 and re.match(r"\s*(?:,? ?and|,|/)\s", left):
        return previous, value, 0.55
    return "", 0, 0


def _moved(view: View, q: Quantity) -> tuple[str, float, float]:
    """ "Veltrix jumped 5.9%": a firm, a verb of movement, a percentage, and nothing else between."""
    at = _token_of(view, q.start)
    for s in view.spans:
        if s.type == "Firm" and s.last < at <= s.last + 5:
            between = " ".join(view.words[s.last : at])
            move = re.fullmatch(rf"(?:had |have |has |also |which |, )?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?: (?:by|over|about|around|nearly|more than|as much as|some|almost|another|roughly))?(?: [+])?", between)
            if move:
                return "stock_change", -q.value if move["down"] else q.value, 0.6
    return "", 0, 0


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _is_share(sentence: str, right: str) -> bool:
    return bool(re.match(r"\s*\+?\s*(?:market )?share\b", right) or re.search(r"market|capacity|production|supply|output|shipments|world|global|accounts? for|accounted for|controls|produces?|makes|industry|refin", sentence, re.I))


def _money(q: Quantity, left: str, right: str, sentence: str, last: Quantity | int) -> tuple[str, float, float]:
    near_left, near_right = left[-60:], right[:50]
    if re.match(r"\s*(?:a|per) share\b|-a-share", right, re.I):
        return "", 0, 0
    if _CAP.search(near_left) or re.match(r"\s*(?:market cap\w*|valuation|company)\b", right, re.I):
        return "market_cap", q.value, 0.75
    if re.match(r"\s*(?:in |of |worth of )?(?:[\w-]+ ){0,3}(?:revenues?|sales|turnover)\b", right, re.I) and not _SPENT.search(near_left):
        return "revenue", q.value, 0.7
    revenue, spent = _last(_REVENUE, left), _last(_SPENT, left)
    growth = isinstance(last, Quantity) and last.kind == "percent" and re.match(r"\s*(?:[\w-]+ ){0,4}(?:to|at)\s*$", left)
    if (revenue > spent and revenue >= 0 and len(left) - revenue < 90) or (growth and _REVENUE.search(sentence)):
        return ("revenue", q.value, 0.7) if not re.search(r"\b(?:from|estimates? (?:of|for)|expect\w* .{0,20}|above|beating .*)\s*$", near_left[-24:]) else ("revenue", q.value, 0.4)
    if re.match(r"\s*(?:[\w-]+ ){0,3}(?:bond|note|fund-?rais\w*|offering|ipo|share sale|funding round|round|series [a-h]\b|financing|initial public)", right, re.I) or (
        _last(_RAISED, near_left) > _last(_SPENT, near_left) and re.search(r"rais|offering|ipo|fund|round|bond|sold|listing|secured", near_left, re.I)
    ):
        return ("capital_raised", q.value, 0.7) if q.value >= 1e5 else ("", 0, 0)
    if _RAISED.search(near_right) and re.search(r"\brais\w+|secured", left[-40:], re.I):
        return "capital_raised", q.value, 0.65
    if q.value < 5e8 and (_PRICE.search(near_left) or re.match(r"\s*(?:[\w-]+ )?(?:each|apiece|per |a piece|a unit)", right)):
        return "price", q.value, 0.6
    return "", 0, 0


def _count(q: Quantity, right: str, sentence: str) -> tuple[str, float, float]:
    if _PEOPLE.match(right) and _PEOPLE_CUE.search(sentence):
        return "headcount", q.value, 0.6
    if q.value >= 100 and _UNIT_NOUN.match(right):
        return "units", q.value, 0.55
    return "", 0, 0


def _measure(q: Quantity, left: str, right: str, sentence: str) -> tuple[str, float, float]:
    around = left[-45:] + " " + right[:40]
    if q.unit == "GB/s":
        link = _LINK.search(around) and not re.search(r"memory bandwidth|hbm", around, re.I)
        return ("interconnect_gbs" if link else "memory_bandwidth_gbs"), q.value, 0.65
    if q.unit == "GB":
        return ("memory_gb", q.value, 0.65) if _MEMORY.search(around) or _MEMORY.search(sentence) else ("", 0, 0)
    if q.unit == "W":
        return ("power_w", q.value, 0.55) if _POWER.search(sentence) else ("", 0, 0)
    if q.unit == "nm":
        return ("node_nm", q.value, 0.5) if _PROCESS.search(around) and q.value <= 350 else ("", 0, 0)
    if q.unit == "mm2":
        return "die_area_mm2", q.value, 0.6
    bits = _FP.search(right[:25]) or _FP.search(left[-25:])
    if q.unit == "TOPS":
        return "tops_int8", q.value, 0.6
    if re.search(r"\bFP(?:64|32)\b", around):
        return "", 0, 0
    name = f"tflops_fp{bits['bits']}" if bits else "tflops_fp16"
    return (name, q.value, 0.65 if bits else 0.4) if name in ontology().attributes else ("", 0, 0)


def _token_of(view: View, offset: int) -> int:
    return sum(1 for t in view.sentence.tokens if t.start < offset)


_OF_ONE = frozenset(["node_nm", "memory_gb", "memory_bandwidth_gbs", "interconnect_gbs", "power_w", "tops_int8", "price", "die_area_mm2", "headcount", "units", "market_cap"])


def _subjects(view: View, before: View | None, attribute: str, q: Quantity, found: list[Quantity], n: int, text: str) -> list[tuple[int, float]]:
    """Entities that carry the value, each with a factor for how sure that is."""
    fits = [s for s in view.spans if ontology().allows_attribute(s.type, attribute) and _suits(s, attribute)]
    at = _token_of(view, q.start)
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
    ["stock", "stocks", "share", "shares", "revenue", "revenues", "sales", "market", "earnings", "quarterly", "annual", "data", "cloud", "net", "total", "latest", "fiscal", "first", "second", "third", "fourth", "overall", "share-price", "equity", "funding", "valuation", "workforce", "price", "foundry", "memory", "chip", "semiconductor", "ai", "dominance", "dominant", "global", "ipo"]
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
        if word in ("by", "with", "to", "from", "against", "than", "behind", "for", "over", "into") or (inner in ("by", "from", "than") and word in ("the", "its")):
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
    series = [k for k in series if not text[found[k].end : view.sentence.end].count("respectively") == 0]
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
        m = _MARKET.match(right) or re.search(r"share (?:of|in) (?:the )?(?P<m>[^,;:.()]{3,60}?)\s(?:to|at|of|reached|rose|fell|was|is|stood)\b", left[-90:])
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
