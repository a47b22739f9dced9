"""Compile the YAML grammar into the one packaged file that the reader reads.

    python -m lithograph.loaders.articles.compile_grammar [--check]

Run it after a change below `grammar/`; a test fails where the file is out of step.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ...errors import InputError
from ...ontology.model import ontology
from .patterns import DEFAULT_CONFIDENCE, FILE, CompiledPattern, Grammar, GrammarError, compile_form, inflections

HERE = Path(__file__).parent


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern as written, with sentences that it must (`right`) and must not (`wrong`) match."""

    id: str
    form: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    confidence: float = DEFAULT_CONFIDENCE


class GrammarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the grammar: a predicate, the words that hint at it, its patterns."""

    predicate: str
    triggers: tuple[str, ...]
    patterns: tuple[Pattern, ...]


def read_grammar(folder: Path = HERE / "grammar") -> list[GrammarFile]:
    """The files of the grammar in order of predicate. Raises InputError where one cannot be read."""
    out = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            data: Any = yaml.load(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
            item = msgspec.convert(data, GrammarFile)
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise InputError(str(path), " ".join(str(error).split())) from None
        if item.predicate != path.stem or item.predicate not in ontology().relations:
            raise InputError(str(path), f"the file is named after its predicate, a relation of the ontology; it says {item.predicate}")
        out.append(item)
    return out


def _checked(pattern: Pattern, predicate: str) -> CompiledPattern:
    compiled = compile_form(pattern.id, predicate, pattern.form, pattern.confidence)
    known = ontology()
    sides = (compiled.first, compiled.second) if compiled.forward else (compiled.second, compiled.first)
    for side, allowed in zip(sides, (known.domain(predicate), known.range(predicate)), strict=True):
        for name in side:
            if name not in allowed:
                raise GrammarError(f"{pattern.id}: {predicate} takes no {name} there")
    return compiled


def compile_grammar(files: list[GrammarFile] | None = None) -> bytes:
    """The content of the packaged file. Raises GrammarError on a form that cannot be read, or an id given twice."""
    patterns: dict[str, CompiledPattern] = {}
    triggers: dict[str, tuple[str, ...]] = {}
    for item in read_grammar() if files is None else files:
        for pattern in item.patterns:
            if pattern.id in patterns:
                raise GrammarError(f"{pattern.id}: given twice")
            patterns[pattern.id] = _checked(pattern, item.predicate)
        words = {w for t in item.triggers for w in (inflections(t[:-1]) if t.endswith("~") else (t,))}
        triggers[item.predicate] = tuple(sorted(words))
    data = msgspec.json.encode(Grammar(tuple(patterns.values()), triggers))
    return msgspec.json.format(data, indent=1) + b"\n"


def main(argv: list[str]) -> int:
    """Write the packaged file, or with `--check` say whether it is in step."""
    target, data = HERE / FILE, compile_grammar()
    if "--check" in argv:
        same = target.exists() and target.read_bytes() == data
        print(f"{FILE} is in step" if same else f"{FILE} is out of step; run python -m lithograph.loaders.articles.compile_grammar")
        return 0 if same else 1
    target.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
