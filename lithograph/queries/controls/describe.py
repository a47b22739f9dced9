"""Goods: a chip of the reference data under a reading of its figures, or goods as a case describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...ontology.controls.model import Figure, ItemFacts, controls
from .case import ABSENT, Interval, Item
from .parameters import NON_PLANAR_NM, Reading, readings

CLASSES = ("hbm_stack", "logic_ic", "lithography_tool", "etch_tool", "implanter", "wafer_tool", "test_equipment", "material", "other")
SPEC_KEYS = (
    "class", "material", "model", "eccn", "origin", "node_nm", "transistor_count", "hbm", "packaged_by", "packaged_in", "designer", "tpp",
    "memory_bw_gbs", "package_area_mm2", "uniquely_required_for_10nm_or_below", "end_use", "note",
)  # fmt: skip
_BESIDE = ("end_use", "note", "origin", "eccn", "uniquely_required_for_10nm_or_below")
_MODEL = re.compile(r"\b(NXT|NXE|EXE|XT)[\s:-]*(\d{3,4})", re.IGNORECASE)
_PRODUCTS = {
    "lithography-tools": "lithography_tool",
    "etch-tools": "etch_tool",
    "implanters": "implanter",
    "test-equipment": "test_equipment",
    "wafer-tools": "wafer_tool",
    "deposition-tools": "wafer_tool",
    "cleaning-tools": "wafer_tool",
    "metrology-tools": "wafer_tool",
}


def chip(facts: ItemFacts, reading: Reading) -> Item:
    """A chip of the reference data with one reading of its figures."""
    numbers: dict[str, Interval] = {}
    pairs = {
        "tpp": reading.tpp,
        "performance_density": reading.performance_density,
        "interconnect_gbs": reading.interconnect_gbs,
        "dram_gbs": reading.dram_gbs,
        "dram_plus_interconnect_gbs": _sum(reading.dram_gbs, reading.interconnect_gbs),
    }
    for name, value in pairs.items():
        if value is not None:
            numbers[name] = (value, value)
    words: dict[str, tuple[str, ...]] = {}
    for name, word in (("designer", facts.designer), ("market", facts.market), ("memory", facts.memory)):
        if word:
            words[name] = (word,)
    flags = {} if facts.data_centre is None else {"data_centre": facts.data_centre}
    basis = {"tpp": reading.tpp_basis} if reading.tpp_basis else {}
    return Item(facts.id, facts.name, "chip", numbers, words, {**flags, "uniquely_required": False}, {}, None, reading.notes, basis)


def _sum(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left + right


def chips(item_id: str, extra: Sequence[Figure] = (), known_by: str | None = None) -> list[tuple[Item, Reading]]:
    """A known chip under every reading of its figures, the best supported first."""
    facts = controls().items[item_id]
    return [(chip(facts, r), r) for r in readings(facts, extra, known_by)]


def described(label: str, spec: Mapping[str, Any]) -> Item:
    """Goods as a case describes them. Keys that are not known are left out here and named by the reader of the case."""
    kind = str(spec.get("class") or "other")
    words: dict[str, tuple[str, ...]] = {}
    flags, places, notes = _beside(spec)
    for key in ("material", "packaged_by"):
        if spec.get(key):
            words[key] = (str(spec[key]).lower(),)
    if spec.get("packaged_in"):
        places["packaged_in"] = str(spec["packaged_in"])
    if isinstance(spec.get("hbm"), bool):
        flags["hbm"] = spec["hbm"]
    designer = spec.get("designer") or {}
    if isinstance(designer.get("approved"), bool):
        flags["designer_approved"] = designer["approved"]
    flags["designer_status_open"] = bool(designer) and "designer_approved" not in flags
    if "designer_approved" not in flags:
        flags["designer_approved"] = False
    if designer.get("hq"):
        places["designer_seat"] = str(designer["hq"])
    if kind == "lithography_tool":
        _model(spec, label, words)
    if (spec.get("end_use") or {}).get("what"):
        words["end_use"] = (str(spec["end_use"]["what"]),)
    if kind in ("logic_ic", "chip"):
        flags["data_centre"] = True
        notes.append("Nothing says that the chip is not for data centres, so it is taken as one for them.")
    numbers = _numbers(kind, spec, words)
    return Item(label, label, kind, numbers, words, flags, places, spec.get("eccn"), tuple(notes))


def beside(item: Item, spec: Mapping[str, Any]) -> Item:
    """A known item with what a case adds to it: origin, end use, classification."""
    from dataclasses import replace

    flags, places, _ = _beside(spec)
    words = dict(item.words)
    if (spec.get("end_use") or {}).get("what"):
        words["end_use"] = (str(spec["end_use"]["what"]),)
    return replace(
        item,
        words=words,
        flags={**item.flags, **flags},
        places={**item.places, **places},
        eccn=spec.get("eccn") or item.eccn,
    )


def only_beside(spec: Mapping[str, Any]) -> bool:
    """Whether a specification only adds to a known item, and doesn't describe goods of its own."""
    return all(key in _BESIDE for key in spec)


