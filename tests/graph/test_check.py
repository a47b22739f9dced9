"""The gate: what may enter a store, what may not, and in which words the user hears of it."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from lithograph.graph.check import checked
from lithograph.graph.records import Amount, Attribute, Bundle, Claim, Document, EntityRecord

TEXT = "Acme supplies Beta with 晶圆. 𝕏 It also lends to Beta."
ACME, BETA, CHIP = EntityRecord("d", "Firm", "Acme"), EntityRecord("d", "Firm", "Beta"), EntityRecord("d", "Chip", "H20")
CLAIM = Claim("d", "Acme", "supplies", "Beta", quote="Acme supplies Beta", start=0, end=18)
VALUE = Attribute("d", "H20", "memory_gb", 96.0, "GB", quote="晶圆", start=24, end=26)


def bundle(
    *records: object, text: str | None = TEXT, entities: tuple[EntityRecord, ...] = (ACME, BETA, CHIP), date: str | None = None
) -> Bundle:
    claims, attributes = (tuple(r for r in records if isinstance(r, kind)) for kind in (Claim, Attribute))
    return Bundle(Document("d", text=text, date=date), entities, claims, attributes)


def why(*records: object, **more: object) -> list[str]:
    """The reasons for which something is left out."""
    return [s.reason for s in checked(bundle(*records, **more), "file")[1]]  # type: ignore[arg-type]


def test_what_is_right_passes_as_it_is() -> None:
    whole = bundle(CLAIM, VALUE)
    assert checked(whole, "file") == (whole, [])


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"predicate": "suplies"}, "unknown predicate 'suplies'; `lithograph ontology` lists them"),
        ({"object": "H20"}, "object of supplies is a Chip, allowed: Firm"),
        ({"subject": "Nobody"}, "subject 'Nobody' is no entity of document d"),
        ({"item_id": "x9", "item": "HBM"}, "item_id 'x9' is no entity of document d"),
        ({"share": 101.0}, "share 101 is no percentage"),
        ({"share": math.nan}, "share nan is no percentage"),
        ({"amount": Amount(math.inf, "USD")}, "amount inf is no number"),
        ({"confidence": 1.5}, "confidence 1.5 does not lie between 0 and 1"),
        ({"confidence": math.nan}, "confidence nan does not lie between 0 and 1"),
        ({"date": "2025-02-30"}, "date '2025-02-30' is no date"),
        ({"valid_from": "12.09.2025"}, "valid_from '12.09.2025' is no date"),
        ({"valid_from": "2025", "valid_to": "2024-12"}, "it ends (2024-12) before it begins (2025)"),
        ({"quote": "Acme supplies Gamma"}, "its quote does not stand in the document's text"),
        ({"quote": None}, "neither a quote with offsets nor a locator"),
        ({"quote": "", "start": 3, "end": 3}, "neither a quote with offsets nor a locator"),
        ({"quote": "lends to Beta", "start": -14, "end": -1}, "no words stand from -14 to -1"),
        ({"start": 18, "end": 0}, "no words stand from 18 to 0"),
        ({"start": 0, "end": 10**30}, f"no words stand from 0 to {10**30}"),
    ],
)  # fmt: skip
def test_what_a_claim_is_refused_for(change: dict[str, object], reason: str) -> None:
    claim = replace(CLAIM, **change)
    assert why(claim) == [f"{claim.subject} {claim.predicate} {claim.object}: {reason}"]


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"attribute": "colour"}, "unknown attribute 'colour'; `lithograph ontology` lists them"),
        ({"subject": "Acme"}, "a Firm has no memory_gb"),
        ({"value": "much"}, "value 'much' is no number"),
        ({"value": math.nan}, "value nan is no number"),
        ({"attribute": "memory_type"}, "value 96.0 is no text"),
    ],
)
def test_what_an_attribute_is_refused_for(change: dict[str, object], reason: str) -> None:
    record = replace(VALUE, **change)
    assert why(record) == [f"{record.subject} {record.attribute}: {reason}"]


@pytest.mark.parametrize(
    "record, reason",
    [
        (EntityRecord("d", "Company", "Acme"), "entity 'Acme': no class 'Company'; `lithograph ontology` lists them"),
        (EntityRecord("d", "Party", "Acme"), "entity 'Acme': no class 'Party'; `lithograph ontology` lists them"),
        (EntityRecord("d", "Firm", "  "), "entity without a name"),
        (EntityRecord("d", "Firm", "Acme", id=""), "entity 'Acme': its id is empty; leave it out or give one"),
    ],
)
def test_what_an_entity_is_refused_for(record: EntityRecord, reason: str) -> None:
    assert why(entities=(record,)) == [reason]


def test_the_rest_of_the_document_passes() -> None:
    clean, skipped = checked(bundle(CLAIM, replace(CLAIM, predicate="nonsense"), date="yesterday"), "file")
    assert clean.claims == (CLAIM,)
    assert clean.document.date is None
    assert len(skipped) == 2
    assert skipped[0].reason == "document d: 'yesterday' is no date; loaded without one"


def test_a_quote_without_offsets_or_with_wrong_ones_is_found_in_the_text() -> None:
    """Offsets count code points: the letter 𝕏 is one."""
    for start, end in ((None, None), (3, 4), (None, 7)):
        clean, skipped = checked(bundle(replace(CLAIM, quote="It also lends to Beta.", start=start, end=end)), "file")
        assert not skipped
        assert clean.document.text is not None
        assert clean.document.text[clean.claims[0].start : clean.claims[0].end] == "It also lends to Beta."


def test_a_row_of_a_data_set_needs_no_words() -> None:
    claim = Claim("d", "Acme", "supplies", "Beta", locator="rows.csv:17")
    assert why(claim) == []
    assert why(claim, text=None) == []
    assert why(replace(claim, quote="Acme;Beta", start=3), text=None) == []


def test_a_reference_id_may_stand_without_an_entity_record() -> None:
    claim = Claim("d", "TSMC", "manufactures", "H20", subject_id="tsmc", object_id="nv-h20", locator="r:1")
    clean, skipped = checked(bundle(claim, entities=()), "file")
    assert not skipped
    assert [(e.id, e.type, e.name) for e in clean.entities] == [("tsmc", "Firm", "TSMC"), ("nv-h20", "Chip", "H20")]


def test_an_item_may_be_given_by_a_reference_id_alone() -> None:
    clean, skipped = checked(bundle(replace(CLAIM, item_id="nv-h20")), "file")
    assert not skipped
    assert clean.claims[0].item == clean.entities[-1].name
    assert clean.entities[-1].id == "nv-h20"


def test_an_entity_without_an_id_takes_the_one_that_its_claims_give() -> None:
    clean, skipped = checked(bundle(replace(CLAIM, subject_id="x1")), "file")
    assert not skipped
    assert clean.entities[0].id == "x1"


def test_two_ids_for_one_name_need_two_entity_records() -> None:
    both = replace(CLAIM, subject_id="x1"), replace(CLAIM, subject_id="x2")
    assert len(why(*both)) == 2
    acmes = replace(ACME, id="x1"), replace(ACME, id="x2")
    assert why(*both, entities=(*acmes, BETA)) == []


def test_an_id_that_neither_the_document_nor_the_reference_knows_is_refused() -> None:
    known = replace(BETA, id="b1")
    assert why(replace(CLAIM, object_id="b1"), entities=(ACME, known)) == []
    assert why(replace(CLAIM, object_id="x9"), entities=(ACME, known)) == ["Acme supplies Beta: object_id 'x9' is no entity of document d"]


@pytest.mark.parametrize("twin", [replace(ACME, type="Agency"), replace(ACME, id="x2")])
def test_a_name_of_two_entities_is_not_enough(twin: EntityRecord) -> None:
    expected = "Acme supplies Beta: subject 'Acme' names 2 entities of document d; give subject_id"
    assert why(CLAIM, entities=(ACME, twin, BETA)) == [expected]
    expected = "Beta supplies Beta: item 'Acme' names 2 entities of document d; give item_id"
    assert why(replace(CLAIM, subject="Beta", item="Acme"), entities=(ACME, twin, BETA)) == [expected]


def test_empty_identifiers_say_nothing() -> None:
    """Else all rows of a data set that lack an LEI would be one firm."""
    clean, _ = checked(bundle(entities=(replace(ACME, identifiers={"lei": "", "wikidata": "Q1"}),)), "file")
    assert clean.entities[0].identifiers == {"wikidata": "Q1"}


def test_whole_numbers_are_kept_as_the_exchange_format_reads_them() -> None:
    clean, _ = checked(bundle(replace(VALUE, value=96)), "file")
    assert repr(clean.attributes[0].value) == "96.0"


def test_a_refusal_says_where() -> None:
    claim = replace(CLAIM, predicate="nonsense")
    found = bundle(claim)
    assert checked(found, "file", {id(claim): "line 7"})[1][0].locator == "line 7"
    assert checked(bundle(replace(claim, locator="r.csv:2")), "file")[1][0].locator == "r.csv:2"
