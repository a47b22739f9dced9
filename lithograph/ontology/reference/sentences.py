"""A record of the reference data as one sentence: the quote of its claims."""

from __future__ import annotations

from .shapes import RelationRow

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FIGURE = {
    "launch": "was launched on {}",
    "node_nm": "is made on a {} nm process",
    "tflops_fp4": "does {} dense TFLOPS in FP4",
    "tflops_fp8": "does {} dense TFLOPS in FP8",
    "tops_int8": "does {} dense TOPS in INT8",
    "tflops_fp16": "does {} dense TFLOPS in FP16",
    "tpp": "has a total processing performance of {}",
    "performance_density": "has a performance density of {}",
    "die_area_mm2": "has a die area of {} mm2",
    "interconnect_gbs": "has an interconnect of {} GB/s",
    "memory_type": "has {} memory",
    "memory_gb": "has {} GB of memory",
    "memory_bandwidth_gbs": "has a memory bandwidth of {} GB/s",
    "power_w": "draws {} W",
}


def date(text: str) -> str:
    """An ISO date in words: 2024-10-07 gives 7 October 2024."""
    parts = text.split("-")
    if len(parts) == 1:
        return parts[0]
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


def number(value: float) -> str:
    """A figure with separators and no empty decimals: 2.9e6 gives 2,900,000."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def statement(row: RelationRow, label: str, subject: str, object_: str, item: str | None, instrument: str | None) -> str:
    """What the row says, with its dates and amounts: "TSMC supplies Sophgo with dies (from 2023 to October 2024).".

    `label` is that of the relation; the others are names.
    """
    if row.predicate == "supplies" and item:
        core = f"{subject} supplies {object_} with {item}"
    elif row.predicate == "permits" and item:
        core = f"{subject} grants {object_} permission for {item}"
    else:
        core = f"{subject} {label} {object_}" + (f" ({item})" if item else "")
    details = [
        "denied" if row.negated else None,
        row.modality if row.modality != "asserted" else None,
        _period(row),
        _share(row),
        _amount(row),
        row.note,
        f"ECCN {row.eccn}" if row.eccn else None,
        f"process {row.node}" if row.node and row.node not in (row.note or "") else None,
        f"by: {instrument}" if instrument and instrument not in (subject, object_) else None,
        "computed from the figures of the chip and the thresholds of the rule" if row.computed else None,
    ]
    tail = "; ".join(d for d in details if d)
    return f"{core} ({tail})." if tail else f"{core}."


def figure(chip: str, attribute: str, value: float | str, unit: str | None, note: str | None, tpp_of: str | None) -> str:
    """A figure of a chip as a sentence: "Nvidia H20 has 96 GB of memory."."""
    text = value if isinstance(value, str) else number(value)
    if attribute == "launch":
        text = date(str(value))
    wording = _FIGURE[attribute] if attribute != "launch" or str(value).count("-") == 2 else "was launched in {}"
    more = [note] if note else []
    if attribute == "tpp" and tpp_of and not note:
        more.append(tpp_of)
    tail = f" ({'; '.join(more)})" if more else ""
    return f"{chip} {wording.format(text)}{tail}."


def _period(row: RelationRow) -> str | None:
    if row.date:
        return f"{'on ' if row.date.count('-') == 2 else 'in '}{date(row.date)}"
    words = [f"from {date(row.valid_from)}"] if row.valid_from else []
    if row.valid_to:
        words.append(f"to {date(row.valid_to)}" if row.valid_from else f"until {date(row.valid_to)}")
    return " ".join(words) or None


def _share(row: RelationRow) -> str | None:
    return f"{number(row.share)}%" if row.share is not None else None


def _amount(row: RelationRow) -> str | None:
    if row.amount is None or row.unit == "W":
        return row.amount_text or (f"{number(row.amount)} W" if row.amount is not None else None)
    words = row.amount_text or ""
    figure_ = "" if words[:1].isdigit() else number(row.amount)
    return " ".join(w for w in (row.unit, figure_, words) if w)
