"""The commands: shapes of the interface, exit codes, and the memo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lithograph.cli.app import lithograph

KEYS = [
    "item",
    "from",
    "to",
    "on",
    "law",
    "status",
    "review",
    "eccn",
    "eccn_limb",
    "exception",
    "basis",
    "basis_roles",
    "also",
    "by_text",
    "by_practice",
    "by_announcement",
    "duty_percent",
    "band",
    "computation",
    "citations",
    "why",
    "not_legal_advice",
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store in the working folder: controls answer without one."""
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> Result:
    """One command."""
    return CliRunner().invoke(lithograph, list(words), catch_exceptions=True)


def answer(*words: str) -> Any:
    """One check as JSON."""
    result = run("check", *words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


H20 = {
    "2024-06-01": "no_licence_required",
    "2025-04-20": "licence_required",
    "2025-09-01": "licence_required",
    "2026-02-01": "licence_required",
}


@pytest.mark.parametrize(("day", "status"), H20.items())
def test_the_h20(day: str, status: str) -> None:
    """Free, then under the letter, which the rule of January 2026 does not lift."""
    found = answer("nv-h20", "--to", "CN", "--on", day)
    assert set(KEYS) <= set(found)
    assert found["status"] == status
    assert found["citations"]
    assert found["not_legal_advice"] is True
    assert "2,368" in found["why"]
    if day > "2025-04":
        assert found["basis_roles"]["us-h20-letter-2025"] == "applies"


FAMILY = [
    ("2025-12-20", "US", "presumption_of_denial"),
    ("2025-12-20", "TW", "presumption_of_denial"),
    ("2026-02-01", "US", "case_by_case"),
    ("2026-02-01", "TW", "presumption_of_denial"),
]


@pytest.mark.parametrize(("day", "start", "review"), FAMILY)
def test_a_family_answers_for_every_variant(day: str, start: str, review: str) -> None:
    """The H200 in two variants, from two places, before and after January 2026."""
    found = answer("H200", "--to", "CN", "--from", start, "--on", day)
    assert (found["status"], found["review"]) == ("licence_required", review)
    assert [v["item"]["id"] for v in found["variants"]] == ["nv-h200", "nv-h200-nvl"]


def test_the_announcement_is_a_finding_of_its_own() -> None:
    """In December 2025 the decision is announced and changes nothing."""
    found = answer("nv-h200", "--to", "CN", "--on", "2025-12-20")
    assert "us-h200-decision-2025" in found["also"]
    assert [f["type"] for f in found["findings"]] == ["announcement"]


def test_the_memo_holds_computation_citations_and_the_caution() -> None:
    """Markdown that stands by itself."""
    memo = run("check", "nv-l4", "--to", "CN", "--on", "2024-01-01", "--format", "md").output
    for words in ("## Computation", "performance density 6.585", "88 FR 73458", "not legal advice", "presumption of denial"):
        assert words in memo


@pytest.mark.parametrize(
    "words",
    [
        ("check", "H2000", "--to", "CN"),
        ("check", "nv-h20", "--to", "Atlantis"),
        ("check", "nv-h20", "--to", "CN", "--end-user", "Huawai"),
        ("check", "nv-h20", "--to", "CN", "--on", "2025-02-30"),
        ("check", "nv-h20", "--to", "CN", "--law", "XX"),
        ("check", "nv-h20"),
        ("ownership", "Nexparia"),
        ("check", "--cases", "nowhere.yaml"),
    ],
)
def test_what_is_not_understood_is_a_usage_error(words: tuple[str, ...]) -> None:
    """Exit 2; nothing is corrected."""
    result = run(*words)
    assert result.exit_code == 2 or getattr(result.exception, "exit_code", None) == 2


def test_candidates_are_listed() -> None:
    """A misspelt firm gives its neighbours, with ids."""
    result = run("check", "nv-h20", "--to", "CN", "--end-user", "Huawai")
    assert "id:huawei" in str(result.exception)


def test_unknown_keys_of_a_case_are_named_in_why(tmp_path: Path) -> None:
    """A key outside the list is never refused."""
    path = tmp_path / "cases.yaml"
    path.write_text(
        "- id: one\n  item: nv-h20\n  to: CN\n  'on': '2024-06-01'\n  colour: red\n  end_user: {hq: CN, mood: good}\n", encoding="utf8"
    )
    result = run("check", "--cases", str(path), "--format", "jsonl")
    found = json.loads(result.stdout)
    assert found["id"] == "one"
    assert "colour" in found["why"]
    assert "mood" in found["why"]


def test_a_case_that_makes_no_sense_fails_the_job_and_the_rest_is_answered(tmp_path: Path) -> None:
    """One line on stderr, exit 1, and the other determination."""
    path = tmp_path / "cases.yaml"
    path.write_text("- {id: one, item: nv-h20}\n- {id: two, item: nv-h20, to: CN, 'on': '2024-06-01'}\n", encoding="utf8")
    result = run("check", "--cases", str(path), "--format", "jsonl")
    assert getattr(result.exception, "exit_code", result.exit_code) == 1
    assert json.loads(result.stdout)["id"] == "two"


def test_the_matrix_is_written_as_csv(tmp_path: Path) -> None:
    """One row for each item, country and day."""
    target = tmp_path / "m.csv"
    days = ("--on", "2024-06-01", "--on", "2026-02-01")
    result = run("matrix", "--items", "nv-h20,H200", "--to", "CN,SA,CH", *days, "-o", str(target))
    assert result.exit_code == 0, result.output
    lines = target.read_text(encoding="utf8").splitlines()
    assert lines[0] == "item,to,on,status,review,eccn,exception,applies"
    assert len(lines) == 1 + 3 * 3 * 2


def test_ownership_as_json() -> None:
    """The shape of the interface."""
    result = run("ownership", "Nexperia", "--on", "2025-10-15", "--format", "json")
    found = json.loads(result.stdout)
    assert set(found) >= {"firm", "on", "owners", "rule"}
    assert set(found["owners"][0]) == {"entity", "listed", "direct", "total", "chain"}
    assert found["rule"]["finding"] == "captured"
    assert found["owners"][0]["direct"] == [100.0, 100.0]


def test_exposure_names_owner_and_rule() -> None:
    """Nexperia is reached through Wingtech, by the listing and by the rule on affiliates."""
    result = run("exposure", "Nexperia", "--on", "2025-10-15", "--format", "json")
    found = json.loads(result.stdout)
    assert {r["instrument"] for r in found["reaches"]} >= {"us-affiliates-2025", "us-dec2024-el"}


def test_an_unquoted_norway_is_norway(tmp_path: Path) -> None:
    """YAML reads NO as false."""
    path = tmp_path / "cases.yaml"
    path.write_text("- {id: one, item: nv-h100-sxm, to: NO, on: 2025-06-01, end_user: {hq: NO, parent_hq: NO}}\n", encoding="utf8")
    found = json.loads(run("check", "--cases", str(path), "--format", "jsonl").stdout)
    assert (found["to"], found["status"]) == ("NO", "no_licence_required")


def test_known_by_leaves_later_instruments_out() -> None:
    """The rule of January 2026 was not known on New Year's Day."""
    found = answer("nv-h200", "--to", "CN", "--on", "2026-02-01", "--known-by", "2026-01-01")
    assert found["review"] == "presumption_of_denial"
    assert "us-jan2026-cbc" not in found["basis"]


@pytest.mark.parametrize("command", ["check", "ownership", "matrix", "timeline", "diff", "exposure"])
def test_the_example_of_each_help_runs(command: str, tmp_path: Path) -> None:
    """The first example in the help of each command does what it says."""
    import shlex

    text = run(command, "--help").output
    example = next(line for line in text.splitlines() if line.strip().startswith("lithograph "))
    result = run(*shlex.split(example)[1:])
    assert result.exit_code == 0, result.output
    assert "not legal advice" in text.lower() or command == "matrix"
