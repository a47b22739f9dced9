"""A file of controls is refused with file, line and what to do; the packaged file is the YAML, and agrees with the reference data."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from lithograph.errors import InputError
from lithograph.ontology.controls import conditions
from lithograph.ontology.controls.build import compile_controls, read_instruments
from lithograph.ontology.controls.model import Controls, Instrument, controls
from lithograph.ontology.reference.read import read_reference
from lithograph.ontology.reference.shapes import Policy

BAD = Path(__file__).parent.parent / "bad" / "controls"
FAULTS = {
    "unknown_key.yaml": ("line 10", "destinations"),
    "unknown_instrument_key.yaml": ("line 6", "begins"),
    "bare_number.yaml": ("line 10", "name the threshold under values"),
    "unknown_word.yaml": ("line 10", "no word of a condition"),
    "norway.yaml": ("line 10", "quote NO"),
    "no_text.yaml": ("line 7", "text"),
    "twice.yaml": ("line 3", "stands twice"),
}


@pytest.mark.parametrize(("name", "words"), FAULTS.items())
def test_a_fault_is_named_with_its_line(name: str, words: tuple[str, str]) -> None:
    """One malformed file for each error."""
    with pytest.raises(InputError) as fault:
        read_instruments(BAD / name)
    assert name in str(fault.value)
    for word in words:
        assert word in str(fault.value)


def test_every_bad_file_is_tried() -> None:
    """No malformed file without a test."""
    assert {p.name for p in BAD.glob("*.yaml")} == set(FAULTS)


def test_the_packaged_file_is_in_step() -> None:
    """What the commands read is what the YAML says."""
    compiled = msgspec.convert(msgspec.to_builtins(compile_controls()), Controls)
    assert compiled == controls()


def _instruments() -> list[Instrument]:
    return list(controls().instruments)


@pytest.mark.parametrize("instrument", _instruments(), ids=lambda i: i.id)
def test_every_number_is_cited_and_every_instrument_dated(instrument: Instrument) -> None:
    """A threshold without its paragraph, or an instrument without a date, could not be defended."""
    assert instrument.announced or instrument.effective or instrument.published
    for value in instrument.values.values():
        assert value.cite
        assert [step.effective for step in value.dated] == sorted(step.effective for step in value.dated)


def test_dates_agree_with_the_reference_data() -> None:
    """An instrument that the reference data know has the same dates and the same citation there."""
    policies = {i: t for i, (_, t) in read_reference().things.items() if isinstance(t, Policy)}
    for instrument in _instruments():
        policy = policies.get(instrument.id)
        if policy is None or instrument.id == "us-entity-list":
            continue
        for name in ("announced", "published", "effective", "compliance"):
            stated = msgspec.to_builtins(getattr(policy, name))
            assert stated is None or msgspec.to_builtins(getattr(instrument, name)) == stated, (instrument.id, name)
        assert policy.citation is None or instrument.citation == policy.citation, instrument.id


def test_every_word_is_documented() -> None:
    """docs/controls.md lists the words of conditions, and the keys of rules."""
    text = (Path(__file__).parents[2] / "docs" / "controls.md").read_text(encoding="utf8")
    words = (*conditions.NUMBERS, *conditions.COUNTRY_SETS, *conditions.WORD_SETS, *conditions.FLAGS)
    assert [w for w in words if f"`{w}`" not in text] == []
    assert [k for k in Instrument.__struct_fields__ if k not in text] == []


def test_no_address_of_a_workplace() -> None:
    """Citations are public addresses."""
    for instrument in _instruments():
        assert instrument.url is None or instrument.url.startswith("http"), instrument.id


def test_a_new_instrument_needs_no_code(tmp_path: Path) -> None:
    """A rule that a lawyer adds as a file is read, with its threshold, review and exception."""
    from lithograph.queries.controls.case import Case, Item
    from lithograph.queries.controls.facts import Facts
    from lithograph.queries.controls.findings import judged
    from lithograph.queries.controls.parties import ordinary

    path = tmp_path / "us-example.yaml"
    path.write_text(
        "- id: us-example\n  title: Example\n  law: US\n  kind: rule\n  issuer: bis\n  effective: '2027-01-01'\n"
        "  values:\n    power: {unit: TPP, cite: 3A999.a, dated: [{effective: '2027-01-01', value: 900}]}\n"
        "  requirements:\n    - id: chips\n      text: Fast chips need a licence for Norway.\n      kinds: [chip]\n"
        "      item: {tpp: {above: power}}\n      reach: {to: ['NO']}\n",
        encoding="utf8",
    )
    instrument = read_instruments(path)[0]
    for tpp, on, binds in ((900.0, "2027-01-01", False), (900.1, "2027-01-01", True), (900.1, "2026-12-31", False)):
        item = Item("x", "x", "chip", {"tpp": (tpp, tpp)})
        found = judged(instrument, instrument.requirements[0], Facts(Case(item, "NO", "US", on, ordinary("NO"))))
        assert found.binds is binds
