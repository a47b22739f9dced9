"""Which attribute an amount is, from the words around it: share price, revenue, market share, memory, power …"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ...ontology.model import ontology
from .quantities import Quantity

UP = (
    r"rose|risen|rises|rise|rising|jump\w*|surg\w*|gain\w*|climb\w*|soar\w*|up|grew|grow\w*|increas\w*|advanc\w*|rall\w+|add\w*|spik\w*|"
    r"pop\w*|"
    r"leap\w*|leapt|higher|edged up|ticked up|expand\w*|swell\w*|shot up"
)
DOWN = (
    r"fell|fall\w*|drop\w*|slid\w*|slip\w*|declin\w*|down|los[et]\w*|sank|sink\w*|tumbl\w*|plung\w*|plummet\w*|slump\w*|decreas\w*|"
    r"lower|shed|"
    r"dip\w*|shrank|shrink\w*|contract\w*|retreat\w*|eased|crash\w*|cut"
)


def _cue(*words: str) -> re.Pattern[str]:
    """Any of the words, whole, in any case."""
    return re.compile(r"\b(?:" + "|".join(words) + r")\b", re.I)


_MOVE = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b", re.I)
_STOCK = _cue(
    "stocks?|shares?|share price|adrs?|market debut|pre-?market|after-hours|trading|year-to-date|closed|finished|intraday|nasdaq|rally",
)
_NOT_STOCK = _cue(
    "market share|revenues?|sales|stake|earnings|profit|net income|margin|shareholders?|output|shipments|orders",
    r"prices?\b(?! target)",
)
_SHARE = _cue(
    r"market share|share of|account\w* for|controls?|dominat\w*|share|monopoly",
    r"of (?:the )?(?:[\w\s'’-]{0,60}?)\b(?:market|capacity|production|supply|output|sales|shipments|imports|exports|demand|chips|"
    r"consumption|"
    r"segment|industry|total|world)",
)
_SHARE_SETTING = re.compile(
    r"market|capacity|production|supply|output|shipments|world|global|accounts? for|accounted for|controls|produces?|makes|industry|refin",
    re.I,
)
_REVENUE = _cue("revenues?|net sales|sales|turnover")
_RAISED = _cue(
    r"rais(?:e|ed|es|ing)|fund-?rais\w+|(?:convertible )?(?:bonds?|notes?)|bond (?:sale|raise|issu\w+)|share sale|offering|ipo",
    r"initial public offering|listing|funding round|series [a-h]|seed round|secured|round|financing|loan|placement",
)
_RAISED_AFTER = re.compile(
    r"\s*(?:[\w-]+ ){0,3}(?:bond|note|fund-?rais\w*|offering|ipo|share sale|funding round|round|series [a-h]\b|financing|initial public)",
    re.I,
)
_RAISING = re.compile(r"\brais(?:e|ed|es|ing)\s(?:about |over |around |more than |up to )?$", re.I)
_CAP = re.compile(r"\b(?:market (?:cap\w*|value)|valuation|valu(?:ed|es|ing)\b[\w\s]{0,30}\bat|worth (?=[$€£¥]|us\$))", re.I)
_PRICE = _cue(
    r"pric(?:e|ed|es|ing)|costs?|sells? for|sold for|selling for|retail\w*|per (?:unit|chip|gpu|card|wafer|hour|month|piece)|each|"
    r"apiece|msrp"
)
_SPENT = _cue(
    r"invest\w*|spen[dt]\w*|capex|capital expenditure|commit\w*|pledg\w*|fine|fined|penalty|grant\w*|subsid\w*|award\w*|acqui\w*|deal|"
    r"contract",
    r"backlog|orders?|profit|income|loss|cost",
)
_UNIT_NOUN = re.compile(
    r"\s*\+?\s*(?:more |new |of |its |the |[A-Z][\w.-]* |[A-Z]*\d\w* |ai |advanced |high-end |smuggled |server |mobile |dram |nand |"
    r"individual ){0,6}"
    r"(?:chips|gpus|units|wafers|wafer starts|processors|accelerators|cards|boards|servers|dies|systems|cpus|tpus|npus|smartphones|"
    r"machines|"
    r"scanners|stacks|modules|devices|vehicles|semiconductors)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\s*\+?\s*(?:[\w-]+ ){0,4}(?:employees|workers|jobs|staff|engineers|people|positions|personnel|job opportunities)\b", re.I
)
_PEOPLE_CUE = _cue(r"employ\w*|workforce|staff\w*|headcount|jobs|hire\w*|hiring|team|creat\w+|grown to|lay\w* off|engineers|workers")
_LINK = re.compile(r"interconnect|nvlink|inter-?chip|chip-to-chip|scale-up|die-to-die|\bici\b|link bandwidth|ualink|fabric", re.I)
_MEMORY = re.compile(r"memory|hbm\w*|vram|\bram\b|gddr\w*|lpddr\w*|ddr\d\w*|dram|onboard|capacity", re.I)
_POWER = re.compile(r"\btdp\b|power|consum\w*|draw\w*|thermal|watts|compute|gigawatts?|capacity|envelope|data cent", re.I)
_PROCESS = re.compile(
    r"process|node|built on|made on|made using|manufactur\w*|fabricat\w*|class|based|technology|lithograph|transistor|\bN\+\d|dual-die|"
    r"chips?",
    re.I,
)
_FP = re.compile(r"\b(?:fp|bf|tf)(?P<bits>4|8|16|32)\b", re.I)
_OTHER_FP = re.compile(r"\bFP(?:64|32)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """An amount with the words to its left and right up to the next amounts, its sentence, and what the amount before it was."""

    quantity: Quantity
    left: str
    right: str
    sentence: str
    last: Quantity | None = None
    attribute: str = ""
    value: float = 0.0


Verdict = tuple[str, float, float]
"""Attribute ("" where no rule holds), signed value, prior confidence."""
NOTHING: Verdict = ("", 0.0, 0.0)


def classify(s: Setting) -> Verdict:
    """The attribute of an amount."""
    q = s.quantity
    if q.twin:
        return (s.attribute, q.value, 0.75) if s.attribute else NOTHING
    if q.kind == "percent":
        return _percent(s)
    if q.kind == "money":
        return _money(s)
    return _count(s) if q.kind == "count" else _measure(s)


def _percent(s: Setting) -> Verdict:
    q, right, near = s.quantity, s.right, s.left[-70:]
    moves = list(_MOVE.finditer(near))
    move = moves[-1] if moves else _MOVE.match(right.strip()) or _MOVE.search(right[:22])
    value = -abs(q.value) if move and move.group("down") else q.value
    if re.match(r"\s*(?:year-(?:on|over)-year )?(?:revenue|sales) (?:growth|increase|jump|rise|gain)", right, re.I):
        return "revenue_growth", value, 0.85
    if _is_share(s):
        return "market_share", q.value, 0.8
    if re.search(r"\bshare\b[\w\s'’]{0,60}\b(?:to|at|of|reached)\s*(?:about|around|over|nearly|some)?\s*$", near, re.I) and not re.search(
        r"\b(?:per|a|each) share\b", near, re.I
    ):
        return "market_share", q.value, 0.7
    stock, other = _last(_STOCK, s.left), _last(_NOT_STOCK, s.left)
    if move and _last(_REVENUE, s.left) > stock and not near.rstrip().endswith("from"):
        return "revenue_growth", value, 0.65
    if move and (stock > other or (other < 0 and (s.attribute == "stock_change" or _is_stock(s.sentence)))):
        return "stock_change", value, 0.75
    if s.attribute in ("stock_change", "revenue_growth") and len(s.left) < 40 and re.match(r"\s*(?:,? ?and|,|/)\s", s.left):
        return s.attribute, value if move else math.copysign(value, s.value), 0.55
    return NOTHING


def _is_stock(sentence: str) -> bool:
    return bool(_STOCK.search(sentence)) and not _NOT_STOCK.search(sentence)


def _is_share(s: Setting) -> bool:
    """ "33% market share", "60% of the market"; not "a third of its revenue"."""
    right = s.right
    if not re.match(r"\s*\+?\s*(?:of|market share|share)\b", right) or not _SHARE.search(right[:90]):
        return False
    if re.match(r"\s*of (?:its|their) |\s*of [\w\s]{0,30}['’]s? [\w\s]{0,25}(?:sales|revenue)", right):
        return False
    return bool(re.match(r"\s*\+?\s*(?:market )?share\b", right) or _SHARE_SETTING.search(s.sentence))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _money(s: Setting) -> Verdict:
    q, left, right, near = s.quantity, s.left, s.right, s.left[-60:]
    if re.match(r"\s*(?:a|per) share\b|-a-share", right, re.I):
        return NOTHING
    if _CAP.search(near) or re.match(r"\s*(?:market cap\w*|valuation|company)\b", right, re.I):
        return "market_cap", q.value, 0.75
    if re.match(r"\s*(?:in |of |worth of )?(?:[\w-]+ ){0,3}(?:revenues?|sales|turnover)\b", right, re.I) and not _SPENT.search(near):
        return "revenue", q.value, 0.7
    revenue, spent = _last(_REVENUE, left), _last(_SPENT, left)
    growth = s.last is not None and s.last.kind == "percent" and re.match(r"\s*(?:[\w-]+ ){0,4}(?:to|at)\s*$", left)
    if (revenue > spent and len(left) - revenue < 90) or (growth and _REVENUE.search(s.sentence)):
        hedged = re.search(r"\b(?:from|estimates? (?:of|for)|expect\w* .{0,20}|above|beating .*)\s*$", near[-24:])
        return "revenue", q.value, 0.4 if hedged else 0.7
    if _is_raised(s):
        return "capital_raised", q.value, 0.85 if _RAISING.search(near) else 0.7
    if q.value < 5e8 and (_PRICE.search(near) or re.match(r"\s*(?:[\w-]+ )?(?:each|apiece|per |a piece|a unit)", right)):
        return "price", q.value, 0.6
    return NOTHING


def _is_raised(s: Setting) -> bool:
    near = s.left[-60:]
    if s.quantity.value < 1e5:
        return False
    if _RAISED_AFTER.match(s.right):
        return True
    if _last(_RAISED, near) > _last(_SPENT, near) and re.search(r"rais|offering|ipo|fund|round|bond|sold|listing|secured", near, re.I):
        return True
    return bool(_RAISED.search(s.right[:50]) and re.search(r"\brais\w+|secured", s.left[-40:], re.I))


def _count(s: Setting) -> Verdict:
    q = s.quantity
    if _PEOPLE.match(s.right) and _PEOPLE_CUE.search(s.sentence):
        return "headcount", q.value, 0.6
    return ("units", q.value, 0.55) if q.value >= 100 and _UNIT_NOUN.match(s.right) else NOTHING


def _measure(s: Setting) -> Verdict:
    q, around = s.quantity, s.left[-45:] + " " + s.right[:40]
    if q.unit == "GB/s":
        link = _LINK.search(around) and not re.search(r"memory bandwidth|hbm", around, re.I)
        return ("interconnect_gbs" if link else "memory_bandwidth_gbs"), q.value, 0.65
    if q.unit == "GB":
        return ("memory_gb", q.value, 0.65) if _MEMORY.search(around) or _MEMORY.search(s.sentence) else NOTHING
    if q.unit == "W":
        return ("power_w", q.value, 0.55) if _POWER.search(s.sentence) else NOTHING
    if q.unit == "nm":
        return ("node_nm", q.value, 0.5) if _PROCESS.search(around) and q.value <= 350 else NOTHING
    if q.unit == "mm2":
        return "die_area_mm2", q.value, 0.6
    if q.unit == "TOPS":
        return "tops_int8", q.value, 0.6
    bits = _FP.search(s.right[:25]) or _FP.search(s.left[-25:])
    name = f"tflops_fp{bits['bits']}" if bits else "tflops_fp16"
    return (name, q.value, 0.65 if bits else 0.4) if name in ontology().attributes and not _OTHER_FP.search(around) else NOTHING
