"""Hypothesis strategies for what documents can say.

Names, ids and identifiers come from small pools, so that things collide all the time: firms that differ in spelling only,
namesakes of another class, several ids under one identifier, documents that disagree about a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from lithograph.graph.records import MODALITIES, Amount, Attribute, Bundle, Claim, Document, EntityRecord, Judgement
from lithograph.ontology.model import ontology

NAMES = ("Acme", "ACME, Inc.", "Acme Holdings Ltd", "The Beta", "贝塔半导体有限公司", "Ünïcode Çö", "H20", "H200", "TSMC", "台积电")
IDS = ("x1", "x2", "x3", "tsmc", "firm:acme", "local:d0:its-chip")
DERIVED = ("firm:acme", "chip:acme", "product:h20", "nv-h20", "tsmc", "x1", "x2", "x3", "country:acme", "firm:beta")
COMMON = ("supplies", "competes_with", "owns", "operates", "uses", "designs")
DAYS = ("2023", "2024-05", "2024-05-01", "2025-01-31", "2025-02")
WORDS = ("HBM", "EUV tools", "euv  tools", "光刻机")

Statement = TypeVar("Statement", Claim, Attribute)

dates = st.sampled_from((None, None, *DAYS))
confidences = st.sampled_from((0.0, 0.3, 0.5, 0.6, 0.75, 0.9, 0.95, 1.0))
names = st.sampled_from(NAMES)
booleans = st.booleans()

# Strategies are made once: making them for each draw costs more than what is tested.
_few_names = st.sampled_from(((), (), ("Acme",), ("Beta", "H20"), ("ACME, Inc.", "贝塔半导体有限公司")))
_shapes = st.tuples(
    names,
    st.sampled_from((None, None, None, *IDS)),
    _few_names,
    _few_names,
    st.sampled_from(({}, {}, {"lei": "1"}, {"lei": "2"}, {"wikidata": "1"}, {"lei": "1", "wikidata": "2"})),
)
_predicates = st.sampled_from((*COMMON * 4, *sorted(ontology().relations)))
_attribute_names = st.sampled_from(sorted(ontology().attributes))
_of_one = {n: st.integers(0, n - 1) for n in range(1, 20)}
_said = st.tuples(
    st.sampled_from((False, False, False, True)),
    st.sampled_from(("asserted", *MODALITIES)),
    dates,
    st.sampled_from((None, None, Amount(7.0, "USD"), Amount(0.5))),
    st.sampled_from((None, 0.0, 30.0, 50.0, 50.5, 100.0)),
    st.sampled_from((None, None, *WORDS, *NAMES[:3])),
    st.sampled_from(("It is so.", "据报道，确实如此。", "Another sentence.")),
    confidences,
    dates,
    dates,
)
_valued = st.tuples(
    st.sampled_from((1.0, 2.5)),
    st.sampled_from((None, "USD")),
    st.sampled_from((None, "China", "the  China market")),
    st.sampled_from((None, "latest quarter")),
    dates,
    st.sampled_from((False, False, True)),
    st.sampled_from(MODALITIES),
    confidences,
)
_documents = st.tuples(booleans, booleans, dates, st.sampled_from((None, "articles/1", "reference")))


@dataclass(frozen=True)
class World:
    """Some documents and some judgements about what they name."""

    bundles: tuple[Bundle, ...]
    judgements: tuple[Judgement, ...]


@st.composite
def bundles(draw: st.DrawFn, document: str = "d0") -> Bundle:
    """A document that passes the gate: every claim has a legal signature, a quote or a locator, and dates in order."""
    cast: dict[str, EntityRecord] = {}
    claims: list[Claim] = []
    attributes: list[Attribute] = []
    for number in range(draw(_of_one[5])):
        predicate = draw(_predicates)
        subject = _actor(draw, cast, document, ontology().domain(predicate))
        object_ = _actor(draw, cast, document, ontology().range(predicate))
        if subject and object_:
            claims.append(_claim(draw, document, subject, predicate, object_, number))
    for number in range(draw(_of_one[3])):
        name = draw(_attribute_names)
        subject = _actor(draw, cast, document, ontology().attribute_domain(name))
        if subject:
            attributes.append(_attribute(draw, document, subject, name, number))
    with_text, titled, date, reader = draw(_documents)
    text = None
    if with_text:
        text = "⟨𝕏⟩ " + " ".join(str(r.quote) for r in (*claims, *attributes))
        claims = [_anchored(text, c) for c in claims]
        attributes = [_anchored(text, a) for a in attributes]
    about = Document(document, title=f"Report {document}" if titled else None, date=date, text=text, reader=reader)
    return Bundle(about, tuple(cast.values()), tuple(claims), tuple(attributes))


def _actor(draw: st.DrawFn, cast: dict[str, EntityRecord], document: str, types: frozenset[str]) -> EntityRecord | None:
    """An entity of one of the classes; None where its name is taken in the document by another thing."""
    type_ = sorted(types)[draw(_of_one[len(types)])] if len(types) > 1 else min(types)
    name, *rest = draw(_shapes)
    before = cast.get(name)
    if before is None:
        record = cast[name] = EntityRecord(document, type_, name, *rest)
        return record
    return before if before.type in types else None


def _claim(draw: st.DrawFn, document: str, subject: EntityRecord, predicate: str, object_: EntityRecord, number: int) -> Claim:
    negated, modality, date, amount, share, item, quote, confidence, *bounds = draw(_said)
    valid_from, valid_to = sorted(bounds) if None not in bounds else bounds
    qualifiers = ontology().relations[predicate].qualifiers
    return Claim(
        document, subject.name, predicate, object_.name, negated, modality, date,
        amount=amount if "amount" in qualifiers else None,
        share=share if "share" in qualifiers else None,
        item=item if "item" in qualifiers else None,
        quote=quote, locator=f"rows.csv:{number}", confidence=confidence, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip


def _attribute(draw: st.DrawFn, document: str, subject: EntityRecord, name: str, number: int) -> Attribute:
    value, unit, market, period, date, negated, modality, confidence = draw(_valued)
    numeric = ontology().attributes[name].value == "number"
    return Attribute(
        document, subject.name, name, value if numeric else f"HBM{value:.0f}", unit, market, period, date, negated, modality,
        quote=f"Value {number}.", locator=f"rows.csv:{number}", confidence=confidence,
    )  # fmt: skip


def _anchored(text: str, record: Statement) -> Statement:
    quote = str(record.quote)
    start = text.index(quote)
    return replace(record, start=start, end=start + len(quote), locator=None)


judgements = st.builds(
    Judgement,
    left=st.sampled_from(DERIVED),
    verdict=st.sampled_from(("same", "different")),
    right=st.sampled_from(DERIVED),
    reason=st.sampled_from((None, "checked by hand")),
).filter(lambda j: j.left != j.right)
_judged = st.lists(judgements, max_size=3, unique_by=lambda j: frozenset((j.left, j.right)))
_documents_of = tuple(bundles(f"d{n}") for n in range(6))
_numbers = {n: st.integers(1, n) for n in range(1, 7)}


@st.composite
def worlds(draw: st.DrawFn, most: int = 4) -> World:
    """Documents with ids of their own, and at most one judgement on each pair."""
    return World(tuple(draw(_documents_of[n]) for n in range(draw(_numbers[most]))), tuple(draw(_judged)))