def _beside(spec: Mapping[str, Any]) -> tuple[dict[str, bool], dict[str, str], list[str]]:
    origin = spec.get("origin") or {}
    places = {"origin": str(origin["country"])} if origin.get("country") else {}
    end_use = spec.get("end_use") or {}
    if end_use.get("country"):
        places["end_use_in"] = str(end_use["country"])
    flags = {
        "fdpr": bool(origin.get("fdpr")),
        "us_parts": bool(origin.get("us_parts")),
        "uniquely_required": bool(spec.get("uniquely_required_for_10nm_or_below")),
    }
    return flags, places, []


def _numbers(kind: str, spec: Mapping[str, Any], words: dict[str, tuple[str, ...]]) -> dict[str, Interval]:
    numbers: dict[str, Interval] = {}
    goods = kind not in ("logic_ic", "chip", "hbm_stack")
    for name, key in (("node_nm", "node_nm"), ("transistors", "transistor_count"), ("tpp", "tpp")):
        if spec.get(key) is not None:
            numbers[name] = (float(spec[key]), float(spec[key]))
        elif goods or key == "transistor_count":
            numbers[name] = ABSENT
    if kind == "logic_ic" and "node_nm" in numbers and numbers["node_nm"][0] > NON_PLANAR_NM:
        numbers["performance_density"] = ABSENT
    if spec.get("memory_bw_gbs") is not None and spec.get("package_area_mm2"):
        density = float(spec["memory_bw_gbs"]) / float(spec["package_area_mm2"])
        numbers["memory_density"] = (density, density)
    if kind in ("logic_ic", "chip") and spec.get("memory_bw_gbs") is not None:
        numbers["dram_gbs"] = (float(spec["memory_bw_gbs"]), float(spec["memory_bw_gbs"]))
    if "model_number" in words:
        value = float(words.pop("model_number")[0])
        numbers["model_number"] = (value, value)
    elif "model_series" in words:
        numbers["model_number"] = ABSENT
    return numbers


def _model(spec: Mapping[str, Any], label: str, words: dict[str, tuple[str, ...]]) -> None:
    text = str(spec.get("model") or "")
    match = _MODEL.search(text) or (_MODEL.search(label) if not text else None)
    if match:
        words["model_series"] = (match[1].upper(),)
        words["model_number"] = (match[2],)
    elif text:
        words["model_series"] = ("other",)


def reference_item(entity_id: str, name: str, type_: str) -> Item:
    """Goods that the reference data name without figures: a material, a tool, a technology."""
    if type_ == "Material":
        return described(entity_id, {"class": "material", "material": entity_id})
    model = _MODEL.search(name)
    if model:
        return described(entity_id, {"class": "lithography_tool", "model": name})
    return described(entity_id, {"class": _PRODUCTS.get(entity_id, "other")})
