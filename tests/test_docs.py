"""What the README and the documents show can be typed as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from lithograph.cli.app import COMMANDS, lithograph

ROOT = Path(__file__).parent.parent


def _commands() -> dict[str, click.Command]:
    context = click.Context(lithograph)
    return {name: command for name in COMMANDS if (command := lithograph.get_command(context, name)) is not None}


def _typed(text: str) -> list[str]:
    """Every line of the text that calls the program."""
    lines = re.findall(r"^(?: {4}|\$ | {2})?(lithograph [^\n`|>]*)", text, flags=re.MULTILINE)
    return [line.strip() for line in (*lines, *re.findall(r"`(lithograph [^`]+)`", text))]


def _options(command: click.Command) -> set[str]:
    return {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"-h", "--help", "--db", "--format", "--debug"}


@pytest.mark.parametrize("source", ["README.md", "docs/exchange.md"])
def test_every_command_and_option_in_the_documents_exists(source: str) -> None:
    commands = _commands()
    lines = _typed((ROOT / source).read_text(encoding="utf8"))
    assert lines
    for line in lines:
        words = [w for w in line.split()[1:] if w]
        while words and words[0].startswith("--"):
            words = words[2:] if words[0] in ("--db", "--format") else words[1:]
        if not words or words[0] == "COMMAND":
            continue
        assert words[0] in commands, line
        for word in words[1:]:
            if word.startswith("--") and len(word) > 2:
                assert word.split("=")[0] in _options(commands[words[0]]), line


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_an_example_in_its_help(name: str) -> None:
    command = _commands()[name]
    assert command.help is not None
    assert "Example:" in command.help
    assert f"lithograph {name}" in command.help


def test_every_command_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf8")
    assert [name for name in COMMANDS if f"lithograph {name}" not in text] == []


def test_the_example_of_the_exchange_format_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lithograph.cli import main

    found = re.search(r"```json\n(.*?)```", (ROOT / "docs/exchange.md").read_text(encoding="utf8"), flags=re.DOTALL)
    assert found
    (tmp_path / "example.jsonl").write_text(found.group(1), encoding="utf8")
    monkeypatch.chdir(tmp_path)
    assert main(["load", "--bare", "example.jsonl"]) == 0
    assert main(["path", "TSMC", "Acme Silicon"]) == 0
    assert "TSMC supplies Acme Silicon (wafers)" in capsys.readouterr().out
