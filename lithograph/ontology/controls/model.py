"""The shapes of the controls: what a person may write in a file below `controls/`, and what the commands read.

Dates are ISO. A rule holds from its `effective` day up to, not on, `until`; nothing is due before `due`. Without dates of its
own a rule has those of its instrument. A month as a start means that the day is not public: from its first day to the
announcement the point counts as open. Conditions are described in `conditions.py`.
"""

from __future__ import annotations

import functools
from typing import Any, Literal

import msgspec

from ..compiled import section

Condition = dict[str, Any]
Policy = Literal["case_by_case", "presumption_of_approval", "presumption_of_denial", "policy_of_denial"]
Reading = Literal["applies", "not"]
Kind = Literal[
    "rule", "letter", "listing", "guidance", "suspension", "status", "licence", "tariff", "decision", "draft", "bill", "deal",
    "enforcement", "order", "other",
]  # fmt: skip


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several dates of an instrument, with what happens on it."""

    date: str
    what: str


Dates = str | tuple[Step, ...] | None


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A number of the law from a day on; `cite` where this step has a source of its own."""

    effective: str
    value: float | str
    cite: str | None = None


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A threshold under the name by which conditions use it: unit, paragraph that states it, and its steps in time."""

    unit: str
    cite: str
    dated: tuple[Dated, ...]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all rules have. `item` is about the goods, `reach` about places and parties, `when` about anything else: all must hold.

    `kinds` are the classes of goods that the rule is about at all (none: every class).
    """

    text: str
    cite: str | None = None
    kinds: tuple[str, ...] = ()
    item: Condition | None = None
    reach: Condition | None = None
    when: Condition | None = None
    effective: str | None = None
    due: str | None = None
    until: str | None = None


class Entry(Rule, frozen=True, kw_only=True):
    """A paragraph of a control list: goods that meet `item` are classified under `eccn`, and `limb` where it has several."""

    eccn: str
    limb: str | None = None
    concerns: Condition | None = None


class ReviewStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A review policy, for the cases in which `when` holds; the first that fits counts."""

    policy: Policy | Literal["of_owner"]
    when: Condition | None = None


class Requirement(Rule, frozen=True, kw_only=True):
    """A licence requirement (or a prohibition). `review` says how applications are judged.

    `yields` marks a company letter: where a list entry catches the item by its own figures, that decides. `near` is false for
    rules not worth a word where they don't reach the case, or a condition under which they are.
    """

    id: str
    effect: Literal["licence", "prohibited"] = "licence"
    review: tuple[ReviewStep, ...] = ()
    yields: bool = False
    near: bool | Condition = True


class Release(Rule, frozen=True, kw_only=True):
    """An exception (with its `code`) or an exemption from the requirements that `of` names (instrument, or instrument#id)."""

    of: tuple[str, ...]
    code: Literal["NAC", "ACA", "STA", "TGL", "VEU"] | None = None


class ReviewChange(Rule, frozen=True, kw_only=True):
    """Another review policy for the requirements that `of` names."""

    of: tuple[str, ...]
    policy: Policy


class Suspension(Rule, frozen=True, kw_only=True):
    """A stay of other requirements, by law."""

    of: tuple[str, ...]


class Open(Rule, frozen=True, kw_only=True):
    """A time in which text and announcements differ on whether requirements apply; nothing settles it."""

    of: tuple[str, ...]
    by_text: Reading
    by_announcement: Reading


class NonEnforcement(Rule, frozen=True, kw_only=True):
    """Requirements that stand in the text, while the authority says that it won't enforce them."""

    of: tuple[str, ...]


class Mention(Rule, frozen=True, kw_only=True):
    """A finding beside the determination: practice, announcement, licence, guidance, foreign measure. It decides nothing.

    `ever`: said of a case of any date, as guidance that restates an older duty.
    """

    type: Literal["practice", "announcement", "licence", "guidance", "foreign", "tariff", "enforcement", "context"]
    ever: bool = False


class Subject(Rule, frozen=True, kw_only=True):
    """When goods made abroad are subject to the law all the same (foreign direct product, parts from home, de minimis)."""


class Tariff(Rule, frozen=True, kw_only=True):
    """A duty on imports, in percent of the value; `band` names the bracket, `exempt` the uses that pay nothing."""

    rate: str
    band: str | None = None
    exempt: Condition | None = None


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One instrument of law or policy, with the rules that it makes.

    `dates_note` are words about its dates. `unverified` names fields taken from general knowledge.
    """

    id: str
    title: str
    law: str
    kind: Kind
    issuer: str
    announced: Dates = None
    published: Dates = None
    effective: Dates = None
    compliance: Dates = None
    ended: str | None = None
    dates_note: str | None = None
    citation: str | None = None
    cfr: str | None = None
    url: str | None = None
    sources: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    note: str | None = None
    values: dict[str, Value] = {}
    entries: tuple[Entry, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    releases: tuple[Release, ...] = ()
    reviews: tuple[ReviewChange, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    open: tuple[Open, ...] = ()
    not_enforced: tuple[NonEnforcement, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    subjects: tuple[Subject, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Membership(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Countries of a group over a time, with the source."""

    countries: tuple[str, ...]
    cite: str
    effective: str | None = None
    until: str | None = None


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Cases that this model can't free: other rules of the same law, not modelled, decide them."""

    text: str
    cite: str
    when: Condition


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A legal order, the country whose law it is, and where the model of it stops."""

    id: str
    name: str
    home: str
    limits: tuple[Limit, ...] = ()


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a chip as one source has it."""

    quantity: str
    value: float
    source: str
    date: str | None
    confidence: float
    note: str | None = None


class ItemFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the reference data say of a chip. `members` are the ids of a family's chips."""

    id: str
    name: str
    designer: str | None = None
    designer_country: str | None = None
    market: str | None = None
    data_centre: bool | None = None
    memory: str | None = None
    figures: tuple[Figure, ...] = ()
    members: tuple[str, ...] = ()


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A stake in a firm: the owner's id and its share in percent, None where no source states it."""

    owner: str
    share: float | None
    effective: str | None = None
    until: str | None = None
    source: str | None = None


class PartyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the reference data say of a firm: seat, parent firm, stakes in it."""

    id: str
    name: str
    country: str | None = None
    parent: str | None = None
    holdings: tuple[Holding, ...] = ()


class Controls(msgspec.Struct, frozen=True):
    """Everything that `check` reads: instruments, country groups, laws, and the facts on chips and firms of the reference data.

    `treated_as` says, by law, which territory counts as which country.
    """

    instruments: tuple[Instrument, ...]
    groups: dict[str, tuple[Membership, ...]]
    treated_as: dict[str, dict[str, str]]
    laws: dict[str, Law]
    items: dict[str, ItemFacts]
    parties: dict[str, PartyFacts]


@functools.cache
def controls() -> Controls:
    """The packaged controls, read once per process."""
    return msgspec.json.decode(section("controls"), type=Controls)
