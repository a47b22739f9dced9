"""The words of which conditions are made, and the check that a condition uses no others.

A condition is a mapping; all its parts must hold. `all`, `any` and `not` combine conditions; `perhaps` makes a condition that
holds an open point. Numbers are compared with named values of the instrument, never with bare figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

COMPARISONS = ("at_least", "above", "at_most", "below")
NUMBERS = {
    "tpp": "TPP",
    "performance_density": "performance density",
    "interconnect_gbs": "interconnect",
    "dram_gbs": "DRAM bandwidth",
    "dram_plus_interconnect_gbs": "DRAM bandwidth and interconnect together",
    "memory_density": "memory bandwidth density",
    "node_nm": "node",
    "transistors": "transistor count",
    "model_number": "number of the model",
    "listed_ownership": "ownership by listed parties",
}
"""Quantities that are compared, with the words that answers use."""
COUNTRY_SETS = {
    "to": "destination",
    "from": "place of export",
    "seat": "headquarters of the end user",
    "parent_seat": "headquarters of the ultimate parent",
    "headquartered_in": "headquarters of the end user or of its ultimate parent",
    "wholly_in": "headquarters of the end user and of its ultimate parent",
    "packaged_in": "place of packaging",
    "designer_seat": "headquarters of the designer",
    "origin": "country of origin",
    "end_use_in": "country of the end use",
}
"""Facts that are countries; sets name groups (D:5), ISO codes, WORLD, and with a minus what is taken out."""
WORD_SETS = {
    "kind": "class of goods",
    "item": "item",
    "designer": "designer",
    "market": "market",
    "memory": "kind of memory",
    "eccn": "classification",
    "material": "material",
    "model_series": "series of the model",
    "packaged_by": "packager",
    "firm": "end user",
    "approval": "approvals of the end user",
    "end_use": "end use",
}
"""Facts that are words; a classification matches its paragraphs too (3A090 matches 3A090.a)."""
FLAGS = {
    "data_centre": "designed or marketed for data centres",
    "hbm": "HBM in the package",
    "government": "government end user",
    "uniquely_required": "uniquely required at 10 nm or below",
    "designer_approved": "approved or authorised designer",
    "designer_status_open": "status of the designer not stated",
    "foreign_origin": "made abroad",
    "fdpr": "foreign direct product",
    "us_parts": "with US parts",
    "in_country": "transfer within one country",
    "joint_venture": "unlisted co-owner from the United States, A:5 or A:6",
    "owners_known": "owners stated",
    "listed_owner": "an owner on a list",
    "other_eccn": "classified in an entry that this model does not hold",
    "no_eccn": "classification not stated",
}
"""Facts that are true or false."""
Report = Callable[[str, tuple[Any, ...]], Any]


def check_condition(condition: Any, values: Mapping[str, Any], report: Report, path: tuple[Any, ...]) -> None:
    """Call `report(fault, path)` where the condition uses an unknown word, or a value that the instrument doesn't name."""
    if not isinstance(condition, dict) or not condition:
        report("a condition is a mapping of at least one word", path)
        return
    for word, content in condition.items():
        here = (*path, word)
        if word in ("all", "any"):
            for n, part in enumerate(content if isinstance(content, list) else [None]):
                check_condition(part, values, report, (*here, n))
        elif word in ("not", "perhaps"):
            check_condition(content, values, report, here)
        elif word in NUMBERS:
            _check_number(content, values, report, here)
        elif word in COUNTRY_SETS or word in WORD_SETS:
            if not isinstance(content, list) or not all(isinstance(x, str) for x in content):
                report(f"{word} needs a list of words (quote NO, the code of Norway)", here)
        elif word in FLAGS:
            if not isinstance(content, bool):
                report(f"{word} is true or false", here)
        elif word == "on":
            if not isinstance(content, dict) or not set(content) <= {"from", "until"}:
                report("on has from and until", here)
        else:
            report(f"'{word}' is no word of a condition; docs/controls.md lists them", here)


def _check_number(content: Any, values: Mapping[str, Any], report: Report, here: tuple[Any, ...]) -> None:
    if not isinstance(content, dict) or not content or not set(content) <= set(COMPARISONS):
        report(f"compare with {', '.join(COMPARISONS)}", here)
        return
    for name in content.values():
        if name not in values:
            report(f"'{name}' is no value of this instrument; name the threshold under values, with date and citation", here)
