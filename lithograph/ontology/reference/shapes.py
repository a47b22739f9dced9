"""The shapes of the YAML records below `reference/`: what a person may write there. Unknown keys are refused."""

from __future__ import annotations

from typing import Literal

import msgspec

Confidence = Literal["high", "medium", "low"]
Basis = Literal["general knowledge"]
PROBABILITY: dict[str, float] = {"high": 0.95, "medium": 0.8, "low": 0.6}
"""What the words of the YAML mean as a claim's confidence; general knowledge without a source counts as `low`."""


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every record has: an id, a preferred name, further names, and where it comes from.

    `confusable` is true where every name has another meaning, or lists the names that have one. A record has `sources`
    (ids in sources.yaml) or the `basis` general knowledge.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    confusable: bool | tuple[str, ...] = False
    identifiers: dict[str, str] = {}
    former_ids: tuple[str, ...] = ()
    country: str | None = None
    sources: tuple[str, ...] = ()
    basis: Basis | None = None
    confidence: Confidence = "high"


class Firm(Thing, frozen=True, kw_only=True):
    """`roles`: designer, cloud, ai lab, foundry, idm, memory, packaging, equipment, eda, ip, materials, systems, distributor,
    investor, analysis, user. `parent` is the firm that it is a part or a subsidiary of."""

    roles: tuple[str, ...] = ()
    parent: str | None = None


class Figures(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Figures of a chip as the given sources have them; the names and units are those of the ontology's attributes.

    Rates are dense (without sparsity); `interconnect_gbs` is the aggregate of both directions; `process` are ids of
    technologies. `note` says in a few words what is special about the figures.
    """

    sources: tuple[str, ...]
    confidence: Confidence | None = None
    modality: Literal["asserted", "reported", "planned", "possible"] = "asserted"
    note: str | None = None
    process: tuple[str, ...] = ()
    launch: str | None = None
    node_nm: float | None = None
    tflops_fp4: float | None = None
    tflops_fp8: float | None = None
    tops_int8: float | None = None
    tflops_fp16: float | None = None
    tpp: float | None = None
    performance_density: float | None = None
    die_area_mm2: float | None = None
    interconnect_gbs: float | None = None
    memory_type: str | None = None
    memory_gb: float | None = None
    memory_bandwidth_gbs: float | None = None
    power_w: float | None = None


class Chip(Thing, frozen=True, kw_only=True):
    """`family` is the chip family it is a part of; `designer` is given where no row of relations.yaml names one.

    `contains` lists further technologies (architecture, process). `data_centre` is whether it is designed or marketed for
    data centres, `market` where it is sold, `tpp_of` which rate gives the TPP.
    """

    designer: str | None = None
    family: str | None = None
    contains: tuple[str, ...] = ()
    market: str | None = None
    data_centre: bool | None = None
    tpp_of: str | None = None
    figures: tuple[Figures, ...] = ()


class DatedStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several dates of an instrument, with what happens on it."""

    date: str
    what: str


Dates = str | tuple[DatedStep, ...] | None


class Policy(Thing, frozen=True, kw_only=True):
    """`kind` as in "rule", "entity listing", "tariff". Dates are ISO; `ended` is words. `issued_by` are ids of agencies or countries."""

    kind: str
    issued_by: tuple[str, ...] = ()
    announced: Dates = None
    published: Dates = None
    effective: Dates = None
    compliance: Dates = None
    citation: str | None = None
    cfr: str | None = None
    eccns: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


class Other(Thing, frozen=True, kw_only=True):
    """A technology, a material, a product, a facility, an agency, an entry of a control list.

    `made_by` is the firm behind a product, `operator` that of a facility, `entry_of` the list that an entry stands in.
    """

    made_by: str | None = None
    operator: str | None = None
    entry_of: str | None = None


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A country, a territory or a bloc, beside what the locale library knows about it. Without `id` the id is the slug of the name."""

    code: str | None = None
    id: str | None = None
    name: str | None = None
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    government: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publication that records rest on. `licence` is what its publisher states, null where not known."""

    id: str
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    licence: str | None = None


class RelationRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One statement: `subject predicate object` with ids. States carry `valid_from` and `valid_to` (half-open), events `date`.

    `item` is an id or plain words, `share` percent, `amount` a number with the unit `unit`, `amount_text` the same in words,
    `eccn` the paragraph that a restriction rests on, `instrument` the policy behind it. `computed` marks what follows from
    the figures of a chip and the thresholds of a rule, and was not reported by anyone.
    """

    id: str
    subject: str
    predicate: str
    object: str
    item: str | None = None
    share: float | None = None
    amount: float | None = None
    unit: str | None = None
    amount_text: str | None = None
    date: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    modality: Literal["asserted", "reported", "planned", "possible"] = "asserted"
    negated: bool = False
    instrument: str | None = None
    eccn: str | None = None
    node: str | None = None
    note: str | None = None
    computed: bool = False
    basis: Basis | None = None
    confidence: Confidence = "medium"
    sources: tuple[str, ...] = ()
