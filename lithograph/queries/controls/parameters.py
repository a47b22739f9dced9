"""The figures that control lists look at, computed from specifications.

Total processing performance (TPP) is the maximum over bit lengths of dense rate times bit length (Technical Note 2 to 3A090.a
and .b; rates in TOPS or TFLOPS count a multiply-accumulate as two operations). Performance density is TPP by the area of
logic dies on non-planar nodes, in mm2; HBM is not counted. DRAM bandwidth is that of memory that is DRAM: SRAM counts nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ...ontology.controls.model import Figure, ItemFacts

BITS = {"tflops_fp4": 4, "tflops_fp8": 8, "tops_int8": 8, "tflops_fp16": 16}
"""Bit length of the operation for each rate."""
WORDS = {"tflops_fp4": "fp4", "tflops_fp8": "fp8", "tops_int8": "int8", "tflops_fp16": "fp16"}
FIRM = 0.7
"""A figure below this confidence is too weak to settle a question on which another one differs."""
NON_PLANAR_NM = 16.0
"""Nodes at or below this (FinFET and later) are non-planar."""
SPARSE_RATIO = (1.97, 2.03)
"""A rate about twice a dense one of the same precision is one with sparsity."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One set of figures that the sources allow; a figure is None where none states it. `sources` says which, `sure` how surely."""

    tpp: float | None
    tpp_basis: str | None
    die_area_mm2: float | None
    interconnect_gbs: float | None
    dram_gbs: float | None
    sources: tuple[str, ...]
    sure: float
    notes: tuple[str, ...] = ()

    @property
    def performance_density(self) -> float | None:
        """TPP by die area."""
        return None if self.tpp is None or not self.die_area_mm2 else self.tpp / self.die_area_mm2


@dataclass(frozen=True, slots=True)
class _Option:
    value: float | None
    basis: str
    source: str
    sure: float


_NONE = _Option(None, "", "", 1.0)


def readings(facts: ItemFacts, extra: Sequence[Figure] = (), known_by: str | None = None, most: int = 16) -> list[Reading]:
    """All readings of a chip's figures, the best supported first; `extra` are figures from a store."""
    known = [f for f in (*facts.figures, *extra) if known_by is None or (f.date or "9") <= known_by]
    figures, notes = _dense(known)
    performance = _performance(figures)
    planar = any(f.quantity == "node_nm" and f.value > NON_PLANAR_NM for f in figures)
    area = _options(f for f in figures if f.quantity == "die_area_mm2" and not _partial(f))
    link = _options(f for f in figures if f.quantity == "interconnect_gbs" and not _partial(f))
    if facts.memory == "SRAM":
        memory = [_Option(0.0, "SRAM is no DRAM", "", 1.0)]
    else:
        memory = _options(f for f in figures if f.quantity == "memory_bandwidth_gbs")
    out = []
    for t, a, i, m in itertools.islice(itertools.product(performance, area, link, memory), most):
        sources = tuple(dict.fromkeys(o.source for o in (t, a, i, m) if o.source))
        sure = min(o.sure for o in (t, a, i, m))
        size = None if planar else a.value
        out.append(Reading(t.value, t.basis or None, size, i.value, m.value, sources, sure, tuple(notes)))
    return out


def _partial(figure: Figure) -> bool:
    """Whether the note says that the figure is of a part only (one link, dies left out), so that the law's quantity is another."""
    note = figure.note or ""
    return "one link" in note or "without" in note


def _dense(figures: Sequence[Figure]) -> tuple[list[Figure], list[str]]:
    """The figures with those that count sparsity halved, and a note for each."""
    out, notes = [], []
    for f in figures:
        value = f.value
        if f.quantity in BITS:
            said = "sparsity" in (f.note or "") and "half" not in (f.note or "")
            others = [g.value for g in figures if g.quantity == f.quantity and g.source != f.source and g.confidence >= f.confidence]
            if said or any(o and SPARSE_RATIO[0] <= value / o <= SPARSE_RATIO[1] for o in others):
                value /= 2
                notes.append(f"{WORDS[f.quantity]} {f.value:g} of {f.source} counts sparsity and is halved")
        out.append(replace(f, value=value) if value != f.value else f)
    return out, notes


def _performance(figures: Sequence[Figure]) -> list[_Option]:
    """TPP from rates first, then from stated totals that differ from it by more than rounding."""
    best: dict[str, Figure] = {}
    for f in figures:
        if f.quantity in BITS and (f.quantity not in best or f.confidence > best[f.quantity].confidence):
            best[f.quantity] = f
    out: list[_Option] = []
    if best:
        top = max(best.values(), key=lambda f: (f.value * BITS[f.quantity], f.confidence))
        out.append(_total(top))
        rivals = [f for f in figures if f.quantity in BITS and f is not best[f.quantity]]
        out += [_total(f) for f in rivals if f.value * BITS[f.quantity] >= (out[0].value or 0)]
    stated = sorted((f for f in figures if f.quantity == "tpp"), key=lambda f: -f.confidence)
    out += [_Option(f.value, f"stated {f.value:g}", f.source, f.confidence) for f in stated]
    return _distinct(out)


def _total(f: Figure) -> _Option:
    return _Option(f.value * BITS[f.quantity], f"{WORDS[f.quantity]} {f.value:g} x {BITS[f.quantity]}", f.source, f.confidence)


def _options(figures: Iterable[Figure]) -> list[_Option]:
    return _distinct([_Option(f.value, "", f.source, f.confidence) for f in sorted(figures, key=lambda f: -f.confidence)])


def _distinct(options: list[_Option]) -> list[_Option]:
    """The options without those within half a per mille of an earlier one; one that is unknown where there is none."""
    out: list[_Option] = []
    for option in options:
        if not any(o.value and option.value and abs(o.value - option.value) <= 0.0005 * o.value for o in out):
            out.append(option)
    return out or [_NONE]
