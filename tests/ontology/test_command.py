"""`lithograph ontology`: the overview, one thing in full, and what it says to a name that it does not know."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from lithograph.cli.ontology import ontology_command
from lithograph.errors import UsageError
from lithograph.ontology import derive


def run(*args: str) -> str:
    result = CliRunner().invoke(ontology_command, args, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_overview_shows_tree_signatures_dependency_and_units() -> None:
    lines = run().splitlines()
    assert next(i for i, line in enumerate(lines) if line.startswith("      Chip ")) > lines.index(
        next(line for line in lines if line.startswith("    Item*"))
    )
    assert "  supplies       object on subject          Firm -> Firm" in lines
    assert "  competes_with  -                          Firm -- Firm" in lines
    assert "  memory_gb             GB             Item" in lines


@pytest.mark.parametrize("name", ["subsidiary_of", "SUBSIDIARY_OF", "subsidiaryOf", "subsidiary of"])
def test_a_name_is_found_as_every_door_writes_it(name: str) -> None:
    text = run(name)
    assert "subsidiary_of (is a subsidiary of; the other way round: has the subsidiary)" in text
    assert "the subject depends on the object" in text
    assert "specialises  org:subOrganizationOf" in text


def test_conditional_dependency_is_said_with_its_condition() -> None:
    assert "the object depends on the subject where the share is above 50 %" in run("owns")


def test_a_class_shows_what_can_be_said_of_it() -> None:
    text = run("Country")
    assert "Place < Thing" in text
    assert "iso3166: " in text
    assert "issued_by, located_in" in text


def test_one_thing_as_json() -> None:
    assert json.loads(run("price", "--format", "json"))["unit"] == "currency"


@pytest.mark.parametrize("form", derive.FORMATS)
def test_every_format_is_printed(form: str) -> None:
    assert run("--format", form) == run("--format", form)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["suplies"], "no class, relation or attribute is called suplies; did you mean supplies"),
        (["zzzzzz"], "no class, relation or attribute is called zzzzzz; `lithograph ontology` lists them"),
        (["Firm", "--format", "ttl"], "--format ttl is a form of the whole ontology: leave out Firm"),
    ],
)
def test_a_question_that_makes_no_sense_is_a_usage_error(args: list[str], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        CliRunner().invoke(ontology_command, args, catch_exceptions=False)
    assert says in str(caught.value)


def test_help_has_an_example() -> None:
    assert "lithograph ontology supplies" in run("--help")


def test_text_needs_neither_rdflib_nor_yaml() -> None:
    """Both are slow to import, and only some forms need them."""
    program = (
        "import sys; from lithograph.cli.ontology import ontology_command; ontology_command.main([], standalone_mode=False); "
        "assert not {'rdflib', 'yaml', 'networkx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
